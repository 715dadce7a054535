"""Paired comparison: every scenario against the first, over assumptions and chance."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from uptake.study.better import better_of, gain
from uptake.study.statistics import mean_interval
from uptake.study.units import over, paired_units

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
    "helps_share",
    "members",
    "replicates",
)

VARIANT_COLUMNS: Final = (
    "scenario",
    "measure",
    "variant",
    "members",
    "difference",
    "low",
    "high",
    "helps_share",
)


def compare(summary: pd.DataFrame) -> pd.DataFrame:
    """Compare every scenario with the first one of a summary.

    Parameters
    ----------
    summary : DataFrame
        One row a scenario and replicate, with its member and `COMPARED`; the baseline's rows come
        first.

    Returns
    -------
    DataFrame
        One row a scenario and measure: the means of the pairs, their difference with its 95 %
        interval (``low``, ``high``), the middle 90 % of the differences (``spread_low``,
        ``spread_high``), the share of them on the better side of nought, how many sets of
        assumptions there were and how many pairs of runs. What is counted is a set of assumptions
        or, under one set, a pair (see `uptake.study.units`). Empty for a single scenario.
    """
    first, *others = dict.fromkeys(summary["scenario"])
    members = over(summary).members
    rows = []
    for name in others:
        for measure in COMPARED:
            units = paired_units(summary, first, name, measure)
            found = mean_interval(units["difference"])
            means = (units["baseline"].mean(), units["value"].mean())
            interval = (found.mean, found.low, found.high, found.spread_low, found.spread_high)
            helps = _helps_share(units["difference"], measure)
            rows.append(
                (name, measure, *means, *interval, helps, members, int(units["pairs"].sum()))
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def compare_by_variant(summary: pd.DataFrame) -> pd.DataFrame:
    """Compare every scenario with the first one in each structural variant of the model.

    Parameters
    ----------
    summary : DataFrame
        As for `compare`, with the variant that each run was made in.

    Returns
    -------
    DataFrame
        One row a scenario, measure and variant: how many sets of assumptions are of that variant,
        the mean difference in them with its 95 % interval, and the share of them in which it is on
        the better side of nought. Empty for a single scenario.
    """
    first, *others = dict.fromkeys(summary["scenario"])
    rows = []
    for name in others:
        variant_of = summary[summary["scenario"] == name].set_index("replicate")["variant"]
        for variant in sorted(variant_of.unique()):
            chosen = summary["replicate"].map(variant_of) == variant
            inside = summary[chosen]
            for measure in COMPARED:
                differences = paired_units(inside, first, name, measure)["difference"]
                found = mean_interval(differences)
                helps = _helps_share(differences, measure)
                about = (name, measure, variant, over(inside).members)
                rows.append((*about, found.mean, found.low, found.high, helps))
    return pd.DataFrame(rows, columns=list(VARIANT_COLUMNS))


def _helps_share(differences: pd.Series[float], measure: str) -> float:
    if not len(differences):
        return np.nan
    return float((gain(differences, better_of(measure)) > 0.0).mean())
