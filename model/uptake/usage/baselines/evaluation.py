"""Baselines judged by weeks that they were not fitted to: one split in time, or many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from uptake.usage.baselines.bass import fit_bass
from uptake.usage.baselines.decay import fit_decay
from uptake.usage.baselines.fit import CannotFitError, Fit, Forecast
from uptake.usage.baselines.persistence import fit_last_value, fit_year_ago
from uptake.usage.baselines.ribeiro import fit_ribeiro
from uptake.usage.baselines.series import Series, Values

if TYPE_CHECKING:
    import pandas as pd


class Fitting(Protocol):
    """Fit a baseline; raises `CannotFitError` where the weeks do not allow it."""

    def __call__(self, series: Series, /) -> Fit:
        """Fit to all usable weeks of the series."""


LAST_VALUE: Final = "last value"
BASELINES: Final[Mapping[str, Fitting]] = MappingProxyType(
    {
        LAST_VALUE: fit_last_value,
        "a year ago": fit_year_ago,
        "decay to a floor": fit_decay,
        "Bass": fit_bass,
        "Ribeiro": fit_ribeiro,
    }
)


@dataclass(frozen=True)
class Errors:
    """How far a forecast was off in the usable weeks that it was not fitted to.

    Attributes
    ----------
    weeks : int
        How many there were; without any, all else is nan.
    mae, rmse : float
        Mean absolute and root mean square error, in people.
    mase : float
        The first, divided by the mean change from one week to the next where it was fitted
        (Hyndman & Koehler 2006); nan if nothing changed there.
    within_half, within_most : float
        Share of the weeks inside the bands of 50 % and 90 %.
    width_most : float
        Mean width of the band of 90 %, in people: wide bands hold everything and say little.
    """

    weeks: int
    mae: float
    rmse: float
    mase: float
    within_half: float
    within_most: float
    width_most: float


@dataclass(frozen=True, eq=False)
class Judged:
    """A baseline on one split.

    Attributes
    ----------
    name : str
        Which.
    fit : Fit or None
        None if it could not be fitted.
    forecast : Forecast or None
        The weeks after the split.
    errors : Errors or None
        In those of them that are known.
    refused : str
        Why it could not be fitted; empty if it was.
    """

    name: str
    fit: Fit | None
    forecast: Forecast | None
    errors: Errors | None
    refused: str = ""


def judge(
    series: Series,
    fit_until: int,
    horizon: int,
    baselines: Mapping[str, Fitting] = BASELINES,
) -> tuple[Judged, ...]:
    """Fit all baselines to the weeks up to one, and judge them by those after it.

    Parameters
    ----------
    series : Series
        All weeks that are known.
    fit_until : int
        Number of the last week that is fitted to.
    horizon : int
        Weeks to forecast; they may reach beyond those known.
    baselines : mapping of str to Fitting
        By name.
    """
    past = series.until(fit_until)
    judged = []
    for name, fitting in baselines.items():
        try:
            fit = fitting(past)
        except CannotFitError as error:
            judged.append(Judged(name, None, None, None, str(error)))
            continue
        forecast = fit.forecast(horizon)
        judged.append(Judged(name, fit, forecast, errors_of(forecast, series, past)))
    return tuple(judged)


def errors_of(forecast: Forecast, series: Series, past: Series) -> Errors:
    """Compare a forecast with the usable weeks that it reaches.

    Parameters
    ----------
    forecast : Forecast
        Of the weeks after `past`.
    series : Series
        All weeks that are known.
    past : Series
        Those that were fitted to.
    """
    actual = _at(series, forecast.weeks)
    known = ~np.isnan(actual)
    count = int(known.sum())
    if not count:
        return Errors(0, *[np.nan] * 6)
    off = np.abs(forecast.middle - actual)[known]
    usual = usual_change(past)
    mae = float(off.mean())
    return Errors(
        weeks=count,
        mae=mae,
        rmse=float(np.sqrt((off**2).mean())),
        mase=mae / usual if usual > 0 else np.nan,
        within_half=_inside(actual, forecast.half, known),
        within_most=_inside(actual, forecast.most, known),
        width_most=float((forecast.most[1] - forecast.most[0])[known].mean()),
    )


def usual_change(series: Series) -> float:
    """Mean absolute change between usable weeks next to each other; nan without any."""
    usable = series.usable
    both = usable[1:] & usable[:-1]
    changes = np.abs(np.diff(series.values))[both]
    return float(changes.mean()) if changes.size else np.nan


def rolling_origin(
    series: Series,
    first_origin: int,
    horizon: int,
    step: int = 1,
    baselines: Mapping[str, Fitting] = BASELINES,
) -> pd.DataFrame:
    """Split again and again, a few weeks later each time, and forecast the same horizon.

    Parameters
    ----------
    series : Series
        All weeks that are known.
    first_origin : int
        Number of the last week of the first split that is fitted to.
    horizon : int
        Weeks to forecast from each; the last origin leaves so many.
    step : int
        Weeks from one origin to the next.
    baselines : mapping of str to Fitting
        By name.

    Returns
    -------
    DataFrame
        A row for each baseline, origin and usable week: ``baseline``, ``origin``, ``week``,
        ``ahead``, ``actual``, ``forecast``, ``within_half``, ``within_most``. A baseline that
        cannot be fitted at an origin has no rows there.
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for origin in range(first_origin, int(series.weeks[-1]) - horizon + 1, step):
        for one in judge(series, origin, horizon, baselines):
            if one.forecast is None:
                continue
            made = one.forecast
            actual = _at(series, made.weeks)
            rows += [
                {
                    "baseline": one.name,
                    "origin": origin,
                    "week": int(made.weeks[place]),
                    "ahead": place + 1,
                    "actual": float(actual[place]),
                    "forecast": float(made.middle[place]),
                    "within_half": _within(actual[place], made.half, place),
                    "within_most": _within(actual[place], made.most, place),
                }
                for place in np.flatnonzero(~np.isnan(actual)).tolist()
            ]
    return pd.DataFrame(rows)


def _at(series: Series, weeks: NDArray[np.int64]) -> Values:
    """Usable values of some weeks; nan for the others."""
    places = weeks - int(series.weeks[0])
    there = (places >= 0) & (places < len(series.weeks))
    values = np.full(len(weeks), np.nan)
    usable = np.where(series.usable, series.values, np.nan)
    values[there] = usable[places[there]]
    return values


def _inside(actual: Values, band: tuple[Values, Values], known: NDArray[np.bool_]) -> float:
    return float(((actual >= band[0]) & (actual <= band[1]))[known].mean())


def _within(actual: float, band: tuple[Values, Values], place: int) -> bool:
    return bool(band[0][place] <= actual <= band[1][place])
