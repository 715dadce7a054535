"""What becomes of the activity when the champion leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from uptake.figures.labels import Label, label_line_ends
from uptake.figures.lineup import Lineup, ScenarioMark
from uptake.figures.paths import bands, replicate_paths
from uptake.figures.style import (
    INK,
    darker,
    mark_departure,
    new_figure,
    percent_axis,
    styled,
)
from uptake.study.departures import relative_to_before
from uptake.study.wording import listed, percent, weeks

WEEKS_BEFORE, WEEKS_AFTER = 26, 104
LABEL_ROOM_INCHES = 2.9


@dataclass(frozen=True)
class _Curve:
    """One scenario around a departure: weeks from it, and replicates relative to before."""

    mark: ScenarioMark
    weeks: NDArray[np.int64]
    paths: NDArray[np.float64]

    @property
    def end(self) -> float:
        """Median of the last four weeks watched, as a share of before."""
        late = self.paths[:, -4:]
        known = late[np.isfinite(late).any(axis=1)]
        return float(np.median(np.nanmean(known, axis=1))) if known.size else float("nan")


def activity_after_departure(
    weekly: pd.DataFrame, mark: ScenarioMark, *, measure: str = "participation"
) -> tuple[float, int]:
    """Return what is left of the activity, as a share of before, and after how many weeks.

    The median over replicates of the last four weeks watched (two years at most), relative to the
    26 weeks before the champion leaves; (nan, 0) without a departure.
    """
    if mark.departure_week is None:
        return float("nan"), 0
    curve = _curve(weekly, mark, mark.departure_week, measure)
    return curve.end, int(curve.weeks[-1])


@styled
def departure_figure(
    weekly: pd.DataFrame,
    lineup: Lineup,
    half_life_weeks: Mapping[str, float],
    *,
    measure: str = "participation",
    headline: str | None = None,
) -> Figure:
    """Draw activity around the champion's departure, relative to the half-year before it.

    Parameters
    ----------
    weekly : DataFrame
        Columns scenario, replicate, week and ``measure``.
    lineup : Lineup
        Every scenario with a departure is drawn, and the counterparts in which the champion stays.
    half_life_weeks : mapping
        Momentum half-life by scenario (median of the runs); inf is never, nan or absent unknown.
    measure : str
        The activity, a share of staff.
    headline : str, optional
        What is seen; computed from the data if not given.

    Raises
    ------
    ValueError
        If no scenario has a departure.
    """
    leaving = [_curve(weekly, m, m.departure_week or 0, measure) for m in lineup.departures]
    if not leaving:
        raise ValueError("no scenario in which the champion leaves")
    staying = [
        _curve(weekly, lineup.mark(name), week, measure) for name, week in _counterparts(lineup)
    ]
    said = headline or _headline(leaving)
    subtitle = (
        "Weekly visitors as a share of staff; 100 % is the mean of the 26 weeks before the "
        f"champion leaves. Line: median over {lineup.over.said}; band: half of them"
    )
    figure, top = new_figure(said, subtitle, lineup.source)
    axes = _axes(figure, top)
    for curve in [*staying, *leaving]:
        _draw(axes, curve, dashed=curve in staying)
    _finish(axes, [*staying, *leaving])
    for step, curve in enumerate(leaving):
        half_life = half_life_weeks.get(curve.mark.name, float("nan"))
        _mark_half_life(axes, curve, half_life, step)
    labels = [
        Label(f"{_said(curve, half_life_weeks)}", 0, curve.end, curve.mark.colour)
        for curve in [*staying, *leaving]
        if np.isfinite(curve.end)
    ]
    label_line_ends(axes, labels, width=LABEL_ROOM_INCHES)
    return figure


def _curve(weekly: pd.DataFrame, mark: ScenarioMark, week: int, measure: str) -> _Curve:
    paths = relative_to_before(replicate_paths(weekly, mark.name, measure), week)
    first, last = max(week - WEEKS_BEFORE, 0), min(week + WEEKS_AFTER, paths.shape[1] - 1)
    return _Curve(mark, np.arange(first, last + 1) - week, paths[:, first : last + 1])


def _counterparts(lineup: Lineup) -> list[tuple[str, int]]:
    """Scenarios in which the champion stays, each once, with the week the other one leaves."""
    found: dict[str, int] = {}
    for mark in lineup.departures:
        if mark.counterpart is not None and mark.departure_week is not None:
            found.setdefault(mark.counterpart, mark.departure_week)
    return list(found.items())


def _headline(leaving: list[_Curve]) -> str:
    watched = max(int(curve.weeks[-1]) for curve in leaving)
    left = [f"{percent(curve.end, 0)} of before in “{curve.mark.name}”" for curve in leaving]
    return f"{weeks(watched)} after the champion leaves, weekly visitors are at {listed(left)}"


def _said(curve: _Curve, half_life_weeks: Mapping[str, float]) -> str:
    text = f"{curve.mark.name} {percent(curve.end, 0)}"
    half_life = half_life_weeks.get(curve.mark.name, float("nan"))
    if curve.mark.departure_week is not None and np.isinf(half_life):
        text += ", never down by half"
    return text


def _axes(figure: Figure, top: float) -> Axes:
    wide, high = figure.get_size_inches()
    bottom = 0.98 / high
    width = wide - 0.95 - 0.3 - LABEL_ROOM_INCHES
    return figure.add_axes((0.95 / wide, bottom, width / wide, top - bottom - 0.03))


def _draw(axes: Axes, curve: _Curve, *, dashed: bool) -> None:
    band = bands(curve.paths)
    axes.fill_between(curve.weeks, *band.half, color=curve.mark.colour, alpha=0.2, lw=0)
    axes.plot(
        curve.weeks,
        band.median,
        color=curve.mark.colour,
        ls=(0, (5, 2.2)) if dashed else "-",
        lw=2.2 if dashed else 2.8,
    )


def _finish(axes: Axes, curves: list[_Curve]) -> None:
    highest = max(float(np.nanmax(bands(curve.paths).half[1], initial=1.0)) for curve in curves)
    axes.set_ylim(0, highest * 1.12)
    axes.set_xlim(
        min(int(curve.weeks[0]) for curve in curves), max(int(curve.weeks[-1]) for curve in curves)
    )
    axes.axhline(1, color=INK, lw=1.0, ls=(0, (1, 2)), zorder=1)
    axes.set_xticks([week for week in (-26, 0, 26, 52, 78, 104) if _inside(axes, week)])
    axes.set_xlabel("Weeks from the champion's departure")
    percent_axis(axes)
    mark_departure(axes, 0, size=12)


def _inside(axes: Axes, week: float) -> bool:
    first, last = axes.get_xlim()
    return bool(first <= week <= last)


def _mark_half_life(axes: Axes, curve: _Curve, half_life: float, step: int) -> None:
    if not (np.isfinite(half_life) and _inside(axes, half_life)):
        return
    height = float(np.interp(half_life, curve.weeks, bands(curve.paths).median))
    axes.plot([half_life, half_life], [0, height], color=curve.mark.colour, lw=1.4, ls=(0, (2, 2)))
    axes.plot(half_life, height, "o", ms=11, color=curve.mark.colour, mec="white", mew=1.8)
    # Far to the right the words would run out of the figure.
    late = half_life > sum(axes.get_xlim()) / 2
    axes.annotate(
        f"half of what was built is gone after {weeks(half_life)}",
        xy=(half_life, 0.03 + 0.075 * step),
        xycoords=("data", "axes fraction"),
        xytext=(-6 if late else 6, 0),
        textcoords="offset points",
        ha="right" if late else "left",
        fontsize=12,
        color=darker(curve.mark.colour),
    )
