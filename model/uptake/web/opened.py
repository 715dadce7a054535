"""Scenarios and ensembles that pages have opened, in memory alone, under keys nobody can guess."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import TypeVar

from uptake.errors import InputError, Problem
from uptake.scenario import Scenario
from uptake.study.assumed import chosen_ensemble, likely
from uptake.study.ensemble import Ensemble

Thing = TypeVar("Thing")

MOST_OPENED = 200
"""Kept of each kind; beyond that, those unused for longest are forgotten."""


class Opened:
    """All opened scenarios and ensembles by key."""

    def __init__(self) -> None:
        self._scenarios: OrderedDict[str, Scenario] = OrderedDict()
        self._ensembles: OrderedDict[str, Ensemble] = OrderedDict()

    def open_scenario(self, scenario: Scenario) -> str:
        """Keep a scenario; returns its key."""
        return _keep(self._scenarios, scenario)

    def open_ensemble(self, ensemble: Ensemble) -> str:
        """Keep an ensemble; returns its key."""
        return _keep(self._ensembles, ensemble)

    def close(self, key: str) -> None:
        """Forget what stands under a key, if anything does."""
        self._scenarios.pop(key, None)
        self._ensembles.pop(key, None)

    def scenario(self, key: str) -> Scenario:
        """Find an opened scenario.

        Raises
        ------
        InputError
            If it is not open here (any more).
        """
        if key not in self._scenarios:
            raise _not_open("scenario", key)
        self._scenarios.move_to_end(key)
        return self._scenarios[key]

    def ensemble(self, basis: str) -> Ensemble:
        """Find the sets of assumptions that ``basis`` names: a word or the key of an opened one.

        Raises
        ------
        InputError
            If the word means nothing or the ensemble is not open here (any more).
        """
        if basis in self._ensembles:
            self._ensembles.move_to_end(basis)
            return self._ensembles[basis]
        # A word is never a path here: the page must not make the server read files.
        known = None if "." in basis or basis.startswith("opened-") else chosen_ensemble(basis)
        if known is None:
            if basis.startswith("opened-"):
                raise _not_open("assumptions.basis", basis)
            raise InputError(
                [Problem("the choice", "assumptions.basis", "is no set of assumptions", basis,
                         likely(basis))]
            )  # fmt: skip
        return known


def _keep(kept: OrderedDict[str, Thing], thing: Thing) -> str:
    key = f"opened-{secrets.token_urlsafe(16)}"
    kept[key] = thing
    while len(kept) > MOST_OPENED:
        kept.popitem(last=False)
    return key


def _not_open(where: str, key: str) -> InputError:
    return InputError(
        [Problem("the choice", where, "is not open here (any more)", key, "open it again")]
    )
