"""What a fit leaves: the particles of the last generation, and how the generations went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from uptake.study.fitting.candidates import assumptions_of
from uptake.study.fitting.kernel import VARIANT
from uptake.study.fitting.priors import Prior

Floats = NDArray[np.float64]

ANY_DISTANCE: Final = float(np.finfo(np.float64).max)
"""Epsilon of the first generation."""


@dataclass(frozen=True)
class Generation:
    """How one generation went.

    Attributes
    ----------
    epsilon : float
        No accepted candidate is further off than this; the largest number in the first.
    runs : int
        Candidates that were made, up to the last one accepted.
    accepted : float
        Share of them that was accepted.
    effective : float
        Effective number of particles, given their weights (Kish 1965).
    """

    epsilon: float
    runs: int
    accepted: float
    effective: float


@dataclass(frozen=True, eq=False)
class Posterior:
    """Weighted particles that come near what was observed, the nearest first.

    Attributes
    ----------
    prior : Prior
        What was fitted.
    members : tuple of dict
        Assumptions by name, structural choices among them, of each particle.
    units : array (particles, ranges)
        The same as points of the unit cube.
    variants : array (particles,) of int
        Places of their variants in ``prior.variants``.
    weights : array (particles,)
        Their sum is 1.
    distances : array (particles,)
        From what was observed.
    simulated : mapping of str to array (particles, ...)
        What their runs gave.
    generations : tuple of Generation
        From the first to the last.
    """

    prior: Prior
    members: tuple[dict[str, Any], ...]
    units: Floats
    variants: NDArray[np.int64]
    weights: Floats
    distances: Floats
    simulated: Mapping[str, Floats]
    generations: tuple[Generation, ...]

    @property
    def runs(self) -> int:
        """Candidates made in all generations."""
        return sum(one.runs for one in self.generations)


def posterior_of(history: Any, prior: Prior) -> Posterior:  # noqa: ANN401 (pyABC's History)
    """Read the last generation from pyABC's database."""
    particles = sorted(history.get_population().particles, key=lambda one: float(one.distance))
    scores = np.array([[one.parameter[name] for name in prior.names] for one in particles])
    weights = np.array([one.weight for one in particles], np.float64)
    return Posterior(
        prior=prior,
        members=tuple(assumptions_of(one.parameter, prior) for one in particles),
        units=np.asarray(ndtr(scores)),
        variants=np.array([one.parameter[VARIANT] for one in particles]).astype(np.int64),
        weights=weights / weights.sum(),
        distances=np.array([one.distance for one in particles], np.float64),
        simulated={
            name: np.array([one.sum_stat[name] for one in particles])
            for name in particles[0].sum_stat
        },
        generations=_generations(history),
    )


def _generations(history: Any) -> tuple[Generation, ...]:  # noqa: ANN401
    table = history.get_all_populations()
    found = []
    for row in table[table["t"] >= 0].itertuples():
        there = history.get_weighted_distances(int(row.t))
        weights = there["w"].to_numpy(np.float64)
        weights = weights / weights.sum()
        # The last generation may have taken what lay further off than it was meant to.
        epsilon = max(float(row.epsilon), float(there["distance"].max()))
        runs = int(row.samples)
        found.append(Generation(epsilon, runs, weights.size / runs, 1.0 / float(weights @ weights)))
    return tuple(found)
