"""Exponential decay to a floor, from the peak on."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar, nnls

from uptake.usage.baselines.fit import CannotFitError, Fit, constant_deviation
from uptake.usage.baselines.series import Series, Values

FEWEST_WEEKS: Final = 6
"""Usable weeks from the peak on, for three parameters."""
SHORTEST_HALF_LIFE: Final = 0.2


def fit_decay(series: Series) -> Fit:
    """Fit floor + height * 2^(-weeks since the peak / half-life), by least squares.

    The peak is the largest of the weeks fitted; weeks before it are left out. Neither floor nor
    height is negative. For each half-life the two follow from linear least squares, so that one
    number alone is searched, over all its range.

    Raises
    ------
    CannotFitError
        If fewer than six usable weeks follow from the peak on.
    """
    known = np.flatnonzero(series.usable)
    if known.size < FEWEST_WEEKS:
        raise CannotFitError(f"fewer than {FEWEST_WEEKS} weeks can be used")
    known = known[int(np.argmax(series.values[known])) :]
    if known.size < FEWEST_WEEKS:
        few = f"{known.size} of the {FEWEST_WEEKS} that are needed"
        raise CannotFitError(f"too few weeks from the peak on: {few}")
    peak_week = int(series.weeks[known[0]])
    since = (series.weeks[known] - peak_week).astype(np.float64)
    scale = series.scale
    values = series.values[known] / scale

    def solved(log_half_life: float) -> tuple[Values, float]:
        columns = np.stack([np.ones_like(since), np.exp2(-since / np.exp(log_half_life))], axis=1)
        return nnls(columns, values)

    grid = np.linspace(np.log(SHORTEST_HALF_LIFE), np.log(10.0 * since[-1]), 120)
    best = int(np.argmin([solved(place)[1] for place in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = minimize_scalar(
        lambda place: solved(place)[1],
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-10},
    )
    half_life = float(np.exp(found.x))
    floor, height = (float(one) * scale for one in solved(found.x)[0])

    def path(weeks: NDArray[np.int64]) -> Values:
        later = np.maximum(weeks - peak_week, 0)
        return np.where(weeks >= peak_week, floor + height * np.exp2(-later / half_life), np.nan)

    deviation, freedom = constant_deviation(series, path(series.weeks), 3)
    return Fit(
        fitted_to="active, from the peak on",
        parameters={
            "peak_week": peak_week,
            "floor": floor,
            "height": height,
            "half_life_weeks": half_life,
        },
        last_week=int(series.weeks[-1]),
        path=path,
        deviation=deviation,
        freedom=freedom,
    )
