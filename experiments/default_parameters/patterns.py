"""The patterns that the default parameters are fitted to, as measures with bands.

Numbers and sources: see the table in the README of this folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from populations import DEPARTURE_WEEK, ISSUE_WEEK

Weekly = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """One measured quantity against its band."""

    pattern: int
    name: str
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the value lies in the band."""
        return bool(self.low <= self.value <= self.high)

    @property
    def miss(self) -> float:
        """Distance from the band in widths of the band (bounded bands) or in its bound."""
        if self.holds:
            return 0.0
        if not np.isfinite(self.value):
            return 3.0
        if np.isfinite(self.low) and np.isfinite(self.high):
            scale = self.high - self.low
        else:
            scale = abs(self.low if np.isfinite(self.low) else self.high) or 1.0
        return min(3.0, max(self.low - self.value, self.value - self.high) / scale)


def findings(runs: Weekly, size: float) -> list[Finding]:
    """All quantities, from one run of each population; `size` is that of Humana (1: real)."""
    return [
        *_growth(runs["managed"], size),
        *_plateau(runs["managed"]),
        *_inequality(runs["managed"]),
        *_parting_ways(runs["unmanaged"]),
        *_departure(runs["champion_leaves"]),
        *_first_posts(runs["managed"]),
        *_newsletter(runs["one_issue"], runs["no_issue"]),
        *_launch(runs["launch"], runs["gradual"]),
    ]


def _growth(weekly: pd.DataFrame, size: float) -> list[Finding]:
    accounts = weekly["accounts"] / size
    late = weekly.loc[160:238]
    return [
        Finding(1, "accounts in week 160", accounts[160], 23_400, 28_600),
        Finding(1, "accounts in week 208", accounts[208], 29_700, 36_300),
        Finding(1, "accounts in week 273", accounts[273], 40_500, 49_500),
        Finding(2, "joins a week, weeks 160 to 238", late["joins"].mean() / size, 180, 260),
    ]


def _plateau(weekly: pd.DataFrame) -> list[Finding]:
    late = weekly.loc[156:260].mean()
    gap = late["account_share"] - late["participation_four_weekly"]
    return [
        Finding(3, "four-weekly visitors", late["participation_four_weekly"], 0.30, 0.47),
        Finding(3, "weekly visitors", late["participation"], 0.10, 0.20),
        Finding(3, "accounts above four-weekly visitors", gap, 0.40, np.inf),
    ]


def _parting_ways(weekly: pd.DataFrame) -> list[Finding]:
    visitors = weekly["visitors"].rolling(4, min_periods=1).mean()
    peak = int(visitors.to_numpy().argmax())
    accounts = weekly["accounts"]
    year_on = accounts.to_numpy()[min(peak + 52, len(accounts) - 1)]
    return [
        Finding(4, "accounts at the peak of visitors / final", accounts[peak] / accounts.iloc[-1],
                0.0, 0.60),
        Finding(4, "final visitors / peak", visitors.iloc[-1] / visitors.max(), 0.0, 0.85),
        Finding(4, "accounts a year after the peak / at it", year_on / accounts[peak], 1.0, np.inf),
    ]  # fmt: skip


def _inequality(weekly: pd.DataFrame) -> list[Finding]:
    late = weekly.loc[156:260].mean()
    return [
        Finding(5, "members who visit less than every second week", late["silent_members"],
                0.70, 0.85),
        Finding(5, "readers to an author", late["visitors"] / late["posters"], 5.0, 15.0),
        Finding(5, "posts by the top 1 %", late["top_1_percent_share"], 0.15, 1.0),
        Finding(5, "posts by the top 10 %", late["top_10_percent_share"], 0.56, 0.83),
        Finding(5, "Gini of posts", late["contribution_gini"], 0.67, 0.86),
    ]  # fmt: skip


def _first_posts(weekly: pd.DataFrame) -> list[Finding]:
    late = weekly.loc[52:260].sum()
    share = late["first_posts_answered"] / late["first_posts"]
    return [Finding(6, "first posts with a reply", share, 0.50, 0.70)]


def _departure(weekly: pd.DataFrame) -> list[Finding]:
    # Humana keeps hiring after the departure, so contributions count per employee.
    posts, at = weekly["posts"] / weekly["headcount"], DEPARTURE_WEEK
    before = posts[at - 26 : at - 4].mean()
    accounts = weekly["accounts"]
    return [
        Finding(7, "posts in weeks 5 to 8 / before", posts[at + 4 : at + 8].mean() / before,
                0.0, 0.95),
        Finding(7, "posts in months 7 to 12 / before", posts[at + 26 : at + 52].mean() / before,
                0.25, 0.60),
        Finding(7, "accounts a year after / before", accounts[at + 52] / accounts[at], 1.0, np.inf),
    ]  # fmt: skip


def _newsletter(with_issue: pd.DataFrame, without: pd.DataFrame) -> list[Finding]:
    at = ISSUE_WEEK
    headcount = with_issue["headcount"][at]
    lift = with_issue["visitors"] / without["visitors"]
    return [
        Finding(11, "recipients who open", with_issue["newsletter_opens"][at] / headcount,
                0.55, 0.70),
        Finding(11, "recipients who click", with_issue["newsletter_clicks"][at] / headcount,
                0.05, 0.10),
        Finding(11, "visits in the issue's week / without", lift[at], 1.05, 3.0),
        Finding(11, "visits two weeks later / without", lift[at + 2 : at + 4].mean(), 0.95, 1.20),
    ]  # fmt: skip


def _launch(big: pd.DataFrame, gradual: pd.DataFrame) -> list[Finding]:
    visitors, posters = big["visitors"], big["posters"]
    floor, peak = visitors[30:43].mean(), visitors.max()
    post_floor, post_peak = posters[30:43].mean(), posters.rolling(2).mean().max()
    overshoot = gradual["visitors"].max() / gradual["visitors"][40:53].mean()
    return [
        Finding(12, "weeks from peak to half-way down", _half_way(visitors, floor), 1.5, 3.5),
        Finding(12, "floor of visitors / peak", floor / peak, 0.12, 0.44),
        Finding(12, "posters' floor / visitors' floor, as shares of their peaks",
                (post_floor / post_peak) / (floor / peak), 0.0, 1.0),
        Finding(12, "overshoot, big bang / gradual",
                peak / visitors[40:53].mean() / overshoot, 1.0, np.inf),
    ]  # fmt: skip


def _half_way(visitors: pd.Series, floor: float) -> float:
    values = visitors.to_numpy()
    top = int(values.argmax())
    half = floor + 0.5 * (values[top] - floor)
    after = values[top:]
    first = int(np.argmax(after <= half))
    if first == 0:
        return float("nan")
    return first - (half - after[first]) / (after[first - 1] - after[first])
