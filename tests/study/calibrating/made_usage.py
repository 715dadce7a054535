"""Usage data made up for tests."""

from __future__ import annotations

from datetime import date

import numpy as np

from uptake.usage.weekly_usage import WeeklyUsage


def usage(active, *, posters=None, members=None, newcomers=None, masked=(), monday=None,
          meaning="visited"):  # fmt: skip
    """Weeks with these counts, of which some are masked."""
    weeks = len(active)
    counts = {
        name: np.full(weeks, np.nan) if values is None else np.asarray(values, float)
        for name, values in (("posters", posters), ("members", members), ("newcomers", newcomers))
    }
    return WeeklyUsage(
        source="made.csv",
        kind="table of usage",
        meaning=meaning,
        weeks=np.arange(weeks),
        first_monday=monday,
        active=np.asarray(active, float),
        messages=np.full(weeks, np.nan),
        reasons=tuple("asked for" if week in masked else "" for week in range(weeks)),
        headers={},
        notes=(),
        **counts,
    )


def dated(weeks=30):
    """Weeks from Monday 1 January 2024 on."""
    return usage(20 + np.arange(weeks), monday=date(2024, 1, 1))
