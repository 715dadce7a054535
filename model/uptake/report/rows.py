"""One row a scenario: the numbers that a manager compares, taken from a study's frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from uptake.figures import ScenarioMark, activity_after_departure, cost_points
from uptake.figures.paths import Gain, gains, replicate_paths
from uptake.report.content import HEADLINE_MEASURE, ReportContent
from uptake.study.units import unit_values
from uptake.study.variant_gains import VariantGain, read_variant_gains


@dataclass(frozen=True)
class Departure:
    """What became of a programme after its champion left.

    Attributes
    ----------
    week : int
        When the champion left.
    half_life_weeks : float
        Median of the runs; inf is never, nan if no run had built anything.
    never : int
        Runs that never fell by half.
    known : int
        Runs with a half-life, never included.
    left : float
        Activity at the end of the weeks watched, as a share of before; median of the runs.
    weeks_watched : int
        Weeks from the departure to the end of the watch, two years at most.
    weeks_run : int
        Weeks from the departure to the end of the run.
    """

    week: int
    half_life_weeks: float
    never: int
    known: int
    left: float
    weeks_watched: int
    weeks_run: int


@dataclass(frozen=True)
class Row:
    """One scenario's numbers, means over sets of assumptions or, under one set, over runs.

    Attributes
    ----------
    mark : ScenarioMark
        Name, colour, departure.
    participation : float
        Weekly visitors as a share of staff over the last half-year.
    spread : (float, float)
        The middle 90 % of the same.
    accounts : float
        Share of staff with an account at the end.
    posts_a_week : float
        Over the last half-year.
    cost_a_year : float
        Money with the champion's hours.
    hours_a_year : float
        The champion's hours alone.
    gain : Gain or None
        Paired difference from the baseline; None for the baseline itself.
    departure : Departure or None
        None if the champion stays.
    variants : tuple of VariantGain
        The gain in each structural variant of the model; empty where there is only one.
    """

    mark: ScenarioMark
    participation: float
    spread: tuple[float, float]
    accounts: float
    posts_a_week: float
    cost_a_year: float
    hours_a_year: float
    gain: Gain | None
    departure: Departure | None
    variants: tuple[VariantGain, ...] = ()


def rows(content: ReportContent) -> tuple[Row, ...]:
    """Return one row a scenario in the order of the lineup."""
    compared = gains(content.comparison, HEADLINE_MEASURE)
    costs = cost_points(content.summary, content.lineup, content.weeks)
    return tuple(
        _row(
            content,
            mark,
            compared.get(mark.name),
            cost.cost(content.hourly_rate),
            cost.hours_a_year,
        )
        for mark, cost in zip(content.lineup.marks, costs, strict=True)
    )


def _row(
    content: ReportContent, mark: ScenarioMark, gain: Gain | None, cost: float, hours: float
) -> Row:
    shares = unit_values(content.summary, mark.name, HEADLINE_MEASURE)
    posts = _values(content.summary, mark.name, "posts_a_week_last_half_year")
    accounts = replicate_paths(content.weekly, mark.name, "account_share")
    return Row(
        mark=mark,
        participation=float(shares.mean()),
        spread=(float(np.quantile(shares, 0.05)), float(np.quantile(shares, 0.95))),
        accounts=float(accounts[:, -1].mean()),
        posts_a_week=float(posts.mean()),
        cost_a_year=cost,
        hours_a_year=hours,
        gain=None if mark == content.lineup.baseline else gain,
        departure=_departure(content, mark),
        variants=read_variant_gains(content.variants, HEADLINE_MEASURE, mark.name),
    )


def _departure(content: ReportContent, mark: ScenarioMark) -> Departure | None:
    if mark.departure_week is None:
        return None
    lives = _values(content.summary, mark.name, "half_life_weeks")
    known = lives[~np.isnan(lives)]
    left, watched = activity_after_departure(content.weekly, mark)
    return Departure(
        week=mark.departure_week,
        half_life_weeks=float(np.median(known)) if known.size else float("nan"),
        never=int(np.isinf(known).sum()),
        known=len(known),
        left=left,
        weeks_watched=watched,
        weeks_run=content.weeks - 1 - mark.departure_week,
    )


def _values(summary: pd.DataFrame, scenario: str, measure: str) -> np.ndarray:
    return summary.loc[summary["scenario"] == scenario, measure].to_numpy(dtype=np.float64)
