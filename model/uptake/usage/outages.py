"""Weeks that are left out: those the user asks for, and those in which the network was down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.errors import InputError, Problem
from uptake.usage.weekly_usage import WeeklyUsage

ONE_WEEK: Final = r"\d{4}-?W\d{1,2}|\d{1,4}"
RANGE: Final = re.compile(rf"({ONE_WEEK})(?:-({ONE_WEEK}))?", re.IGNORECASE)
SMALLEST_NEIGHBOUR: Final = 10
"""Where fewer are active, a week without anybody proves nothing."""
LOW_SHARE: Final = 0.25
ASKED_FOR = "asked for with --mask"
OUTAGE = "nobody was active, in the midst of weeks with many: an outage"


def masked_weeks(usage: WeeklyUsage, wanted: Sequence[str]) -> frozenset[int]:
    """Places of the weeks that the user wants left out.

    Parameters
    ----------
    usage : WeeklyUsage
        The weeks there are.
    wanted : sequence of str
        Each a week or a range: ``9``, ``8-10``, ``2024-W05``, ``2024-W05-2024-W07``; several may be
        joined by commas.

    Raises
    ------
    InputError
        With each that is no week of the file.
    """
    places: set[int] = set()
    problems = []
    last = len(usage.weeks) - 1
    right = f"weeks such as {usage.label(min(1, last))} or {usage.label(0)}-{usage.label(last)}"
    for text in (part.strip() for option in wanted for part in option.split(",")):
        match = RANGE.fullmatch(text)
        ends = [usage.place_of(end) for end in (match[1], match[2] or match[1])] if match else []
        first, final = ends or (None, None)
        if first is None or final is None:
            wrong = "no such week in the file" if match else "no week or range of weeks"
            problems.append(Problem("the command", "--mask", wrong, text, right))
        elif final < first:
            problems.append(
                Problem("the command", "--mask", "the range ends before it begins", text)
            )
        else:
            places.update(range(first, final + 1))
    if problems:
        raise InputError(problems)
    return frozenset(places)


def outages(active: NDArray[np.float64]) -> frozenset[int]:
    """Places of weeks in which nobody was active though many were just before and after."""
    known = np.flatnonzero(~np.isnan(active))
    found: set[int] = set()
    run: list[int] = []
    before = 0.0
    for place in known.tolist():
        if active[place] == 0:
            run.append(place)
            continue
        if run and min(before, active[place]) >= SMALLEST_NEIGHBOUR:
            found.update(run)
        run, before = [], float(active[place])
    return frozenset(found)


def doubtful_weeks(active: NDArray[np.float64]) -> tuple[int, ...]:
    """Places of weeks below a quarter of those on both sides: told, but not masked on a guess."""
    known = np.flatnonzero(~np.isnan(active) & (active > 0))
    values = active[known]
    found = []
    for place in range(1, len(values) - 1):
        before = values[max(place - 2, 0) : place].max()
        after = values[place + 1 : place + 3].max()
        neighbour = min(before, after)
        if neighbour >= SMALLEST_NEIGHBOUR and values[place] < LOW_SHARE * neighbour:
            found.append(int(known[place]))
    return tuple(found)
