"""Drift against level: a curve through what was measured, and where it crosses nought.

Levels and drifts are means over replicates: chance in a level would otherwise come back in its
drift with the other sign. A point is told only where the drift surely has one sign below it and
surely the other above: where it turns from rising to falling activity rests, where it turns from
falling to rising it tips. Between such levels the place is where straight lines between the means
cross nought, with the interval from resampling whole replicates, which share their chance across
levels.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from uptake.chance import chance_key, uniforms
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
        return np.asarray(np.interp(level, self.level, self.drift, left=np.nan, right=np.nan))

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
    rows, key = np.arange(RESAMPLES, dtype=np.uint32), chance_key(0)
    fours = range(-(-replicates // 4))
    drawn = np.concatenate([uniforms(key, "study.resamples", rows, week=four) for four in fours])
    return (drawn[:replicates].T * replicates).astype(np.int64)


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
    sure = np.flatnonzero(curve.sign).tolist()
    again = resamples(len(level))
    # One row more, for the replicates as they are.
    levels = np.vstack([level[again].mean(axis=1), level.mean(axis=0)])
    drifts = np.vstack([drift[again].mean(axis=1), drift.mean(axis=0)])
    found = []
    for below, above in itertools.pairwise(sure):
        if curve.sign[below] == curve.sign[above]:
            continue
        kind: Literal["resting", "tipping"] = "resting" if curve.sign[below] > 0 else "tipping"
        between = slice(below, above + 1)
        places = _crossings(levels[:, between], drifts[:, between])
        low, high = np.nanquantile(places[:-1], [0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2])
        found.append(Point(kind, float(places[-1]), float(low), float(high), places[:-1]))
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


def _crossings(levels: Values, drifts: Values) -> Values:
    """Where each row's drift crosses nought, on straight lines between its levels.

    The median if it does so several times; nan if it never does.
    """
    crosses = (drifts[:, :-1] > 0.0) != (drifts[:, 1:] > 0.0)
    rise = np.where(crosses, drifts[:, 1:] - drifts[:, :-1], 1.0)
    share = -drifts[:, :-1] / rise
    places = np.where(crosses, levels[:, :-1] + share * np.diff(levels, axis=1), np.nan)
    found = np.full(len(places), np.nan)
    known = crosses.any(axis=1)
    found[known] = np.nanmedian(places[known], axis=1)
    return found


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
