"""Which way each measure is better, and how measures that may never come about are compared."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Better = Literal["more", "less"]

LESS_IS_BETTER: Final = frozenset({"money_total", "champion_hours_total", "break_even_week"})
"""Measures of which less is better; of all others more is."""

MAY_BE_NEVER: Final = frozenset({"half_life_weeks", "break_even_week"})
"""Weeks until something that may never happen: compared by medians, in which never is longest."""


def better_of(measure: str) -> Better:
    """Whether more or less of a measure is better."""
    return "less" if measure in LESS_IS_BETTER else "more"


def known_values(measure: str, values: ArrayLike) -> NDArray[np.float64]:
    """Values of a measure with one meaning each: infinite is never, nan is not known.

    A run that never breaks even has no break-even week (nan), which here is infinite; an infinite
    half-life stays. Other measures have no infinite values: what is not finite is not known.
    """
    found = np.array(values, np.float64)
    if measure == "break_even_week":
        found[np.isnan(found)] = np.inf
    elif measure not in MAY_BE_NEVER:
        found[~np.isfinite(found)] = np.nan
    return found


def gap(value: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """Value less other; nought where both are never, so that no pair is lost to infinity."""
    first, second = np.asarray(value, np.float64), np.asarray(other, np.float64)
    found = np.zeros(np.broadcast(first, second).shape)
    np.subtract(first, second, out=found, where=first != second)
    return found


def gain(difference: ArrayLike, better: Better) -> NDArray[np.float64]:
    """Differences counted so that more is better."""
    found = np.asarray(difference, np.float64)
    return found if better == "more" else -found
