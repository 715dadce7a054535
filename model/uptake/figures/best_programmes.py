"""The best programmes of a study: how much each gains, in each world and on average."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.measure_words import (
    difference_said,
    interval_said,
    measure_axis,
    measure_words,
    short_values,
)
from uptake.figures.never import NeverScale, never_scale
from uptake.figures.programme_rows import MOST_ROWS, ProgrammeRow, programme_rows
from uptake.figures.strips import strip_offsets
from uptake.figures.study_cells import (
    may_be_chance,
    study_cells,
)
from uptake.figures.study_view import StudyView
from uptake.figures.style import INK, QUIET, darker, new_figure, styled, text_width, wrap
from uptake.study.better import Better, gain
from uptake.study.wording import INTERVAL, counted, sentence

NAME_ROOM_INCHES = 3.3
HELPS_SIZE, HELPS_POINTS = 11.5, 78
MOST_IN_HEADLINE = 80
"""Characters of a label in the headline."""

NAME_SIZE, LINE_INCHES = 12.0, 0.205
MOST_NAME_LINES = 4


@styled
def best_programmes_figure(
    view: StudyView,
    *,
    most: int = MOST_ROWS,
) -> Figure:
    """Draw the programmes that gain most on the baseline, a row each and a dot a world.

    Parameters
    ----------
    view : StudyView
        The study, and the measure in which they gain. Each world of each organisation is a dot.
    most : int
        Rows at most.

    Raises
    ------
    ValueError
        If no programme can be compared with the baseline.
    """
    table, measure = view.table, view.measure
    cells = study_cells(table, measure, view.organisation)
    rows = programme_rows(table, cells, better=view.better, most=most)
    if not rows:
        raise ValueError(f"no programme can be compared with the baseline in {measure}")
    name = table.labels[table.baseline]
    total = cells.difference.shape[1] - (table.baseline in cells.difference)
    chance = may_be_chance(rows[0].units, cells.statistic, total)
    said = best_headline(rows, measure, view.better, name, best_of=total if chance else 0)
    words = measure_words(measure)
    shown = (
        counted(total, "programme") if len(rows) == total else f"the best {len(rows)} of {total}"
    )
    middle = "median" if cells.statistic == "median" else "mean"
    subtitle = (
        f"{sentence(words.difference_title)}, from “{name}”; {shown}. Dots: "
        f"{view.over}; diamond and bar: their {middle} with its {INTERVAL}"
    )
    names = [_shortened(row.label) for row in rows]
    heights = [max(0.5, LINE_INCHES * (text.count("\n") + 1) + 0.16) for text in names]
    height = max(4.2, 2.85 + sum(heights))
    figure, top = new_figure(said, subtitle, view.source_line, height=height)
    wide = figure.get_figwidth()
    lines = [line for text in names for line in text.split("\n")]
    left = max(text_width(line, NAME_SIZE, weight="bold") for line in lines)
    helps = [_helps_said(row, cells.unit) for row in rows]
    right = HELPS_POINTS / 72 + max(text_width(text, HELPS_SIZE) for text in helps) + 0.15
    gains = short_values(measure, np.array([row.centre.centre for row in rows]), signed=True)
    box = (
        (left + 0.35) / wide,
        0.98 / height,
        (wide - left - 0.45 - right) / wide,
        top - 1.33 / height,
    )
    axes = figure.add_axes(box)
    scale = never_scale(*(row.units for row in rows), others=_ends(rows))
    edges = np.concatenate([[0.0], np.cumsum(heights)])
    places = (edges[:-1] + edges[1:]) / 2
    for row, place, room in zip(rows, places.tolist(), heights, strict=True):
        _draw_row(axes, row, place, room, scale)
    for gained, helped, place in zip(gains, helps, places.tolist(), strict=True):
        _write(axes, place, gained, helped)
    _finish(axes, rows, places, names, float(edges[-1]), measure, scale)
    return figure


def best_headline(
    rows: tuple[ProgrammeRow, ...],
    measure: str,
    better: Better,
    baseline: str,
    *,
    best_of: int = 0,
) -> str:
    """Say what the best gains and what may be as good; no more than its interval allows.

    With `best_of`, it says that the best of so many may be so by chance.
    """
    words = measure_words(measure)
    best = rows[0]
    ahead = gain([best.centre.low, best.centre.high], better)
    if gain(best.centre.centre, better) <= 0.0:
        return f"No programme brings {words.more(better)} than “{baseline}”"
    if not math.isnan(best.centre.low) and ahead.min() <= 0.0:
        return f"No programme clearly brings {words.more(better)} than “{baseline}”"
    label = best.label
    if len(label) > MOST_IN_HEADLINE:
        label = label[:MOST_IN_HEADLINE].rsplit(" ", 1)[0].rstrip(",") + " \u2026"
    most = f"{sentence(words.most(better))} with “{label}”"
    said = f"{most}: {difference_said(measure, best.centre.centre)} against “{baseline}”"
    if math.isnan(best.centre.low):
        return f"{said} (too few runs for an interval)"
    interval = interval_said(measure, best.centre.low, best.centre.high)
    level = sum(row.as_good for row in rows)
    if best_of:
        return f"{said} ({INTERVAL} {interval}; as the best of {best_of} it may be chance)"
    others = f"; {counted(level, 'other')} may do as well" if level else ""
    return f"{said} ({INTERVAL} {interval}){others}"


def _ends(rows: tuple[ProgrammeRow, ...]) -> NDArray[np.float64]:
    ends = np.array([[row.centre.low, row.centre.high, row.centre.centre] for row in rows])
    known: NDArray[np.float64] = ends[~np.isnan(ends)]
    return known


def _shortened(label: str) -> str:
    """A label on a few lines; what does not fit is left out, with three dots."""
    lines = wrap(label, NAME_ROOM_INCHES, NAME_SIZE, weight="bold").split("\n")
    if len(lines) > MOST_NAME_LINES:
        lines = [*lines[: MOST_NAME_LINES - 1], lines[MOST_NAME_LINES - 1].rstrip(",") + " \u2026"]
    return "\n".join(_fitting(line) for line in lines)


def _fitting(line: str) -> str:
    """A line, cut if a single word is wider than the room."""
    if text_width(line, NAME_SIZE, weight="bold") <= NAME_ROOM_INCHES:
        return line
    while line and text_width(f"{line}\u2026", NAME_SIZE, weight="bold") > NAME_ROOM_INCHES:
        line = line[:-1]
    return line + "\u2026"


def _draw_row(axes: Axes, row: ProgrammeRow, place: float, room: float, scale: NeverScale) -> None:
    units = scale.drawn(row.units)
    axes.plot(
        units,
        place + 0.62 * min(room, 0.6) * strip_offsets(units),
        "o",
        ms=6.5 if units.size <= 60 else 4.5,
        color=SCENARIO_COLOURS[0],
        alpha=0.38,
        mew=0,
        zorder=2,
    )
    low, middle, high = scale.drawn([row.centre.low, row.centre.centre, row.centre.high]).tolist()
    if not math.isnan(low):
        axes.plot([low, high], [place] * 2, lw=6, color=INK, solid_capstyle="butt", zorder=3)
    axes.plot(middle, place, "D", ms=10, color=INK, mec="white", mew=1.5, zorder=4)


def _write(axes: Axes, place: float, gained: str, helped: str) -> None:
    at: dict[str, Any] = {
        "xy": (1, place),
        "xycoords": ("axes fraction", "data"),
        "textcoords": "offset points",
        "va": "center",
        "annotation_clip": False,
    }
    colour = darker(SCENARIO_COLOURS[0])
    axes.annotate(gained, xytext=(12, 0), fontweight="bold", color=colour, **at)
    axes.annotate(helped, xytext=(HELPS_POINTS, 0), fontsize=HELPS_SIZE, color=QUIET, **at)


def _helps_said(row: ProgrammeRow, unit: str) -> str:
    one, count = unit.removesuffix("s"), row.units.size
    if row.helps == 0:
        return f"helps in no {one}"
    if count == 1:
        return f"helps in the one {one}"
    if row.helps == count:
        return f"helps in {'both' if count == 2 else f'all {count}'} {unit}"
    return f"helps in {row.helps} of {count} {unit}"


def _finish(
    axes: Axes,
    rows: tuple[ProgrammeRow, ...],
    places: NDArray[np.float64],
    names: list[str],
    tall: float,
    measure: str,
    scale: NeverScale,
) -> None:
    axes.axvline(0, color=INK, lw=1.4, zorder=1)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, 0.0), max(high, 0.0))
    axes.set_ylim(tall, 0.0)
    axes.set_yticks(places, names, fontsize=NAME_SIZE, linespacing=1.05)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    for place, row in zip(axes.get_yticklabels(), rows, strict=True):
        place.set_fontweight("bold" if row is rows[0] else "normal")
    measure_axis(axes, measure, which="x", signed=True, never=scale.never)
    words = measure_words(measure)
    axes.set_xlabel(words.difference_unit)
