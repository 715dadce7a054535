"""Sobol's indices: the share of the variance of an outcome that each input brings about."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.sensitivity.chance import RESAMPLES, SEED, Chance, chance_of, is_constant
from uptake.study.sensitivity.inputs import Input
from uptake.study.sensitivity.sampling import problem_of
from uptake.study.statistics import CONFIDENCE

FEWEST_SAMPLES: Final = 4
"""Of fewer there is no variance to speak of."""

COLUMNS: Final = (
    "input",
    "S1",
    "S1_low",
    "S1_high",
    "ST",
    "ST_low",
    "ST_high",
    "S1_means",
    "ST_means",
)


def worlds_of(outcomes: NDArray[np.float64], inputs: int) -> NDArray[np.float64]:
    """The outcomes at the points of matrices A and B, which are a sample of all inputs at once."""
    blocks = outcomes.reshape(-1, inputs + 2, outcomes.shape[1])
    return np.concatenate([blocks[:, 0], blocks[:, -1]])


def sobol_indices(
    inputs: Sequence[Input], outcomes: NDArray[np.float64]
) -> tuple[pd.DataFrame, Chance]:
    """Find the first-order and the total index of each input, and the part of chance.

    Parameters
    ----------
    inputs : sequence of Input
        What was varied.
    outcomes : array (points, replicates)
        At the points of `sobol_sample`, in whole blocks.

    Returns
    -------
    DataFrame
        One row an input, in their order. Columns:

        S1, ST
            Share of the variance of the expected outcome that goes if the input becomes known, and
            that is left if all others become known. All nan if the outcome never differs.
        S1_low, S1_high, ST_low, ST_high
            Their 95 % intervals, from a bootstrap over the blocks of the sample.
        S1_means, ST_means
            The same of the means over replicates, with the chance that is left in them.
    Chance
        From the points of A and B.

    Notes
    -----
    Means over replicates still hold chance, which makes total indices too large: 0.5 E(A - AB)^2
    holds half the variance that chance adds to A - AB. That variance is known from the replicates
    of each pair, and taken off; likewise what chance adds to the product B (AB - A) of first-order
    indices. Both are then divided by the variance of means less its part of chance. Replicates of a
    number share their seed, so that the chance of near points is alike and much of it cancels;
    taking the differences replicate by replicate lets it. If worlds do not differ by more than
    chance, that variance is near nought, and the whole variance is the divisor instead.
    """
    chance = chance_of(worlds_of(outcomes, len(inputs)))
    means = outcomes.mean(axis=1)
    names = [one.name for one in inputs]
    if is_constant(means):
        return pd.DataFrame({"input": names}, columns=list(COLUMNS)), chance
    first, first_error, total, total_error = _of_means(inputs, means)
    variance = float(worlds_of(means[:, None], len(inputs)).var())
    added_first, added_total, scale = np.zeros(len(inputs)), np.zeros(len(inputs)), 1.0
    if chance.replicates > 1:
        added_first, added_total = _added_by_chance(outcomes, len(inputs))
        if chance.apart:
            scale = variance / (variance - chance.in_means)
    without_first = (first - added_first / variance) * scale
    without_total = (total - added_total / variance) * scale
    table = pd.DataFrame(
        {
            "input": names,
            "S1": without_first,
            "S1_low": without_first - scale * first_error,
            "S1_high": without_first + scale * first_error,
            "ST": without_total,
            "ST_low": without_total - scale * total_error,
            "ST_high": without_total + scale * total_error,
            "S1_means": first,
            "ST_means": total,
        }
    )
    return table[list(COLUMNS)], chance


def convergence(
    inputs: Sequence[Input], outcomes: NDArray[np.float64], blocks: NDArray[np.intp], samples: int
) -> pd.DataFrame:
    """Find the indices from an eighth, a quarter, half and all of the sample.

    Parameters
    ----------
    inputs, outcomes
        As in `sobol_indices`.
    blocks : array (blocks,)
        Numbers of the blocks that are there: all, unless runs failed.
    samples : int
        Blocks that were asked for.

    Returns
    -------
    DataFrame
        As `sobol_indices`, with a first column ``samples``. The first rows of a Sobol sequence are
        a smaller one, so that each subset is a sample in its own right.
    """
    width = len(inputs) + 2
    found = []
    for part in (8, 4, 2, 1):
        size = samples // part
        count = int(np.count_nonzero(blocks < size))
        if count >= FEWEST_SAMPLES:
            table, _ = sobol_indices(inputs, outcomes[: count * width])
            found.append(table.assign(samples=size))
    together = pd.concat(found, ignore_index=True)
    return together[["samples", *COLUMNS]]


def _of_means(
    inputs: Sequence[Input], means: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    from SALib.analyze.sobol import analyze

    with warnings.catch_warnings():
        # A resample may hold a single value by chance; SALib says so and leaves it out.
        warnings.filterwarnings("ignore", message="Constant values encountered")
        found = analyze(
            problem_of(inputs),
            means,
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=CONFIDENCE,
            seed=SEED,
        )
    first, first_error, total, total_error = (
        np.asarray(found[key], float) for key in ("S1", "S1_conf", "ST", "ST_conf")
    )
    return first, first_error, total, total_error


def _added_by_chance(
    outcomes: NDArray[np.float64], inputs: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What chance adds on average to the numerators of both indices, for each input."""
    blocks = outcomes.reshape(-1, inputs + 2, outcomes.shape[1])
    replicates = blocks.shape[2]
    one, other = blocks[:, :1], blocks[:, -1:]
    apart = blocks[:, 1:-1] - one
    apart = apart - apart.mean(axis=2, keepdims=True)
    other = other - other.mean(axis=2, keepdims=True)
    divisor = replicates * (replicates - 1)
    first = (other * apart).sum(axis=2).mean(axis=0) / divisor
    total = 0.5 * (apart**2).sum(axis=2).mean(axis=0) / divisor
    return first, total
