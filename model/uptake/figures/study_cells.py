"""One measure of a study, a number for each programme in each unit: what its figures draw."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr
from scipy.stats import binomtest

from uptake.figures.lineup import source_line
from uptake.study.better import Better, gain, gap, known_values
from uptake.study.centres import Centre, Statistic, centre_of, statistic_of
from uptake.study.pairs import PAIR, REPLICATES, pairs_of, summed_by, unit_of
from uptake.study.statistics import CONFIDENCE
from uptake.study.table import StudyTable
from uptake.study.units import sets_said
from uptake.study.wording import counted

Choice = TypeVar("Choice", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Cells:
    """Values of a measure, summed up over replicates (if there are several worlds).

    Attributes
    ----------
    measure : str
        Which.
    value, difference : DataFrame
        One row a unit, one column a programme: the measure, and its paired difference from the
        baseline. May be infinite where a measure may be never; nan is not known.
    unit : str
        What a row is: worlds (of an organisation), sets of assumptions (of an organisation) or, in
        a single world, replicates; as `uptake.study.pairs.unit_of` calls them.
    statistic : {"mean", "median"}
        How values are summed up.
    baseline : int
        Programme that the others are compared with.
    """

    measure: str
    value: pd.DataFrame
    difference: pd.DataFrame
    unit: str
    statistic: Statistic
    baseline: int

    @property
    def compared(self) -> bool:
        """Whether any programme can be compared with the baseline."""
        others = self.difference.drop(columns=self.baseline, errors="ignore")
        return bool(others.notna().to_numpy().any())

    def among(self, units: Collection[bool]) -> Cells:
        """The same for some of the units, in the order of the rows of `value`."""
        chosen = self.value.index[np.array(list(units), np.bool_)]
        compared = self.difference.index.intersection(chosen)
        return replace(self, value=self.value.loc[chosen], difference=self.difference.loc[compared])

    def only(self, programmes: Collection[int]) -> Cells:
        """The same for some of the programmes."""
        value = self.value[[one for one in self.value if one in programmes]]
        difference = self.difference[[one for one in self.difference if one in programmes]]
        return replace(self, value=value, difference=difference)

    def over(self, programmes: Collection[int], *, difference: bool = False) -> pd.Series:
        """One number a unit, over some programmes; nan where none of them is known."""
        frame = self.difference if difference else self.value
        return across(frame[[one for one in frame if one in programmes]], self.statistic)

    def centre(self, programmes: Collection[int], *, difference: bool = False) -> Centre:
        """Centre over the units, of the numbers over some programmes."""
        return centre_of(self.over(programmes, difference=difference), self.statistic)


def study_cells(table: StudyTable, measure: str, organisation: str | None = None) -> Cells:
    """Put one measure of a study in a table of units and programmes.

    Parameters
    ----------
    table : StudyTable
        The study.
    measure : str
        One of its measures.
    organisation : str, optional
        Runs of this one alone; else of all, each world of each organisation a unit.

    Raises
    ------
    ValueError
        If the study has no such measure or organisation.
    """
    runs = chosen_runs(table, organisation)
    if measure not in table.measures:
        raise ValueError(f"the study has no measure {measure}")
    statistic = statistic_of(measure)
    unit, keys = unit_of(table, runs)
    known = runs[[*PAIR, "programme"]].assign(value=known_values(measure, runs[measure]))
    pairs = pairs_of(table, runs, measure)
    return Cells(
        measure,
        _wide(known, keys, "value", statistic),
        _wide(pairs, keys, "difference", statistic),
        unit,
        statistic,
        table.baseline,
    )


def chosen_runs(table: StudyTable, organisation: str | None) -> pd.DataFrame:
    """Runs of one organisation, or all.

    Raises
    ------
    ValueError
        If the study has no such organisation.
    """
    if organisation is None:
        return table.runs
    runs = table.runs[table.runs["organisation"] == organisation]
    if runs.empty:
        raise ValueError(f"the study has no organisation {organisation}")
    return runs


def across(frame: pd.DataFrame, statistic: Statistic) -> pd.Series:
    """Mean (or lower median) of each row; nan is left out."""
    if frame.shape[1] == 0:
        return pd.Series(np.nan, index=frame.index, dtype=np.float64)
    if statistic == "mean":
        return frame.mean(axis="columns")
    return frame.quantile(0.5, axis="columns", interpolation="lower")


def rivals(
    columns: Mapping[Choice, pd.Series], best: Choice, better: Better, statistic: Statistic
) -> frozenset[Choice]:
    """Which of some choices are not clearly worse than the best of them, unit by unit.

    Parameters
    ----------
    columns : mapping of choice to Series
        One number a unit, with one index.
    best : hashable
        The choice that the others are held against.
    better, statistic
        Which way is better, and how differences are summed up.

    Returns
    -------
    frozenset
        Choices whose paired 95 % interval does not leave out nought; empty with too few units for
        intervals.
    """
    found = set()
    for choice, values in columns.items():
        if choice == best:
            continue
        behind = difference_of(columns[best], values)
        known = centre_of(gain(behind, better), statistic)
        if known.low <= 0.0:
            found.add(choice)
    return frozenset(found)


def may_be_chance(values: ArrayLike, statistic: Statistic, tries: int) -> bool:
    """Whether a difference may be chance, as it is the largest of so many (Bonferroni).

    Parameters
    ----------
    values : array_like of shape (units,)
        The differences; nan is left out.
    statistic : {"mean", "median"}
        Tested by Student's t or, for a median, by their signs.
    tries : int
        How many differences there were to choose from.
    """
    known = np.asarray(values, np.float64)
    known = known[~np.isnan(known)]
    if statistic == "median":
        signs = np.sign(known[known != 0.0])
        above = int(np.count_nonzero(signs > 0))
        chance = float(binomtest(above, signs.size).pvalue) if signs.size else 1.0
    elif known.size < 2 or not known.any():
        chance = 1.0
    else:
        error = float(known.std(ddof=1)) / math.sqrt(known.size)
        ratio = abs(float(known.mean())) / error if error > 0.0 else math.inf
        chance = 2.0 * float(stdtr(known.size - 1, -ratio))
    return bool(chance * tries > 1.0 - CONFIDENCE)


def difference_of(first: pd.Series, second: pd.Series) -> NDArray[np.float64]:
    """First less second, unit by unit: nan if either is not known, nought if both are never."""
    one, other = first.to_numpy(np.float64), second.to_numpy(np.float64)
    found = gap(one, other)
    found[np.isnan(one) | np.isnan(other)] = np.nan
    return found


def where_said(table: StudyTable, organisation: str | None) -> str:
    """Say what the runs of a figure are of: ``40 worlds of “Acme”``, ``20 replicates``."""
    runs = chosen_runs(table, organisation)
    unit, _ = unit_of(table, runs)
    names = list(dict.fromkeys(runs["organisation"].astype(str)))
    worlds = runs["world"].nunique()
    if unit == REPLICATES:
        said = counted(runs["replicate"].nunique(), "replicate")
    elif worlds == 1:
        return f"{counted(len(names), 'organisation')}, which count alike"
    else:
        said = sets_said(worlds) if table.ensemble else counted(worlds, "world")
    if len(names) > 1:
        return f"{said} of each of {counted(len(names), 'organisation')}, which count alike"
    several = table.runs["organisation"].nunique() > 1
    return f"{said} of “{names[0]}”" if several and names[0] else said


def study_source(table: StudyTable) -> str:
    """Say where a figure of a study comes from, and how much of it is missing."""
    replicates = table.runs["replicate"].nunique() if len(table.runs) else 0
    said = source_line(table.name, table.seed, replicates, version("uptake"))
    return f"{said} · {counted(table.missing, 'run')} missing" if table.missing else said


def unit_values(table: StudyTable, cells: Cells, path: str) -> pd.Series:
    """Value of an uncertainty in each unit of some cells, as in the runs."""
    keys = list(cells.value.index.names)
    known = table.runs.drop_duplicates(keys).set_index(keys)[path]
    return known.reindex(cells.value.index)


def finite_range(*values: NDArray[np.float64]) -> tuple[float, float]:
    """Least and greatest finite number; 0 and 1 without any."""
    known = np.concatenate([np.ravel(one) for one in values]) if values else np.zeros(0)
    known = known[np.isfinite(known)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)


def _wide(frame: pd.DataFrame, keys: list[str], column: str, statistic: Statistic) -> pd.DataFrame:
    summed = summed_by(frame, [*keys, "programme"], [column], statistic)
    return summed.pivot(index=keys, columns="programme", values=column)
