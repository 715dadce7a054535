"""Patterns against their bands: a row a quantity, all bands drawn to one width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.style import INK, QUIET, WIDTH_INCHES, new_figure, styled, text_width
from uptake.study.patterns import Quantity
from uptake.study.verdict_words import answer, band_said, in_band_said, over_said, value_said
from uptake.study.verdicts import Found, by_pattern, pattern_verdict

HOLDS, MISSES, BAND = "#0072b2", "#d55e00", "#cfe3f1"
MARKS: Final = {"holds": ("o", HOLDS), "misses": ("X", MISSES)}
FIRST, LAST = -1.0, 2.0
"""Ends of the axis, on which the band goes from 0 to 1."""
INSET = 0.04
ROW_INCHES, SIZE = 0.29, 11.5
SUBTITLE = (
    "Bar: the band. Dot: the mean over {over} holds; cross: it misses; thick line: its 95 % "
    "interval; thin line: the middle 90 % of {them}. Hollow: the interval lies across an edge. "
    "Arrow: farther out than drawn. Black names: held back from every fit; grey names: fitted. "
    "On the right: mean, [band], how many of {them} are in it"
)
UNMEASURED = "not measured"
THEM = {"members": "the sets", "replicates": "the replicates"}


@styled
def pattern_figure(found: Sequence[Found], source: str, headline: str | None = None) -> Figure:
    """Draw every quantity against its band.

    Parameters
    ----------
    found : sequence of Found
        In order.
    source : str
        The source line.
    headline : str, optional
        What is seen; computed from the verdicts if not given.
    """
    patterns = by_pattern(found)
    rows = len(found) + len(patterns)
    height = 2.2 + ROW_INCHES * rows
    subtitle = SUBTITLE.format(over=over_said(found), them=THEM[found[0].over])
    figure, top = new_figure(headline or answer(found), subtitle, source, height=height)
    wide = figure.get_figwidth()
    left = 0.35 + max(text_width(one.quantity.name, SIZE) for one in found)
    said = [_said(one) for one in found]
    right = 0.15 + max(text_width(text, SIZE) for text in said)
    box = (left / wide, 0.95 / height, (wide - left - right - 0.2) / wide, top - 1.05 / height)
    axes = figure.add_axes(box)
    _frame(axes, rows)
    at = 0
    for them in patterns:
        _name(axes, at, them)
        for one in them:
            at += 1
            _draw(axes, at, one)
            axes.annotate(
                _said(one), (1, at), (8, 0), ("axes fraction", "data"), "offset points",
                va="center", fontsize=SIZE, color=INK if one.verdict != "misses" else "#a34700",
            )  # fmt: skip
        at += 1
    return figure


def position(value: float, quantity: Quantity) -> float:
    """Where a value lies on the axis on which the band goes from 0 to 1.

    With one edge only, that edge is at 0 or 1 and the unit of the axis is its distance from nought,
    or 1 if it is nought.
    """
    low, high = quantity.low, quantity.high
    if math.isfinite(low) and math.isfinite(high):
        return (value - low) / (high - low)
    if math.isfinite(low):
        return (value - low) / (abs(low) or 1.0)
    return 1.0 + (value - high) / (abs(high) or 1.0)


def _frame(axes: Axes, rows: int) -> None:
    axes.set_xlim(FIRST, LAST)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_xticks([0, 1], ["lower", "upper"])
    axes.set_xlabel("edge of the band")
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")


def _name(axes: Axes, at: int, them: Sequence[Found]) -> None:
    name = f"{them[0].pattern.number}  {them[0].pattern.name}: {pattern_verdict(them)}"
    axes.annotate(
        name, (0, at), (-(_left(axes) * 72 - 10), 0), ("axes fraction", "data"), "offset points",
        va="center", fontsize=SIZE, fontweight="bold", color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )  # fmt: skip


def _left(axes: Axes) -> float:
    """Inches left of the axes."""
    return float(axes.get_position().x0) * WIDTH_INCHES


def _draw(axes: Axes, at: int, one: Found) -> None:
    quantity, interval = one.quantity, one.interval
    axes.annotate(
        quantity.name, (0, at), (-8, 0), ("axes fraction", "data"), "offset points",
        va="center", ha="right", fontsize=SIZE, color=QUIET if quantity.fitted else INK,
    )  # fmt: skip
    if quantity.band is None:
        return
    begin = 0.0 if math.isfinite(quantity.low) else FIRST
    end = 1.0 if math.isfinite(quantity.high) else LAST
    axes.barh(at, end - begin, 0.62, begin, color=BAND, zorder=1)
    if one.verdict not in MARKS:
        return
    marker, colour = MARKS[one.verdict]
    place = position(interval.mean, quantity)
    if math.isfinite(interval.low):
        for low, high, thick in (
            (interval.spread_low, interval.spread_high, 1.2),
            (interval.low, interval.high, 4.0),
        ):
            ends = [_clipped(position(edge, quantity)) for edge in (low, high)]
            axes.plot(ends, [at, at], color=colour, lw=thick, zorder=3)
    axes.plot(
        _clipped(place), at, marker, ms=9 if marker == "o" else 10, color=colour, zorder=4,
        markerfacecolor="white" if one.undecided else colour, markeredgewidth=1.8,
    )  # fmt: skip
    if place != _clipped(place):
        side = 1 if place > LAST else -1
        axes.annotate(
            "", (LAST if side > 0 else FIRST, at), (-14 * side, 0), "data", "offset points",
            arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.0, "shrinkB": 0},
        )  # fmt: skip


def _clipped(place: float) -> float:
    return min(max(place, FIRST + INSET), LAST - INSET)


def _said(one: Found) -> str:
    mean = value_said(one.interval.mean, one.quantity.unit) if one.interval.count else UNMEASURED
    if not one.quantity.band:
        return f"{mean}  [no band]"
    return f"{mean}  [{band_said(one.quantity)}]  {in_band_said(one)}"
