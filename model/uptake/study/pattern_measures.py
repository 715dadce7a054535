"""What patterns are measured by, where the weekly measures of runs are enough."""

from __future__ import annotations

import numpy as np
import pandas as pd

from uptake.study.populations import DEPARTURE_WEEK, ISSUE_WEEK, PopulationRun

FLOOR_WEEKS = (30, 42)
"""When what is left of a launch is looked at, and"""
GRADUAL_FLOOR_WEEKS = (40, 52)
"""the same for launches that are compared with a slower one. Both ends count."""


def accounts_before(run: PopulationRun) -> float:
    """Accounts before the first week, at the real size."""
    assert run.history is not None
    return float(run.history.account_before.sum() / run.size)


def accounts_in_week(run: PopulationRun, *, week: int) -> float:
    """Accounts in a week, at the real size."""
    return float(run.weekly["accounts"][week] / run.size)


def joins_a_week(run: PopulationRun, *, first: int, last: int) -> float:
    """Mean joins a week, at the real size."""
    return float(_between(run, first, last)["joins"].mean() / run.size)


def bend_of_accounts(run: PopulationRun, *, first: int, last: int) -> float:
    """Largest distance of accounts from the line between two weeks, as a share of the growth."""
    accounts = _between(run, first, last)["accounts"].to_numpy()
    growth = accounts[-1] - accounts[0]
    if growth <= 0.0:
        return float("nan")
    line = np.linspace(accounts[0], accounts[-1], accounts.size)
    return float(np.max(np.abs(accounts - line)) / growth)


def new_hires_among_joiners(run: PopulationRun, *, first: int, last: int) -> float:
    """Share of joiners who were hired in the last 13 weeks."""
    late = _between(run, first, last).sum()
    return float(late["joins_new_hires"] / late["joins"])


def mean_share(run: PopulationRun, *, of: str, first: int, last: int) -> float:
    """Mean of a weekly measure."""
    return float(_between(run, first, last)[of].mean())


def accounts_above_visitors(run: PopulationRun, *, first: int, last: int) -> float:
    """Mean distance between the share with an account and the share visiting in four weeks."""
    late = _between(run, first, last).mean()
    return float(late["account_share"] - late["participation_four_weekly"])


def accounts_at_the_peak(run: PopulationRun) -> float:
    """Accounts in the week when most visit, as a share of those at the end."""
    accounts = run.weekly["accounts"].to_numpy()
    return float(accounts[_peak(run.weekly)] / accounts[-1])


def visitors_left(run: PopulationRun) -> float:
    """Visitors at the end, as a share of those at the peak."""
    visitors = _smooth_visitors(run.weekly)
    return float(visitors.iloc[-1] / visitors.max())


def accounts_after_the_peak(run: PopulationRun) -> float:
    """Accounts a year after most visited, or at the end if that is earlier, to those then."""
    accounts = run.weekly["accounts"].to_numpy()
    peak = _peak(run.weekly)
    return float(accounts[min(peak + 52, len(accounts) - 1)] / accounts[peak])


def readers_to_an_author(run: PopulationRun, *, first: int, last: int) -> float:
    """Visitors to those who post, of a week."""
    late = _between(run, first, last).mean()
    return float(late["visitors"] / late["posters"])


def first_posts_answered(run: PopulationRun, *, first: int, last: int) -> float:
    """Share of first posts with a reply within a week."""
    late = _between(run, first, last).sum()
    return float(late["first_posts_answered"] / late["first_posts"])


def posts_after_departure(run: PopulationRun, *, first: int, last: int) -> float:
    """Posts an employee so many weeks after the departure, to those in the half-year before.

    The last four weeks before are left out: the champion gives less in them.
    """
    before, after = (
        float((weeks["posts"] / weeks["headcount"]).mean())
        for weeks in (
            _between(run, DEPARTURE_WEEK - 26, DEPARTURE_WEEK - 5),
            _between(run, DEPARTURE_WEEK + first, DEPARTURE_WEEK + last),
        )
    )
    return after / before


