"""Every lever, or every uncertainty, against what came of it: a dot a programme and world."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from uptake.figures.lever_effects import FEW_VALUES, Effect, effects
from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.measure_words import difference_said, measure_axis, measure_words, value_said
from uptake.figures.never import NeverScale, never_scale
from uptake.figures.panels import columns_for
from uptake.figures.strips import strip_offsets
from uptake.figures.study_cells import finite_range, study_cells
from uptake.figures.study_view import StudyView
from uptake.figures.style import INK, new_figure, styled, text_width, wrap
from uptake.study.lever_words import lever_called, lever_name, value_words
from uptake.study.wording import counted, percent, sentence

Of = Literal["levers", "uncertainties"]
MOST_PANELS = 9
TITLE_SIZE, TITLE_LINES, TITLE_LINE_INCHES = 12.0, 3, 0.2
PANEL_INCHES, TICK_ROOM_INCHES, TICK_LINE_INCHES = 1.75, 0.45, 0.19
FIGURE_INCHES, LEFT_ROOM, RIGHT_ROOM, GAP = 11.0, 0.95, 0.3, 0.3
TICK_SIZE = 12.0
MANY_DOTS = 4000
"""With more, the dots of an SVG are stored as a picture."""


@styled
def lever_scatter_figure(
    view: StudyView,
    *,
    of: Of = "levers",
    difference: bool = False,
    programmes: Collection[int] | None = None,
) -> Figure:
    """Draw a measure against each lever or each uncertainty, with its running mean.

    Parameters
    ----------
    view : StudyView
        The study and what is drawn.
    of : {"levers", "uncertainties"}
        Against what.
    difference : bool
        Whether the paired difference from the baseline is drawn instead.
    programmes : collection of int, optional
        Only these; else all.

    Raises
    ------
    ValueError
        If none of them has two values and a known measure.
    """
    table, measure = view.table, view.measure
    cells = study_cells(table, measure, view.organisation)
    if programmes is not None:
        cells = cells.only(programmes)
    paths = table.levers if of == "levers" else table.uncertainties
    found = effects(table, cells, paths, difference=difference)
    if not found:
        raise ValueError(f"the study has no {of} to draw {measure} against")
    shown = found[:MOST_PANELS]
    said = scatter_headline(
        found, measure, of, difference=difference, together=bool(table.ensemble)
    )
    words = measure_words(measure)
    name = table.labels[table.baseline]
    what = f"{words.difference_title}, from “{name}”" if difference else words.title
    middle = "median" if cells.statistic == "median" else "mean"
    if programmes is not None and len(programmes) == 1:
        what = f"“{table.labels[next(iter(programmes))]}”: {what}"
    subtitle = (
        f"{sentence(what)}. A dot: one programme in one {cells.unit.removesuffix('s')} "
        f"({view.over}); line: running {middle}; per cent: share of the "
        "variation that goes with it alone"
    )
    if len(shown) < len(found):
        subtitle += f". The {len(shown)} that matter most of {len(found)}"
    columns = columns_for(len(shown))
    titles = [_title(one, columns) for one in shown]
    lines = max(title.count("\n") + 1 for title in titles)
    rows = math.ceil(len(shown) / columns)
    tick_room = TICK_ROOM_INCHES + TICK_LINE_INCHES * _extra_tick_lines(shown, columns)
    each = PANEL_INCHES + TITLE_LINE_INCHES * lines + 0.18 + tick_room
    if rows == 1:
        each += 0.9
    height = 2.0 + rows * each
    figure, top = new_figure(said, subtitle, view.source_line, height=height)
    scale = never_scale(*(one.y for one in shown))
    grid = _grid(figure, len(shown), top, lines, tick_room)
    for axes, effect, title in zip(grid, shown, titles, strict=True):
        _draw(axes, effect, scale)
        axes.set_title(
            title, loc="left", fontsize=TITLE_SIZE, fontweight="bold", linespacing=1.1, pad=5
        )
    _finish(grid, measure, scale, shown, difference=difference)
    return figure


def scatter_headline(
    found: tuple[Effect, ...],
    measure: str,
    of: Of,
    *,
    difference: bool = False,
    together: bool = False,
) -> str:
    """Say what matters most, if anything clearly does.

    Of assumptions that were fitted together it says no more than that the measure goes with one.
    """
    words = measure_words(measure)
    noun = "lever" if of == "levers" else "assumption"
    clear = [one for one in found if one.clear]
    what = f"the change in {words.noun}" if difference else words.noun
    moves = "goes with" if together and of == "uncertainties" else "moves"
    if not clear:
        return f"No {noun} clearly {moves} {what}"
    best = clear[0]
    say = difference_said if difference else value_said
    order = [int(np.argmin(best.mean_y)), int(np.argmax(best.mean_y))]
    ends = [
        f"{say(measure, float(best.mean_y[place]))} at {_at(best, float(best.mean_x[place]))}"
        for place in sorted(order, key=lambda place: float(best.mean_x[place]))
    ]
    most = "" if len(found) == 1 else f" most of {counted(len(found), noun)}"
    return f"“{lever_called(best.axis.path)}” {moves} {what}{most}: {ends[0]}, {ends[1]}"


def _at(effect: Effect, place: float) -> str:
    if effect.axis.numeric:
        return value_words(effect.axis.path, float(f"{place:.3g}"))
    return f"“{effect.axis.ticks[round(place)]}”"


def _title(effect: Effect, columns: int) -> str:
    width = (11.0 - 1.2) / columns - 0.35
    share = percent(effect.share, 0)
    lines = wrap(f"{effect.axis.words}, {share}", width, TITLE_SIZE, weight="bold").split("\n")
    if len(lines) > TITLE_LINES:
        short = f"{lever_name(effect.axis.path)}, {share}"
        lines = wrap(short, width, TITLE_SIZE, weight="bold").split("\n")[:TITLE_LINES]
    return "\n".join(lines)


def _panel_wide(columns: int) -> float:
    """Width of a panel, in inches."""
    return (FIGURE_INCHES - LEFT_ROOM - RIGHT_ROOM - GAP * (columns - 1)) / columns


def _extra_tick_lines(shown: tuple[Effect, ...], columns: int) -> int:
    """Lines beyond two of the longest words below an axis."""
    wide = _panel_wide(columns)
    lines = [
        wrap(text, wide / one.axis.numbers.size, TICK_SIZE).count("\n") + 1
        for one in shown
        if not one.axis.numeric
        for text in one.axis.ticks
    ]
    return max([0, *(count - 2 for count in lines)])


def _grid(figure: Figure, count: int, top: float, lines: int, tick_room: float) -> list[Axes]:
    columns = columns_for(count)
    rows = math.ceil(count / columns)
    wide, high = figure.get_size_inches()
    bottom = 0.5
    title_room = TITLE_LINE_INCHES * lines + 0.18
    panel_wide = _panel_wide(columns)
    each = (high * top - bottom) / rows
    made: list[Axes] = []
    for place in range(count):
        row, column = divmod(place, columns)
        x = LEFT_ROOM + column * (panel_wide + GAP)
        y = high * top - (row + 1) * each + tick_room
        tall = each - title_room - tick_room
        box = (x / wide, y / high, panel_wide / wide, tall / high)
        axes = figure.add_axes(box, sharey=made[0] if made else None)
        axes.tick_params(labelleft=column == 0)
        made.append(axes)
    return made


def _draw(axes: Axes, effect: Effect, scale: NeverScale) -> None:
    y = scale.drawn(effect.y)
    x = effect.x + _offsets(effect, y)
    few = min(1.0, 30.0 / math.sqrt(max(y.size, 1)) / 2.5)
    axes.plot(
        x,
        y,
        "o",
        ms=6.5 if y.size <= 200 else 4.5,
        color=SCENARIO_COLOURS[0],
        alpha=max(0.12, 0.45 * few),
        mew=0,
        zorder=2,
        rasterized=y.size > MANY_DOTS / MOST_PANELS,
    )
    means = scale.drawn(effect.mean_y)
    look = "o-" if effect.axis.numeric else "D"
    for colour, width, size in (("white", 5.0, 9.5), (SCENARIO_COLOURS[1], 2.8, 7.0)):
        axes.plot(effect.mean_x, means, look, color=colour, lw=width, ms=size, mew=0, zorder=3)
    _ticks(axes, effect)


def _offsets(effect: Effect, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where few values would hide dots behind each other, places beside them; always the same."""
    numbers = effect.axis.numbers
    if numbers.size > FEW_VALUES:
        return np.zeros(y.size)
    room = 0.55 * (float(np.diff(numbers).min()) if numbers.size > 1 else 1.0)
    return room * strip_offsets(y)


