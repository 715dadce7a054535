"""All the figures that a study's data allows, drawn and saved in the order of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from uptake.figures.cost import cost_figure
from uptake.figures.departure import departure_figure
from uptake.figures.difference import difference_figure, forest_figure
from uptake.figures.lineup import Lineup
from uptake.figures.participation import participation_figure
from uptake.figures.people import PeopleState, people_figure
from uptake.figures.retention import retention_figure
from uptake.figures.style import file_name, headline_of, save
from uptake.study.units import Over


@dataclass(frozen=True)
class SavedFigure:
    """A figure on disk.

    Attributes
    ----------
    name : str
        File name without its ending.
    headline : str
        What is seen, computed from the data.
    caption : str
        How to read it.
    png, svg : Path
        The two files.
    """

    name: str
    headline: str
    caption: str
    png: Path
    svg: Path


def save_figure(figure: Figure, folder: Path, name: str, caption: str) -> SavedFigure:
    """Save a figure under a name; its headline is its own, `caption` says how to read it."""
    paths = save(figure, folder, name)
    return SavedFigure(name, headline_of(figure), caption, paths.png, paths.svg)


@dataclass(frozen=True, eq=False)
class GalleryData:
    """What the figures of a study are drawn from.

    Attributes
    ----------
    weekly : DataFrame
        Columns scenario, replicate, week and the weekly measures.
    summary : DataFrame
        One row a scenario and replicate.
    comparison : DataFrame
        Paired differences from the baseline; empty for a single scenario.
    weeks : int
        Weeks in a run.
    hourly_rate : float
        Money an hour of the champion's.
    currency : str
        Sign before an amount.
    retention : mapping
        Counts by scenario, (cohorts, ages, 2) or (replicates, cohorts, ages, 2); at most three.
    people : mapping
        State at the end of one run by scenario.
    department_names : tuple of str
        Names by department number, for ``people``.
    """

    weekly: pd.DataFrame
    summary: pd.DataFrame
    comparison: pd.DataFrame
    weeks: int
    hourly_rate: float
    currency: str = "$"
    retention: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    people: Mapping[str, PeopleState] = field(default_factory=dict)
    department_names: tuple[str, ...] = ()


def median_half_lives(summary: pd.DataFrame) -> dict[str, float]:
    """Return the median momentum half-life by scenario; inf if most runs never fall by half."""
    return {
        str(name): float(np.median(known)) if len(known) else float("nan")
        for name, values in summary.groupby("scenario")["half_life_weeks"]
        for known in [values.dropna().to_numpy(dtype=np.float64)]
    }


def draw_gallery(data: GalleryData, lineup: Lineup, folder: Path) -> tuple[SavedFigure, ...]:
    """Draw and save every figure for which there is data.

    Parameters
    ----------
    data : GalleryData
        Frames and arrays of the study.
    lineup : Lineup
        Scenarios, the baseline first.
    folder : Path
        Where PNG and SVG files go; made if need be.

    Returns
    -------
    tuple of SavedFigure
        In the order of a report.
    """
    saved = []
    for name, figure, caption in _figures(data, lineup):
        saved.append(save_figure(figure, folder, name, caption))
    return tuple(saved)


def _figures(data: GalleryData, lineup: Lineup) -> Iterator[tuple[str, Figure, str]]:
    compared, over = bool(lineup.alternatives), lineup.over
    yield "participation", participation_figure(data.weekly, lineup), _participation(over)
    if compared and len(data.comparison):
        yield "difference", forest_figure(data.comparison, lineup), _forest(over)
        yield "difference-over-time", difference_figure(data.weekly, lineup), _difference(over)
    if lineup.departures:
        half_lives = median_half_lives(data.summary)
        yield "departure", departure_figure(data.weekly, lineup, half_lives), _DEPARTURE
    if compared:
        costs = cost_figure(
            data.summary,
            lineup,
            weeks=data.weeks,
            hourly_rate=data.hourly_rate,
            currency=data.currency,
        )
        yield "cost", costs, _COST
    accounts = participation_figure(data.weekly, lineup, measure="account_share")
    yield "accounts", accounts, _ACCOUNTS
    if data.retention:
        yield "retention", retention_figure(data.retention, lineup), _RETENTION
    for scenario, people in data.people.items():
        drawn = people_figure(people, data.department_names, lineup, scenario)
        yield f"people-{file_name(scenario)}", drawn, _PEOPLE


def _participation(over: Over) -> str:
    return (
        f"Share of staff who visit in a week, over {over.said}. The line is the median; half of "
        f"the runs lie in the darker band and 90 % in the paler one.{_both(over)}"
    )


def _forest(over: Over) -> str:
    shared = "their assumptions and every" if over.several else "every"
    return (
        f"Runs with the same number share {shared} chance event that both scenarios have, so each "
        f"is compared with its own twin: over {over.said}. The dark bar says how well the mean "
        f"difference is known; the pale bar, 90 % of the {over.units}, how much a single company "
        "may differ from it."
    )


def _difference(over: Over) -> str:
    return (
        "The same comparison week by week: when an effect appears, and whether it lasts. The "
        "darker band is the 95 % interval of the mean, the paler one holds 90 % of the "
        f"{over.units}.{_both(over)}"
    )


def _both(over: Over) -> str:
    return " Bands show assumptions and chance together." if over.several else ""


_DEPARTURE = (
    "Activity around the week in which the champion leaves, as a share of the half-year before. "
    "The mark is the momentum half-life: the week by which half of the activity above the "
    "unmanaged level is gone."
)
_COST = (
    "Each programme's cost a year, the champion's hours included, against the participation it "
    "ends with. On the line, more participation costs more; off it, another programme brings more "
    "for less."
)
_ACCOUNTS = (
    "Share of staff with an account. Accounts can go on rising while visits fall, so accounts "
    "alone do not tell whether a network lives."
)
_RETENTION = (
    "Each row is the people who joined in one four-week month; colour is the share of those still "
    "employed who visit, month by month. Rows that stay dark to the right are habits."
)
_PEOPLE = (
    "Everyone employed at the end of one run, by department; people of one team lie together. "
    "Departments with fewer than five people are shown together."
)
