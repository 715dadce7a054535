"""The centre of some values, how well it is known, and how much the values differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from uptake.study.better import MAY_BE_NEVER
from uptake.study.statistics import CONFIDENCE, SPREAD, mean_interval

Statistic = Literal["mean", "median"]


@dataclass(frozen=True)
class Centre:
    """A mean or median of values.

    Attributes
    ----------
    centre : float
        The mean or median; nan without any value.
    low, high : float
        Its 95 % interval: Student's for a mean (two values or more), from ranks for a median (six
        or more; no assumption about the distribution); else nan.
    spread_low, spread_high : float
        The middle 90 % of the values themselves.
    count : int
        How many there were.
    """

    centre: float
    low: float
    high: float
    spread_low: float
    spread_high: float
    count: int


def statistic_of(measure: str) -> Statistic:
    """How values of a measure are summed up: by medians where a value may be never."""
    return "median" if measure in MAY_BE_NEVER else "mean"


def centre_of(values: ArrayLike, statistic: Statistic) -> Centre:
    """Sum values up; nan is left out, and an infinite value is one among others in a median.

    Medians and quantiles of values that may be infinite are always one of the values (of two in
    the middle the lower), for between a number and never there is nothing.

    Parameters
    ----------
    values : array_like of shape (values,)
        Finite or nan for a mean.
    statistic : {"mean", "median"}
        Which centre.
    """
    if statistic == "mean":
        found = mean_interval(values)
        return Centre(
            found.mean, found.low, found.high, found.spread_low, found.spread_high, found.count
        )
    known = np.asarray(values, np.float64)
    ordered = np.sort(known[~np.isnan(known)])
    count = ordered.size
    if count == 0:
        return Centre(np.nan, np.nan, np.nan, np.nan, np.nan, 0)
    # The median lies between the k-th lowest and the k-th highest value, except with the chance
    # that fewer than k of the values fall on one side of it.
    rank = int(binom.ppf((1.0 - CONFIDENCE) / 2.0, count, 0.5))
    low, high = (ordered[rank - 1], ordered[count - rank]) if rank else (np.nan, np.nan)
    tail = (1.0 - SPREAD) / 2.0
    spread = np.quantile(ordered, [tail, 1.0 - tail], method="inverted_cdf")
    middle = float(ordered[(count - 1) // 2])
    return Centre(middle, float(low), float(high), float(spread[0]), float(spread[1]), count)
