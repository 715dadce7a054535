"""What is compared: logarithms of mean counts in blocks of weeks, and how much weeks differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.study.calibrating.counts import ACTIVE, MEMBERS, NEWCOMERS, POSTERS, Network
from uptake.usage.weekly_usage import WeeklyUsage

Floats = NDArray[np.float64]
Statistics = Mapping[str, float | Floats]

BLOCKS: Final = MappingProxyType({ACTIVE: 24, POSTERS: 12, MEMBERS: 10, NEWCOMERS: 12})
"""Blocks of weeks a count is averaged over, at most."""
CHANGES: Final = "changes"
LEAST_CHANGE: Final = 0.01
LEAST_ERROR: Final = 0.1
ERROR_OF_CHANGES: Final = 0.2


@dataclass(frozen=True, eq=False)
class Comparison:
    """How counts become a few dozen numbers.

    Attributes
    ----------
    blocks : mapping of str to tuple of array of int
        Places of the weeks in each block, by count; a masked week is in none.
    pairs : array (pairs,) of int
        Places of weeks that are usable as the week after them is.
    """

    blocks: Mapping[str, tuple[NDArray[np.intp], ...]]
    pairs: NDArray[np.intp]

    def statistics(self, counts: Mapping[str, Floats]) -> dict[str, float | Floats]:
        """The numbers that are compared, by name.

        Returns
        -------
        dict
            For each count the logarithms of one plus its mean in each block, shape (blocks,); and
            of the standard deviation of the logarithm's change from one week to the next, which
            tells the noise of observation.
        """
        found: dict[str, float | Floats] = {
            name: np.log1p([np.nanmean(counts[name][places]) for places in blocks])
            for name, blocks in self.blocks.items()
        }
        if self.pairs.size > 1:
            logs = np.log1p(counts[ACTIVE])
            changes = float(np.std(logs[self.pairs + 1] - logs[self.pairs]))
            found[CHANGES] = float(np.log(changes + LEAST_CHANGE))
        return found


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """One run of a network up to the split, as it is compared; what a fit simulates."""

    network: Network
    comparison: Comparison
    weeks: int

    def __call__(self, values: dict[str, Any], replicate: int) -> dict[str, float | Floats]:
        """The statistics of a run."""
        return self.comparison.statistics(self.network.counts(values, replicate, self.weeks))


def comparison_of(usage: WeeklyUsage, names: Sequence[str]) -> Comparison:
    """Lay blocks of about as many usable weeks each over the data.

    Parameters
    ----------
    usage : WeeklyUsage
        The weeks that are fitted to, no later ones.
    names : sequence of str
        The counts that are compared.
    """
    usable = ~usage.masked
    blocks = {}
    for name in names:
        known = np.flatnonzero(usable & ~np.isnan(getattr(usage, name)))
        blocks[name] = tuple(np.array_split(known, min(BLOCKS[name], known.size)))
    return Comparison(blocks, np.flatnonzero(usable[:-1] & usable[1:]))


@dataclass(frozen=True, eq=False)
class Distance:
    """Root mean square difference, first within each count and then over counts alike.

    Attributes
    ----------
    errors : mapping of str to float or array
        What a statistic is off by chance: differences are divided by it.
    """

    errors: Statistics

    def __call__(self, simulated: Statistics, observed: Statistics) -> float:
        """The distance; 1 says that differences are about what chance makes."""
        off = [
            float(np.mean(((np.asarray(simulated[name]) - value) / self.errors[name]) ** 2))
            for name, value in observed.items()
        ]
        return float(np.sqrt(np.mean(off)))


def distance_for(comparison: Comparison, usage: WeeklyUsage) -> Distance:
    """The distance from some data.

    A sum of n people is off by the square root of n; and no model of use comes nearer than
    `LEAST_ERROR` in a logarithm.
    """
    errors: dict[str, float | Floats] = {
        name: np.sqrt(
            LEAST_ERROR**2
            + 1.0 / (1.0 + np.array([np.nansum(getattr(usage, name)[at]) for at in blocks]))
        )
        for name, blocks in comparison.blocks.items()
    }
    return Distance({**errors, CHANGES: ERROR_OF_CHANGES})
