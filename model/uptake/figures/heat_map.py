"""Two levers at once: a map of what comes of every combination of their values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from uptake.figures.heat_cells import HeatCells, heat_cells
from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.lever_words import setting_words
from uptake.figures.measure_words import (
    difference_said,
    interval_said,
    measure_axis,
    measure_words,
    short_values,
    value_said,
)
from uptake.figures.study_cells import finite_range, study_source, where_said
from uptake.figures.style import INK, LEFT, QUIET, new_figure, styled, text_width, wrap
from uptake.figures.wording import INTERVAL, sentence
from uptake.study.better import Better, gain
from uptake.study.table import StudyTable

NOT_RUN = "#d4d4d4"
BAR_ROOM_INCHES = 1.5
MOST_LABEL_INCHES = 2.3
LARGEST_NUMBER, SMALLEST_NUMBER = 15.0, 9.5
"""Sizes in points of the numbers in the cells; none is written smaller."""


class Scale(NamedTuple):
    """Colours of a map: from where to where, in which colours, and the levels marked."""

    low: float
    high: float
    colours: Colormap
    levels: tuple[float, ...]


@styled
def heat_map_figure(
    table: StudyTable,
    measure: str,
    x: str,
    y: str,
    *,
    better: Better = "more",
    difference: bool = False,
    organisation: str | None = None,
    thresholds: Sequence[float] | None = None,
    source: str | None = None,
    headline: str | None = None,
) -> Figure:
    """Draw a measure for every combination of the values of two levers.

    A cell is the mean over worlds and replicates, and over the values of other levers (the median
    for weeks until something that may never happen).

    Parameters
    ----------
    table : StudyTable
        A study with a grid of the two levers.
    measure : str
        What the cells show.
    x, y : str
        Paths of the levers.
    better : {"more", "less"}
        Which way the measure is better.
    difference : bool
        Whether the cells show the paired difference from the baseline instead.
    organisation : str, optional
        Only runs of this one; else of all, which count alike.
    thresholds : sequence of float, optional
        Levels at which lines are drawn between cells; round ones if not given, and nought in a map
        of differences.
    source : str, optional
        The source line; made from the table if not given.
    headline : str, optional
        What is seen; computed from the data if not given.

    Raises
    ------
    ValueError
        If the two levers do not span a grid of 2 x 2 to 15 x 15.
    """
    found = heat_cells(
        table, measure, x, y, better=better, difference=difference, organisation=organisation
    )
    name = table.labels[table.baseline]
    said = headline or heat_headline(found, measure, better, name)
    subtitle = _subtitle(found, table, measure, difference, organisation)
    rows = len(found.y.values)
    height = max(6.2, 3.2 + 0.42 * rows)
    figure, top = new_figure(said, subtitle, source or study_source(table), height=height)
    scale = _scale(found.shown, better, difference, thresholds)
    top = key_row(figure, top, _key(found, scale, name, table.baseline in table.labels))
    axes, bar = _axes(figure, found, top)
    _draw_cells(axes, found, measure, scale, difference)
    _draw_levels(axes, found.shown, scale, difference)
    _draw_marks(axes, found)
    _draw_bar(bar, measure, scale, difference)
    return figure


def heat_headline(found: HeatCells, measure: str, better: Better, baseline: str) -> str:
    """Say which combination is best, and no more than its interval allows."""
    words = measure_words(measure)
    if found.best is None:
        return f"No combination has a known value of {words.noun}"
    row, column = found.best
    settings = (
        setting_words(found.x.path, found.x.values[column]),
        setting_words(found.y.path, found.y.values[row]),
    )
    value = value_said(measure, found.best_value.centre)
    best = f"{sentence(words.most(better))}, {value}: {settings[0]} and {settings[1]}"
    change = found.best_gain
    if math.isnan(change.centre):
        return f"{best}; “{baseline}” has none to compare with"
    base = value_said(measure, found.baseline_value.centre)
    ahead = gain([change.low, change.high], better)
    if gain(change.centre, better) <= 0.0:
        return f"No combination brings {words.more(better)} than “{baseline}” ({base})"
    if not math.isnan(change.low) and ahead.min() <= 0.0:
        return f"No combination clearly brings {words.more(better)} than “{baseline}” ({base})"
    more = difference_said(measure, change.centre)
    known = (
        "too few runs for an interval"
        if math.isnan(change.low)
        else f"{INTERVAL} {interval_said(measure, change.low, change.high)}"
    )
    doubt = f"; as the best of {found.choices} it may be chance" if found.chance else ""
    doubt = "" if math.isnan(change.low) else doubt
    return f"{best}; {more} against “{baseline}” ({known}{doubt})"


def _subtitle(
    found: HeatCells, table: StudyTable, measure: str, difference: bool, organisation: str | None
) -> str:
    words = measure_words(measure)
    name = table.labels[table.baseline]
    what = f"{words.difference_title}, from “{name}”" if difference else words.title
    over = where_said(table, organisation)
    averaged = "Median" if found.cells.statistic == "median" else "Mean"
    text = f"{sentence(what)}. {averaged} over {over}"
    if found.most_in_a_cell > 1:
        text += " and all values of the other levers"
    if difference and found.clear.any():
        text += f". Bold: the {INTERVAL} leaves out nought"
    elif difference:
        text += f". No {INTERVAL} leaves out nought"
    if found.baseline is None:
        text += f". “{name}” lies outside the map"
    return text


def _scale(
    shown: NDArray[np.float64],
    better: Better,
    difference: bool,
    thresholds: Sequence[float] | None,
) -> Scale:
    low, high = finite_range(shown)
    nice = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10])
    if difference:
        most = max(abs(low), abs(high)) or 1.0
        colours = colormaps["RdBu" if better == "more" else "RdBu_r"]
        levels = [0.0] if thresholds is None else list(thresholds)
        return Scale(-most, most, colours, tuple(levels))
    if high <= low:
        high = low + (abs(low) * 0.1 or 1.0)
    levels = list(nice.tick_values(low, high) if thresholds is None else thresholds)
    room = 0.12 * (high - low)
    inside = tuple(float(level) for level in levels if low < level < high)
    return Scale(low - room, high + room, colormaps["YlGnBu"], inside)


def _key(found: HeatCells, scale: Scale, baseline: str, known: bool) -> list[KeyMark]:
    marks = []
    if found.baseline is not None and known:
        within = all(place == round(place) for place in found.baseline)
        marks.append(
            KeyMark("dashed box", f"“{baseline}”")
            if within
            else KeyMark("diamond", f"“{baseline}”, between cells")
        )
    if found.best is not None:
        level = found.rivals and not found.best_stands_out
        most = "best cell; most of the others are not clearly worse"
        marks.append(KeyMark("box", most if level else "best cell"))
    if found.rivals and found.best_stands_out:
        marks.append(KeyMark("dot", "not clearly worse than the best"))
    if scale.levels:
        nought = scale.levels == (0.0,)
        marks.append(KeyMark("line", "no change" if nought else "levels marked on the scale"))
    return marks


def _axes(figure: Figure, found: HeatCells, top: float) -> tuple[Axes, Axes]:
    wide, high = figure.get_size_inches()
    labels = [wrap(text, MOST_LABEL_INCHES, 13) for text in found.y.ticks]
    lines = [line for label in labels for line in label.split("\n")]
    left = 0.4 + max(text_width(line, 13) for line in lines)
    width = wide - left - BAR_ROOM_INCHES
    column = width / len(found.x.values)
    ticks = [wrap(text, column * 0.94, 13) for text in found.x.ticks]
    slanted = any(text_width(line, 13) > column for text in ticks for line in text.split("\n"))
    longest = max(text_width(text, 13) for text in found.x.ticks)
    under = 0.75 * longest + 0.2 if slanted else 0.24 * max(t.count("\n") + 1 for t in ticks)
    name = wrap(f"{found.x.words} \u2192", width, 13)
    bottom = 0.5 + under + 0.24 * (name.count("\n") + 1)
    name_up = wrap(f"\u2191 {found.y.words}", wide - 0.6, 13)
    tall = high * top - bottom - 0.24 * (name_up.count("\n") + 1) - 0.1
    figure.text((LEFT - 0.06), top, name_up, va="top", fontsize=13)
    axes = figure.add_axes((left / wide, bottom / high, width / wide, tall / high))
    axes.set_xticks(range(len(ticks)), found.x.ticks if slanted else ticks)
    if slanted:
        for tick in axes.get_xticklabels():
            tick.set(rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(length=0)
    axes.set_xlabel(name)
    for spine in axes.spines.values():
        spine.set_visible(False)
    box = ((wide - BAR_ROOM_INCHES + 0.25) / wide, bottom / high, 0.22 / wide, tall / high)
    return axes, figure.add_axes(box)


def _draw_cells(axes: Axes, found: HeatCells, measure: str, scale: Scale, difference: bool) -> None:
    axes.grid(visible=False)
    shown = np.clip(found.shown, scale.low, scale.high)
    axes.imshow(
        np.ma.masked_invalid(shown),
        cmap=scale.colours.with_extremes(bad=NOT_RUN),
        vmin=scale.low,
        vmax=scale.high,
        aspect="auto",
        interpolation="none",
        origin="lower",
    )
    texts = short_values(measure, found.shown.ravel(), signed=difference)
    size = _number_size(axes, found, texts)
    if size is None:
        return
    for place, text in enumerate(texts):
        row, column = divmod(place, found.shown.shape[1])
        if text:
            axes.text(
                column,
                row,
                text,
                ha="center",
                va="center",
                fontsize=size,
                color=_ink_on(scale, float(shown[row, column])),
                fontweight="bold" if difference and found.clear[row, column] else "normal",
            )


def _number_size(axes: Axes, found: HeatCells, texts: Sequence[str]) -> float | None:
    """Size in points at which all numbers fit their cells; None if they would be too small."""
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    box = axes.get_position()
    rows, columns = found.shown.shape
    wide = box.width * figure.get_figwidth() / columns
    high = box.height * figure.get_figheight() / rows
    longest = max(text_width(text, 10, weight="bold") / 10 for text in texts) or 0.01
    size = min(LARGEST_NUMBER, 0.72 * wide / longest, 0.5 * high * 72)
    return size if size >= SMALLEST_NUMBER else None


def _ink_on(scale: Scale, value: float) -> str:
    share = (value - scale.low) / (scale.high - scale.low)
    red, green, blue, _ = scale.colours(share)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def _draw_levels(axes: Axes, shown: NDArray[np.float64], scale: Scale, difference: bool) -> None:
    """Lines along the edges between cells on different sides of a level."""
    rows, columns = shown.shape
    edges: list[tuple[list[float], list[float]]] = []
    for level in scale.levels:
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


def _draw_marks(axes: Axes, found: HeatCells) -> None:
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


def _draw_bar(axes: Axes, measure: str, scale: Scale, difference: bool) -> None:
    axes.imshow(
        np.linspace(scale.low, scale.high, 128)[:, None],
        cmap=scale.colours,
        vmin=scale.low,
        vmax=scale.high,
        aspect="auto",
        origin="lower",
        extent=(0, 1, scale.low, scale.high),
    )
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.grid(visible=False)
    axes.set_ylim(scale.low, scale.high)
    measure_axis(axes, measure, signed=difference, ticks=() if difference else scale.levels)
    for level in scale.levels:
        axes.axhline(level, color="white", lw=4.6)
        axes.axhline(level, color=INK, lw=2.4)
    axes.tick_params(colors=QUIET, labelcolor=INK)
