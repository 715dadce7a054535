"""Boxes of settings in words, read off a classification tree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier


@dataclass(frozen=True)
class Feature:
    """A column that a tree splits: a number, or whether a text has one value.

    Attributes
    ----------
    path : str
        The lever or uncertainty.
    value : str or None
        The value of a text; None for a number.
    """

    path: str
    value: str | None


@dataclass(frozen=True)
class Condition:
    """What a rule asks of one lever or uncertainty.

    Attributes
    ----------
    path : str
        The lever or uncertainty.
    above, at_most : float
        Bounds of a number; infinite for none.
    values : tuple of str
        What a text may be; empty for a number.
    others : tuple of str
        What else the text is in the study.
    """

    path: str
    above: float = -math.inf
    at_most: float = math.inf
    values: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = self.path.removeprefix("assumptions.")
        if self.values:
            if len(self.others) < len(self.values):
                return f"{name} is not {' or '.join(self.others)}"
            return f"{name} is {' or '.join(self.values)}"
        if math.isinf(self.above):
            return f"{name} is at most {self.at_most:.12g}"
        if math.isinf(self.at_most):
            return f"{name} is above {self.above:.12g}"
        return f"{name} is above {self.above:.12g} and at most {self.at_most:.12g}"

    def holds(self, settings: pd.DataFrame) -> NDArray[np.bool_]:
        """Where the condition holds in a table of levers and uncertainties."""
        column = settings[self.path]
        if self.values:
            return as_text(column).isin(self.values).to_numpy(bool)
        numbers = column.to_numpy(np.float64)
        return np.asarray((numbers > self.above) & (numbers <= self.at_most))


@dataclass(frozen=True)
class Rule:
    """A box in which failures gather.

    Attributes
    ----------
    conditions : tuple of Condition
        All of them hold in the box.
    cases, failing : int
        Cases in the box, and those of them that fail.
    density : float
        Share of the box's cases that fail.
    coverage : float
        Share of all failures that lie in the box.
    """

    conditions: tuple[Condition, ...]
    cases: int
    failing: int
    density: float
    coverage: float

    def __str__(self) -> str:
        return " and ".join(str(condition) for condition in self.conditions)


def as_text(column: pd.Series[str]) -> pd.Series[str]:
    """A column of texts, in which what is missing is none."""
    return column.astype(object).where(column.notna(), "none").astype(str)


def features_of(settings: pd.DataFrame) -> tuple[tuple[Feature, ...], NDArray[np.float64]]:
    """Make numbers of settings: each value of a text becomes a column of noughts and ones.

    Returns
    -------
    features
        What the columns are.
    numbers : array of shape (cases, features)
    """
    features: list[Feature] = []
    columns: list[NDArray[np.float64]] = []
    for path, column in settings.items():
        if pd.api.types.is_numeric_dtype(column) and column.notna().all():
            features.append(Feature(str(path), None))
            columns.append(column.to_numpy(np.float64))
            continue
        texts = as_text(column)
        for value in sorted(set(texts)):
            features.append(Feature(str(path), value))
            columns.append(np.asarray(texts == value, np.float64))
    return tuple(features), np.column_stack(columns)


def rules_of(
    tree: DecisionTreeClassifier,
    features: Sequence[Feature],
    settings: pd.DataFrame,
    fails: NDArray[np.bool_],
) -> tuple[Rule, ...]:
    """Read the boxes off a tree in which it expects failures.

    Neighbouring boxes that together fill a box are told as one. Bounds are rounded as far as no
    case changes sides.

    Parameters
    ----------
    tree : DecisionTreeClassifier
        Grown from these cases; class 1 is to fail.
    features : sequence of Feature
        Its columns.
    settings : DataFrame
        Levers and uncertainties of the cases.
    fails : array of shape (cases,)
        Which cases fail.

    Returns
    -------
    tuple of Rule
        Those with most failures first.
    """
    found = []
    for steps in _failing_boxes(tree, 0, ()):
        conditions = _conditions(steps, features, settings)
        inside = np.ones(fails.size, bool)
        for condition in conditions:
            inside &= condition.holds(settings)
        cases, failing = int(inside.sum()), int((inside & fails).sum())
        found.append(Rule(conditions, cases, failing, failing / cases, failing / int(fails.sum())))
    return tuple(sorted(found, key=lambda rule: (-rule.failing, rule.cases)))


Step = tuple[int, bool, float]
"""One turn on the way down a tree: column, whether to the low side, and where it is split."""


def _failing_boxes(
    tree: DecisionTreeClassifier, node: int, steps: tuple[Step, ...]
) -> Iterator[tuple[Step, ...]]:
    if _expects(tree, node) == {True}:
        if steps:
            yield steps
        return
    inner = tree.tree_
    low, high = int(inner.children_left[node]), int(inner.children_right[node])
    if low == high:
        return
    column, threshold = int(inner.feature[node]), float(inner.threshold[node])
    yield from _failing_boxes(tree, low, (*steps, (column, True, threshold)))
    yield from _failing_boxes(tree, high, (*steps, (column, False, threshold)))


def _expects(tree: DecisionTreeClassifier, node: int) -> set[bool]:
    """Whether the leaves under a node expect failure."""
    inner = tree.tree_
    low, high = int(inner.children_left[node]), int(inner.children_right[node])
    if low == high:
        passes, fails = inner.value[node][0]
        return {bool(fails > passes)}
    return _expects(tree, low) | _expects(tree, high)


def _conditions(
    steps: Sequence[Step], features: Sequence[Feature], settings: pd.DataFrame
) -> tuple[Condition, ...]:
    bounds: dict[str, tuple[float, float]] = {}
    texts: dict[str, set[str]] = {}
    for column, is_low, threshold in steps:
        path, value = features[column].path, features[column].value
        if value is not None:
            allowed = texts.setdefault(path, set(as_text(settings[path])))
            # The column is 1 where the text has the value, and nought, the low side, elsewhere.
            texts[path] = allowed - {value} if is_low else allowed & {value}
            continue
        at = short_bound(threshold, settings[path].to_numpy(np.float64))
        above, at_most = bounds.get(path, (-math.inf, math.inf))
        bounds[path] = (above, min(at, at_most)) if is_low else (max(at, above), at_most)
    found = {path: Condition(path, *limits) for path, limits in bounds.items()}
    for path, allowed in texts.items():
        others = set(as_text(settings[path])) - allowed
        found[path] = Condition(path, values=tuple(sorted(allowed)), others=tuple(sorted(others)))
    order = dict.fromkeys(features[column].path for column, _, _ in steps)
    return tuple(found[path] for path in order)


def short_bound(bound: float, values: NDArray[np.float64]) -> float:
    """Round a bound to as few digits, two or more, as leave every value on its side of it."""
    below = values <= bound
    for digits in range(2, 17):
        rounded = float(f"{bound:.{digits}g}")
        if np.array_equal(values <= rounded, below):
            return rounded
    return bound
