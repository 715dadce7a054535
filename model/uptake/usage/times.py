"""When each row of a usage export is: days or numbered weeks, decided for the whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from uptake.errors import Problem
from uptake.organisation.dates import ISO, SLASHES, read_date

ISO_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,4}")
ROWS_NAMED = 5
DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "DD/MM/YYYY", "MM/DD/YYYY", "YYYY-MM-DD"
DOTTED = "DD.MM.YYYY"
EITHER = f"{DAY_FIRST} or {MONTH_FIRST}"


@dataclass(frozen=True)
class Times:
    """When each row is.

    Attributes
    ----------
    days : list of date or None
        One a row; of an ISO week its Monday. None if the file numbers its weeks.
    numbers : list of int or None
        Number of each row's week; None if the file has dates.
    weekly : bool
        Whether a row is a week, not a day.
    notes : tuple of str
        How the column was understood.
    """

    days: list[date] | None
    numbers: list[int] | None
    weekly: bool
    notes: tuple[str, ...] = ()


def read_weeks(
    texts: Sequence[str], rows: Sequence[int], where: str, header: str
) -> tuple[Times | None, list[Problem]]:
    """Read a column of weeks: numbers, ISO weeks such as 2024-W05, or dates.

    Parameters
    ----------
    texts : sequence of str
        The cells.
    rows : sequence of int
        Line of the file of each.
    where, header : str
        File and column, for problems.

    Returns
    -------
    times : Times or None
        None if there are problems.
    problems : list of Problem
        Each cell that cannot be read.
    """
    if any(ISO.fullmatch(text) or SLASHES.fullmatch(text) for text in texts):
        return read_days(texts, rows, where, header)
    labels = any(ISO_WEEK.fullmatch(text) for text in texts)
    right = "2024-W05, as in other rows" if labels else "a week's number, ISO week or date"
    days: list[date] = []
    numbers: list[int] = []
    problems = []
    for row, text in zip(rows, texts, strict=True):
        monday = _monday_of_label(text) if labels else None
        if monday:
            days.append(monday)
        elif not labels and NUMBER.fullmatch(text):
            numbers.append(int(text))
        else:
            problems.append(Problem(f"{where}:row {row}", header, "no week", text, right))
    if problems:
        return None, problems
    return Times(days if labels else None, None if labels else numbers, weekly=True), []


def read_days(
    texts: Sequence[str],
    rows: Sequence[int],
    where: str,
    header: str,
    *,
    regular: bool = True,
) -> tuple[Times | None, list[Problem]]:
    """Read a column of dates.

    Whether the day or the month comes first is decided by the whole column: a number over 12
    settles it; else the order in which the dates lie closer together.

    Parameters
    ----------
    texts, rows, where, header
        As for `read_weeks`.
    regular : bool
        Whether each row has to be a day or a week of its own.
    """
    problems = [
        Problem(f"{where}:row {row}", header, "no date", text, f"{YEAR_FIRST}, {EITHER}")
        for row, text in zip(rows, texts, strict=True)
        if not ISO.fullmatch(text) and not SLASHES.fullmatch(text)
    ]
    problems += _mixed(texts, rows, where, header)
    if problems:
        return None, problems
    day_first, note = _order(texts)
    if day_first is None:
        wrong = "the dates can be day/month/year or month/day/year, and nothing tells which"
        problem = Problem(where, header, wrong, texts[0], "dates as YYYY-MM-DD")
        return None, [problem]
    read = [read_date(text, day_first) for text in texts]
    problems = [
        Problem(f"{where}:row {row}", header, "no date of the calendar", text)
        for row, text, day in zip(rows, texts, read, strict=True)
        if day is None
    ]
    days = [day for day in read if day is not None]
    gaps = _gaps(days)
    usual = median(gaps) if gaps else 7
    if regular and not problems and usual > 10:
        wrong = f"one row in {usual:g} days is too few to tell of weeks"
        problems.append(Problem(where, header, wrong, right="one row a day or a week"))
    if problems:
        return None, problems
    return Times(days, None, weekly=usual >= 5, notes=(note,) if note else ()), []


def _monday_of_label(text: str) -> date | None:
    match = ISO_WEEK.fullmatch(text)
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None


def _gaps(days: Sequence[date]) -> list[int]:
    ordered = sorted(set(days))
    return [(b - a).days for a, b in pairwise(ordered)]


def _mixed(texts: Sequence[str], rows: Sequence[int], where: str, header: str) -> list[Problem]:
    """Dates written in more than one way: the rows of the rarer ones."""
    ways: dict[str, list[int]] = {}
    for row, text in zip(rows, texts, strict=True):
        ways.setdefault(_way(text), []).append(row)
    ways.pop("", None)
    sure = [way for way in (DAY_FIRST, MONTH_FIRST) if way in ways]
    unsure = ways.pop(EITHER, [])
    if unsure and len(sure) < 2:
        way = sure[0] if sure else EITHER
        ways[way] = sorted([*ways.get(way, []), *unsure])
    usual = max(ways, key=lambda way: len(ways[way]), default="")
    return [
        Problem(
            f"{where}:{_rows_named(found)}",
            header,
            "dates are written in more than one way",
            way,
            f"{usual}, as in {len(ways[usual]):,} rows",
        )
        for way, found in ways.items()
        if way != usual
    ]


def _way(text: str) -> str:
    if ISO.fullmatch(text):
        return YEAR_FIRST
    match = SLASHES.fullmatch(text)
    if match is None:
        return ""
    if match[2] == ".":
        return DOTTED
    if int(match[1]) > 12:
        return DAY_FIRST
    return MONTH_FIRST if int(match[3]) > 12 else EITHER


def _rows_named(rows: Sequence[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    more = len(rows) - ROWS_NAMED
    word = "row" if len(rows) == 1 else "rows"
    return f"{word} {shown}" + (f" and {more:,} more" if more > 0 else "")


def _order(texts: Sequence[str]) -> tuple[bool | None, str]:
    """Whether the day comes first, None if nothing tells; and what to say of it."""
    ways = {_way(text) for text in texts}
    if ways <= {YEAR_FIRST}:
        return False, ""
    if ways & {DAY_FIRST, DOTTED}:
        return True, "dates were read as day/month/year"
    if MONTH_FIRST in ways:
        return False, "dates were read as month/day/year"
    widest = {}
    for day_first in (True, False):
        read = [read_date(text, day_first) for text in texts]
        widest[day_first] = max(_gaps([day for day in read if day]), default=0)
    if widest[True] == widest[False]:
        return None, ""
    day_first = widest[True] < widest[False]
    said = "day/month/year" if day_first else "month/day/year"
    return day_first, f"dates were read as {said}, since they lie closer together so"
