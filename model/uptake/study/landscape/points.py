"""Drift against level: a curve through what was measured, and where it crosses nought.

Levels and drifts are means over replicates: chance in a level would otherwise come back in its drift
with the other sign. A point is told only where the drift surely has one sign below it and surely the
other above: where it turns from rising to falling activity rests, where it turns from falling to
rising it tips. Between such levels the place is where the curve (monotone pieces between the means;
Fritsch & Carlson 1980) crosses nought, with the interval from resampling whole replicates, which
share their chance across levels.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.special import ndtri, stdtrit

from uptake.study.statistics import CONFIDENCE

Values = NDArray[np.float64]
RESAMPLES: Final = 400
LEAST_STEP: Final = 0.05
"""Levels that differ by less than this share are one: pushes can differ where levels do not."""
FEWEST_REPLICATES: Final = 4


@dataclass(frozen=True, eq=False)
class Curve:
    """Mean drift at each level.

    Attributes
    ----------
    level : array of shape (levels,)
        Rising, shares of staff.
    drift, low, high : arrays of shape (levels,)
        Share of staff a week with the 95 % interval, which holds for all levels at once.
    """

    level: Values
    drift: Values
    low: Values
    high: Values

    def at(self, level: Values | float) -> Values:
        """Drift at any level between the lowest and the highest; nan beyond."""
        return np.asarray(PchipInterpolator(self.level, self.drift, extrapolate=False)(level))

    @property
    def sign(self) -> NDArray[np.int64]:
        """1 where activity surely rises, -1 where it surely falls, else 0; shape (levels,)."""
        return (self.low > 0).astype(np.int64) - (self.high < 0).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Point:
    """A level at which activity stays if nothing disturbs it.

    Attributes
    ----------
    kind : {"resting", "tipping"}
        Whether activity comes back to it, or goes away from it, after a small disturbance.
    level, low, high : float
        Share of staff, with its 95 % interval over replicates.
    resampled : array of shape (resamples,)
        The level in each resample; nan where there is none.
    """

    kind: Literal["resting", "tipping"]
    level: float
    low: float
    high: float
    resampled: Values


def resamples(replicates: int) -> NDArray[np.int64]:
    """Which replicates each resample takes, shape (resamples, replicates); always the same."""
    return np.random.default_rng(0).integers(replicates, size=(RESAMPLES, replicates))


def curve_of(level: Values, drift: Values) -> Curve:
    """Curve of means over replicates.

    Parameters
    ----------
    level, drift : arrays of shape (replicates, states)
        Of each state; states of nearly the same mean level are taken together.
    """
    level, drift = _merged(level, drift)
    mean, half = drift.mean(axis=0), _half_width(drift)
    return Curve(level.mean(axis=0), mean, mean - half, mean + half)


def points_of(level: Values, drift: Values) -> tuple[Point, ...]:
    """Resting and tipping points, from the lowest on.

    Parameters
    ----------
    level, drift : arrays of shape (replicates, states)
        Of each state.
    """
    curve = curve_of(level, drift)
    level, drift = _merged(level, drift)
    sure = np.flatnonzero(curve.sign)
    again = resamples(len(level))
    found = []
    for below, above in itertools.pairwise(sure.tolist()):
        if curve.sign[below] == curve.sign[above]:
            continue
        between = (float(curve.level[below]), float(curve.level[above]))
        resampled = np.array([_root(level[rows], drift[rows], between) for rows in again])
        low, high = np.nanquantile(resampled, [0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2])
        kind: Literal["resting", "tipping"] = "resting" if curve.sign[below] > 0 else "tipping"
        place = _root(level, drift, between)
        found.append(Point(kind, place, float(low), float(high), resampled))
    return tuple(found)


def _half_width(drift: Values) -> Values:
    """Half of the 95 % interval of the mean at each level that holds at all levels at once.

    As many standard errors as the farthest level is off in 95 % of resamples, made wider by what
    Student's t asks for with few replicates.
    """
    count = len(drift)
    if count < 2:
        return np.full(drift.shape[1], np.nan)
    error = drift.std(axis=0, ddof=1) / np.sqrt(count)
    off = np.abs(drift[resamples(count)].mean(axis=1) - drift.mean(axis=0))
    known = error > 0.0
    farthest = (off[:, known] / error[known]).max(axis=1, initial=0.0)
    errors = float(np.quantile(farthest, CONFIDENCE))
    tail = 0.5 + CONFIDENCE / 2.0
    return np.asarray(errors * stdtrit(count - 1, tail) / ndtri(tail) * error)


def _root(level: Values, drift: Values, between: tuple[float, float]) -> float:
    """Where the mean drift crosses nought; the middle of all places if there are several."""
    mean = level.mean(axis=0)
    order = np.argsort(mean, kind="stable")
    order = order[np.diff(mean[order], prepend=-1.0) > 0.0]
    curve = PchipInterpolator(mean[order], drift.mean(axis=0)[order])
    roots = curve.roots(extrapolate=False)
    inside = roots[(roots >= between[0]) & (roots <= between[1])]
    return float(np.median(inside)) if inside.size else float("nan")


def _merged(level: Values, drift: Values) -> tuple[Values, Values]:
    """States in the order of their mean levels, those that hardly differ in it as their mean."""
    order = np.argsort(level.mean(axis=0), kind="stable")
    means = level.mean(axis=0)[order]
    groups: list[list[int]] = []
    lowest = -1.0
    for state, mean in zip(order.tolist(), means.tolist(), strict=True):
        if groups and mean < lowest * (1.0 + LEAST_STEP):
            groups[-1].append(state)
        else:
            groups.append([state])
            lowest = mean
    return (
        np.stack([level[:, group].mean(axis=1) for group in groups], axis=1),
        np.stack([drift[:, group].mean(axis=1) for group in groups], axis=1),
    )
