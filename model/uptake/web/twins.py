"""Runs with the same chance but no champion and no programme: what a programme is built upon."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from uptake.study.assumed import identity
from uptake.web.answers import Answers
from uptake.web.bands import Series
from uptake.web.choice import Choice
from uptake.web.making import Runs
from uptake.web.pool import SOON, Place, Pool

MOST_KEPT: Final = 20


class Twins:
    """Unmanaged runs, kept: programmes on one organisation share theirs.

    Parameters
    ----------
    pool : Pool
        Makes the runs.
    answers : Answers
        Knows the scenarios and assumptions of choices.
    """

    def __init__(self, pool: Pool, answers: Answers) -> None:
        self._pool, self._answers = pool, answers
        self._kept: OrderedDict[tuple[str, ...], Runs] = OrderedDict()

    async def runs(self, choice: Choice, session: str, count: int) -> list[Series]:
        """The unmanaged twins of a choice's runs."""
        return await self._runs_of(choice).make(self._pool, range(count), session, SOON)

    def _runs_of(self, choice: Choice) -> Runs:
        alone = self._answers.scenario(choice).unmanaged()
        key = (identity(alone), choice.organisation, choice.basis, str(choice.seed))
        if key not in self._kept:
            ensemble, place = self._answers.ensemble(choice), Place(choice.organisation)
            self._kept[key] = Runs(alone, ensemble, place, choice.seed)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
