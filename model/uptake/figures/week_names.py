"""Ticks of an axis of weeks: months where the data have dates, numbers where they have none."""

from __future__ import annotations

import calendar
from datetime import timedelta

from matplotlib.axes import Axes

from uptake.usage.weekly_usage import WeeklyUsage

STEPS = (2, 5, 10, 13, 26, 52, 104)


def week_ticks(axes: Axes, usage: WeeklyUsage, last: int, most: int = 5) -> None:
    """Mark weeks from the first of the data to the one of number `last`, at most so many."""
    start = int(usage.weeks[0])
    step = next((one for one in STEPS if (last - start) / one <= most), STEPS[-1])
    # The first date would stand under the nought of the other axis.
    begin = -(-start // step) * step if usage.first_monday is None else start + step // 4
    ticks = list(range(begin, last + 1, step))
    axes.set_xticks(ticks, [_named(usage, week) for week in ticks])


def _named(usage: WeeklyUsage, week: int) -> str:
    if usage.first_monday is None:
        return str(week)
    monday = usage.first_monday + timedelta(weeks=week - int(usage.weeks[0]))
    return f"{calendar.month_abbr[monday.month]}\n{monday.year}"
