"""A grid of small panels with room for its titles, laid out in inches."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.style import darker, wrap

OVERLAY_LIMIT = 4
"""Up to this many scenarios share one pair of axes; more get a panel each."""
PANEL_TITLE_SIZE = 13.0
LEFT_INCHES, RIGHT_INCHES, GAP_INCHES = 0.85, 0.3, 0.28


def columns_for(count: int) -> int:
    """Return the number of columns that keeps panels wide enough to read: at most three."""
    return 1 if count == 1 else 2 if count in (2, 4) else 3


def panel_figure_height(count: int) -> float:
    """Return a figure height in inches that gives every row of panels about two inches."""
    rows = math.ceil(count / columns_for(count))
    return max(6.2, 1.9 + 2.45 * rows)


def panel_width(count: int, figure_width: float) -> float:
    """Return the width in inches of each of ``count`` panels."""
    columns = columns_for(count)
    return (figure_width - LEFT_INCHES - RIGHT_INCHES - GAP_INCHES * (columns - 1)) / columns


def panel_grid(figure: Figure, count: int, top: float, *, below: float = 0.0) -> list[Axes]:
    """Add ``count`` panels that share both axes; only outer ones carry tick labels.

    Parameters
    ----------
    figure : Figure
        From `new_figure`.
    count : int
        Number of panels.
    top : float
        Height (0 to 1) free for panels and their titles.
    below : float
        Inches below the panels besides those for one line of ticks and the name of the axis.
    """
    columns = columns_for(count)
    rows = math.ceil(count / columns)
    wide, high = figure.get_size_inches()
    title_room, bottom = 0.62, 0.98 + below
    panel_wide = panel_width(count, wide)
    panel_high = (high * top - bottom - title_room * rows) / rows
    made: list[Axes] = []
    for place in range(count):
        row, column = divmod(place, columns)
        x = LEFT_INCHES + column * (panel_wide + GAP_INCHES)
        y = high * top - (row + 1) * (title_room + panel_high)
        box = (x / wide, y / high, panel_wide / wide, panel_high / high)
        shared = made[0] if made else None
        axes = figure.add_axes(box, sharex=shared, sharey=shared)
        last_in_column = place + columns >= count
        axes.tick_params(labelleft=column == 0, labelbottom=last_in_column)
        made.append(axes)
    return made


def panel_title(axes: Axes, name: str, colour: str) -> None:
    """Write a scenario's name over its panel in its colour, on up to two lines."""
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    width = axes.get_position().width * figure.get_figwidth()
    axes.set_title(
        wrap(name, width, PANEL_TITLE_SIZE, weight="bold"),
        loc="left",
        color=darker(colour),
        fontsize=PANEL_TITLE_SIZE,
        fontweight="bold",
        linespacing=1.1,
        pad=5,
    )
