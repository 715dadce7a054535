"""Dots beside each other where they would hide each other, at the same places each time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

GOLDEN = 0.6180339887498949


def strip_offsets(values: ArrayLike) -> NDArray[np.float64]:
    """Places across a strip, from -1/2 to 1/2, so that dots of like values lie apart.

    Neighbours in value follow the golden ratio sequence, which spreads any number of them evenly.

    Parameters
    ----------
    values : array_like of shape (dots,)
        Along the strip.
    """
    order = np.argsort(np.asarray(values, np.float64), kind="stable")
    offsets = np.empty(order.size)
    offsets[order] = (np.arange(order.size) * GOLDEN) % 1.0 - 0.5
    return offsets
