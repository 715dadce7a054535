"""A list of members with the dates on which they joined and left, as accounts week by week.

One row a person, so nothing but dates is read, and only numbers of people leave this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from uptake.errors import Problem
from uptake.usage.times import read_days
from uptake.usage.usage_table import UsageTable
from uptake.usage.weekly_usage import iso_week, monday_of
from uptake.usage.weeks import Weeks


def weeks_of_members(table: UsageTable) -> tuple[Weeks | None, date | None, list[Problem]]:
    """Count accounts and newcomers of each week.

    Parameters
    ----------
    table : UsageTable
        With ``joined``, and perhaps ``left`` and ``last_active``.

    Returns
    -------
    weeks : Weeks or None
        None if there are problems.
    first_monday : date or None
        Monday of the first week.
    problems : list of Problem
        Cells that are no dates.
    """
    joined, problems, notes = _dates(table, "joined")
    left, more, _ = _dates(table, "left") if "left" in table.fields else ([], [], [])
    seen, most, _ = _dates(table, "last_active") if "last_active" in table.fields else ([], [], [])
    problems = problems + more + most
    if problems or not joined:
        return None, None, problems or [Problem(table.name, "", "no row has a date of joining")]
    first = monday_of(min(joined))
    latest = max([*joined, *left, *seen])
    count = (latest - first).days // 7 + 1
    newcomers = _per_week(joined, first, count)
    members = np.cumsum(newcomers - _per_week(left, first, count))
    never = len(table.rows) - len(joined)
    notes = [
        *notes,
        f"one row a person: accounts and newcomers were counted by week ({len(joined):,} people)",
    ]
    if never:
        notes.append(f"people without a date of joining, who were not counted: {never:,}")
    if seen:
        last = sum((latest - day).days < 7 for day in seen)
        notes.append(
            f"{last:,} people were active in the seven days to {latest}: one week, "
            f"{iso_week(latest)}, and not a series"
        )
    values = {"members": members, "newcomers": newcomers}
    return Weeks(count, values, [""] * count, notes), first, []


def _dates(table: UsageTable, field: str) -> tuple[list[date], list[Problem], list[str]]:
    """Dates of a column; empty cells are left out."""
    cells = zip(table.fields[field], table.rows, strict=True)
    known = [(text, row) for text, row in cells if text]
    if not known:
        return [], [], []
    texts, rows = [text for text, _ in known], [row for _, row in known]
    times, problems = read_days(texts, rows, table.name, table.headers[field], regular=False)
    return (times.days or [] if times else []), problems, list(times.notes if times else ())


def _per_week(
    days: Sequence[date], first: date, count: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    places = [(day - first).days // 7 for day in days]
    return np.bincount(places, minlength=count).astype(np.float64)[:count]
