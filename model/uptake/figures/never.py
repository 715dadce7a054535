"""A place on an axis for what never happens, beyond all numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uptake.figures.study_cells import finite_range

BEYOND = 1.18


@dataclass(frozen=True)
class NeverScale:
    """Where infinite values are drawn.

    Attributes
    ----------
    never : float or None
        Place of what never happens, its negative that of what always did; None if all values are
        finite.
    """

    never: float | None

    def drawn(self, values: ArrayLike) -> NDArray[np.float64]:
        """Values with infinite ones at their place; nan stays."""
        found = np.array(values, np.float64)
        if self.never is not None:
            infinite = np.isinf(found)
            found[infinite] = np.sign(found[infinite]) * self.never
        return found


def never_scale(*values: NDArray[np.float64], others: ArrayLike = ()) -> NeverScale:
    """Place for infinite values some way beyond the largest finite one."""
    known = [*values, np.asarray(others, np.float64)]
    if not any(np.isinf(one).any() for one in known):
        return NeverScale(None)
    low, high = finite_range(*known)
    return NeverScale(BEYOND * max(abs(low), abs(high), 1.0))
