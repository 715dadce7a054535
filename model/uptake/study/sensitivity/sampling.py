"""The samples of both methods: shares between 0 and 1, one row a point, one column an input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.study.sensitivity.inputs import Input

LEVELS: Final = 4
"""Levels of each input in Morris's design."""

POOL: Final = 4
"""Times as many trajectories are drawn as are chosen for lying far apart."""

MOST_CHOSEN: Final = 30
"""Of more trajectories none are chosen: that takes minutes, and so many lie apart anyway."""


def problem_of(inputs: Sequence[Input]) -> dict[str, Any]:
    """What SALib is told of the inputs: all of them go from 0 to 1."""
    return {
        "num_vars": len(inputs),
        "names": [one.name for one in inputs],
        "bounds": [[0.0, 1.0]] * len(inputs),
    }


def morris_sample(inputs: Sequence[Input], trajectories: int, seed: int) -> NDArray[np.float64]:
    """Draw trajectories in which one input after the other changes, and which lie far apart.

    Returns
    -------
    array (trajectories * (inputs + 1), inputs)
        Shares at the levels of the design.
    """
    from SALib.sample.morris import sample

    chosen = trajectories <= MOST_CHOSEN
    drawn: NDArray[np.float64] = sample(
        problem_of(inputs),
        POOL * trajectories if chosen else trajectories,
        num_levels=LEVELS,
        optimal_trajectories=trajectories if chosen else None,
        seed=seed,
    )
    return drawn


def morris_shares(inputs: Sequence[Input], sample: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the values of a Morris sample are taken.

    Levels of a range are those of the design. The values of a list are taken from the middles of
    as many equal parts, so that no rounding at an edge decides which value a level means.
    """
    middles = (sample * (LEVELS - 1) + 0.5) / LEVELS
    return np.where([one.discrete for one in inputs], middles, sample)


def sobol_sample(inputs: Sequence[Input], samples: int, seed: int) -> NDArray[np.float64]:
    """Draw Saltelli's sample from a scrambled Sobol sequence.

    The first rows are the same whatever the size, so that a larger sample holds the smaller ones.

    Returns
    -------
    array (samples * (inputs + 2), inputs)
        In blocks of a point of matrix A, one with each input in turn taken from B, and that of B.
    """
    from SALib.sample.sobol import sample

    drawn: NDArray[np.float64] = sample(
        problem_of(inputs), samples, calc_second_order=False, seed=seed
    )
    return drawn
