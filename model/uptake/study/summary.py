"""What a run comes to: one number a measure, from its weeks and those of its unmanaged twin."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HALF_YEAR = 26
YEAR = 52
TRAILING_WEEKS = 4
SUSTAINED_SHARE = 0.5
LARGEST_DECLINE_A_YEAR = 0.1

MEASURES: Final = (
    "participation_last_half_year",
    "visitors_four_weekly_last_half_year",
    "unmanaged_participation_last_half_year",
    "accounts_end",
    "account_share_end",
    "posts_a_week_last_half_year",
    "work_share_last_half_year",
    "questions_answered_day_share_last_half_year",
    "first_posts_answered_share_last_half_year",
    "money_total",
    "champion_hours_total",
    "hours_saved_total",
    "break_even_week",
    "half_life_weeks",
    "weeks_after_departure",
    "self_sustaining",
)
"""The measures of a run, in the order of the columns of ``summary.csv``."""


AGAINST_THE_TWIN: Final = frozenset(
    {"unmanaged_participation_last_half_year", "half_life_weeks", "self_sustaining"}
)
"""Measures that need the run with the same chance but no champion and no programme."""

SUMMED: Final = (
    "accounts",
    "account_share",
    "visitors",
    "participation",
    "participation_four_weekly",
    "posts",
    "questions",
    "questions_answered_day",
    "work_posts",
    "first_posts",
    "first_posts_answered",
    "money",
    "champion_hours",
    "hours_saved",
)
"""The weekly measures that a run is summed up from."""

Weekly = Any
"""The weekly measures of a run by name: a mapping to arrays of shape (weeks,), or a data frame."""


def summarise(
    weekly: Weekly, twin: Weekly | None, departure_week: int | None, hour_cost: float
) -> dict[str, float]:
    """Sum a run up.

    Parameters
    ----------
    weekly, twin : mapping of name to array of shape (weeks,)
        The run, and the run with the same chance but no champion and no programme; without that
        the measures `AGAINST_THE_TWIN` are nan.
    departure_week : int or None
        First week without the champion; None if they stay to the end.
    hour_cost : float
        Money that an hour saved is worth.

    Returns
    -------
    dict
        `MEASURES` by name. Shares are nan where there was nothing to share.
    """
    own = _columns(weekly)
    late = {name: values[-HALF_YEAR:] for name, values in own.items()}
    excess = unmanaged = np.full(own["visitors"].size, np.nan)
    if twin is not None:
        alone = _columns(twin)
        unmanaged = alone["participation"]
        excess = trailing_mean(own["visitors"]) - trailing_mean(alone["visitors"])
    values = (
        float(late["participation"].mean()),
        float(late["participation_four_weekly"].mean()),
        float(unmanaged[-HALF_YEAR:].mean()),
        float(own["accounts"][-1]),
        float(own["account_share"][-1]),
        float(late["posts"].mean()),
        _ratio(late["questions"].sum() + late["work_posts"].sum(), late["posts"].sum()),
        _ratio(late["questions_answered_day"].sum(), late["questions"].sum()),
        _ratio(late["first_posts_answered"].sum(), late["first_posts"].sum()),
        float(own["money"].sum()),
        float(own["champion_hours"].sum()),
        float(own["hours_saved"].sum()),
        break_even_week(own["money"], hour_cost * own["hours_saved"]),
        half_life_weeks(excess, departure_week),
        float("nan") if departure_week is None else float(own["visitors"].size - departure_week),
        self_sustaining(excess, departure_week),
    )
    return dict(zip(MEASURES, values, strict=True))


def half_life_weeks(excess: NDArray[np.float64], departure_week: int | None) -> float:
    """Momentum half-life: weeks from the departure until half of what was built is gone.

    Parameters
    ----------
    excess : array of shape (weeks,)
        Activity (visitors, mean of four weeks) above the unmanaged twin.
    departure_week : int or None
        First week without the champion.

    Returns
    -------
    float
        Weeks after which the excess first is half, or less, of its mean over the 26 weeks before
        the departure; infinite if it never is within the weeks run; nan without a departure, or if
        nothing stood above the unmanaged level before it.
    """
    built = _built(excess, departure_week)
    if departure_week is None or not built > 0.0:
        return float("nan")
    fallen = np.flatnonzero(excess[departure_week:] <= built / 2.0)
    return float(fallen[0]) if fallen.size else float("inf")


def self_sustaining(excess: NDArray[np.float64], departure_week: int | None) -> float:
    """Whether what was built lasts without the champion: 1 yes, 0 no.

    It lasts if the mean excess of the last 26 weeks is at least half of that before the departure,
    and the straight line through the last 52 weeks falls by less than a tenth of it. Nan if fewer
    than 52 weeks follow the departure, or nothing stood above the unmanaged level before it.
    """
    built = _built(excess, departure_week)
    if departure_week is None or excess.size - departure_week < YEAR or not built > 0.0:
        return float("nan")
    week = np.arange(YEAR) - (YEAR - 1) / 2.0
    slope = float(week @ excess[-YEAR:]) / float(week @ week)
    declines = -slope * YEAR >= LARGEST_DECLINE_A_YEAR * built
    lasts = float(excess[-HALF_YEAR:].mean()) >= SUSTAINED_SHARE * built
    return float(lasts and not declines)


def break_even_week(money: NDArray[np.float64], worth: NDArray[np.float64]) -> float:
    """First week by whose end the hours saved were worth the money spent; nan if there is none.

    Parameters
    ----------
    money, worth : arrays of shape (weeks,)
        Spent, and saved, in each week. Weeks before anything was spent do not count.
    """
    spent, saved = np.cumsum(money), np.cumsum(worth)
    even = np.flatnonzero((spent > 0.0) & (saved >= spent))
    return float(even[0]) if even.size else float("nan")


def trailing_mean(values: NDArray[np.float64], weeks: int = TRAILING_WEEKS) -> NDArray[np.float64]:
    """Mean of each week and those before it, `weeks` in all or as many as there are."""
    total = np.cumsum(np.concatenate([np.zeros(1), values]))
    end = np.arange(1, values.size + 1)
    start = np.maximum(end - weeks, 0)
    mean: NDArray[np.float64] = (total[end] - total[start]) / (end - start)
    return mean


def _columns(weekly: Weekly) -> dict[str, NDArray[np.float64]]:
    return {name: np.asarray(weekly[name], np.float64) for name in SUMMED}


def _built(excess: NDArray[np.float64], departure_week: int | None) -> float:
    """Mean excess over the half-year before the departure; nan without one."""
    if departure_week is None or not 0 < departure_week < excess.size:
        return float("nan")
    return float(excess[max(0, departure_week - HALF_YEAR) : departure_week].mean())


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
