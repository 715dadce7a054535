"""Paired comparison: every scenario against the first, replicate by replicate."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from uptake.study.statistics import paired_difference

COMPARED: Final = (
    "participation_last_half_year",
    "visitors_four_weekly_last_half_year",
    "accounts_end",
    "account_share_end",
    "posts_a_week_last_half_year",
    "questions_answered_day_share_last_half_year",
    "money_total",
    "champion_hours_total",
    "hours_saved_total",
)
"""Measures whose difference means something in every run; a half-life may be infinite."""

COLUMNS: Final = (
    "scenario",
    "measure",
    "baseline_mean",
    "mean",
    "difference",
    "low",
    "high",
    "spread_low",
    "spread_high",
    "replicates",
)


def compare(summary: pd.DataFrame) -> pd.DataFrame:
    """Compare every scenario with the first one of a summary.

    Parameters
    ----------
    summary : DataFrame
        One row a scenario and replicate, with `COMPARED`; the baseline's rows come first.

    Returns
    -------
    DataFrame
        One row a scenario and measure: the means of the pairs, their difference with its 95 %
        interval (``low``, ``high``), the middle 90 % of the differences (``spread_low``,
        ``spread_high``) and how many pairs there were. Empty for a single scenario.
    """
    names = list(dict.fromkeys(summary["scenario"]))
    rows = []
    for name in names[1:]:
        for measure in COMPARED:
            table = summary.pivot(index="replicate", columns="scenario", values=measure)
            base, other = (table[one].to_numpy(np.float64) for one in (names[0], name))
            paired = np.isfinite(base) & np.isfinite(other)
            found = paired_difference(base, other)
            means = [float(v[paired].mean()) if found.count else np.nan for v in (base, other)]
            interval = (found.mean, found.low, found.high, found.spread_low, found.spread_high)
            rows.append((name, measure, *means, *interval, found.count))
    return pd.DataFrame(rows, columns=list(COLUMNS))
