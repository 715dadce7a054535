"""Runs of one choice, made and in the making, shared by all who ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from uptake.scenario import Scenario
from uptake.study.ensemble import Ensemble
from uptake.web.bands import Series
from uptake.web.pool import Place, Pool
from uptake.web.runs import run_under


@dataclass
class _Making:
    future: asyncio.Future[Series]
    askers: int = 0


@dataclass
class Runs:
    """The runs of one choice.

    Attributes
    ----------
    scenario, ensemble, place, seed
        What decides them.
    done : dict of replicate to series
        Those that have been made.
    """

    scenario: Scenario
    ensemble: Ensemble
    place: Place
    seed: int
    done: dict[int, Series] = field(default_factory=dict)
    _making: dict[int, _Making] = field(default_factory=dict)

    def ask(self, pool: Pool, number: int, session: str, urgency: int) -> asyncio.Future[Series]:
        """Ask for a run that is not done; whoever asks has to `release` it in the end."""
        making = self._making.get(number)
        if making is None:
            member = self.ensemble.member(number)
            future = pool.submit(
                run_under,
                *(self.scenario, member, self.place, self.seed, number),
                session=session,
                urgency=urgency,
            )
            making = self._making[number] = _Making(future)
            future.add_done_callback(lambda made: self._made(number, made))
        else:
            pool.hurry(making.future, urgency)
        making.askers += 1
        return making.future

    def release(self, numbers: Iterable[int]) -> None:
        """Stop waiting for runs; one that nobody waits for any more is not made."""
        for number in numbers:
            making = self._making.get(number)
            if making is not None:
                making.askers -= 1
                if not making.askers:
                    del self._making[number]
                    making.future.cancel()

    async def make(
        self, pool: Pool, numbers: Iterable[int], session: str, urgency: int
    ) -> list[Series]:
        """Wait for runs, those included that are done already; in the order of their numbers."""
        numbers = list(numbers)
        missing = [number for number in numbers if number not in self.done]
        asked = [self.ask(pool, number, session, urgency) for number in missing]
        try:
            for making in asked:
                await asyncio.shield(making)
        finally:
            self.release(missing)
        return [self.done[number] for number in numbers]

    def _made(self, number: int, made: asyncio.Future[Series]) -> None:
        making = self._making.get(number)
        if making is not None and making.future is made:
            del self._making[number]
        if not made.cancelled() and made.exception() is None:
            self.done[number] = made.result()
