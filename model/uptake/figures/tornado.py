"""The tornado: how far an outcome goes when one input after the other goes to its ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.measure_words import difference_said, measure_axis, measure_words
from uptake.figures.sensitivity_words import (
    MOST_ROWS,
    ROW_INCHES,
    input_name,
    outcome_said,
    outcome_words,
    row_axes,
    sensitivity_source,
)
from uptake.figures.style import INK, QUIET, darker, new_figure, styled, text_width
from uptake.study.lever_words import value_words
from uptake.study.sensitivity.findings import About, Found
from uptake.study.varied import Shown
from uptake.study.wording import INTERVAL, sentence

LOW, HIGH, WORD = SCENARIO_COLOURS[5], SCENARIO_COLOURS[1], SCENARIO_COLOURS[3]
VALUE_SIZE = 11.5


@dataclass(frozen=True)
class End:
    """What comes of one value of an input; its change is from the usual point."""

    value: Shown
    change: float
    low: float
    high: float


@dataclass(frozen=True)
class TornadoRow:
    """An input and the two values that take the outcome lowest and highest.

    Attributes
    ----------
    name : str
        Its path.
    lowest, highest : End
        The values with the least and the greatest outcome.
    words : bool
        Whether its values are words, which have no low and no high end.
    """

    name: str
    lowest: End
    highest: End
    words: bool

    @property
    def reach(self) -> tuple[float, float]:
        """Between what its bars and intervals lie; nought is among them."""
        both = (self.lowest, self.highest)
        places = [0.0, *(place for end in both for place in (end.change, end.low, end.high))]
        return float(np.nanmin(places)), float(np.nanmax(places))

    @property
    def width(self) -> float:
        """How far the outcome goes in all."""
        return max(self.highest.change, 0.0) - min(self.lowest.change, 0.0)


def tornado_rows(found: Found) -> tuple[TornadoRow, ...]:
    """The inputs, those that move the outcome most first."""
    rows = []
    for one in found.inputs:
        table = found.ends[(found.ends["input"] == one.name) & found.ends["change"].notna()]
        ends = [
            End(row["value"], row["change"], row["change_low"], row["change_high"])
            for row in table.to_dict("records")
        ]
        if ends:
            ordered = sorted(ends, key=lambda end: end.change)
            words = any(isinstance(end.value, str) for end in ends)
            rows.append(TornadoRow(one.name, ordered[0], ordered[-1], words))
    return tuple(sorted(rows, key=lambda row: -row.width))


@styled
def tornado_figure(found: Found, about: About, *, source: str | None = None) -> Figure:
    """Draw a row an input: the outcome at its ends, with all others at their usual values.

    Parameters
    ----------
    found : Found
        The analysis.
    about : About
        What the outcome is.
    source : str, optional
        The source line; made from `about` if not given.

    Raises
    ------
    ValueError
        If no outcome is known.
    """
    rows = tornado_rows(found)
    if not rows:
        raise ValueError("the outcome is not known at any end of an input")
    shown = rows[:MOST_ROWS]
    usual = float(found.ends["outcome"].iloc[0])
    left_out = f"; the {len(shown)} widest of {len(rows)}" if len(shown) < len(rows) else ""
    subtitle = (
        f"{sentence(outcome_words(about))}: change from {outcome_said(about, usual)}, when one "
        f"input goes to its ends and all others stay at their usual values{left_out}. "
        f"Thin lines: {INTERVAL}"
    )
    height = 3.0 + ROW_INCHES * len(shown)
    figure, top = new_figure(
        tornado_headline(rows, about), subtitle, source or sensitivity_source(about), height=height
    )
    marks = [KeyMark("line", "at the low end", LOW), KeyMark("line", "at the high end", HIGH)]
    if any(row.words for row in shown):
        marks.append(KeyMark("line", "a choice", WORD))
    top = key_row(figure, top, marks)
    axes = row_axes(figure, top, [input_name(row.name) for row in shown], below=0.95, right=0.35)
    room = _limits(axes, shown)
    for place, row in enumerate(shown):
        _draw(axes, place, row, room)
    axes.axvline(0, color=INK, lw=1.4, zorder=1)
    measure_axis(axes, about.measure, which="x", signed=True)
    unit = measure_words(about.measure).difference_unit
    axes.set_xlabel(f"change of the outcome, {unit}")
    return figure


def tornado_headline(rows: tuple[TornadoRow, ...], about: About) -> str:
    """Say which input moves the outcome furthest; no more than its intervals allow."""
    first = rows[0]
    clear = max(abs(first.lowest.change), abs(first.highest.change)) > 0.0 and any(
        math.isnan(end.low) or end.low > 0.0 or end.high < 0.0
        for end in (first.lowest, first.highest)
    )
    if not clear:
        return "One at a time, no input clearly moves the outcome"
    said = [
        f"{difference_said(about.measure, end.change)} at {value_words(first.name, end.value)}"
        for end in (first.lowest, first.highest)
    ]
    return f"One at a time, {input_name(first.name)} moves the outcome most: {' and '.join(said)}"


def _limits(axes: Axes, rows: tuple[TornadoRow, ...]) -> float:
    """Set limits that leave room for the values at the ends; return the inches a unit takes."""
    low = min(row.reach[0] for row in rows)
    high = max(row.reach[1] for row in rows)
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    inches = float(axes.get_position().width * figure.get_figwidth())
    left = 0.15 + max(_words_width(row, row.lowest) for row in rows)
    right = 0.15 + max(_words_width(row, row.highest) for row in rows)
    span = max(high - low, 1e-12)
    unit: float = max(inches - left - right - 0.2, 1.0) / span
    axes.set_xlim(low - (left + 0.1) / unit, high + (right + 0.1) / unit)
    return unit


def _words_width(row: TornadoRow, end: End) -> float:
    return text_width(value_words(row.name, end.value), VALUE_SIZE)


def _draw(axes: Axes, place: int, row: TornadoRow, unit: float) -> None:
    # Where both ends lie on one side, the shorter bar lies on the longer one.
    for end in sorted((row.lowest, row.highest), key=lambda one: -abs(one.change)):
        axes.barh(place, end.change, 0.62, color=_colour(row, end), lw=0, zorder=2)
    for end, side in ((row.lowest, -1), (row.highest, 1)):
        if not math.isnan(end.low):
            axes.plot([end.low, end.high], [place + 0.12 * side] * 2, color=INK, lw=1.4, zorder=3)
        edge = row.reach[0 if side < 0 else 1]
        axes.annotate(
            value_words(row.name, end.value),
            xy=(edge + side * 0.07 / unit, place),
            va="center",
            ha="right" if side < 0 else "left",
            fontsize=VALUE_SIZE,
            color=darker(_colour(row, end)) if end.change else QUIET,
            annotation_clip=False,
        )


def _colour(row: TornadoRow, end: End) -> str:
    if row.words:
        return WORD
    other = row.highest if end is row.lowest else row.lowest
    return LOW if float(end.value) < float(other.value) else HIGH
