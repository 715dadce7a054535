"""The analysis: samples are drawn and run, and indices found; who runs them is left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from uptake.study.sensitivity.chance import Chance, chance_of
from uptake.study.sensitivity.ends import end_points, ends_table
from uptake.study.sensitivity.findings import Design, Found
from uptake.study.sensitivity.indices import (
    FEWEST_SAMPLES,
    convergence,
    sobol_indices,
)
from uptake.study.sensitivity.inputs import Input, Point, point_at
from uptake.study.sensitivity.sampling import morris_sample, morris_shares, sobol_sample
from uptake.study.sensitivity.screening import left_by, screen

MORRIS, SOBOL, ENDS = "Morris screening", "Sobol indices", "one at a time"

Runner = Callable[[str, Sequence[Point]], NDArray[np.float64]]
"""Makes the runs of a sample, given what it is for and its points: array (points, replicates)."""


class TooFewRunsError(Exception):
    """So many runs failed, or say nothing of the outcome, that there is nothing to analyse."""


def analyse(inputs: Sequence[Input], design: Design, run: Runner) -> Found:
    """Find out what drives an outcome.

    Parameters
    ----------
    inputs : sequence of Input
        What may drive it.
    design : Design
        How that is looked for.
    run : Runner
        Makes the runs, or has them already.

    Raises
    ------
    TooFewRunsError
        If too few runs can be used.
    """
    lost: dict[str, tuple[int, int]] = {}
    left = list(inputs)
    screening = indices = converging = None
    chance: Chance | None = None
    if design.method != "sobol":
        sample = morris_sample(inputs, design.trajectories, design.seed)
        outcomes = run(MORRIS, morris_points(inputs, sample))
        _, rows = _whole(outcomes, len(inputs) + 1, 2, MORRIS, lost)
        outcomes, sample = outcomes[rows], sample[rows]
        screening, chance = screen(inputs, sample, outcomes), chance_of(outcomes)
        if design.method == "both":
            kept = left_by(screening, design.keep)
            left = [one for one in inputs if one.name in kept]
    if design.method != "morris" and left:
        outcomes = run(SOBOL, sobol_points(inputs, left, design))
        blocks, rows = _whole(outcomes, len(left) + 2, FEWEST_SAMPLES, SOBOL, lost)
        outcomes = outcomes[rows]
        indices, chance = sobol_indices(left, outcomes)
        converging = convergence(left, outcomes, blocks, design.samples)
    assert chance is not None
    ends = ends_table(inputs, run(ENDS, end_points(inputs)))
    names = tuple(one.name for one in left)
    return Found(tuple(inputs), screening, names, indices, converging, chance, ends, lost)


def morris_points(inputs: Sequence[Input], sample: NDArray[np.float64]) -> list[Point]:
    """The points of a Morris sample."""
    return [point_at(inputs, inputs, row) for row in morris_shares(inputs, sample).tolist()]


def sobol_points(inputs: Sequence[Input], left: Sequence[Input], design: Design) -> list[Point]:
    """The points of Saltelli's sample of some inputs; the others are at their usual values."""
    sample = sobol_sample(left, design.samples, design.seed)
    return [point_at(inputs, left, row) for row in sample.tolist()]


def _whole(
    outcomes: NDArray[np.float64],
    width: int,
    fewest: int,
    method: str,
    lost: dict[str, tuple[int, int]],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the trajectories, or blocks, of which no outcome is missing; count the others.

    Returns
    -------
    array (blocks,), array (blocks * width,)
        Their numbers, and those of their rows.
    """
    known = np.isfinite(outcomes).all(axis=1).reshape(-1, width).all(axis=1)
    blocks = np.flatnonzero(known)
    lost[method] = (known.size - blocks.size, known.size)
    if blocks.size < fewest:
        raise TooFewRunsError(
            f"{method}: only {blocks.size} of {known.size} parts of the sample have an outcome in "
            "every run; either runs failed or the measure says nothing in many of them"
        )
    return blocks, (blocks[:, None] * width + np.arange(width)).ravel()
