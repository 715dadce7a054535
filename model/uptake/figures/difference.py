"""What a programme adds: paired differences from the baseline, over time and in one number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.lineup import Lineup, ScenarioMark
from uptake.figures.panels import panel_figure_height, panel_grid, panel_title
from uptake.figures.paths import (
    MEASURE_NOUNS,
    Gain,
    MeanInterval,
    gains,
    last_half_year,
    mean_interval,
    unit_paths,
)
from uptake.figures.style import (
    INK,
    QUIET,
    darker,
    mark_departure,
    new_figure,
    percent_axis,
    styled,
    week_axis,
    wrap,
)
from uptake.study.wording import INTERVAL, point_interval, points

NAME_ROOM_INCHES = 3.0
VALUE_ROOM_INCHES = 2.2


@styled
def difference_figure(
    weekly: pd.DataFrame,
    lineup: Lineup,
    *,
    measure: str = "participation",
    headline: str | None = None,
) -> Figure:
    """Draw the paired difference of each scenario from the baseline, week by week.

    Parameters
    ----------
    weekly : DataFrame
        Columns scenario, replicate, member, week and ``measure``, a share of staff. Replicates
        with one number share assumptions and chance, so differences are taken within them.
    lineup : Lineup
        At least two scenarios.
    measure : str
        The share to compare.
    headline : str, optional
        What is seen; computed from the data if not given.
    """
    base = unit_paths(weekly, lineup.baseline.name, measure)
    paths = {
        mark.name: unit_paths(weekly, mark.name, measure) - base for mark in lineup.alternatives
    }
    noun = MEASURE_NOUNS.get(measure, measure)
    settled = {name: float(last_half_year(gain).mean()) for name, gain in paths.items()}
    best = max(settled, key=lambda name: settled[name])
    interval = mean_interval(last_half_year(paths[best]))
    low, high = float(interval.low), float(interval.high)
    said = headline or _gain_headline(best, settled[best], low, high, noun, lineup.baseline.name)
    subtitle = (
        f"Difference in {noun} from “{lineup.baseline.name}”, percentage points. "
        f"Line and darker band: mean over {lineup.over.said}, with its 95 % interval; "
        f"paler band: 90 % of the {lineup.over.units}"
    )
    height = panel_figure_height(len(paths))
    figure, top = new_figure(said, subtitle, lineup.source, height=height)
    panels = panel_grid(figure, len(paths), top)
    for axes, mark in zip(panels, lineup.alternatives, strict=True):
        _draw_gain(axes, mean_interval(paths[mark.name]), mark)
        panel_title(axes, f"{mark.name} {points(settled[mark.name], unit=False)}", mark.colour)
    weeks = base.shape[1]
    panels[0].set_xlim(0, max(weeks - 1, 1))
    percent_axis(panels[0], signed=True)
    week_axis(panels[0], weeks, label=False)
    for axes, mark in zip(panels, lineup.alternatives, strict=True):
        if mark.departure_week is not None:
            mark_departure(axes, mark.departure_week, size=11)
        if axes.xaxis.get_tick_params().get("labelbottom", True):
            axes.set_xlabel("Weeks since the start")
    return figure


@styled
def forest_figure(
    comparison: pd.DataFrame,
    lineup: Lineup,
    *,
    measure: str = "participation_last_half_year",
    headline: str | None = None,
) -> Figure:
    """Draw each scenario's paired difference of one measure with both its intervals.

    Parameters
    ----------
    comparison : DataFrame
        Columns scenario, measure, difference, low, high, spread_low, spread_high; shares.
    lineup : Lineup
        The baseline and the scenarios compared with it.
    measure : str
        Which rows of the frame to draw.
    headline : str, optional
        What is seen; computed from the data if not given.
    """
    rows = gains(comparison, measure)
    marks = [mark for mark in lineup.alternatives if mark.name in rows]
    best = max(rows, key=lambda name: rows[name].difference)
    noun, gain = "weekly visitors", rows[best]
    said = headline or _gain_headline(
        best, gain.difference, gain.low, gain.high, noun, lineup.baseline.name
    )
    subtitle = (
        f"Change in {noun}, last half-year, against “{lineup.baseline.name}”, in percentage "
        f"points of staff. Dark bar: 95 % interval of the mean over {lineup.over.said}; pale bar: "
        f"90 % of the {lineup.over.units}"
    )
    height = max(4.2, 2.3 + 0.66 * len(marks))
    figure, top = new_figure(said, subtitle, lineup.source, height=height)
    wide = figure.get_figwidth()
    axes = figure.add_axes(
        (
            (0.2 + NAME_ROOM_INCHES) / wide,
            0.98 / height,
            (wide - 0.3 - NAME_ROOM_INCHES - VALUE_ROOM_INCHES) / wide,
            top - 1.0 / height,
        )
    )
    for place, mark in enumerate(marks):
        _draw_row(axes, place, rows[mark.name], mark)
    axes.axvline(0, color=INK, lw=1.2, zorder=2)
    axes.set_ylim(len(marks) - 0.45, -0.55)
    axes.set_yticks(range(len(marks)), [wrap(m.name, NAME_ROOM_INCHES - 0.2, 13) for m in marks])
    for tick, mark in zip(axes.get_yticklabels(), marks, strict=True):
        tick.set_color(darker(mark.colour))
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    percent_axis(axes, which="x", signed=True)
    axes.set_xlabel("Percentage points of staff")
    return figure


def _gain_headline(
    best: str, gain: float, low: float, high: float, noun: str, baseline: str
) -> str:
    """Say what the best adds; no more than its interval allows."""
    if gain <= 0:
        return f"No programme ends with more {noun} than “{baseline}”"
    said = f"“{best}” adds most: {points(gain)} of staff to {noun}"
    if not math.isfinite(low):
        return f"{said} (a single run, no interval)"
    if low <= 0:
        return f"No programme clearly ends with more {noun} than “{baseline}”"
    return f"{said} ({INTERVAL} {point_interval(low, high)})"


def _draw_gain(axes: Axes, gain: MeanInterval, mark: ScenarioMark) -> None:
    weeks = np.arange(len(gain.mean))
    axes.fill_between(weeks, gain.spread_low, gain.spread_high, color=mark.colour, alpha=0.15, lw=0)
    axes.fill_between(weeks, gain.low, gain.high, color=mark.colour, alpha=0.38, lw=0)
    axes.plot(weeks, gain.mean, color=mark.colour, lw=2.2)
    axes.axhline(0, color=INK, lw=1.0, zorder=2)


def _draw_row(axes: Axes, place: int, gain: Gain, mark: ScenarioMark) -> None:
    look: dict[str, Any] = {"color": mark.colour, "solid_capstyle": "butt"}
    axes.plot([gain.spread_low, gain.spread_high], [place] * 2, lw=15, alpha=0.22, **look)
    axes.plot([gain.low, gain.high], [place] * 2, lw=7, alpha=0.85, **look)
    axes.plot(gain.difference, place, "o", ms=10, color=mark.colour, mec="white", mew=1.6)
    at: dict[str, Any] = {
        "xy": (1, place),
        "xycoords": ("axes fraction", "data"),
        "textcoords": "offset points",
        "va": "center",
    }
    said = points(gain.difference, unit=False)
    axes.annotate(said, xytext=(10, 0), fontweight="bold", color=darker(mark.colour), **at)
    known = math.isfinite(gain.low)
    interval = f"({point_interval(gain.low, gain.high)})" if known else "(one run)"
    axes.annotate(interval, xytext=(68, 0), fontsize=12, color=QUIET, **at)
