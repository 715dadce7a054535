"""How many replicates each cell needs until its difference is known well enough."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.plan import Cell
from uptake.study.statistics import half_width
from uptake.study.study_form import Until

LARGEST_STEP = 2.0
"""A cell gets at most so many times the replicates it has: a first guess may be far off."""


def more_replicates(
    runs: pd.DataFrame, names: list[str], replicates: Mapping[Cell, range], until: Until
) -> dict[Cell, range]:
    """Replicates that each cell should have, given what its runs have shown so far.

    Parameters
    ----------
    runs : DataFrame
        Columns organisation, world, programme, replicate and the measure.
    names : list of str
        Names of the organisations, in the order of their numbers.
    replicates : mapping of Cell to range
        What each cell has now. The baseline is programme 0.
    until : Until
        How well the difference from the baseline, or without other programmes the measure itself,
        has to be known.

    Returns
    -------
    dict of Cell to range
        Equal to `replicates` when nothing more is needed. A baseline has as many as the programme
        in its world that has most.
    """
    found = {cell: np.full(len(have), np.nan) for cell, have in replicates.items()}
    for key, of_cell in runs.groupby(["organisation", "world", "programme"]):
        label, world, programme = cast(tuple[str, int, int], key)
        values = found[names.index(label), world, programme]
        values[of_cell["replicate"]] = of_cell[until.measure]
    alone = max(programme for _, _, programme in replicates) == 0
    wanted: dict[Cell, range] = {}
    for cell, have in replicates.items():
        organisation, world, programme = cell
        if programme == 0 and not alone:
            continue
        values = found[cell]
        if not alone:
            values = values - found[organisation, world, 0][: values.size]
        wanted[cell] = range(_needed(values, len(have), until))
    if not alone:
        for organisation, world, programme in replicates:
            if programme == 0:
                most = max(
                    (len(of) for cell, of in wanted.items() if cell[:2] == (organisation, world)),
                )
                wanted[organisation, world, 0] = range(most)
    return {cell: wanted[cell] for cell in replicates}


def _needed(difference: NDArray[np.float64], have: int, until: Until) -> int:
    """Replicates until the interval is narrow enough, as far as these tell."""
    known = difference[np.isfinite(difference)]
    if known.size < 2:
        return min(until.at_most, have * 2)
    width = 2.0 * float(half_width(known))
    if width < until.narrower_than:
        return have
    guess = have * min(LARGEST_STEP, (width / until.narrower_than) ** 2)
    return min(until.at_most, max(have + 1, math.ceil(guess)))
