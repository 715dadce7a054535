"""The programmes of a study that gain most on its baseline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.figures.study_cells import Cells, rivals
from uptake.study.better import Better, gain
from uptake.study.centres import Centre, centre_of
from uptake.study.table import StudyTable

MOST_ROWS = 10


@dataclass(frozen=True, eq=False)
class ProgrammeRow:
    """One programme.

    Attributes
    ----------
    number : int
        Of the programme.
    label : str
        What it is called.
    units : array (units,)
        Its paired difference from the baseline in each; may be infinite.
    centre : Centre
        Over the units.
    helps : int
        Units in which it is better than the baseline.
    as_good : bool
        Whether it is not clearly worse than the best, which is not so itself.
    """

    number: int
    label: str
    units: NDArray[np.float64]
    centre: Centre
    helps: int
    as_good: bool


def programme_rows(
    table: StudyTable,
    cells: Cells,
    *,
    better: Better = "more",
    most: int = MOST_ROWS,
) -> tuple[ProgrammeRow, ...]:
    """Return the programmes that gain most on the baseline, the best first.

    Parameters
    ----------
    table : StudyTable
        Gives the labels.
    cells : Cells
        The measure.
    better : {"more", "less"}
        Which way it is better.
    most : int
        How many at most.
    """
    frame = cells.difference.drop(columns=table.baseline, errors="ignore")
    columns = {int(str(number)): frame[number] for number in frame if frame[number].notna().any()}
    centres = {number: centre_of(column, cells.statistic) for number, column in columns.items()}
    ranked = sorted(columns, key=lambda one: (-float(gain(centres[one].centre, better)), one))
    ranked = ranked[:most]
    level = (
        rivals({one: columns[one] for one in ranked}, ranked[0], better, cells.statistic)
        if ranked
        else frozenset()
    )
    found = []
    for number in ranked:
        units = columns[number].dropna().to_numpy(np.float64)
        helps = int(np.count_nonzero(gain(units, better) > 0.0))
        label = table.labels[number]
        found.append(ProgrammeRow(number, label, units, centres[number], helps, number in level))
    return tuple(found)
