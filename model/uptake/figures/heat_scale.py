"""The colours of a map, and the levels that are marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Colormap
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from uptake.figures.study_cells import finite_range
from uptake.figures.style import INK
from uptake.study.better import Better

SMALLEST_RANGE = 0.2
"""Of the colours, as a share of the largest value."""


class Scale(NamedTuple):
    """Colours of a map: from where to where, in which colours, and the levels marked."""

    low: float
    high: float
    colours: Colormap
    levels: tuple[float, ...]

    def ink_on(self, value: float) -> str:
        """Colour of a text that can be read on the colour of a value."""
        red, green, blue, _ = self.colours((value - self.low) / (self.high - self.low))
        return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def heat_scale(
    shown: NDArray[np.float64],
    better: Better,
    difference: bool,
    thresholds: Sequence[float] | None,
) -> Scale:
    """Choose colours and levels for what is shown.

    Parameters
    ----------
    shown : array
        Values of the cells; nan is left out, what is infinite has the colour of the end.
    better : {"more", "less"}
        In a map of differences, which side is blue.
    difference : bool
        Whether the cells show differences, of which nought is white.
    thresholds : sequence of float, optional
        The levels; round ones, or nought for differences, if not given.
    """
    low, high = finite_range(shown)
    nice = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10])
    if difference:
        most = max(abs(low), abs(high)) or 1.0
        colours = colormaps["RdBu" if better == "more" else "RdBu_r"]
        levels = [0.0] if thresholds is None else list(thresholds)
        return Scale(-most, most, colours, tuple(levels))
    # Differences that are small beside the values stay pale.
    wider = max(SMALLEST_RANGE * max(abs(low), abs(high)) - (high - low), 0.0) / 2
    low, high = (low - wider, high + wider) if high + wider > low - wider else (low - 1, high + 1)
    levels = list(nice.tick_values(low, high) if thresholds is None else thresholds)
    room = 0.12 * (high - low)
    least, most = finite_range(shown)
    inside = tuple(float(level) for level in levels if least < level <= most)
    return Scale(low - room, high + room, colormaps["YlGnBu"], inside)
