"""A fitted baseline, and what it forecasts with its bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from uptake.usage.baselines.series import Series, Values

HALF: Final = 0.5
MOST: Final = 0.9


class CannotFitError(Exception):
    """The weeks do not allow this baseline; the message says why."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """A forecast with prediction bands, which never reach below nought.

    Attributes
    ----------
    weeks : array (horizon,) of int
        Numbers of the weeks.
    middle : array (horizon,)
        The forecast itself.
    half, most : pair of array (horizon,)
        Low and high ends of the bands of 50 % and 90 %.
    """

    weeks: NDArray[np.int64]
    middle: Values
    half: tuple[Values, Values]
    most: tuple[Values, Values]


@dataclass(frozen=True, eq=False)
class Fit:
    """A baseline with its parameters.

    Attributes
    ----------
    fitted_to : str
        What was fitted to what.
    parameters : mapping of str to float
        By name, with the unit in it.
    last_week : int
        Last week that it knows of; the forecast begins after it.
    path : callable
        Value in each of some weeks, those fitted or later ones; nan where it says nothing.
    deviation : callable
        Standard deviation of the error so many weeks after the last.
    freedom : int
        Degrees of freedom of that deviation.
    """

    fitted_to: str
    parameters: Mapping[str, float]
    last_week: int
    path: Callable[[NDArray[np.int64]], Values]
    deviation: Callable[[NDArray[np.int64]], Values]
    freedom: int

    def forecast(self, horizon: int) -> Forecast:
        """Forecast the weeks after the last, with bands of Student's t around the middle."""
        ahead = np.arange(1, horizon + 1)
        weeks = self.last_week + ahead
        middle = self.path(weeks)
        deviation = self.deviation(ahead)
        half, most = (
            _band(middle, stdtrit(self.freedom, 0.5 + share / 2) * deviation)
            for share in (HALF, MOST)
        )
        return Forecast(weeks, middle, half, most)


def constant_deviation(
    series: Series, path: Values, parameters: int
) -> tuple[Callable[[NDArray[np.int64]], Values], int]:
    """Deviation of a curve from the weeks it was fitted to, the same however far ahead.

    It leaves out how unsure the parameters are, and that errors of neighbouring weeks are alike, so
    bands made of it are rather too narrow than too wide.

    Returns
    -------
    deviation : callable
        As in `Fit`.
    freedom : int
        Weeks fitted less parameters, at least 1.
    """
    fitted = series.usable & ~np.isnan(path)
    errors = series.values[fitted] - path[fitted]
    freedom = max(int(fitted.sum()) - parameters, 1)
    size = float(np.sqrt((errors**2).sum() / freedom))
    return lambda ahead: np.full(len(ahead), size), freedom


def _band(middle: Values, reach: Values) -> tuple[Values, Values]:
    return np.maximum(middle - reach, 0.0), np.maximum(middle + reach, 0.0)
