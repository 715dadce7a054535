"""Sobol's indices of each input as bars, and the part of chance as one of its own."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.lineup import BASELINE_COLOUR, SCENARIO_COLOURS
from uptake.figures.sensitivity_words import (
    ROW_INCHES,
    input_name,
    outcome_words,
    row_axes,
    sensitivity_source,
)
from uptake.figures.style import INK, QUIET, new_figure, percent_axis, styled
from uptake.study.sensitivity.findings import About, Found, row_of
from uptake.study.wording import INTERVAL, listed, percent, sentence

TOTAL, FIRST = "#9ecae1", SCENARIO_COLOURS[0]
CHANCE_NAME = "chance (the seed)"
MOST_IN_HEADLINE = 3


@styled
def sobol_bars_figure(found: Found, about: About, *, source: str | None = None) -> Figure:
    """Draw first-order and total indices with their intervals, and beside them chance.

    Parameters
    ----------
    found : Found
        An analysis with indices.
    about : About
        What the outcome is.
    source : str, optional
        The source line; made from `about` if not given.

    Raises
    ------
    ValueError
        If there are no indices, or the outcome never differs.
    """
    if found.indices is None or found.indices["ST"].isna().all():
        raise ValueError("there are no indices to draw")
    names = [name for name in found.ranked() if name in found.left]
    chance = not math.isnan(found.chance.share)
    subtitle = (
        f"Share of the variance of {outcome_words(about)} that each input brings about, over the "
        f"ranges of the study. Thin lines: {INTERVAL}"
    )
    rows = [input_name(name) for name in names] + ([CHANCE_NAME] if chance else [])
    figure, top = new_figure(
        bars_headline(found),
        subtitle,
        source or sensitivity_source(about),
        height=3.3 + ROW_INCHES * len(rows),
    )
    marks = [
        KeyMark("line", "alone (first-order index)", FIRST),
        KeyMark("line", "with all it does together with others (total index)", TOTAL),
    ]
    if chance:
        marks.append(
            KeyMark("line", "chance: share of the variance of single runs", BASELINE_COLOUR)
        )
    axes = row_axes(figure, key_row(figure, top, marks), rows, below=0.95, right=0.95)
    highest = 0.0
    for place, name in enumerate(names):
        bars = row_of(found.indices, name, "S1", "S1_low", "S1_high", "ST", "ST_low", "ST_high")
        _bar(axes, place - 0.17, bars[:3], FIRST)
        _bar(axes, place + 0.17, bars[3:], TOTAL)
        _write(axes, place, bars[3])
        highest = max(highest, bars[2], bars[5])
    if chance:
        part = found.chance
        axes.axhline(len(names) - 0.5, color=QUIET, lw=0.8, ls=(0, (4, 3)))
        _bar(axes, len(names), (part.share, part.low, part.high), BASELINE_COLOUR)
        _write(axes, len(names), part.share)
        highest = max(highest, part.high)
    axes.set_xlim(0.0, min(max(1.04 * highest, 0.1), 1.5))
    percent_axis(axes, which="x")
    axes.set_xlabel("share of the variance")
    return figure


def bars_headline(found: Found) -> str:
    """Say which inputs matter, and how much of single runs is chance."""
    matter = [name for name in found.with_verdict("matters") if name in found.left]
    assert found.indices is not None
    if not matter:
        said = "No input clearly accounts for more than a twentieth of the variance"
    else:
        parts = [
            f"{input_name(name)} ({percent(row_of(found.indices, name, 'ST')[0], 0)})"
            for name in matter[:MOST_IN_HEADLINE]
        ]
        verb = "matters" if len(parts) == 1 else "matter"
        most = " most" if len(matter) > MOST_IN_HEADLINE else ""
        said = sentence(f"{listed(parts)} {verb}{most}")
    if math.isnan(found.chance.share):
        return said
    return f"{said}; chance is {percent(found.chance.share, 0)} of what single runs differ by"


def _bar(axes: Axes, place: float, bar: tuple[float, ...], colour: str) -> None:
    value, low, high = bar
    axes.barh(place, max(value, 0.0), 0.32, color=colour, lw=0, zorder=2)
    if np.isfinite([low, high]).all():
        ends = [max(low, 0.0), max(high, 0.0)]
        axes.plot(ends, [place] * 2, color=INK, lw=1.4, zorder=3, solid_capstyle="butt")


def _write(axes: Axes, place: float, value: float) -> None:
    axes.annotate(
        percent(max(value, 0.0), 0),
        xy=(1, place),
        xycoords=("axes fraction", "data"),
        xytext=(10, 0),
        textcoords="offset points",
        va="center",
        fontweight="bold",
        annotation_clip=False,
    )
