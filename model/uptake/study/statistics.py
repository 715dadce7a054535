"""Means over replicates: how well they are known, and how much single runs differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

CONFIDENCE = 0.95
SPREAD = 0.90


@dataclass(frozen=True)
class Interval:
    """A mean over runs.

    Attributes
    ----------
    mean : float
        Mean of the runs; nan without any.
    low, high : float
        Confidence interval of the mean (Student's t), 95 % unless asked otherwise; nan below two
        runs.
    spread_low, spread_high : float
        The middle 90 % of the runs themselves.
    count : int
        Runs that had a value.
    """

    mean: float
    low: float
    high: float
    spread_low: float
    spread_high: float
    count: int


def mean_interval(values: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Mean, its interval and the spread of one value a run; others than finite are left out.

    Parameters
    ----------
    values : array_like of shape (runs,)
        One value a run.
    confidence : float
        Of the interval of the mean.
    """
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    count = known.size
    if count == 0:
        return Interval(np.nan, np.nan, np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    tail = (1.0 - SPREAD) / 2.0
    spread_low, spread_high = (float(q) for q in np.quantile(known, [tail, 1.0 - tail]))
    if count == 1:
        return Interval(mean, np.nan, np.nan, spread_low, spread_high, 1)
    half = float(half_width(known, confidence))
    return Interval(mean, mean - half, mean + half, spread_low, spread_high, count)


def half_width(values: NDArray[np.float64], confidence: float = CONFIDENCE) -> NDArray[np.float64]:
    """Half of Student's interval of the mean over the first axis, of two runs or more."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    return np.asarray(stdtrit(len(values) - 1, 0.5 + confidence / 2.0) * error)


def paired_difference(
    baseline: ArrayLike, other: ArrayLike, confidence: float = CONFIDENCE
) -> Interval:
    """Mean difference of two scenarios run with the same chance, replicate by replicate.

    Parameters
    ----------
    baseline, other : array_like of shape (runs,)
        One value a replicate, in the same order. A pair without two finite values is left out.
    confidence : float
        Of the interval of the mean.

    Raises
    ------
    ValueError
        If the numbers of replicates differ.
    """
    first, second = np.asarray(baseline, np.float64), np.asarray(other, np.float64)
    if first.shape != second.shape:
        raise ValueError("paired runs must be of the same number")
    paired = np.isfinite(first) & np.isfinite(second)
    return mean_interval(second[paired] - first[paired], confidence)
