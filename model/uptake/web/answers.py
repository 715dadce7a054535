"""Answers to choices: runs are asked for once, kept, and told of as soon as a few are there."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from uptake.scenario import Scenario
from uptake.study.ensemble import Ensemble
from uptake.web.bands import (
    HIGH,
    LOW,
    Series,
    bands,
    completed,
    differences,
    last_half_year,
    totals,
)
from uptake.web.choice import Choice, scenario_of
from uptake.web.making import Runs
from uptake.web.opened import Opened
from uptake.web.places import SMALLER, Places
from uptake.web.pool import AHEAD, NOW, SOON, Place, Pool
from uptake.web.runs import SHOWN
from uptake.web.stand_in import HEADCOUNT, LARGE, scaled_up, small_scenario

REPLICATES = 20
PARTICIPATION: Final = "participation"
FIRST_RUNS = 2
"""So many runs make a first answer; on two processors they are made side by side."""

COARSE_RUNS = 2
SECONDS_BETWEEN_PARTS = 0.12
MOST_KEPT = 300
"""Choices whose runs are kept: about 0.3 MB each."""


@dataclass(frozen=True)
class Asked:
    """What a page asks.

    Attributes
    ----------
    choice : Choice
        What to answer.
    before : Choice or None
        What was answered last: its runs make first answers less noisy.
    baseline : Choice or None
        What the answer is compared with.
    measures : tuple of str
        Those wanted by week.
    count : int
        Runs in the end.
    """

    choice: Choice
    before: Choice | None = None
    baseline: Choice | None = None
    measures: tuple[str, ...] = SHOWN
    count: int = REPLICATES


class Answers:
    """Runs of choices, kept by what was chosen: pages that choose the same share them.

    Parameters
    ----------
    pool : Pool
        Makes the runs.
    places : Places
        Organisations.
    opened : Opened
        Scenarios and ensembles that pages have opened.
    """

    def __init__(self, pool: Pool, places: Places, opened: Opened) -> None:
        self._pool, self._places, self._opened = pool, places, opened
        self._kept: OrderedDict[str, Runs] = OrderedDict()
        self._ahead: dict[str, list[tuple[Runs, list[int]]]] = {}

    async def runs(
        self, choice: Choice, session: str, count: int = REPLICATES, urgency: int = NOW
    ) -> list[Series]:
        """All runs of a choice, those kept from before included."""
        return await self._runs_of(choice).make(self._pool, range(count), session, urgency)

    async def parts(self, asked: Asked, session: str) -> AsyncIterator[dict[str, Any]]:
        """Answer a choice in parts, each sharper than the last.

        Yields
        ------
        part : dict
            ``runs``, ``of``, ``complete``, ``measures`` (mean, low, high by week), ``totals`` and,
            if the baseline's runs are there, ``difference`` (paired, as the measures), ``gain``
            and ``helps``: how much, and in how many runs, participation of the last half-year is
            above the baseline. ``coarse`` if a small organisation stands in for a large one.
        """
        choice, count = asked.choice, asked.count
        runs = self._runs_of(choice)
        earlier = self._all_runs(asked.before, choice, count)
        baseline = self._all_runs(asked.baseline, choice, count)
        if len(runs.done) < FIRST_RUNS and self._is_large(choice):
            yield await self._coarse(asked, earlier, baseline, session)
        missing = [number for number in range(count) if number not in runs.done]
        left = {
            runs.ask(self._pool, number, session, NOW if place < FIRST_RUNS else SOON)
            for place, number in enumerate(missing)
        }
        loop = asyncio.get_running_loop()
        told = loop.time() - SECONDS_BETWEEN_PARTS
        try:
            while left:
                made, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                for one in made:
                    one.result()
                enough = len(runs.done) >= FIRST_RUNS
                if left and enough and loop.time() - told >= SECONDS_BETWEEN_PARTS:
                    yield _part(runs.done, earlier, baseline, asked)
                    told = loop.time()
            yield _part(runs.done, earlier, baseline, asked)
        finally:
            runs.release(missing)

    async def _coarse(
        self, asked: Asked, earlier: list[Series], baseline: list[Series], session: str
    ) -> dict[str, Any]:
        """A first answer about a large organisation, from a few runs of one that stands in."""
        ratio = self._places.find(asked.choice.organisation).headcount / HEADCOUNT
        numbers = range(COARSE_RUNS)
        made = self._runs_of(asked.choice, ratio)
        there = await made.make(self._pool, numbers, session, NOW)
        small = [scaled_up(series, ratio) for series in there]
        if earlier and asked.before is not None:
            before = self._runs_of(asked.before, ratio)
            there = await before.make(self._pool, numbers, session, NOW)
            was = [scaled_up(series, ratio) for series in there]
            moved = np.mean(small, axis=0) - np.mean(was, axis=0)
            small = [np.maximum(series + moved, 0.0) for series in earlier]
        return {**_told(small, baseline, asked), "runs": 0, "complete": False, "coarse": True}

    def _is_large(self, choice: Choice) -> bool:
        return self._places.find(choice.organisation).headcount > LARGE

    def prepare(self, choices: Sequence[Choice], session: str) -> None:
        """Make the runs of likely next choices when nothing else waits, instead of earlier ones."""
        for runs, numbers in self._ahead.pop(session, []):
            runs.release(numbers)
        ahead = []
        # Runs of a large organisation would hold up what a page waits for.
        for choice in (one for one in choices if not self._is_large(one)):
            runs = self._runs_of(choice)
            missing = [number for number in range(REPLICATES) if number not in runs.done]
            for number in missing:
                runs.ask(self._pool, number, session, AHEAD)
            ahead.append((runs, missing))
        self._ahead[session] = ahead

    def scenario(self, choice: Choice) -> Scenario:
        """The scenario of a choice."""
        opened = self._opened.scenario(choice.scenario) if choice.scenario else None
        return scenario_of(choice, opened)

    def ensemble(self, choice: Choice) -> Ensemble:
        """The sets of assumptions of a choice."""
        return self._opened.ensemble(choice.basis)

    def _runs_of(self, choice: Choice, ratio: float = 1.0) -> Runs:
        """The runs of a choice, or of one so many times smaller that stands in for it."""
        smaller = SMALLER if ratio != 1.0 else ""
        key = choice.model_dump_json() + smaller
        if key not in self._kept:
            scenario = self.scenario(choice)
            if smaller:
                scenario = small_scenario(scenario, ratio)
            place = Place(choice.organisation + smaller)
            self._kept[key] = Runs(scenario, self.ensemble(choice), place, choice.seed)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _all_runs(self, before: Choice | None, choice: Choice, count: int) -> list[Series]:
        """All runs of an earlier choice, if its runs pair with those of a choice."""
        if before is None or any(
            getattr(before, name) != getattr(choice, name)
            for name in ("weeks", "organisation", "seed")
        ):
            return []
        kept = self._kept.get(before.model_dump_json())
        if kept is None or any(number not in kept.done for number in range(count)):
            return []
        return [kept.done[number] for number in range(count)]


def _part(
    done: dict[int, Series], earlier: list[Series], baseline: list[Series], asked: Asked
) -> dict[str, Any]:
    there = {number: done[number] for number in sorted(done) if number < asked.count}
    runs = completed(there, earlier, asked.count)
    told = _told(runs, baseline, asked)
    return {**told, "runs": len(there), "complete": len(there) >= asked.count}


def _told(runs: list[Series], baseline: list[Series], asked: Asked) -> dict[str, Any]:
    part = {
        "kind": "part",
        "of": asked.count,
        "measures": bands(runs, asked.measures),
        "totals": totals(runs),
    }
    if baseline and len(runs) == asked.count:
        gained = last_half_year(runs, PARTICIPATION) - last_half_year(baseline, PARTICIPATION)
        part["difference"] = differences(runs, baseline, asked.measures)
        part["helps"] = int((gained > 0.0).sum())
        part["gain"] = [float(gained.mean()), *np.quantile(gained, (LOW, HIGH)).tolist()]
    return part
