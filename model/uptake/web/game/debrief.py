"""The debrief, line by line: your score, what if, and the best of the plans that were tried."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from uptake.study.ensemble import reference
from uptake.web.game.calendar import Calendar
from uptake.web.game.company import SEARCH_OFFSET, Company
from uptake.web.game.counterfactuals import Counterfactual, counterfactuals
from uptake.web.game.news import news_of
from uptake.web.game.playing import Job, scores_of
from uptake.web.game.rows import HORIZON, MONEY
from uptake.web.game.scoring import difference_of, summary_of
from uptake.web.game.search import TRIED, Search, search
from uptake.web.game.state import weekly_of

PARTS: Final = 4
"""Tasks into which the runs of a plan are split."""

PROGRESS_EVERY: Final = 4


class Players(Protocol):
    """Where jobs are run: worker processes, or this one."""

    async def play(self, jobs: list[Job]) -> list[NDArray[np.float32]]:
        """Run jobs and return their runs in the same order."""
        ...

    def score(self, jobs: list[Job]) -> AsyncIterator[tuple[int, NDArray[np.float64]]]:
        """Yield number and scores of each job as it is done."""
        ...


async def play_split(players: Players, job: Job) -> NDArray[np.float32]:
    """Run a job in parts side by side; the bits are those of the whole."""
    size = -(-len(job.replicates) // PARTS)
    parts = [
        replace(job, replicates=job.replicates[first : first + size])
        for first in range(0, len(job.replicates), size)
    ]
    return np.concatenate(await players.play(parts))


async def debrief(
    company: Company, calendar: Calendar, players: Players
) -> AsyncIterator[dict[str, Any]]:
    """Yield the lines of a debrief as they are known.

    Yields
    ------
    dict
        ``kind`` is ``yours``, ``counterfactual``, ``searching``, ``best`` or ``done``.
    """
    job = Job(company.number, calendar, tuple(company.replicates))
    runs = await play_split(players, job)
    scores = scores_of(runs)
    yield _yours(company, calendar, runs, await _chance_alone(players, job))
    for what_if in counterfactuals(company, calendar):
        other = replace(job, calendar=what_if.calendar, without=what_if.without)
        found = scores_of(await play_split(players, other))
        yield _counterfactual(what_if, scores, found)
    state = Search(company)
    steps = 0
    async for state in search(company, calendar, players.score):
        steps += 1
        if steps % PROGRESS_EVERY == 0:
            yield {"kind": "searching", "tried": state.tried, "of": TRIED, "runs": state.runs}
    best = state.best(1)[0]
    found_runs = await play_split(players, replace(job, calendar=best))
    yield _best(state, best, found_runs, scores, is_yours=best == calendar)
    yield {"kind": "done"}


async def _chance_alone(players: Players, job: Job) -> NDArray[np.float64]:
    """Scores of the plan under the assumptions of the team's own run, with other chance."""
    members = len(reference().members)
    own = job.replicates[0]
    others = tuple(own + SEARCH_OFFSET + members * n for n in range(1, len(job.replicates)))
    return scores_of(await play_split(players, replace(job, replicates=(own, *others))))


def _yours(
    company: Company,
    calendar: Calendar,
    runs: NDArray[np.float32],
    chance_alone: NDArray[np.float64],
) -> dict[str, Any]:
    scores = scores_of(runs)
    return {
        "kind": "yours",
        "score": summary_of(scores),
        "scores": np.round(scores, 5).tolist(),
        "own": float(scores[0]),
        "rank": int((scores > scores[0]).sum()) + 1,
        "luck": float(scores[0] - scores.mean()),
        "chance_alone": summary_of(chance_alone),
        "weekly": weekly_of(runs),
        "weeks": HORIZON,
        "money": calendar.money,
        "events": [{"week": one.week, "kind": one.kind} for one in news_of(company, calendar)],
    }


def _counterfactual(
    what_if: Counterfactual, yours: NDArray[np.float64], found: NDArray[np.float64]
) -> dict[str, Any]:
    difference = difference_of(yours, found)
    debt = what_if.debt
    beyond = f" It would have cost {debt:,.0f} more than there was." if debt else ""
    return {
        "kind": "counterfactual",
        "name": what_if.name,
        "words": what_if.words,
        "score": summary_of(found),
        "difference": difference,
        "sentence": f"{what_if.words}: {difference['words']}.{beyond}",
        "debt": debt,
    }


def _best(
    state: Search,
    best: Calendar,
    runs: NDArray[np.float32],
    yours: NDArray[np.float64],
    *,
    is_yours: bool,
) -> dict[str, Any]:
    scores = scores_of(runs)
    difference = difference_of(yours, scores)
    found = f"The best of {state.tried} plans tried"
    sentence = f"{found} is your own." if is_yours else f"{found}: {difference['words']}."
    return {
        "kind": "best",
        "decisions": best.as_decisions(),
        "score": summary_of(scores),
        "difference": difference,
        "sentence": sentence,
        "is_yours": is_yours,
        "tried": state.tried,
        "runs": state.runs,
        "money": best.money,
        "money_all": MONEY,
        "weekly": weekly_of(runs),
    }
