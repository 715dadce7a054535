"""Drift against level: a curve through what was measured, and where it crosses nought.

Levels and drifts are means over replicates. A point is told only where the drift surely has one
sign below it and surely the other above: where it turns from rising to falling activity rests, where
it turns from falling to rising it tips. Between such levels the place is where the curve (monotone
pieces between the means; Fritsch & Carlson 1980) crosses nought, with the interval from resampling
whole replicates, which share their chance across levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.special import stdtrit

from uptake.study.statistics import CONFIDENCE

Values = NDArray[np.float64]
RESAMPLES: Final = 400
LEAST_STEP: Final = 1e-4
"""Levels closer than this are one level: what cannot be reached is held at what can."""
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
    level, drift : arrays of shape (replicates, levels)
        Of each held state.
    """
    rows = _distinct(level.mean(axis=0))
    level, drift = level[:, rows], drift[:, rows]
    count = len(drift)
    if count < 2:
        unknown = np.full(rows.size, np.nan)
        return Curve(level.mean(axis=0), drift.mean(axis=0), unknown, unknown)
    error = drift.std(axis=0, ddof=1) / np.sqrt(count)
    half = float(stdtrit(count - 1, 1.0 - (1.0 - CONFIDENCE) / 2.0 / rows.size)) * error
    mean = drift.mean(axis=0)
    return Curve(level.mean(axis=0), mean, mean - half, mean + half)


def points_of(level: Values, drift: Values) -> tuple[Point, ...]:
    """Resting and tipping points, from the lowest on.

    Parameters
    ----------
    level, drift : arrays of shape (replicates, levels)
        Of each held state.
    """
    curve = curve_of(level, drift)
    sure = np.flatnonzero(curve.sign)
    again = resamples(len(level))
    found = []
    for below, above in zip(sure[:-1], sure[1:], strict=True):
        if curve.sign[below] == curve.sign[above]:
            continue
        between = (float(curve.level[below]), float(curve.level[above]))
        resampled = np.array([_root(level[rows], drift[rows], between) for rows in again])
        low, high = np.nanquantile(resampled, [0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2])
        kind: Literal["resting", "tipping"] = "resting" if curve.sign[below] > 0 else "tipping"
        place = _root(level, drift, between)
        found.append(Point(kind, place, float(low), float(high), resampled))
    return tuple(found)


def _root(level: Values, drift: Values, between: tuple[float, float]) -> float:
    """Where the mean drift crosses nought; the middle of all places if there are several."""
    mean = level.mean(axis=0)
    rows = _distinct(mean)
    curve = PchipInterpolator(mean[rows], drift.mean(axis=0)[rows])
    roots = curve.roots(extrapolate=False)
    room = 0.25 * (between[1] - between[0])
    inside = roots[(roots > between[0] - room) & (roots < between[1] + room)]
    return float(np.median(inside)) if inside.size else float("nan")


def _distinct(level: Values) -> NDArray[np.int64]:
    """Rows of levels that rise by at least the least step."""
    kept = [0]
    for row in range(1, level.size):
        if level[row] - level[kept[-1]] >= LEAST_STEP:
            kept.append(row)
    return np.array(kept)
