"""The company of a game: everything that follows from its number, the same for all teams."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

import numpy as np

from uptake.chance import chance_key, uniforms
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation, connect, synthetic_chart

STAFF: Final = 600
FIRST_ACCOUNTS: Final = 30
"""Enthusiasts who have tried the network before the first week."""

SEED: Final = 1
REPLICATES: Final = 20
LARGEST_NUMBER: Final = 9999
THIRD_EVENT_CHANCE: Final = 0.5
SEARCH_OFFSET: Final = 64 * 10_000
"""The search runs under the same sets of assumptions, but other chance than the score."""

EventKind = Literal["reorganisation", "headline", "resignation"]
EARLIEST_AND_LATEST: Final[dict[EventKind, tuple[int, int]]] = {
    "reorganisation": (20, 94),
    "headline": (20, 94),
    "resignation": (40, 84),
}


@dataclass(frozen=True)
class Event:
    """Something that happens to the company in a week, whatever its champion does."""

    kind: EventKind
    week: int


@dataclass(frozen=True)
class Company:
    """A company.

    Attributes
    ----------
    number : int
        Its number, 0 to 9999.
    frontline_share : float
        Of its staff who do not work at a desk.
    events : tuple of Event
        In the order in which they happen.
    """

    number: int
    frontline_share: float
    events: tuple[Event, ...]

    @property
    def replicates(self) -> range:
        """Runs over which a plan is scored; the first is the one that the teams see.

        Replicate r of the app is run under member r mod 64 of the reference ensemble, so every
        company meets sets of assumptions of its own.
        """
        return range(self.number * REPLICATES, (self.number + 1) * REPLICATES)

    @property
    def departure(self) -> int | None:
        """Week in which the champion is gone; None if nothing like that happens."""
        return next((one.week for one in self.events if one.kind == "resignation"), None)


def company_of(number: Any) -> Company:  # noqa: ANN401 (whatever the page sent)
    """Find the company with a number: two or three of three events, their weeks, its people.

    Raises
    ------
    InputError
        If there is no such number.
    """
    whole = isinstance(number, int) and not isinstance(number, bool)
    if not whole or not 0 <= number <= LARGEST_NUMBER:
        right = f"a whole number from 0 to {LARGEST_NUMBER}"
        raise InputError([Problem("the game", "company", "is no company", str(number), right)])
    return _made(number)


@cache
def _made(number: int) -> Company:
    drawn = uniforms(chance_key(SEED, number), "game.events", np.arange(4, dtype=np.uint32))
    kinds = list(EARLIEST_AND_LATEST)
    least_likely = int(np.argmax(drawn[0][:3]))
    events = [
        Event(kind, _week(kind, float(drawn[1][n])))
        for n, kind in enumerate(kinds)
        if n != least_likely or drawn[2][3] < THIRD_EVENT_CHANCE
    ]
    frontline = round(0.1 + 0.4 * float(drawn[0][3]), 2)
    return Company(number, frontline, tuple(sorted(events, key=lambda one: one.week)))


def _week(kind: EventKind, drawn: float) -> int:
    earliest, latest = EARLIEST_AND_LATEST[kind]
    return earliest + int(drawn * (latest - earliest + 1))


@lru_cache(maxsize=16)
def organisation_of(number: int) -> Organisation:
    """The people of a company and who knows whom; takes a tenth of a second, then is kept."""
    chart = synthetic_chart(STAFF, frontline_share=company_of(number).frontline_share, seed=number)
    return connect(chart, seed=number)
