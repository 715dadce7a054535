"""The values of a lever or an uncertainty in their order, as an axis shows them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.lever_words import as_number, lever_words, value_words
from uptake.study.table import StudyTable

Value = float | str
"""A value of a lever: a number, or a word for anything else."""

NOT_THERE = "none"
SWITCHES = ({"off", "on"}, {"no", "yes"})
SAME = 9
"""Digits to which two numbers are one value."""


@dataclass(frozen=True)
class LeverAxis:
    """A lever or an uncertainty with the values it takes in a study.

    Attributes
    ----------
    path : str
        Of the lever, a column of the study's runs.
    values : tuple
        Each value once: numbers ascending if all are numbers, else in the order of the study.
    """

    path: str
    values: tuple[Value, ...]

    @property
    def words(self) -> str:
        """What it is called on an axis."""
        return lever_words(self.path)

    @property
    def ticks(self) -> tuple[str, ...]:
        """What its values are called."""
        return tuple(value_words(self.path, value) for value in self.values)

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(value, float) for value in self.values)

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The values where all are numbers; else their places, 0 and up."""
        known = self.values if self.numeric else range(len(self.values))
        return np.array(known, np.float64)

    def place(self, value: Value) -> float | None:
        """Place of a value among the values, between two of them for a number; None outside."""
        if value in self.values:
            return float(self.values.index(value))
        if not self.numeric or not isinstance(value, float):
            return None
        numbers = self.numbers
        if not numbers[0] <= value <= numbers[-1]:
            return None
        return float(np.interp(value, numbers, np.arange(numbers.size)))


def lever_axis(table: StudyTable, path: str) -> LeverAxis:
    """Values of a lever or an uncertainty, of which the baseline's own come last if words.

    Raises
    ------
    ValueError
        If the study did not vary it.
    """
    if path not in (*table.levers, *table.uncertainties):
        raise ValueError(f"the study has not varied {path}")
    programmes = table.runs.sort_values(["programme", "world"], kind="stable")
    programmes = programmes.drop_duplicates(["programme", "world"])
    own = programmes["programme"] == table.baseline
    values = values_of_column(pd.concat([programmes.loc[~own, path], programmes.loc[own, path]]))
    return LeverAxis(path, _ordered(list(dict.fromkeys(values))))


def _ordered(seen: list[Value]) -> tuple[Value, ...]:
    """Values in the order seen, unless it is that of a sample, which means nothing."""
    if set(seen) in SWITCHES:
        return tuple(sorted(seen, key=str))
    numbers = [value for value in seen if isinstance(value, float)]
    if numbers == sorted(numbers) and len(numbers) < len(seen):
        return tuple(seen)
    return (*sorted(numbers), *(value for value in seen if isinstance(value, str)))


def values_of_column(column: Sequence[object] | pd.Series) -> list[Value]:
    """Values of a column of runs, one form each: numbers also where they are written out."""
    return [value_of(value) for value in column]


def value_of(value: object) -> Value:
    """One form of a value: a number also where it is written out, ``none`` for nothing."""
    known = as_number(value)
    if known is not None:
        return float(np.format_float_positional(known, SAME, unique=False, fractional=False))
    return value if isinstance(value, str) else NOT_THERE


def crossed(table: StudyTable, paths: Sequence[str], *, least: float = 0.8) -> bool:
    """Whether nearly all combinations of the values of these levers were run: a grid of them.

    A baseline counts if it lies in the grid; values that only it has do not.
    """
    rows = _combinations(table, paths)
    possible = math.prod(len(set(column)) for column in zip(*rows, strict=True)) if rows else 0
    return possible > 0 and len(set(rows)) >= least * possible


def is_sample(table: StudyTable) -> bool:
    """Whether the values of a lever are nearly all different, as in a sample of several levers."""
    rows = _combinations(table, table.levers)
    columns = zip(*rows, strict=True)
    return len(table.levers) > 1 and any(len(set(column)) > len(rows) / 2 for column in columns)


def _combinations(table: StudyTable, paths: Sequence[str]) -> list[tuple[Value, ...]]:
    """Values of these levers in each programme, in the baseline only if others have them too."""
    programmes = table.runs.drop_duplicates("programme")
    own = (programmes["programme"] == table.baseline).to_numpy()
    rows = list(zip(*(values_of_column(programmes[path]) for path in paths), strict=True))
    others = [row for row, is_own in zip(rows, own, strict=True) if not is_own]
    known = [set(column) for column in zip(*others, strict=True)]
    within = [row for row, is_own in zip(rows, own, strict=True) if is_own and known]
    return others + [row for row in within if all(map(set.__contains__, known, row))]
