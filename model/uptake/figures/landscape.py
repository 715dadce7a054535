"""The momentum landscape: drift against level, arrows of motion, points, and where we are."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.style import INK, QUIET, darker, new_figure, percent_axis, styled
from uptake.study.landscape.landscape import Landscape, Side
from uptake.study.landscape.words import headline
from uptake.study.statistics import mean_interval
from uptake.study.wording import percent

COLOURS = {"programme": SCENARIO_COLOURS[0], "unmanaged": SCENARIO_COLOURS[1]}
NAMES = {"programme": "With the programme", "unmanaged": "Without it"}
HEIGHT_INCHES = 7.0
LANE_INCHES = 0.62
FINE = 400
SHORTEST_ARROW = 0.012
"""Share of the axis below which a movement is no arrow."""
ARROWS = 12
ROOM_FOR_WORDS = 0.1
"""Below the curves, as a share of their height."""


@styled
def landscape_figure(landscape: Landscape, source: str, *, said: str | None = None) -> Figure:
    """Draw the drift against the level on each side, and below it the motion on a lane each.

    Parameters
    ----------
    landscape : Landscape
        What was measured.
    source : str
        The source line.
    said : str, optional
        What is seen; computed from the data if not given.
    """
    sides = landscape.sides
    subtitle = (
        "Change of weekly visitors a week, percentage points of staff, against their level, after "
        "letting go. Bands: 95 % intervals of the mean for all levels at once. "
        "Filled: activity rests there; open: it tips there"
    )
    figure, top = new_figure(said or headline(landscape), subtitle, source, height=HEIGHT_INCHES)
    wide = figure.get_figwidth()
    left, right = 2.35 / wide, 1 - 0.35 / wide
    lanes = LANE_INCHES * len(sides) / HEIGHT_INCHES
    foot = 0.98 / HEIGHT_INCHES
    gap = 0.42 / HEIGHT_INCHES
    bottom = foot + lanes + gap
    axes = figure.add_axes((left, bottom, right - left, top - bottom - 0.02))
    lane = figure.add_axes((left, foot, right - left, lanes), sharex=axes)
    for place, side in enumerate(sides):
        _draw_curve(axes, side)
        _draw_lane(lane, side, place, landscape)
    _finish(axes, lane, sides)
    _mark_week(axes, lane, landscape)
    return figure


def _reach(sides: tuple[Side, ...]) -> float:
    return max(float(side.own.curve.level[-1]) for side in sides) * 1.04


def _draw_curve(axes: Axes, side: Side) -> None:
    curve, colour = side.own.curve, COLOURS[side.regime]
    levels = np.linspace(curve.level[0], curve.level[-1], FINE)
    if np.isfinite(curve.low).all():
        axes.fill_between(curve.level, curve.low, curve.high, color=colour, alpha=0.22, lw=0)
    axes.plot(levels, curve.at(levels), color=colour)
    for point in side.own.points:
        axes.plot(point.level, 0.0, **_marker(point.kind, colour))


def _draw_lane(lane: Axes, side: Side, place: int, landscape: Landscape) -> None:
    """Arrows that are as long as activity goes while it is watched, up to the next arrow."""
    weeks, reach = landscape.asked.drift_weeks, _reach(landscape.sides)
    curve, colour = side.own.curve, COLOURS[side.regime]
    lane.axhline(-place, color="#c9c9c9", lw=1.0, zorder=1)
    step = (curve.level[-1] - curve.level[0]) / ARROWS
    for level in np.linspace(curve.level[0] + step / 2, curve.level[-1] - step / 2, ARROWS):
        drift = float(curve.at(float(level)))
        length = np.sign(drift) * min(abs(drift) * weeks, 0.8 * step)
        if abs(length) < SHORTEST_ARROW * reach:
            continue
        lane.annotate(
            "",
            xy=(level + length / 2, -place),
            xytext=(level - length / 2, -place),
            arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.0, "mutation_scale": 15},
        )
    for point in side.own.points:
        if np.isfinite(point.low):
            lane.plot([point.low, point.high], [-place] * 2, color=colour, lw=7, alpha=0.35)
        lane.plot(point.level, -place, **_marker(point.kind, colour))
        lane.annotate(
            percent(point.level),
            (point.level, -place),
            textcoords="offset points",
            xytext=(0, 11),
            ha="center",
            fontsize=12,
            fontweight="bold",
            color=darker(colour),
        )


def _marker(kind: str, colour: str) -> dict[str, Any]:
    face = colour if kind == "resting" else "white"
    return {
        "marker": "o", "ms": 12, "mfc": face, "mec": colour if kind == "tipping" else "white",
        "mew": 2.4 if kind == "tipping" else 1.6, "ls": "none", "zorder": 5,
    }  # fmt: skip


def _finish(axes: Axes, lane: Axes, sides: tuple[Side, ...]) -> None:
    axes.axhline(0, color=INK, lw=1.0, zorder=2)
    axes.set_xlim(0, _reach(sides))
    percent_axis(axes, signed=True)
    axes.tick_params(axis="x", labelbottom=False)
    axes.set_ylabel("Points a week")
    percent_axis(lane, which="x")
    lane.set_ylim(-len(sides) + 0.45, 0.75)
    lane.set_yticks([-place for place in range(len(sides))], [NAMES[s.regime] for s in sides])
    for tick, side in zip(lane.get_yticklabels(), sides, strict=True):
        tick.set_color(darker(COLOURS[side.regime]))
        tick.set_fontweight("bold")
    lane.tick_params(axis="y", length=0)
    lane.grid(visible=False, axis="y")
    lane.spines["left"].set_visible(False)
    lane.set_xlabel("Weekly visitors, share of staff")


def _mark_week(axes: Axes, lane: Axes, landscape: Landscape) -> None:
    """Where the organisation itself is in the week of the landscape, if its run gets there."""
    week = landscape.asked.week
    if week not in landscape.asked.weeks:
        return
    level = mean_interval(landscape.activity_in(week)).mean
    for one in (axes, lane):
        one.axvline(level, color=QUIET, lw=1.4, ls=(0, (4, 3)), zorder=1)
    low, high = axes.get_ylim()
    axes.set_ylim(low - ROOM_FOR_WORDS * (high - low), high)
    to_left = level > np.mean(axes.get_xlim())
    axes.annotate(
        f"the organisation in week {week}: {percent(level)}",
        xy=(level, 0),
        xycoords=("data", "axes fraction"),
        xytext=(-6 if to_left else 6, 6),
        textcoords="offset points",
        ha="right" if to_left else "left",
        va="bottom",
        fontsize=12,
        color=QUIET,
    )
