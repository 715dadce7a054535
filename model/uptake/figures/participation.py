"""Participation over time: the median of the runs, with bands for half and most of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.labels import Label, label_line_ends
from uptake.figures.lineup import Lineup, ScenarioMark
from uptake.figures.panels import OVERLAY_LIMIT, panel_figure_height, panel_grid, panel_title
from uptake.figures.paths import (
    MEASURE_NOUNS,
    MEASURE_TITLES,
    Bands,
    bands,
    last_half_year,
    replicate_paths,
)
from uptake.figures.style import mark_departure, new_figure, percent_axis, styled, week_axis
from uptake.study.wording import percent, sentence

LABEL_ROOM_INCHES = 2.5


def participation_headline(settled: dict[str, float], baseline: str, measure: str) -> str:
    """Say which scenario ends highest, and where the baseline ends.

    Parameters
    ----------
    settled : dict
        Mean share over the last half-year by scenario.
    baseline : str
        Name of the baseline among them.
    measure : str
        The measure's name.
    """
    noun = MEASURE_NOUNS.get(measure, measure)
    base = percent(settled[baseline])
    if len(settled) == 1:
        return f"{sentence(noun)} settle at {base} of staff in the last half-year"
    best = max(settled, key=lambda name: settled[name])
    if best == baseline:
        return (
            f"No programme ends with more {noun} than “{baseline}”: "
            f"{base} of staff in the last half-year"
        )
    return (
        f"“{best}” ends with the most {noun}: {percent(settled[best])} of staff, "
        f"against {base} in “{baseline}”"
    )


@styled
def participation_figure(
    weekly: pd.DataFrame,
    lineup: Lineup,
    *,
    measure: str = "participation",
    headline: str | None = None,
) -> Figure:
    """Draw a share of staff over time for each scenario.

    Parameters
    ----------
    weekly : DataFrame
        Columns scenario, replicate, week and ``measure``.
    lineup : Lineup
        What is shown; with more than four scenarios each gets a panel with the baseline in it.
    measure : str
        ``participation``, ``participation_four_weekly`` or ``account_share``.
    headline : str, optional
        What is seen; computed from the data if not given.
    """
    paths = {m.name: replicate_paths(weekly, m.name, measure) for m in lineup.marks}
    settled = {name: float(last_half_year(runs).mean()) for name, runs in paths.items()}
    drawn = {name: bands(runs) for name, runs in paths.items()}
    said = headline or participation_headline(settled, lineup.baseline.name, measure)
    what = MEASURE_TITLES.get(measure, measure)
    subtitle = (
        f"{what}. Line: median over {lineup.over.said}; bands: half and 90 % of them; "
        "number: mean of the last half-year"
    )
    if len(lineup.marks) <= OVERLAY_LIMIT:
        figure, top = new_figure(said, subtitle, lineup.source)
        _draw_overlay(figure, top, drawn, settled, lineup)
        return figure
    count = len(lineup.alternatives)
    base = lineup.baseline.name
    subtitle += f". Grey: “{base}” {percent(settled[base])}"
    height = panel_figure_height(count)
    figure, top = new_figure(said, subtitle, lineup.source, height=height)
    _draw_panels(figure, top, drawn, settled, lineup)
    return figure


def _draw_overlay(
    figure: Figure,
    top: float,
    drawn: dict[str, Bands],
    settled: dict[str, float],
    lineup: Lineup,
) -> None:
    wide, high = figure.get_size_inches()
    bottom = 0.98 / high
    box = (0.85 / wide, bottom, (wide - 0.85 - 0.3 - LABEL_ROOM_INCHES) / wide, top - bottom - 0.03)
    axes = figure.add_axes(box)
    for mark in lineup.marks:
        _draw_bands(axes, drawn[mark.name], mark)
    _finish(axes, drawn)
    for week in sorted({m.departure_week for m in lineup.marks if m.departure_week is not None}):
        mark_departure(axes, week, size=12)
    labels = [
        Label(f"{mark.name} {percent(settled[mark.name])}", 0, end, mark.colour)
        for mark in lineup.marks
        for end in [float(drawn[mark.name].median[-1])]
        if np.isfinite(end)
    ]
    label_line_ends(axes, labels, width=LABEL_ROOM_INCHES)


def _draw_panels(
    figure: Figure,
    top: float,
    drawn: dict[str, Bands],
    settled: dict[str, float],
    lineup: Lineup,
) -> None:
    panels = panel_grid(figure, len(lineup.alternatives), top)
    base = drawn[lineup.baseline.name]
    for axes, mark in zip(panels, lineup.alternatives, strict=True):
        _draw_bands(axes, base, lineup.baseline, pale=True)
        _draw_bands(axes, drawn[mark.name], mark)
        panel_title(axes, f"{mark.name} {percent(settled[mark.name])}", mark.colour)
    _finish(panels[0], drawn)
    for axes, mark in zip(panels, lineup.alternatives, strict=True):
        if mark.departure_week is not None:
            mark_departure(axes, mark.departure_week, size=11)
        if axes.xaxis.get_tick_params().get("labelbottom", True):
            axes.set_xlabel("Weeks since the start")


def _draw_bands(axes: Axes, band: Bands, mark: ScenarioMark, *, pale: bool = False) -> None:
    weeks = np.arange(len(band.median))
    if not pale:
        axes.fill_between(weeks, *band.most, color=mark.colour, alpha=0.16, lw=0)
        axes.fill_between(weeks, *band.half, color=mark.colour, alpha=0.28, lw=0)
    axes.plot(weeks, band.median, color=mark.colour, lw=1.8 if pale else 2.6)


def _finish(axes: Axes, drawn: dict[str, Bands]) -> None:
    highest = max(float(np.nanmax(band.most[1], initial=0.0)) for band in drawn.values())
    axes.set_ylim(0, (highest or 0.01) * 1.12)
    weeks = max(len(band.median) for band in drawn.values())
    axes.set_xlim(0, max(weeks - 1, 1))
    percent_axis(axes)
    week_axis(axes, weeks, label=len(drawn) <= OVERLAY_LIMIT)
