"""What the runs of a claim come to: its size, and how far chance can have moved it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from uptake.study.claims.form import Kind
from uptake.study.statistics import CONFIDENCE

Units = NDArray[np.float64]
"""One value a unit of observation, shape (units,): members of the ensemble, or runs of one."""


@dataclass(frozen=True)
class Estimate:
    """A size.

    Attributes
    ----------
    value : float
        The size; nan if no unit had all values.
    error : float
        Its standard error; nan below two units.
    count : int
        Units.
    among : int
        Sizes among which this is the smallest; its interval holds for all of them (Bonferroni).
    """

    value: float
    error: float
    count: int
    among: int = 1

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return math.isfinite(self.value) and math.isfinite(self.error)

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval (Student's t)."""
        return self.value - self._half

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.value + self._half

    @property
    def _half(self) -> float:
        if not self.known:
            return math.nan
        tail = (1.0 - CONFIDENCE) / 2.0 / self.among
        return float(stdtrit(self.count - 1, 1.0 - tail)) * self.error

    def chance_below(self, edge: float) -> float:
        """Chance of a value so low, or lower, if the true size were at least `edge` (one-sided)."""
        if not self.known:
            return 1.0
        if self.error == 0.0:
            return 0.0 if self.value < edge else 1.0
        tail = float(stdtr(self.count - 1, (self.value - edge) / self.error))
        return min(1.0, self.among * tail)

    def chance_above(self, edge: float) -> float:
        """Chance of a value so high, or higher, if the true size were at most `edge`."""
        if not self.known:
            return 1.0
        if self.error == 0.0:
            return 0.0 if self.value > edge else 1.0
        tail = float(stdtr(self.count - 1, (edge - self.value) / self.error))
        return min(1.0, self.among * tail)


def size_of(kind: Kind, units: Sequence[Units]) -> Estimate:
    """The size of a claim.

    Parameters
    ----------
    kind : {"difference", "ratio", "level", "order"}
        Difference and ratio are of the second scenario against the first; the size of an order is
        the smallest gap between a scenario and the next.
    units : sequence of arrays (units,)
        The measure under each scenario, unit by unit; units in which one is nan are left out.
    """
    values = np.stack(units)
    values = values[:, np.isfinite(values).all(axis=0)]
    if kind == "level":
        return _mean(values[0])
    if kind == "difference":
        return _mean(values[1] - values[0])
    if kind == "ratio":
        return _ratio(values[1], values[0])
    return _smallest_gap(values)


def _mean(values: Units, among: int = 1) -> Estimate:
    if values.size == 0:
        return Estimate(math.nan, math.nan, 0, among)
    mean = float(values.mean())
    if values.size == 1:
        return Estimate(mean, math.nan, 1, among)
    error = float(values.std(ddof=1)) / math.sqrt(values.size)
    return Estimate(mean, error, values.size, among)


def _ratio(part: Units, whole: Units) -> Estimate:
    """Ratio of means, with the error of the linearised ratio (Cochran 1977, section 2.11)."""
    below = float(whole.mean()) if whole.size else math.nan
    if not below > 0.0:
        return Estimate(math.nan, math.nan, whole.size)
    ratio = float(part.mean()) / below
    around = _mean((part - ratio * whole) / below)
    return Estimate(ratio, around.error, around.count)


def _smallest_gap(values: NDArray[np.float64]) -> Estimate:
    gaps = values[:-1] - values[1:]
    found = [_mean(gap, among=len(gaps)) for gap in gaps]
    return min(found, key=lambda one: one.value) if values.size else found[0]
