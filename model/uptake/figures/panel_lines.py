"""What small multiples of a study show: one lever across, another as lines, a third as panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.figures.lever_axis import LeverAxis, Value, lever_axis, value_of, values_of_column
from uptake.figures.study_cells import (
    Cells,
    across,
    difference_of,
    rivals,
    study_cells,
    unit_values,
)
from uptake.study.better import Better, gain
from uptake.study.centres import Statistic, centre_of
from uptake.study.lever_words import setting_words
from uptake.study.table import StudyTable

ORGANISATION = "organisation"
"""As a path: a panel an organisation."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Line:
    """One line of a panel.

    Attributes
    ----------
    name : str
        The setting it stands for; empty if it is the only one.
    bands : array (5, x values)
        5, 25, 50, 75 and 95 % quantiles over the units; nan where nothing was run.
    """

    name: str
    bands: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panel:
    """One panel.

    Attributes
    ----------
    name : str
        What it is about; empty if it is the only one.
    lines : tuple of Line
        In the order of the second lever.
    baseline : float
        Median of the baseline over the units.
    best : float or str or None
        Value of the lever across at which the panel is best, over all of its lines.
    as_good : frozenset
        Values that are not clearly worse than it.
    clear : bool
        Whether the worst value is clearly worse than the best.
    reach : float
        How much the best value differs from the worst, unit by unit.
    sureness : float
        End of its 95 % interval on the worse side, more being better; nan with too few units.
    """

    name: str
    lines: tuple[Line, ...]
    baseline: float
    best: Value | None
    as_good: frozenset[Value]
    clear: bool
    reach: float
    sureness: float


def panel_lines(
    table: StudyTable,
    measure: str,
    x: str,
    lines: str | None,
    panels: str | None,
    *,
    better: Better,
    difference: bool,
    organisation: str | None,
) -> tuple[LeverAxis, tuple[Panel, ...]]:
    """Sum a study up for small multiples.

    Raises
    ------
    ValueError
        If the study did not vary what is asked for.
    """
    axis = _axis(table, x)
    by_line = _settings(table, lines)
    made = []
    for name, cells, wanted in _parts(table, measure, panels, organisation):
        frame = cells.difference if difference else cells.value
        drawn = tuple(
            Line(line, _bands(table, frame, axis, wanted & chosen, cells.statistic))
            for line, chosen in by_line.items()
        )
        own = frame.get(table.baseline, pd.Series(dtype=np.float64))
        base = _quantiles(own.to_numpy(np.float64), cells.statistic)[2]
        made.append(
            Panel(name, drawn, base, *_best(table, cells, axis, wanted, better, difference))
        )
    return axis, tuple(made)


def _parts(
    table: StudyTable, measure: str, panels: str | None, organisation: str | None
) -> list[tuple[str, Cells, frozenset[int]]]:
    """Name, cells and programmes of each panel."""
    everything = frozenset(table.labels)
    if panels == ORGANISATION:
        names = list(dict.fromkeys(table.runs["organisation"]))
        return [(str(name), study_cells(table, measure, name), everything) for name in names]
    cells = study_cells(table, measure, organisation)
    if panels is None:
        return [("", cells, everything)]
    if panels in table.levers:
        return [(name, cells, chosen) for name, chosen in _settings(table, panels).items()]
    found = values_of_column(unit_values(table, cells, panels))
    return [
        (setting_words(panels, value), cells.among([one == value for one in found]), everything)
        for value in lever_axis(table, panels).values
    ]


def _settings(table: StudyTable, path: str | None) -> dict[str, frozenset[int]]:
    """Programmes by what they have set, in the order of the values."""
    if path is None:
        return {"": frozenset(table.labels)}
    return {
        setting_words(path, value): programmes_with(table, path, value)
        for value in _axis(table, path).values
    }


def _axis(table: StudyTable, path: str) -> LeverAxis:
    """The values that others than the baseline have: that one has a line of its own."""
    axis = lever_axis(table, path)
    others = [one for one in axis.values if programmes_with(table, path, one) - {table.baseline}]
    return LeverAxis(path, tuple(others))


def programmes_with(table: StudyTable, path: str, value: Value) -> frozenset[int]:
    """Programmes in which a lever has a value."""
    rows = table.runs.drop_duplicates("programme")
    same = [value_of(one) == value for one in rows[path]]
    return frozenset(rows.loc[same, "programme"].astype(int))


def _bands(
    table: StudyTable,
    frame: pd.DataFrame,
    axis: LeverAxis,
    programmes: frozenset[int],
    statistic: Statistic,
) -> NDArray[np.float64]:
    columns = []
    for value in axis.values:
        chosen = programmes & programmes_with(table, axis.path, value)
        units = across(frame[[one for one in frame if one in chosen]], statistic)
        columns.append(_quantiles(units.to_numpy(np.float64), statistic))
    return np.array(columns).T


def _quantiles(values: NDArray[np.float64], statistic: Statistic) -> NDArray[np.float64]:
    known = values[~np.isnan(values)]
    if not known.size:
        return np.full(len(QUANTILES), np.nan)
    # Between a number and never there is nothing.
    method: Literal["linear", "inverted_cdf"] = "linear" if statistic == "mean" else "inverted_cdf"
    return np.asarray(np.quantile(known, QUANTILES, method=method), np.float64)


def _best(
    table: StudyTable,
    cells: Cells,
    axis: LeverAxis,
    programmes: frozenset[int],
    better: Better,
    difference: bool,
) -> tuple[Value | None, frozenset[Value], bool, float, float]:
    columns: dict[Value, pd.Series] = {}
    for value in axis.values:
        chosen = programmes & programmes_with(table, axis.path, value)
        units = cells.over(chosen, difference=difference)
        if units.notna().any():
            columns[value] = units
    if not columns:
        return None, frozenset(), False, np.nan, np.nan
    ranked = _ranked(columns, better, cells.statistic)
    best, worst = ranked[0], ranked[-1]
    apart = centre_of(difference_of(columns[best], columns[worst]), cells.statistic)
    sureness = float(gain([apart.low, apart.high], better).min())
    as_good = rivals(columns, best, better, cells.statistic)
    return best, as_good, sureness > 0.0, apart.centre, sureness


def _ranked(
    columns: Mapping[Value, pd.Series], better: Better, statistic: Statistic
) -> list[Value]:
    def centre(value: Value) -> float:
        return float(gain(centre_of(columns[value], statistic).centre, better))

    return sorted(columns, key=centre, reverse=True)


def same_everywhere(panels: Sequence[Panel]) -> Value | None:
    """The value that no panel finds clearly worse than its best; None if there is none."""
    clear = [panel for panel in panels if panel.clear]
    for panel in clear:
        if all(panel.best == one.best or panel.best in one.as_good for one in clear):
            return panel.best
    return None
