"""The organisations that a choice may name: those that come with the page, and opened ones.

An opened organisation lives in memory alone, under a key that nobody can guess and that only the
page that opened it knows. So pages side by side cannot see each other's.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass

from uptake.checking import one_of
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation, connect, synthetic_chart
from uptake.web.controls import controls
from uptake.web.stand_in import small_organisation

SMALLER = "~"
"""After the key of an organisation: the small one that stands in for it."""

MOST_OPENED = 40
"""Opened organisations kept; beyond that, those unused for longest are forgotten."""


@dataclass(eq=False)
class Known:
    """An organisation, what it is called, and what stands in for it once it was asked for."""

    words: str
    organisation: Organisation
    smaller: Organisation | None = None

    @property
    def headcount(self) -> int:
        """Employees at the start."""
        return int(self.organisation.chart.staffed.sum())


class Places:
    """All organisations by key."""

    def __init__(self) -> None:
        self._made: dict[str, Known] = {}
        self._opened: OrderedDict[str, Known] = OrderedDict()
        self.closed: deque[str] = deque(maxlen=MOST_OPENED)
        """Keys forgotten last: worker processes forget them with the next task."""

    def open(self, organisation: Organisation, words: str) -> str:
        """Keep an organisation; returns its key."""
        key = f"opened-{secrets.token_urlsafe(16)}"
        self._opened[key] = Known(words, organisation)
        while len(self._opened) > MOST_OPENED:
            self.closed.append(self._opened.popitem(last=False)[0])
        return key

    def close(self, key: str) -> None:
        """Forget an opened organisation; one that is unknown is forgotten already."""
        if self._opened.pop(key, None) is not None:
            self.closed.append(key)

    def find(self, key: str) -> Known:
        """Find an organisation; those that come with the page are made when first asked for.

        Raises
        ------
        InputError
            If the key means nothing here (any more).
        """
        if key in self._opened:
            self._opened.move_to_end(key)
            return self._opened[key]
        made = controls().organisations
        if key not in made:
            wrong = "is not open here (any more)"
            right = f"open it again, or one of {one_of(list(made))}"
            raise InputError([Problem("the choice", "organisation", wrong, key, right)])
        if key not in self._made:
            chart = synthetic_chart(**made[key].synthetic.model_dump())
            self._made[key] = Known(made[key].words, connect(chart, 0))
        return self._made[key]

    def organisation_of(self, key: str) -> Organisation:
        """Find an organisation, or with `SMALLER` after its key the one that stands in for it."""
        if not key.endswith(SMALLER):
            return self.find(key).organisation
        known = self.find(key.removesuffix(SMALLER))
        if known.smaller is None:
            known.smaller = small_organisation(known.organisation)
        return known.smaller
