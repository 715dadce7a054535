"""Activity around the champion's departure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.study.summary import HALF_YEAR


def relative_to_before(
    paths: NDArray[np.float64], departure_week: int, *, before: int = HALF_YEAR
) -> NDArray[np.float64]:
    """Return paths divided by their own mean over the weeks just before a week.

    A replicate without any activity before, or a week without a week before it, gives nan.
    """
    reference = paths[:, max(departure_week - before, 0) : departure_week]
    if reference.shape[1] == 0:
        return np.full_like(paths, np.nan)
    level = reference.mean(axis=1, keepdims=True)
    relative = np.full_like(paths, np.nan)
    np.divide(paths, level, out=relative, where=level > 0)
    return relative