def accounts_after_departure(run: PopulationRun, *, weeks: int) -> float:
    """Accounts so many weeks after the departure, to those in its week."""
    accounts = run.weekly["accounts"]
    return float(accounts[DEPARTURE_WEEK + weeks] / accounts[DEPARTURE_WEEK])


def opened(run: PopulationRun) -> float:
    """Share of staff who open the issue."""
    return float((run.weekly["newsletter_opens"] / run.weekly["headcount"])[ISSUE_WEEK])


def clicked(run: PopulationRun) -> float:
    """Share of staff who click in the issue."""
    return float((run.weekly["newsletter_clicks"] / run.weekly["headcount"])[ISSUE_WEEK])


def visits_after_an_issue(
    issue: PopulationRun, without: PopulationRun, *, first: int, last: int
) -> float:
    """Visitors so many weeks after an issue, to those in a run without it."""
    visitors = [
        _between(run, ISSUE_WEEK + first, ISSUE_WEEK + last)["visitors"] for run in (issue, without)
    ]
    return float((visitors[0] / visitors[1]).mean())


def response_worn_down(run: PopulationRun, *, issues: int, after: int) -> float:
    """Clicks an open of weekly issues from a week on, to those of the first issues."""
    sent = run.weekly[run.weekly["newsletter_opens"] > 0]
    early, late = sent.iloc[:issues].sum(), sent.loc[after : after + issues - 1].sum()
    clicks, opens = "newsletter_clicks", "newsletter_opens"
    return float((late[clicks] / late[opens]) / (early[clicks] / early[opens]))


def weeks_to_half_way(run: PopulationRun) -> float:
    """Weeks from the peak of visitors until half of the way down to the floor; nan if never."""
    visitors = run.weekly["visitors"]
    values = visitors.to_numpy()
    floor = _floor(visitors, FLOOR_WEEKS)
    top = int(values.argmax())
    half = floor + 0.5 * (values[top] - floor)
    after = values[top:]
    first = int(np.argmax(after <= half))
    if first == 0:
        return float("nan")
    return float(first - (half - after[first]) / (after[first - 1] - after[first]))


def floor_of_visitors(run: PopulationRun) -> float:
    """Visitors after some months, as a share of the peak."""
    visitors = run.weekly["visitors"]
    return float(_floor(visitors, FLOOR_WEEKS) / visitors.max())


def floor_of_posters(run: PopulationRun) -> float:
    """Floor of those who post to the floor of those who visit, both as shares of their peaks."""
    posters = run.weekly["posters"]
    share = _floor(posters, FLOOR_WEEKS) / posters.rolling(2).mean().max()
    return float(share / floor_of_visitors(run))


def overshoot(big_bang: PopulationRun, gradual: PopulationRun) -> float:
    """Peak to floor of visitors after a big bang, to that after a gradual launch."""
    ratios = [
        run.weekly["visitors"].max() / _floor(run.weekly["visitors"], GRADUAL_FLOOR_WEEKS)
        for run in (big_bang, gradual)
    ]
    return float(ratios[0] / ratios[1])


def graph_measure(run: PopulationRun, *, of: str) -> float:
    """One of the measures of the contact graph."""
    assert run.graph is not None
    return float(getattr(run.graph, of))


def _between(run: PopulationRun, first: int, last: int) -> pd.DataFrame:
    """The weekly measures of some weeks, both ends included.

    Raises
    ------
    ValueError
        If the run ends earlier: a mean over fewer weeks would be another quantity.
    """
    if last >= len(run.weekly):
        raise ValueError(f"week {last} is asked for and the run has {len(run.weekly)} weeks")
    return run.weekly.loc[first:last]


def _smooth_visitors(weekly: pd.DataFrame) -> pd.Series[float]:
    return weekly["visitors"].rolling(4, min_periods=1).mean()


def _peak(weekly: pd.DataFrame) -> int:
    return int(_smooth_visitors(weekly).to_numpy().argmax())


def _floor(counts: pd.Series[float], weeks: tuple[int, int]) -> float:
    return float(counts.loc[weeks[0] : weeks[1]].mean())
