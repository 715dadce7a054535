"""A calibration as tables, for files that others read."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import numpy as np
import pandas as pd

from uptake.study.calibrating.asked import MEMBERS_KEPT
from uptake.study.calibrating.calibration import QUANTILES, Calibration
from uptake.study.calibrating.situation import assumptions_in
from uptake.study.ensemble import ensemble_text
from uptake.usage.baselines.tables import errors_table

MODEL: Final = "this model"


def posterior_table(found: Calibration) -> pd.DataFrame:
    """Lay out a row for each particle, the nearest first.

    Returns
    -------
    DataFrame
        ``weight``, ``distance`` (before any correction), all that was fitted by name, and the
        structural choices.
    """
    prior, fitted = found.posterior.prior, found.fitted
    variants = found.posterior.variants.tolist()
    rows = [
        prior.assumptions(units, variant)
        for units, variant in zip(fitted.units, variants, strict=True)
    ]
    table = pd.DataFrame(rows)
    table.insert(0, "distance", found.posterior.distances)
    table.insert(0, "weight", fitted.weights)
    return table


def ensemble_members(found: Calibration) -> list[dict[str, Any]]:
    """Equally plausible sets of assumptions, in random order."""
    fixed = found.asked.situation.fixed
    return [{**assumptions_in(draw), **fixed} for draw in found.fitted.draws[:MEMBERS_KEPT]]


def ensemble_file(found: Calibration) -> str:
    """The content of ``ensemble.csv``."""
    return ensemble_text(ensemble_members(found))


def all_errors(found: Calibration) -> pd.DataFrame:
    """Lay out the errors of the model and of all simple forecasts, as `errors_table` does.

    The first column, ``forecast``, says which.
    """
    errors = found.errors
    row = {"forecast": MODEL, "fitted_to": ", ".join(found.asked.counts), "weeks": 0}
    if errors is not None:
        row = {**row, **dict(zip(_error_columns(), dataclasses.astuple(errors), strict=True))}
    others = errors_table(found.judged) if found.judged else pd.DataFrame()
    others = others.rename(columns={"baseline": "forecast"})
    model = pd.DataFrame([{**dict.fromkeys(others.columns), **row}])
    return pd.concat([model, others.astype(object)], ignore_index=True)


def weeks_table(found: Calibration) -> pd.DataFrame:
    """Lay out a row for each week, those beyond the data included.

    Returns
    -------
    DataFrame
        ``week`` (its name, empty after the data), ``number``, ``active`` as counted, ``masked``
        (the reason), ``fitted`` (whether it lies before the split and is not masked), and the
        quantiles of the model.
    """
    asked, usage = found.asked, found.asked.usage
    known = len(usage.weeks)
    beyond = asked.weeks - known
    reasons = [*usage.reasons, *[""] * beyond]
    table = pd.DataFrame(
        {
            "week": [*(usage.label(place) for place in range(known)), *[""] * beyond],
            "number": int(usage.weeks[0]) + np.arange(asked.weeks),
            "active": [*usage.active, *[np.nan] * beyond],
            "masked": reasons,
            "fitted": [not reason and place <= asked.place for place, reason in enumerate(reasons)],
        }
    )
    for share, values in zip(QUANTILES, found.bands, strict=True):
        table[f"model_{round(100 * share)}"] = values
    return table


def _error_columns() -> tuple[str, ...]:
    return ("weeks", "mae", "rmse", "mase", "within_50", "within_90", "width_90")
