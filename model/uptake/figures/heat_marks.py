"""Lines between the cells of a map, and frames and dots in some of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from uptake.figures.heat_cells import HeatCells
from uptake.figures.style import INK


def draw_levels(axes: Axes, shown: NDArray[np.float64], levels: Sequence[float]) -> None:
    """Lines along the edges between cells on different sides of a level."""
    rows, columns = shown.shape
    edges: list[tuple[list[float], list[float]]] = []
    for level in levels:
        above = shown >= level
        known = ~np.isnan(shown)
        beside = (above[:, 1:] != above[:, :-1]) & known[:, 1:] & known[:, :-1]
        over = (above[1:] != above[:-1]) & known[1:] & known[:-1]
        edges += [([c + 0.5] * 2, [r - 0.5, r + 0.5]) for r, c in np.argwhere(beside)]
        edges += [([c - 0.5, c + 0.5], [r + 0.5] * 2) for r, c in np.argwhere(over)]
    look: dict[str, Any] = {"solid_capstyle": "projecting", "zorder": 3}
    for colour, width in (("white", 4.6), (INK, 2.4)):
        for across, up in edges:
            axes.plot(across, up, color=colour, lw=width, **look)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(-0.5, rows - 0.5)


def draw_marks(axes: Axes, found: HeatCells) -> None:
    """A frame in the best cell, a dashed one at the baseline, dots in cells that may be as good."""
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    rows, columns = found.shown.shape
    box = axes.get_position()
    wide = box.width * figure.get_figwidth() / columns
    high = box.height * figure.get_figheight() / rows
    inches = max(min(0.06, 0.12 * high), 0.03)
    if found.best is not None:
        _frame(axes, found.best, (inches / wide, inches / high), "-")
    if found.baseline is not None:
        row, column = found.baseline
        if row == round(row) and column == round(column):
            more = 2.6 if found.baseline == found.best else 1.0
            inset = (more * inches / wide, more * inches / high)
            _frame(axes, found.baseline, inset, (0, (2, 1.3)))
        else:
            # Beside the numbers, which stand in the middle of the cells.
            across = -0.36 if column == round(column) else 0.0
            up = 0.3 if row == round(row) else 0.0
            axes.plot(column + across, row + up, "D", ms=10, **_DOT)
    for row, column in found.rivals if found.best_stands_out else ():
        axes.plot(column + 0.5 - 0.07 / wide, row + 0.5 - 0.07 / high, "o", ms=6, **_DOT)


_DOT: dict[str, Any] = {"color": INK, "mec": "white", "mew": 1.2, "zorder": 5}


def _frame(
    axes: Axes,
    place: tuple[float, float],
    inset: tuple[float, float],
    style: Any,  # noqa: ANN401 (as matplotlib has it)
) -> None:
    row, column = place
    across, up = inset
    corner = (column - 0.5 + across, row - 0.5 + up)
    for colour, width, line in (("white", 4.6, "-"), (INK, 2.4, style)):
        axes.add_patch(
            Rectangle(
                corner,
                1 - 2 * across,
                1 - 2 * up,
                fill=False,
                edgecolor=colour,
                lw=width,
                ls=line,
                zorder=4,
            )
        )
