"""Two levers at once: a map of what comes of every combination of their values."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.heat_cells import HeatCells, heat_cells
from uptake.figures.heat_marks import draw_levels, draw_marks
from uptake.figures.heat_scale import Scale, heat_scale
from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.measure_words import (
    difference_said,
    interval_said,
    measure_axis,
    measure_words,
    short_values,
    value_said,
)
from uptake.figures.study_view import StudyView
from uptake.figures.style import INK, LEFT, QUIET, new_figure, styled, text_width, wrap
from uptake.study.better import Better, gain
from uptake.study.lever_words import setting_words
from uptake.study.wording import INTERVAL, sentence

NOT_RUN = "#d4d4d4"
BAR_ROOM_INCHES = 1.5
MOST_LABEL_INCHES = 2.3
LARGEST_NUMBER, SMALLEST_NUMBER = 15.0, 9.5
"""Sizes in points of the numbers in the cells; none is written smaller."""


@styled
def heat_map_figure(
    view: StudyView,
    x: str,
    y: str,
    *,
    difference: bool = False,
    thresholds: Sequence[float] | None = None,
) -> Figure:
    """Draw a measure for every combination of the values of two levers.

    A cell is the mean over worlds and replicates, and over the values of other levers (the median
    for weeks until something that may never happen).

    Parameters
    ----------
    view : StudyView
        A study with a grid of the two levers, and what the cells show.
    x, y : str
        Paths of the levers.
    difference : bool
        Whether the cells show the paired difference from the baseline instead.
    thresholds : sequence of float, optional
        Levels at which lines are drawn between cells; round ones if not given, and nought in a map
        of differences.

    Raises
    ------
    ValueError
        If the two levers do not span a grid of 2 x 2 to 15 x 15.
    """
    table, measure = view.table, view.measure
    found = heat_cells(
        table,
        measure,
        x,
        y,
        better=view.better,
        difference=difference,
        organisation=view.organisation,
    )
    name = table.labels[table.baseline]
    said = heat_headline(found, measure, view.better, name)
    subtitle = _subtitle(found, view, difference)
    rows = len(found.y.values)
    height = max(6.2, 3.2 + 0.42 * rows)
    figure, top = new_figure(said, subtitle, view.source_line, height=height)
    scale = heat_scale(found.shown, view.better, difference, thresholds)
    top = key_row(figure, top, _key(found, scale, name, table.baseline in table.labels))
    axes, bar = _axes(figure, found, top)
    _draw_cells(axes, found, measure, scale, difference)
    draw_levels(axes, found.shown, scale.levels)
    draw_marks(axes, found)
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


def _subtitle(found: HeatCells, view: StudyView, difference: bool) -> str:
    words = measure_words(view.measure)
    name = view.table.labels[view.table.baseline]
    what = f"{words.difference_title}, from “{name}”" if difference else words.title
    averaged = "Median" if found.cells.statistic == "median" else "Mean"
    text = f"{sentence(what)}. {averaged} over {view.over}"
    if found.most_in_a_cell > 1:
        text += " and all values of the other levers"
    if difference and found.clear.any():
        text += f". Bold: the {INTERVAL} leaves out nought"
    elif difference:
        text += f". No {INTERVAL} leaves out nought"
    if found.baseline is None:
        text += f". “{name}” lies outside the map"
    return text


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
                color=scale.ink_on(float(shown[row, column])),
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
