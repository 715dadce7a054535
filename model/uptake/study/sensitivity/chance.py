"""How much of what differs between runs is chance.

Every world is run with the same replicates, and replicates of a number share their seed. What a
replicate does to all worlds alike is chance for a single run, but it is no difference between
worlds. So an analysis of variance with worlds and replicates tells three parts apart: worlds,
replicates, and what is left, which is all the chance that stands between worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution

from uptake.study.resampling import resamples
from uptake.study.statistics import CONFIDENCE

SEED: Final = 20_241
RESAMPLES: Final = 1000
"""Of bootstraps."""

NEGLIGIBLE: Final = 1e-12
"""Spread, relative to the values, that is rounding and nothing else."""


@dataclass(frozen=True)
class Chance:
    """The part of chance in the differences between runs.

    Attributes
    ----------
    share : float
        Of the variance of single runs (a random world, a random seed) that is due to chance; nan
        with one replicate.
    low, high : float
        Its 95 % interval, from a bootstrap over worlds.
    between_worlds : float
        Variance of the expected outcome between worlds; not below nought.
    within_worlds : float
        Variance of single runs within a world.
    in_means : float
        Variance that chance adds between the means of worlds over their replicates.
    apart : bool
        Whether worlds differ by more than chance (F test).
    replicates, worlds : int
        From how many it was found.
    """

    share: float
    low: float
    high: float
    between_worlds: float
    within_worlds: float
    in_means: float
    apart: bool
    replicates: int
    worlds: int


def chance_of(outcomes: NDArray[np.float64]) -> Chance:
    """Find the part of chance.

    Parameters
    ----------
    outcomes : array (worlds, replicates)
        Of worlds that are a sample of the inputs; nothing in it is nan.
    """
    worlds, replicates = outcomes.shape
    if replicates < 2 or worlds < 2:
        nan = np.nan
        differs = not is_constant(outcomes)
        return Chance(nan, nan, nan, nan, nan, nan, differs, replicates, worlds)
    if is_constant(outcomes):
        return Chance(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False, replicates, worlds)
    within, between, left = _parts(outcomes)
    again = (outcomes[rows] for rows in resamples(RESAMPLES, worlds))
    shares = [_share(*_parts(one)[:2]) for one in again]
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(shares, [tail, 1.0 - tail])
    return Chance(
        share=_share(within, between),
        low=float(low),
        high=float(high),
        between_worlds=between,
        within_worlds=within,
        in_means=left / replicates,
        apart=_apart(outcomes, left),
        replicates=replicates,
        worlds=worlds,
    )


def is_constant(values: NDArray[np.float64]) -> bool:
    """Whether values differ by no more than rounding."""
    return bool(np.ptp(values) <= NEGLIGIBLE * max(1e-300, float(np.abs(values).max())))


def _parts(outcomes: NDArray[np.float64]) -> tuple[float, float, float]:
    """Variance within worlds, between worlds, and left besides worlds and replicates."""
    worlds, replicates = outcomes.shape
    means = outcomes.mean(axis=1)
    deviations = outcomes - means[:, None]
    within = float((deviations**2).sum()) / (worlds * (replicates - 1))
    unexplained = float(((deviations - deviations.mean(axis=0)) ** 2).sum())
    left = unexplained / ((worlds - 1) * (replicates - 1))
    between = max(float(means.var(ddof=1)) - left / replicates, 0.0)
    return within, between, left


def _share(within: float, between: float) -> float:
    return within / (within + between) if within > 0.0 else 0.0


def _apart(outcomes: NDArray[np.float64], left: float) -> bool:
    worlds, replicates = outcomes.shape
    between: float = replicates * float(outcomes.mean(axis=1).var(ddof=1))
    if left <= 0.0:
        return between > 0.0
    degrees = (worlds - 1, (worlds - 1) * (replicates - 1))
    by_chance = float(f_distribution.sf(between / left, *degrees))
    return by_chance <= 1.0 - CONFIDENCE
