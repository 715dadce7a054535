"""Verdicts on the patterns of the package from values that are made up."""

from __future__ import annotations

import math

import numpy as np

from uptake.study.patterns import read_patterns
from uptake.study.verdicts import Found


def inside(quantity):
    """A value well inside the band."""
    if quantity.band is None:
        return 0.5
    if math.isinf(quantity.high):
        return quantity.low + 0.5
    return quantity.high - 0.5 if math.isinf(quantity.low) else (quantity.low + quantity.high) / 2


def outside(quantity):
    """A value well outside the band."""
    if math.isfinite(quantity.low):
        return quantity.low - 2.5 * (abs(quantity.low) + 1.0)
    return quantity.high + 2.5


def found_all(misses=(), spread=0.0, replicates=3, values=None):
    """Every quantity holds but for those named; `values` sets some by name."""
    wiggle = np.linspace(-1.0, 1.0, replicates) * spread
    return [
        Found(
            pattern,
            quantity,
            np.asarray((values or {})[quantity.name], float)
            if quantity.name in (values or {})
            else (outside if quantity.name in misses else inside)(quantity) + wiggle,
        )
        for pattern in read_patterns()
        for quantity in pattern.quantities
    ]
