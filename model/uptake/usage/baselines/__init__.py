"""Simple forecasts of weekly use, which a model has to beat on the same weeks."""

from uptake.usage.baselines.bass import bass_share, fit_bass
from uptake.usage.baselines.decay import fit_decay
from uptake.usage.baselines.evaluation import (
    BASELINES,
    LAST_VALUE,
    Errors,
    Judged,
    judge,
    rolling_origin,
)
from uptake.usage.baselines.fit import CannotFitError, Fit, Forecast
from uptake.usage.baselines.persistence import fit_last_value, fit_year_ago
from uptake.usage.baselines.ribeiro import Rates, active_share, fit_ribeiro
from uptake.usage.baselines.series import Series, series, series_of

__all__ = [
    "BASELINES",
    "LAST_VALUE",
    "CannotFitError",
    "Errors",
    "Fit",
    "Forecast",
    "Judged",
    "Rates",
    "Series",
    "active_share",
    "bass_share",
    "fit_bass",
    "fit_decay",
    "fit_last_value",
    "fit_ribeiro",
    "fit_year_ago",
    "judge",
    "rolling_origin",
    "series",
    "series_of",
]
