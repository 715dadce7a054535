"""Read a landscape: how far the organisation stands from its points, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from uptake.study.landscape.landscape import Landscape, Side, States
from uptake.study.landscape.points import Point, resamples
from uptake.study.statistics import CONFIDENCE, Interval, mean_interval

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Distance:
    """How far the organisation stands from a point in a week.

    Attributes
    ----------
    week : int
        Before which activity is looked at.
    regime : {"programme", "unmanaged"}
        Whose point it is.
    point : Point
        The nearest of its kind.
    level : Interval
        Activity of the organisation.
    distance, low, high : float
        Activity less the point, share of staff, with the 95 % interval over replicates.
    """

    week: int
    regime: str
    point: Point
    level: Interval
    distance: float
    low: float
    high: float


@dataclass(frozen=True)
class Hysteresis:
    """How differently states of the same activity drift if they have another past.

    Attributes
    ----------
    past : str
        Name of the other past.
    words : str
        The same in words.
    low, high : float
        Levels that both pasts lead to; nan if there are none.
    gap : float
        Typical difference of the drifts (root mean square over these levels), share of staff a
        week.
    share : float
        The same as a share of the typical drift over all levels; nought if the level tells all.
    points : tuple of Point
        Where activity rests and tips after that past.
    """

    past: str
    words: str
    low: float
    high: float
    gap: float
    share: float
    points: tuple[Point, ...]


def distances(
    landscape: Landscape, kind: Literal["resting", "tipping"], weeks: tuple[int, ...] | None = None
) -> tuple[Distance, ...]:
    """Distance from the nearest point of a kind, by week and side; none where there is no point."""
    found = []
    again = resamples(len(landscape.replicates))
    for week in weeks or landscape.asked.weeks:
        activity = landscape.activity_in(week)
        level = mean_interval(activity)
        for side in landscape.sides:
            points = [point for point in side.own.points if point.kind == kind]
            if not points:
                continue
            point = min(points, key=lambda one: abs(one.level - level.mean))
            off = activity[again].mean(axis=1) - point.resampled
            tail = (1.0 - CONFIDENCE) / 2.0
            low, high = (float(q) for q in np.nanquantile(off, [tail, 1.0 - tail]))
            distance = level.mean - point.level
            found.append(Distance(week, side.regime, point, level, distance, low, high))
    return tuple(found)


def hysteresis(side: Side) -> tuple[Hysteresis, ...]:
    """Compare the drift after the organisation's own past with that after each other one."""
    return tuple(_compared(side.own, other) for other in side.others)


COMPARED_AT = 50
"""Levels at which two curves are compared."""


def _compared(own: States, other: States) -> Hysteresis:
    mine, theirs = own.curve, other.curve
    low = max(float(mine.level[0]), float(theirs.level[0]))
    high = min(float(mine.level[-1]), float(theirs.level[-1]))
    name, words, points = other.past.name, other.past.words, other.points
    if not low < high or min(mine.level.size, theirs.level.size) < 2:
        return Hysteresis(name, words, np.nan, np.nan, np.nan, np.nan, points)
    levels = np.linspace(low, high, COMPARED_AT)
    gap = _typical(theirs.at(levels) - mine.at(levels))
    usual = _typical(mine.at(np.linspace(mine.level[0], mine.level[-1], COMPARED_AT)))
    return Hysteresis(name, words, low, high, gap, gap / usual, points)


def _typical(values: Values) -> float:
    return float(np.sqrt(np.nanmean(values**2)))
