"""What participation costs, and which programmes buy the most of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from uptake.figures.labels import Label, label_points
from uptake.figures.lineup import Lineup
from uptake.figures.style import INK, QUIET, new_figure, percent_axis, styled
from uptake.study.frontier import CostPoint, efficient
from uptake.study.wording import listed, money, percent

YEAR_WEEKS = 52


def cost_points(summary: pd.DataFrame, lineup: Lineup, weeks: int) -> tuple[CostPoint, ...]:
    """Return cost and participation of each scenario, in the order of the lineup.

    Parameters
    ----------
    summary : DataFrame
        One row a scenario and replicate: money_total, champion_hours_total and
        participation_last_half_year.
    lineup : Lineup
        The scenarios wanted.
    weeks : int
        Weeks in a run, to turn totals into years.
    """
    columns = ["money_total", "champion_hours_total", "participation_last_half_year"]
    years = weeks / YEAR_WEEKS
    found = []
    for mark in lineup.marks:
        rows = summary.loc[summary["scenario"] == mark.name, columns]
        total, hours, share = rows.to_numpy(dtype=np.float64).mean(axis=0).tolist()
        found.append(CostPoint(mark.name, total / years, hours / years, share))
    return tuple(found)


@styled
def cost_figure(
    summary: pd.DataFrame,
    lineup: Lineup,
    *,
    weeks: int,
    hourly_rate: float,
    currency: str = "$",
    headline: str | None = None,
) -> Figure:
    """Draw participation against cost a year, with the frontier of the efficient scenarios.

    Parameters
    ----------
    summary, weeks
        See `cost_points`.
    lineup : Lineup
        Scenarios in which the champion leaves are left out: they are not something one buys.
        If the champion leaves in all of them, all are drawn.
    hourly_rate : float
        Money an hour of the champion's.
    currency : str
        Sign before an amount.
    headline : str, optional
        What is seen; computed from the data if not given.
    """
    bought = replace(lineup, marks=lineup.stayers or lineup.marks)
    points = cost_points(summary, bought, weeks)
    frontier = efficient(points, hourly_rate)
    said = headline or _headline(points, frontier, hourly_rate, currency)
    subtitle = (
        f"Weekly visitors in the last half-year against cost a year, with the champion's hours at "
        f"{money(hourly_rate, currency)} an hour. Line: nothing cheaper does better; "
        "grey: another does better for less"
    )
    figure, top = new_figure(said, subtitle, lineup.source)
    wide, high = figure.get_size_inches()
    bottom = 0.98 / high
    axes = figure.add_axes((0.95 / wide, bottom, (wide - 1.35) / wide, top - bottom - 0.03))
    axes.plot(
        [point.cost(hourly_rate) for point in frontier],
        [point.participation for point in frontier],
        color=INK,
        lw=1.6,
        zorder=2,
    )
    labels = []
    for point in points:
        colour = bought.mark(point.name).colour if point in frontier else QUIET
        x, y = point.cost(hourly_rate), point.participation
        on_line = point in frontier
        axes.plot(
            x,
            y,
            "o",
            ms=15 if on_line else 11,
            color=colour if on_line else "#b5b5b5",
            mec="white",
            mew=1.8,
        )
        labels.append(Label(f"{point.name} {percent(y)}", x, y, colour))
    _finish(axes, points, hourly_rate, currency)
    line = [(point.cost(hourly_rate), point.participation) for point in frontier]
    label_points(axes, sorted(labels, key=lambda label: label.colour == QUIET), line=line)
    return figure


def _finish(axes: Axes, points: tuple[CostPoint, ...], hourly_rate: float, currency: str) -> None:
    dearest = max(point.cost(hourly_rate) for point in points) or 1.0
    highest = max(point.participation for point in points) or 0.01
    axes.set_xlim(-0.04 * dearest, dearest * 1.25)
    axes.set_ylim(0, highest * 1.2)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short_money(value, currency)))
    axes.set_xlabel("Cost a year")
    percent_axis(axes)


def _short_money(value: float, currency: str) -> str:
    """Money on an axis: ``$40,000``, ``$1.5m``; nothing left of nought."""
    if value < 0:
        return ""
    if value >= 1e6:
        return f"{currency}{value / 1e6:.3g}m"
    return f"{currency}{value:,.0f}"


def _headline(
    points: tuple[CostPoint, ...],
    frontier: tuple[CostPoint, ...],
    hourly_rate: float,
    currency: str,
) -> str:
    best = frontier[-1]
    text = (
        f"The most participation, {percent(best.participation)} of staff in “{best.name}”, "
        f"costs {money(best.cost(hourly_rate), currency)} a year"
    )
    beaten = [f"“{point.name}”" for point in points if point not in frontier]
    if beaten and len(beaten) <= 2:
        verb = "costs more and brings" if len(beaten) == 1 else "cost more and bring"
        text += f"; {listed(beaten)} {verb} less than another"
    return text