def _ticks(axes: Axes, effect: Effect) -> None:
    axis = effect.axis
    numbers = axis.numbers
    low, high = finite_range(numbers)
    room = 0.6 if not axis.numeric else 0.06 * (high - low)
    if axis.numeric and numbers.size <= FEW_VALUES:
        room = max(room, 0.4 * float(np.diff(numbers).min()))
    axes.set_xlim(low - room, high + room)
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    inches = axes.get_position().width * figure.get_figwidth()
    if axis.numeric and numbers.size > FEW_VALUES:
        places = [
            float(place)
            for place in MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
            if low - room <= place <= high + room
        ]
        texts = [value_words(axis.path, float(f"{place:.6g}")) for place in places]
    else:
        places, texts = numbers.tolist(), list(axis.ticks)
    kept: list[tuple[float, str]] = []
    end = -math.inf
    for place, text in zip(places, texts, strict=True):
        wrapped = text if axis.numeric else wrap(text, inches / numbers.size, TICK_SIZE)
        half = max(text_width(line, TICK_SIZE) for line in wrapped.split("\n")) / 2
        middle = (place - low + room) / (high - low + 2 * room) * inches
        if middle - half > end + 0.06:
            kept.append((place, wrapped))
            end = middle + half
    axes.set_xticks([place for place, _ in kept], [text for _, text in kept], fontsize=TICK_SIZE)


def _finish(
    grid: list[Axes],
    measure: str,
    scale: NeverScale,
    shown: tuple[Effect, ...],
    *,
    difference: bool,
) -> None:
    first = grid[0]
    low, high = finite_range(*(scale.drawn(one.y) for one in shown))
    room = 0.05 * (high - low) or 0.5
    bottom = low - room if difference or low < 0.0 else 0.0
    first.set_ylim(bottom, high + room)
    measure_axis(first, measure, signed=difference, never=scale.never)
    if difference:
        for axes in grid:
            axes.axhline(0, color=INK, lw=1.2, zorder=1)
