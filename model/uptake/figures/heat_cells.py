"""What the cells of a map of two levers hold, and which of them is best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.figures.lever_axis import LeverAxis, Value, crossed, is_sample, lever_axis, value_of
from uptake.figures.study_cells import Cells, may_be_chance, rivals, study_cells
from uptake.study.better import Better, gain
from uptake.study.centres import Centre
from uptake.study.table import StudyTable

MOST_VALUES = 15
"""More rows or columns than that cannot be read."""

Place = tuple[int, int]
"""Row and column of a cell."""


@dataclass(frozen=True, eq=False)
class HeatCells:
    """Two levers and what comes of their combinations.

    Attributes
    ----------
    x, y : LeverAxis
        The levers.
    shown : array (y values, x values)
        The measure, or its difference from the baseline; nan where nothing was run.
    clear : array of bool, same shape
        Whether the 95 % interval of the difference from the baseline leaves out nought.
    best : tuple of int or None
        Row and column of the best cell.
    best_value : Centre
        The measure there.
    best_gain : Centre
        Its difference from the baseline there; nan if nothing can be compared.
    choices : int
        Cells with programmes other than the baseline.
    chance : bool
        Whether that difference may be chance, as the best of so many.
    rivals : frozenset of tuple
        Cells that are not clearly worse than the best.
    baseline_value : Centre
        The measure in the baseline.
    baseline : tuple of float or None
        Row and column of the baseline, between cells if need be; None if it lies outside.
    most_in_a_cell : int
        Programmes in the fullest cell; more than one if other levers were varied too.
    cells : Cells
        Where the numbers come from.
    """

    x: LeverAxis
    y: LeverAxis
    shown: NDArray[np.float64]
    clear: NDArray[np.bool_]
    best: Place | None
    best_value: Centre
    best_gain: Centre
    choices: int
    chance: bool
    rivals: frozenset[Place]
    baseline_value: Centre
    baseline: tuple[float, float] | None
    most_in_a_cell: int
    cells: Cells

    @property
    def best_stands_out(self) -> bool:
        """Whether at least half of the other cells are clearly worse than the best."""
        known = int(np.count_nonzero(~np.isnan(self.shown)))
        return len(self.rivals) <= (known - 1) / 2


def heat_cells(
    table: StudyTable,
    measure: str,
    x: str,
    y: str,
    *,
    better: Better = "more",
    difference: bool = False,
    organisation: str | None = None,
) -> HeatCells:
    """Sum a study up over the combinations of two levers.

    Raises
    ------
    ValueError
        If the two levers do not span a grid, as in a sample, or one of up to 15 x 15.
    """
    check_is_grid(table, x, y)
    cells = study_cells(table, measure, organisation)
    across, up = _grid_axis(table, x), _grid_axis(table, y)
    inside = _programmes(table, across, up)
    shape = (len(up.values), len(across.values))
    shown, clear = np.full(shape, np.nan), np.zeros(shape, np.bool_)
    for place, programmes in inside.items():
        change = cells.centre(programmes, difference=True)
        centre = change if difference else cells.centre(programmes)
        shown[place] = centre.centre
        clear[place] = change.low > 0.0 or change.high < 0.0
    best = _best(shown, better)
    chosen = inside[best] if best else []
    choices = sum(programmes != [table.baseline] for programmes in inside.values())
    values = {place: cells.over(programmes) for place, programmes in inside.items()}
    return HeatCells(
        across,
        up,
        shown,
        clear,
        best,
        cells.centre(chosen),
        cells.centre(chosen, difference=True),
        choices,
        may_be_chance(cells.over(chosen, difference=True), cells.statistic, choices),
        rivals(values, best, better, cells.statistic) if best else frozenset(),
        cells.centre([table.baseline]),
        _baseline_place(table, across, up),
        max((len(programmes) for programmes in inside.values()), default=0),
        cells,
    )


def check_is_grid(table: StudyTable, x: str, y: str) -> None:
    """Make sure that two levers can be drawn as a map.

    Raises
    ------
    ValueError
        If they cannot.
    """
    for path in (x, y):
        if path not in table.levers:
            raise ValueError(f"{path} is no lever of the study")
        count = len(_grid_axis(table, path).values)
        if not 2 <= count <= MOST_VALUES:
            raise ValueError(f"{path} has {count} values; a map takes 2 to {MOST_VALUES}")
    if x == y or not crossed(table, (x, y)) or is_sample(table):
        raise ValueError(f"{x} and {y} are no grid but a list or a sample of their combinations")


def is_grid(table: StudyTable, x: str, y: str) -> bool:
    """Whether two levers can be drawn as a map."""
    try:
        check_is_grid(table, x, y)
    except ValueError:
        return False
    return True


def _grid_axis(table: StudyTable, path: str) -> LeverAxis:
    """Values of a lever in the programmes; the baseline's own is no row or column of its own."""
    own = table.runs["programme"] == table.baseline
    others = {value_of(value) for value in table.runs.loc[~own, path].unique()}
    known = lever_axis(table, path)
    return LeverAxis(path, tuple(value for value in known.values if value in others))


def _programmes(table: StudyTable, x: LeverAxis, y: LeverAxis) -> dict[Place, list[int]]:
    """Programmes in each cell; the baseline where its levers are all among those of the others."""
    rows = table.runs.drop_duplicates("programme").set_index("programme")
    others = rows.drop(index=table.baseline, errors="ignore")
    alike = all(
        value_of(rows.loc[table.baseline, path]) in {value_of(one) for one in others[path]}
        for path in table.levers
        if table.baseline in rows.index
    )
    found: dict[Place, list[int]] = {}
    for number, row in (rows if alike else others).sort_index().iterrows():
        values = value_of(row[x.path]), value_of(row[y.path])
        if values[0] in x.values and values[1] in y.values:
            place = y.values.index(values[1]), x.values.index(values[0])
            found.setdefault(place, []).append(int(str(number)))
    return found


def _best(shown: NDArray[np.float64], better: Better) -> Place | None:
    known = ~np.isnan(shown)
    if not known.any():
        return None
    worst = np.where(known, gain(shown, better), -np.inf)
    row, column = np.unravel_index(int(np.argmax(worst)), shown.shape)
    return int(row), int(column)


def _baseline_place(table: StudyTable, x: LeverAxis, y: LeverAxis) -> tuple[float, float] | None:
    rows = table.runs[table.runs["programme"] == table.baseline]
    if rows.empty:
        return None
    own: pd.Series = rows.iloc[0]
    values: tuple[Value, Value] = value_of(own[y.path]), value_of(own[x.path])
    up, across = y.place(values[0]), x.place(values[1])
    return None if up is None or across is None else (up, across)
