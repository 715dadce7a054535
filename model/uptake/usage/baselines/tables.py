"""Forecasts and their errors as tables, for files that others read."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from uptake.usage.baselines.evaluation import Judged
from uptake.usage.weekly_usage import WeeklyUsage


def errors_table(judged: Sequence[Judged]) -> pd.DataFrame:
    """Lay out a row for each baseline: what was fitted, its errors, or why it was not fitted.

    Returns
    -------
    DataFrame
        ``baseline``, ``fitted_to``, ``weeks`` judged, ``mae``, ``rmse``, ``mase``,
        ``within_50``, ``within_90`` (shares of weeks), ``width_90``, ``parameters`` (JSON),
        ``not_fitted``.
    """
    rows = []
    for one in judged:
        errors = one.errors
        rows.append(
            {
                "baseline": one.name,
                "fitted_to": one.fit.fitted_to if one.fit else "",
                "weeks": errors.weeks if errors else 0,
                "mae": errors.mae if errors else np.nan,
                "rmse": errors.rmse if errors else np.nan,
                "mase": errors.mase if errors else np.nan,
                "within_50": errors.within_half if errors else np.nan,
                "within_90": errors.within_most if errors else np.nan,
                "width_90": errors.width_most if errors else np.nan,
                "parameters": json.dumps(dict(one.fit.parameters)) if one.fit else "",
                "not_fitted": one.refused,
            }
        )
    return pd.DataFrame(rows)


def paths_table(usage: WeeklyUsage, judged: Sequence[Judged]) -> pd.DataFrame:
    """Lay out a row for each baseline and week forecast, beside what was counted.

    Returns
    -------
    DataFrame
        ``baseline``, ``week`` (its name, empty after the end of the file), ``number``,
        ``actual`` (nan where not known), ``masked`` (the reason), ``forecast``, and the ends of
        the bands.
    """
    frames = []
    for one in judged:
        if one.forecast is None:
            continue
        made = one.forecast
        places = made.weeks - int(usage.weeks[0])
        there = [int(place) if place < len(usage.weeks) else None for place in places]
        frames.append(
            pd.DataFrame(
                {
                    "baseline": one.name,
                    "week": ["" if place is None else usage.label(place) for place in there],
                    "number": made.weeks,
                    "actual": [np.nan if place is None else usage.active[place] for place in there],
                    "masked": ["" if place is None else usage.reasons[place] for place in there],
                    "forecast": made.middle,
                    "low_90": made.most[0],
                    "low_50": made.half[0],
                    "high_50": made.half[1],
                    "high_90": made.most[1],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
