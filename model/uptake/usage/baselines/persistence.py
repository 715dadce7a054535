"""Forecasts that take the past as it was: the last value, and the value of a year ago."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.usage.baselines.fit import CannotFitError, Fit
from uptake.usage.baselines.series import Series, Values

YEAR_WEEKS: Final = 52
FEWEST_PAIRS: Final = 10
"""Pairs of weeks a year apart that are needed to tell how far such a forecast is off."""


def fit_last_value(series: Series) -> Fit:
    """Expect the last usable value for ever.

    The error is that of a random walk: the deviation from one usable week to the next, times the
    square root of the weeks ahead.

    Raises
    ------
    CannotFitError
        If fewer than two weeks are usable.
    """
    known = np.flatnonzero(series.usable)
    if known.size < 2:
        raise CannotFitError("fewer than two weeks can be used")
    value, last = float(series.values[known[-1]]), int(series.weeks[known[-1]])
    steps = np.diff(series.values[known]) / np.sqrt(np.diff(series.weeks[known]))
    size = float(np.sqrt(np.mean(steps**2)))
    silent = int(series.weeks[-1]) - last

    def path(weeks: NDArray[np.int64]) -> Values:
        return np.where(weeks >= last, value, np.nan)

    return Fit(
        fitted_to="the last usable week",
        parameters={"value": value},
        last_week=int(series.weeks[-1]),
        path=path,
        deviation=lambda ahead: size * np.sqrt(ahead + silent),
        freedom=len(steps),
    )


def fit_year_ago(series: Series) -> Fit:
    """Expect what was 52 weeks before (seasonal naive).

    Masked weeks are bridged by a straight line. The error is the deviation of weeks a year apart,
    times the square root of the years ahead that have begun.

    Raises
    ------
    CannotFitError
        If there are not ten pairs of usable weeks a year apart.
    """
    usable = series.usable
    pairs = usable[YEAR_WEEKS:] & usable[: max(len(usable) - YEAR_WEEKS, 0)]
    if pairs.sum() < FEWEST_PAIRS:
        few = f"{pairs.sum()} of the {FEWEST_PAIRS} that are needed"
        raise CannotFitError(f"too few pairs of weeks a year apart: {few}")
    changes = (series.values[YEAR_WEEKS:] - series.values[:-YEAR_WEEKS])[pairs]
    size = float(np.sqrt(np.mean(changes**2)))
    filled = np.interp(series.weeks, series.weeks[usable], series.values[usable])
    first, last = int(series.weeks[0]), int(series.weeks[-1])

    def path(weeks: NDArray[np.int64]) -> Values:
        years = np.maximum(-(-(weeks - last) // YEAR_WEEKS), 1)
        source = weeks - years * YEAR_WEEKS - first
        return np.where(source >= 0, filled[np.maximum(source, 0)], np.nan)

    return Fit(
        fitted_to="the same week a year before",
        parameters={},
        last_week=last,
        path=path,
        deviation=lambda ahead: size * np.sqrt(-(-ahead // YEAR_WEEKS)),
        freedom=int(pairs.sum()),
    )
