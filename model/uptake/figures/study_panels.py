"""Small multiples of a study: a lever across, a second as lines, a panel for each of a third."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.lever_axis import LeverAxis
from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.measure_words import difference_said, interval_said, measure_axis, measure_words
from uptake.figures.never import NeverScale, never_scale
from uptake.figures.panel_lines import ORGANISATION, Line, Panel, panel_lines, same_everywhere
from uptake.figures.panels import (
    columns_for,
    panel_figure_height,
    panel_grid,
    panel_title,
    panel_width,
)
from uptake.figures.study_view import StudyView
from uptake.figures.style import INK, QUIET, new_figure, styled, text_width, wrap
from uptake.study.better import Better
from uptake.study.centres import statistic_of
from uptake.study.lever_words import lever_called, lever_name, setting_words
from uptake.study.table import StudyTable
from uptake.study.wording import NO_BREAK, counted, sentence

MOST_LINES, MOST_PANELS, MOST_TOLD = 6, 12, 3
LINE_INCHES = 0.2
TICK_SIZE, LEAST_TICK_SIZE = 13.0, 9.0
MOST_WITH_BOTH_BANDS = 3
"""With more lines a panel, bands of 90 % cover each other."""


@styled
def study_panels_figure(
    view: StudyView,
    x: str,
    *,
    lines: str | None = None,
    panels: str | None = None,
    difference: bool = False,
) -> Figure:
    """Draw a measure against a lever, in small multiples.

    Parameters
    ----------
    view : StudyView
        The study and what is drawn: its median over the worlds (or, in a single world, the
        replicates), with bands for half and 90 % of them.
    x : str
        Path of the lever across.
    lines : str, optional
        Path of a lever of up to six values, a line each.
    panels : str, optional
        ``organisation``, or path of a lever or an uncertainty of up to twelve values, a panel each.
    difference : bool
        Whether the paired difference from the baseline is drawn instead.

    Raises
    ------
    ValueError
        If there would be too many lines or panels, or the study did not vary what is asked for.
    """
    table, measure = view.table, view.measure
    axis, made = panel_lines(
        table,
        measure,
        x,
        lines,
        panels,
        better=view.better,
        difference=difference,
        organisation=view.organisation,
    )
    count = len(made[0].lines)
    if count > MOST_LINES or len(made) > MOST_PANELS:
        raise ValueError(f"{count} lines in {len(made)} panels cannot be told apart")
    name = table.labels[table.baseline]
    said = panels_headline(axis, made, measure, view.better, panels)
    subtitle = _subtitle(view, count, panels, difference=difference)
    colours = _colours(table, lines, count)
    height = panel_figure_height(len(made)) + (0.5 if len(made) > columns_for(len(made)) else 0)
    figure, top = new_figure(said, subtitle, view.source_line, height=height)
    marks = [
        KeyMark("line", line.name, colour)
        for line, colour in zip(made[0].lines, colours, strict=True)
        if line.name
    ]
    top = key_row(figure, top, [*marks, KeyMark("dashed", f"“{name}”", QUIET)])
    ticks = _ticks(axis, panel_width(len(made), figure.get_figwidth()))
    below = LINE_INCHES * ticks.extra_lines
    grid = panel_grid(figure, len(made), top + (0.0 if made[0].name else 0.4 / height), below=below)
    scale = never_scale(
        *(line.bands for panel in made for line in panel.lines), others=_bases(made)
    )
    both = count <= MOST_WITH_BOTH_BANDS
    for axes, panel in zip(grid, made, strict=True):
        for line, colour in zip(panel.lines, colours, strict=True):
            _draw_line(axes, axis, line, scale, colour, both=both)
        axes.axhline(
            float(scale.drawn(panel.baseline)), color=QUIET, lw=2.0, ls=(0, (4, 2)), zorder=1.5
        )
        if panel.name:
            panel_title(axes, panel.name, INK)
    _finish(grid, axis, ticks, measure, scale, difference)
    _name_axis(figure, grid, axis, below)
    return figure


def panels_headline(
    axis: LeverAxis,
    panels: tuple[Panel, ...],
    measure: str,
    better: Better,
    by: str | None,
) -> str:
    """Say at which value of the lever the measure is best, and whether everywhere."""
    words = measure_words(measure)
    clear = [panel for panel in panels if panel.clear and _can_be_seen(panel, measure)]
    if all(math.isnan(panel.sureness) for panel in panels):
        return f"Too few runs to tell what “{lever_called(axis.path)}” does to {words.noun}"
    if not clear:
        return f"“{lever_called(axis.path)}” makes no clear difference to {words.noun}"
    most = sentence(words.most(better))
    same = same_everywhere(clear)
    if same is not None:
        best = setting_words(axis.path, same)
        reach = _reach(clear, measure)
        if len(panels) == 1:
            return f"{most} with {best}: {reach} against the worst value"
        where = _all(len(panels), by) if len(clear) == len(panels) else _some(clear, panels, by)
        return f"{most} with {best} {where}: {reach} against the worst value"
    depends = "the organisation" if by == ORGANISATION else lever_name(by or "")
    if len(clear) > MOST_TOLD:
        return f"The best {lever_name(axis.path)} for {words.noun} depends on {depends}"
    told = (
        f"{setting_words(axis.path, panel.best)} {_within(panel, by)}"
        for panel in clear
        if panel.best is not None
    )
    return f"It depends on {depends}: {words.most(better)} with {'; '.join(told)}"


def _can_be_seen(panel: Panel, measure: str) -> bool:
    """Whether the reach is more than nothing as figures round it."""
    return any(digit in "123456789∞" for digit in difference_said(measure, panel.reach))


def _within(panel: Panel, by: str | None) -> str:
    return f"in “{panel.name}”" if by == ORGANISATION else f"({panel.name})"


def _reach(panels: Sequence[Panel], measure: str) -> str:
    """How far the best value is from the worst, in one panel or from one to another."""
    low, high = (pick((panel.reach for panel in panels), key=abs) for pick in (min, max))
    said = difference_said(measure, high)
    least = interval_said(measure, low, low).split(" to ")[0]
    most = interval_said(measure, high, high).split(" to ")[0]
    if least == most or not math.isfinite(low) or not math.isfinite(high):
        return said
    return f"{'+' if low > 0 else ''}{least} to {said}"


def _all(count: int, by: str | None) -> str:
    if by == ORGANISATION:
        return "in " + ("both organisations" if count == 2 else f"all {counted(count, by)}")
    return f"at every value of “{lever_name(by or '')}”"


def _some(clear: Sequence[Panel], panels: Sequence[Panel], by: str | None) -> str:
    noun = by if by == ORGANISATION else "case"
    of_all = f"{counted(len(clear), '').strip()} of {counted(len(panels), noun)}"
    return f"in {of_all}, no clear difference in the others"


def _bases(panels: tuple[Panel, ...]) -> list[float]:
    return [panel.baseline for panel in panels]


def _subtitle(view: StudyView, count: int, panels: str | None, *, difference: bool) -> str:
    words, name = measure_words(view.measure), view.table.labels[view.table.baseline]
    what = f"{words.difference_title}, from “{name}”" if difference else words.title
    over = view.over.split(" of each")[0] if panels == ORGANISATION else view.over
    if panels in view.table.uncertainties:
        over += " in all"
    both = count <= MOST_WITH_BOTH_BANDS
    bands = f"bands: half and 90{NO_BREAK}% of them" if both else "bands: half of them"
    text = f"{sentence(what)}. Line: median of {over}; {bands}"
    if statistic_of(view.measure) == "median":
        text += "; a run in which it never happens counts as longest"
    return text


def _colours(table: StudyTable, lines: str | None, count: int) -> list[str]:
    """Light to dark for the values of a lever in their order; a plain colour for one."""
    if lines is None or count == 1:
        return [SCENARIO_COLOURS[0]]
    if count == 2:
        return [SCENARIO_COLOURS[1], SCENARIO_COLOURS[0]]
    colours = colormaps["viridis"]
    return [to_hex(colours(share)) for share in np.linspace(0.82, 0.0, count)]


def _draw_line(
    axes: Axes, axis: LeverAxis, line: Line, scale: NeverScale, colour: str, *, both: bool
) -> None:
    known = ~np.isnan(line.bands[2])
    x, bands = axis.numbers[known], scale.drawn(line.bands[:, known])
    if both:
        axes.fill_between(x, bands[0], bands[4], color=colour, alpha=0.13, lw=0)
    axes.fill_between(x, bands[1], bands[3], color=colour, alpha=0.25, lw=0)
    axes.plot(x, bands[2], "o-", ms=6, color=colour, mec="white", mew=1.0)


def _finish(
    grid: Sequence[Axes],
    axis: LeverAxis,
    ticks: _Ticks,
    measure: str,
    scale: NeverScale,
    difference: bool,
) -> None:
    first = grid[0]
    low, high = _ends(axis)
    first.set_xlim(low, high)
    low, high = first.get_ylim()
    first.set_ylim(low if difference else min(0.0, low), high + 0.04 * (high - low))
    measure_axis(first, measure, signed=difference, never=scale.never)
    first.set_xticks(ticks.places, ticks.texts)
    for axes in grid:
        axes.tick_params(axis="x", labelsize=ticks.size)
    if difference:
        for axes in grid:
            axes.axhline(0, color=INK, lw=1.0, zorder=1)


def _name_axis(figure: Figure, grid: Sequence[Axes], axis: LeverAxis, below: float) -> None:
    """Write what the lever across is, once, under the lowest panels."""
    boxes = [axes.get_position() for axes in grid]
    name = wrap(axis.words, figure.get_figwidth() - 1.2, 13)
    middle = (min(box.x0 for box in boxes) + max(box.x1 for box in boxes)) / 2
    lowest = min(box.y0 for box in boxes)
    figure.text(
        middle, lowest - (0.36 + below) / figure.get_figheight(), name, ha="center", va="top"
    )


def _ends(axis: LeverAxis) -> tuple[float, float]:
    """Ends of the axis: a little beyond numbers, and half a step beyond words."""
    numbers = axis.numbers
    room = 0.5 if not axis.numeric else 0.05 * float(numbers[-1] - numbers[0]) or 0.5
    return float(numbers[0]) - room, float(numbers[-1]) + room


@dataclass(frozen=True)
class _Ticks:
    """Where the values are written, what, and how large in points."""

    places: list[float]
    texts: list[str]
    size: float

    @property
    def extra_lines(self) -> int:
        """Lines below the first."""
        return max(text.count("\n") for text in self.texts)


def _ticks(axis: LeverAxis, width: float) -> _Ticks:
    """Write all words, as small as that takes, and as many numbers as fit a width in inches."""
    if not axis.numeric:
        room = width / len(axis.values) - 0.1
        widest = max(text_width(word, TICK_SIZE) for text in axis.ticks for word in text.split())
        size = TICK_SIZE * min(1.0, max(room / widest, LEAST_TICK_SIZE / TICK_SIZE))
        return _Ticks(axis.numbers.tolist(), [wrap(text, room, size) for text in axis.ticks], size)
    low, high = _ends(axis)
    found = _Ticks([], [], TICK_SIZE)
    end = -math.inf
    for number, text in zip(axis.numbers.tolist(), axis.ticks, strict=True):
        half = text_width(text, TICK_SIZE) / 2
        middle = (number - low) / (high - low) * width
        if middle - half > end + 0.08 or not found.places:
            found.places.append(number)
            found.texts.append(text)
            end = middle + half
    return found
