"""From rows of days or weeks to weeks without gaps, and why some of them are masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.usage.weekly_usage import monday_of

Counts = Mapping[str, NDArray[np.float64]]

LATEST_LAG_DAYS: Final = 3
"""A count over the seven days up to Thursday is still mostly of its own week; earlier is not."""
FEWEST_DAYS: Final = 4
"""Days that a week needs for the largest of its daily counts to say anything."""
NO_ROW = "no row in the file"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, eq=False)
class Weeks:
    """Weekly values without gaps.

    Attributes
    ----------
    count : int
        How many weeks.
    values : dict of str to array (weeks,)
        ``active``, ``posters``, ``messages``, ``members``, ``newcomers`` as far as known.
    reasons : list of str
        Why a week has no count of who was active; empty if it has one.
    notes : list of str
        How weeks were made.
    """

    count: int
    values: dict[str, NDArray[np.float64]]
    reasons: list[str]
    notes: list[str] = field(default_factory=list)


def weeks_of_rows(places: Sequence[int], counts: Counts, of_active: str) -> Weeks:
    """Lay rows that are weeks out on weeks without gaps.

    Parameters
    ----------
    places : sequence of int
        Week of each row, counted from the first; ascending, each once.
    counts : mapping of str to array (rows,)
        By field of the result.
    of_active : str
        The field that says who was active.
    """
    count = places[-1] + 1
    values = {name: np.full(count, np.nan) for name in counts}
    for name, column in counts.items():
        values[name][list(places)] = column
    there = set(places)
    reasons = [
        NO_ROW if week not in there else "no value" if np.isnan(values[of_active][week]) else ""
        for week in range(count)
    ]
    return Weeks(count, values, reasons)


def weeks_of_days(days: Sequence[date], counts: Counts, windows: Mapping[str, str]) -> Weeks:
    """Make weeks of days.

    A count over seven days is taken at the end of the week, or at the last day there if that is
    Thursday or later. Of counts of people in one day the largest of the week is taken, which is the
    least that the week can have had. Messages and newcomers are added up; messages so far give
    a week's messages by their difference; of members the last count of the week is taken.

    Parameters
    ----------
    days : sequence of date
        Ascending, each once.
    counts : mapping of str to array (days,)
        By field of the result, besides ``messages_so_far``.
    windows : mapping of str to {"week", "day"}
        What ``active`` and ``posters`` count: people within seven days, or one.
    """
    first = monday_of(days[0])
    week = np.array([(day - first).days // 7 for day in days])
    count = int(week[-1]) + 1
    groups = [np.flatnonzero(week == number) for number in range(count)]
    weekdays = np.array([day.weekday() for day in days])
    values: dict[str, NDArray[np.float64]] = {}
    reasons = [""] * count
    notes: list[str] = []
    for name, column in counts.items():
        if name in windows and windows[name] == "week":
            values[name], why, lags = _at_end(groups, weekdays, column, first)
            if name == "active":
                reasons = why
                notes += _lag_notes(lags)
        elif name in windows:
            values[name], why = _largest(groups, column)
            if name == "active":
                reasons = why
        elif name == "members":
            values[name] = _each(groups, column, lambda known: float(known[-1]))
        elif name != "messages_so_far":
            values[name] = _each(groups, column, lambda known: float(known.sum()))
    if "messages_so_far" in counts:
        values["messages"], more = _differences(groups, counts["messages_so_far"])
        notes += more
    notes += _window_notes(windows, groups, counts)
    return Weeks(count, values, reasons, notes)


def _each(
    groups: Sequence[NDArray[np.intp]],
    column: NDArray[np.float64],
    sum_up: Callable[[NDArray[np.float64]], float],
) -> NDArray[np.float64]:
    """Sum up the known values of each week; nan where there is none."""
    result = np.full(len(groups), np.nan)
    for place, group in enumerate(groups):
        known = column[group][~np.isnan(column[group])]
        if known.size:
            result[place] = sum_up(known)
    return result


def _at_end(
    groups: Sequence[NDArray[np.intp]],
    weekdays: NDArray[np.intp],
    column: NDArray[np.float64],
    first: date,
) -> tuple[NDArray[np.float64], list[str], list[int]]:
    """Value at the end of each week, why there is none, and the weekday that was taken."""
    result = np.full(len(groups), np.nan)
    reasons, taken = [], []
    for place, group in enumerate(groups):
        known = group[~np.isnan(column[group])]
        if not group.size:
            reasons.append(NO_ROW)
        elif not known.size:
            reasons.append("no value")
        elif weekdays[known[-1]] < 6 - LATEST_LAG_DAYS:
            day = first + timedelta(weeks=place, days=int(weekdays[known[-1]]))
            reasons.append(f"missing days: the last is {DAY_NAMES[day.weekday()]} {day}")
        else:
            result[place] = column[known[-1]]
            taken.append(int(weekdays[known[-1]]))
            reasons.append("")
    return result, reasons, taken


def _largest(
    groups: Sequence[NDArray[np.intp]], column: NDArray[np.float64]
) -> tuple[NDArray[np.float64], list[str]]:
    """Largest daily count of each week, and why there is none."""
    result = np.full(len(groups), np.nan)
    reasons = []
    for place, group in enumerate(groups):
        known = column[group][~np.isnan(column[group])]
        if known.size < FEWEST_DAYS:
            few = f"missing days: {known.size} of 7 are there"
            reasons.append(few if known.size else "no value" if group.size else NO_ROW)
            continue
        result[place] = known.max()
        reasons.append("")
    return result, reasons


def _differences(
    groups: Sequence[NDArray[np.intp]], so_far: NDArray[np.float64]
) -> tuple[NDArray[np.float64], list[str]]:
    """Messages of each week from the count of all messages so far."""
    ends = _each(groups, so_far, lambda known: float(known[-1]))
    messages = np.full(len(groups), np.nan)
    messages[1:] = np.maximum(np.diff(ends), 0.0)
    known = so_far[~np.isnan(so_far)]
    falls = int((np.diff(known) < 0).sum())
    notes = [
        "messages are counted since the beginning: a week's are the difference between the ends of "
        "two weeks"
    ]
    if falls:
        times = "once" if falls == 1 else f"{falls} times"
        notes.append(f"that count falls {times}, as if messages were deleted")
    return messages, notes


def _lag_notes(weekdays: Sequence[int]) -> list[str]:
    """Which weekdays stood in for the Sunday that a week ends on."""
    early = [day for day in weekdays if day < 6]
    notes = ["active: a count over seven days, taken on the Sunday that ends each week"]
    if early:
        parts = [
            f"{DAY_NAMES[day]} {early.count(day)} times" if early.count(day) > 1 else DAY_NAMES[day]
            for day in sorted(set(early), reverse=True)
        ]
        said = ", ".join(parts)
        notes.append(
            f"in {len(early)} of {len(weekdays)} weeks Sunday is missing and the last day there "
            f"was taken: {said}"
        )
    return notes


def _window_notes(
    windows: Mapping[str, str], groups: Sequence[NDArray[np.intp]], counts: Counts
) -> list[str]:
    notes = []
    if windows.get("active") == "day":
        notes.append(
            "active: people in one day; the largest count of each week was taken, which is the "
            "least that the week can have had"
        )
    added = [name for name in ("messages", "newcomers") if name in counts]
    short = sum(0 < group.size < 7 for group in groups)
    if added and short:
        said = " and ".join(added)
        notes.append(
            f"{said} were added up; {short} weeks lack days, and their sums what was in them"
        )
    return notes
