"""The best of a declared number of plans, in successive halving.

The team's own plan is the first, then come plans drawn at random, then variations of the best.

Every plan gets a few runs, the better ones more (Jamieson & Talwalkar 2016, "Non-stochastic best
arm identification"), always the same chance for all. The search knows the events beforehand, which
the teams do not. It uses chance of its own: what it finds is scored under the runs of the teams
only once, so that luck in the search does not make it look better.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.web.game.calendar import Calendar
from uptake.web.game.candidates import drawn_calendar, varied_calendar
from uptake.web.game.company import SEARCH_OFFSET, Company
from uptake.web.game.playing import Job

DRAWN: Final = 31
VARIED: Final = (12, 12, 12, 12)
"""Variations of the leaders in further rounds."""
LEADERS: Final = 4
TRIED: Final = 1 + DRAWN + sum(VARIED)
FIRST_RUNS: Final = 4
HALVINGS: Final = ((10, 8), (3, 12))
"""How many are kept, and how many runs more each of them gets."""

Runner = Callable[[list[Job]], AsyncIterator[tuple[int, NDArray[np.float64]]]]
"""Scores jobs and yields, in any order, which one is done and its scores."""


@dataclass
class Search:
    """What is known about each plan tried so far.

    Attributes
    ----------
    company : Company
        For whom.
    scores : mapping of Calendar to array
        One score a run, the same runs for all that have as many.
    order : list of Calendar
        In which the plans came up, whichever was run first.
    runs : int
        Done so far.
    """

    company: Company
    scores: dict[Calendar, NDArray[np.float64]] = field(default_factory=dict)
    order: list[Calendar] = field(default_factory=list)
    runs: int = 0

    @property
    def tried(self) -> int:
        """Number of plans that have been run; one that came up twice counts once."""
        return len(self.scores)

    def best(self, count: int) -> list[Calendar]:
        """The best plans by mean score among those with most runs; the first tried among equals."""
        most = max(one.size for one in self.scores.values())
        known = [plan for plan in self.order if self.scores[plan].size == most]
        return sorted(known, key=lambda plan: -float(self.scores[plan].mean()))[:count]

    def jobs(self, plans: Sequence[Calendar], runs: int) -> list[Job]:
        """The next runs of each plan."""
        first = SEARCH_OFFSET + self.company.replicates.start
        found = []
        for plan in plans:
            done = self.scores.get(plan, np.empty(0)).size
            replicates = tuple(range(first + done, first + done + runs))
            found.append(Job(self.company.number, plan, replicates))
        return found


async def search(company: Company, yours: Calendar, run: Runner) -> AsyncIterator[Search]:
    """Try plans, the team's own the first of them.

    Yields
    ------
    Search
        The same object after each plan that was run. At the end ``best(1)`` is the best of
        ``tried`` plans.
    """
    state = Search(company)
    drawn = [yours, *(drawn_calendar(company.number, number) for number in range(DRAWN))]
    async for _ in _runs(state, _new(state, drawn), FIRST_RUNS, run):
        yield state
    number = DRAWN
    for count in VARIED:
        leaders = state.best(LEADERS)
        varied = [
            varied_calendar(leaders[n % len(leaders)], company.number, number + n)
            for n in range(count)
        ]
        number += count
        async for _ in _runs(state, _new(state, varied), FIRST_RUNS, run):
            yield state
    for kept, more in HALVINGS:
        async for _ in _runs(state, state.best(kept), more, run):
            yield state


async def _runs(
    state: Search, plans: Sequence[Calendar], runs: int, run: Runner
) -> AsyncIterator[None]:
    """Give plans, all of them new or all of them known, so many runs more."""
    jobs = state.jobs(plans, runs)
    async for number, scores in run(jobs):
        state.runs += scores.size
        before = state.scores.get(plans[number], np.empty(0))
        state.scores[plans[number]] = np.concatenate([before, scores])
        yield


def _new(state: Search, plans: Sequence[Calendar]) -> list[Calendar]:
    """Plans that have not come up before, each once; they are known from now on."""
    new = [plan for plan in dict.fromkeys(plans) if plan not in state.scores]
    state.order.extend(new)
    return new
