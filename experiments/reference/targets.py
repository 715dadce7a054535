"""What the assumptions are fitted to: bands of quantities, on a scale on which they are smooth."""

from __future__ import annotations

import numpy as np
from evaluation import QUANTITIES
from numpy.typing import NDArray

from uptake.study.verdicts import WORST_MISS

POSITIVE_UNITS = ("accounts", "joins a week", "ratio", "odds ratio", "weeks")
"""Quantities in these units multiply rather than add, and are looked at by their logarithm."""

SHARE_UNITS = ("share", "chance")
"""Quantities between nought and one, looked at by their log-odds."""

FITTED = np.array([one.fitted and one.band is not None for one in QUANTITIES])
POSITIVE = np.array([one.unit in POSITIVE_UNITS for one in QUANTITIES])
SHARE = np.array([one.unit in SHARE_UNITS for one in QUANTITIES])
MARGIN = 0.1
"""Share of a band that the emulated values stay away from its edges, since they err."""


def transformed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of the quantities, shape (..., quantities), on the scale of the fit."""
    share = np.clip(values, 1e-3, 1.0 - 1e-3)
    logs = np.log(np.maximum(values, 1e-3))
    return np.where(POSITIVE, logs, np.where(SHARE, np.log(share / (1.0 - share)), values))


def bands() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper edges on the scale of the fit, infinite where there is none."""
    low = np.array([one.low for one in QUANTITIES])
    high = np.array([one.high for one in QUANTITIES])
    no_floor = np.isinf(low) | POSITIVE & (low <= 0.0)
    no_ceiling = np.isinf(high)
    edges = transformed(low), transformed(high)
    return np.where(no_floor, -np.inf, edges[0]), np.where(no_ceiling, np.inf, edges[1])


def scales(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What one miss of each quantity is: the width of its band, or the spread of `values`."""
    low, high = bands()
    with np.errstate(invalid="ignore"):
        width = high - low
    return np.where(np.isfinite(width), width, np.maximum(np.nanstd(values, axis=0), 0.05))


def losses(values: NDArray[np.float64], scale: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of squared misses of the fitted quantities, shape (runs,), from transformed values.

    A quantity that could not be measured misses by one width; but for those of managers in
    structures in which nobody follows them, which deny the pattern: they miss nothing.
    """
    low, high = bands()
    miss = np.clip(np.maximum(low - values, values - high) / scale, 0.0, WORST_MISS)
    unmeasured = np.where(CONDITIONAL, 0.0, 1.0)
    miss = np.where(np.isnan(values), unmeasured, miss)
    return np.asarray((miss[:, FITTED] ** 2).sum(axis=1))


CONDITIONAL = np.array(["where_managers_lead" in one.given for one in QUANTITIES])
"""Quantities that are measured only where managers lead."""
