"""How much each lever, or each uncertainty, moves a measure on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import kruskal

from uptake.figures.lever_axis import LeverAxis, crossed, lever_axis, values_of_column
from uptake.figures.never import never_scale
from uptake.figures.panel_lines import programmes_with
from uptake.figures.study_cells import (
    Cells,
    across,
    difference_of,
    may_be_chance,
    unit_values,
)
from uptake.study.centres import Statistic, centre_of
from uptake.study.statistics import CONFIDENCE
from uptake.study.table import StudyTable

FEW_VALUES = 8
"""Up to so many values each has a mean of its own; more are put in so many groups at most."""

FEWEST_IN_A_GROUP = 5
"""Programmes, or worlds."""


@dataclass(frozen=True, eq=False)
class Effect:
    """One lever or uncertainty and what goes with it.

    Attributes
    ----------
    axis : LeverAxis
        Which, with its values.
    x, y : array (cells,)
        For each programme in each unit, the place on the axis (`LeverAxis.numbers`) and the
        measure, which may be infinite.
    mean_x, mean_y : array (groups,)
        Running mean: of each value or of groups of neighbouring values.
    share : float
        Share of the variance of the measure over all cells that the groups account for; in a
        sample, beyond chance.
    clear : bool
        Whether the measure differs between groups by more than chance, given that one of so many
        is looked at.
    """

    axis: LeverAxis
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    mean_x: NDArray[np.float64]
    mean_y: NDArray[np.float64]
    share: float
    clear: bool


def effects(
    table: StudyTable, cells: Cells, paths: Sequence[str], *, difference: bool = False
) -> tuple[Effect, ...]:
    """Return what goes with each lever or uncertainty, that which matters most first.

    One with a single value, or without any known value of the measure, is left out.

    Parameters
    ----------
    table : StudyTable
        The study.
    cells : Cells
        The measure.
    paths : sequence of str
        Levers or uncertainties, not both.
    difference : bool
        Whether the difference from the baseline is looked at instead, without the baseline.
    """
    found = []
    for path in paths:
        axis = lever_axis(table, path)
        if len(axis.values) < 2:
            continue
        one = _effect(table, cells, axis, len(paths), difference=difference)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: -one.share))


def _effect(
    table: StudyTable, cells: Cells, axis: LeverAxis, tries: int, *, difference: bool
) -> Effect | None:
    frame = (
        cells.difference.drop(columns=cells.baseline, errors="ignore")
        if difference
        else cells.value
    )
    is_lever = axis.path in table.levers
    number = dict(zip(axis.values, axis.numbers.tolist(), strict=True))
    if is_lever:
        rows = table.runs.drop_duplicates("programme").set_index("programme")[axis.path]
        own = [number[one] for one in values_of_column(rows.reindex(frame.columns))]
        x = np.broadcast_to(np.array(own), frame.shape)
    else:
        known = unit_values(table, cells, axis.path).reindex(frame.index)
        own = [number[one] for one in values_of_column(known)]
        x = np.broadcast_to(np.array(own)[:, None], frame.shape)
    y = frame.to_numpy(np.float64)
    seen = ~np.isnan(y)
    if not seen.any():
        return None
    group, count = _groups(np.array(own))
    groups = np.broadcast_to(group if is_lever else group[:, None], frame.shape)
    filled = [(groups == one) & seen for one in range(count)]
    filled = [chosen for chosen in filled if chosen.any()]
    places = np.array([float(x[chosen].mean()) for chosen in filled])
    means = np.array([centre_of(y[chosen], cells.statistic).centre for chosen in filled])
    share = _share(never_scale(y).drawn(y[seen]), groups[seen])
    in_grid = is_lever and crossed(table, table.levers)
    if not in_grid:
        share = _adjusted(share, len(filled), len(own))
    if in_grid and axis.numbers.size <= FEW_VALUES:
        clear = _paired(table, cells, axis, tries, difference=difference)
    else:
        summed = across(frame.T if is_lever else frame, cells.statistic).to_numpy(np.float64)
        clear = _apart(summed, group, tries)
    return Effect(axis, x[seen], y[seen], places, means, share, clear)


def _groups(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], int]:
    """Number of the group of each value, and how many groups there are."""
    unique = np.unique(values)
    if unique.size <= FEW_VALUES:
        return np.searchsorted(unique, values), unique.size
    wanted = min(FEW_VALUES, max(values.size // FEWEST_IN_A_GROUP, 2))
    group = pd.qcut(values, wanted, labels=False, duplicates="drop")
    return np.asarray(group, np.int64), int(np.max(group)) + 1


def _share(y: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    total = float(((y - y.mean()) ** 2).sum())
    between = sum(
        float(np.count_nonzero(groups == one)) * float(y[groups == one].mean() - y.mean()) ** 2
        for one in np.unique(groups)
    )
    return between / total if total > 0.0 else 0.0


def _adjusted(share: float, groups: int, drawn: int) -> float:
    """A share of the variance less what so many groups of a sample would have by chance.

    Epsilon squared (Kelley 1935), with what was drawn (worlds, programmes) for the sample.
    """
    if drawn <= groups:
        return 0.0
    return max(0.0, 1.0 - (1.0 - share) * (drawn - 1) / (drawn - groups))


def _paired(
    table: StudyTable, cells: Cells, axis: LeverAxis, tries: int, *, difference: bool
) -> bool:
    """Whether best and worst value differ within units; in a grid all else is the same."""
    columns = []
    for value in axis.values:
        chosen = programmes_with(table, axis.path, value)
        columns.append(cells.over(chosen, difference=difference))
    known = [one for one in columns if one.notna().any()]
    ranked = sorted(known, key=lambda one: _centre(one, cells.statistic))
    pairs = len(known) * (len(known) - 1) // 2
    apart = difference_of(ranked[-1], ranked[0])
    return not may_be_chance(apart, cells.statistic, tries * max(pairs, 1))


def _apart(values: NDArray[np.float64], group: NDArray[np.int64], tries: int) -> bool:
    """Whether values differ between groups by more than chance (Kruskal and Wallis 1952)."""
    known = ~np.isnan(values)
    samples = [values[known & (group == one)] for one in np.unique(group[known])]
    if len(samples) < 2 or np.unique(values[known]).size < 2:
        return False
    return bool(kruskal(*samples).pvalue * tries <= 1.0 - CONFIDENCE)


def _centre(values: pd.Series, statistic: Statistic) -> float:
    return centre_of(values, statistic).centre
