"""Where programmes fail: boxes of uncertainties and levers in which failures gather.

Scenario discovery (Lempert, Bryant and Bankes 2008) with a shallow classification tree (Breiman et
al. 1984) over cases: one a world, organisation and programme. Boxes are told only if the tree also
finds failures in worlds that it was not grown from.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.better import Better, gain, known_values
from uptake.study.centres import statistic_of
from uptake.study.pairs import WORLD, pairs_of, summed_by
from uptake.study.rules import Rule, features_of, rules_of
from uptake.study.table import StudyTable

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

FEWEST_CASES: Final = 20
FEWEST_OF_A_KIND: Final = 5
"""Cases that fail, and that do not, below which nothing can be learnt; also of a box."""

DEPTH: Final = 3
SMALLEST_BOX: Final = 0.05
"""A box holds at least this share of the cases."""

FOLDS: Final = 5
REPEATS: Final = 10
MARGIN: Final = 2.0
"""Standard errors by which the tree must beat a coin in worlds held out."""


@dataclass(frozen=True)
class Discovery:
    """Where programmes fail.

    Attributes
    ----------
    measure : str
        In which they may fail.
    programmes : tuple of int
        Those looked at.
    fails_below : float or None
        A case fails if the measure is below; None if it fails where it is no better than the
        baseline.
    cases, failing : int
        Cases, and those of them that fail.
    rules : tuple of Rule
        Boxes in which failures gather, those with most of the failures first; empty if there are
        none that hold.
    why_none : str
        Why there is no rule, in words; empty if there is one.
    balanced_accuracy : float
        Mean share told right of the cases that fail and of those that do not, in worlds held out;
        a coin has 0.5. Nan if no tree was grown.
    """

    measure: str
    programmes: tuple[int, ...]
    fails_below: float | None
    cases: int
    failing: int
    rules: tuple[Rule, ...]
    why_none: str
    balanced_accuracy: float

    @property
    def failing_share(self) -> float:
        """Share of all cases that fail; nan without cases."""
        return self.failing / self.cases if self.cases else float("nan")


def discover(
    table: StudyTable,
    measure: str,
    better: Better,
    programmes: Collection[int],
    fails_below: float | None = None,
) -> Discovery:
    """Look for the boxes in which programmes fail.

    Parameters
    ----------
    table : StudyTable
        The study.
    measure : str
        One of its measures.
    better : {"more", "less"}
        Which way is better.
    programmes : collection of int
        Programmes to look at; levers are looked at if there are several.
    fails_below : float, optional
        A case fails if the measure (mean of the replicates, or median if it may be never) is below.
        By default it fails where the paired difference from the baseline is not on the better side
        of nought.

    Returns
    -------
    Discovery
        The same for the same runs.
    """
    cases = cases_of(table, measure, better, programmes, fails_below)
    fails = cases["fails"].to_numpy(bool)
    varied = ["organisation", *table.levers, *table.uncertainties]
    settings = cases[[name for name in varied if cases[name].nunique(dropna=False) > 1]]
    rules: tuple[Rule, ...] = ()
    accuracy = float("nan")
    why_none = _nothing_to_learn(fails, settings)
    if not why_none:
        worlds = cases["world"] if cases["world"].nunique() > 1 else cases["programme"]
        rules, accuracy = _learn(settings, fails, worlds.to_numpy(np.int64))
        doubt = f"what looks like a rule does not hold in {table.worlds} held out"
        why_none = "" if rules else doubt
    chosen, failing = tuple(sorted(programmes)), int(fails.sum())
    return Discovery(measure, chosen, fails_below, len(cases), failing, rules, why_none, accuracy)


def cases_of(
    table: StudyTable,
    measure: str,
    better: Better,
    programmes: Collection[int],
    fails_below: float | None = None,
) -> pd.DataFrame:
    """Make the cases that `discover` looks at.

    Returns
    -------
    DataFrame
        One row a case: organisation, world, programme, levers, uncertainties and ``fails``. Cases
        without a known value are left out.
    """
    statistic, keys = statistic_of(measure), ["programme", *WORLD]
    if fails_below is None:
        found = summed_by(pairs_of(table, table.runs, measure), keys, ["difference"], statistic)
        found["fails"] = ~(gain(found["difference"], better) > 0.0)
    else:
        runs = table.runs.assign(value=known_values(measure, table.runs[measure]))
        found = summed_by(runs, keys, ["value"], statistic).dropna(subset="value")
        found["fails"] = found["value"] < fails_below
    settings = table.runs.drop_duplicates(keys)[[*keys, *table.levers, *table.uncertainties]]
    chosen = found[found["programme"].isin(list(programmes))]
    return chosen[[*keys, "fails"]].merge(settings, on=keys).reset_index(drop=True)


def _nothing_to_learn(fails: NDArray[np.bool_], settings: pd.DataFrame) -> str:
    failing, passing = int(fails.sum()), int((~fails).sum())
    if fails.size == 0:
        return "there are no cases"
    if failing == 0:
        return "nothing fails"
    if passing == 0:
        return "everything fails"
    if fails.size < FEWEST_CASES:
        return f"there are only {fails.size} cases, and a rule needs {FEWEST_CASES}"
    if min(failing, passing) < FEWEST_OF_A_KIND:
        return (
            f"only {failing} of {fails.size:,} cases fail"
            if failing < passing
            else (f"all but {passing} of {fails.size:,} cases fail")
        )
    return "" if settings.shape[1] else "nothing was varied between the cases"


def _learn(
    settings: pd.DataFrame, fails: NDArray[np.bool_], worlds: NDArray[np.int64]
) -> tuple[tuple[Rule, ...], float]:
    """Rules, if they hold in worlds held out, and how well they do there."""
    features, numbers = features_of(settings)
    accuracy = _held_out(numbers, fails, worlds)
    if accuracy < 0.5 + MARGIN * _coin_error(fails, worlds):
        return (), accuracy
    tree = _new_tree(fails.size).fit(numbers, fails)
    return rules_of(tree, features, settings, fails), accuracy


def _new_tree(cases: int) -> DecisionTreeClassifier:
    # Imported here: it takes half a second that other commands need not pay.
    from sklearn.tree import DecisionTreeClassifier

    smallest = max(FEWEST_OF_A_KIND, round(SMALLEST_BOX * cases))
    return DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=smallest, class_weight="balanced", random_state=0
    )


def _held_out(
    numbers: NDArray[np.float64], fails: NDArray[np.bool_], worlds: NDArray[np.int64]
) -> float:
    """Balanced accuracy in worlds held out, mean of some ways to hold them out.

    All cases of a world are held out together: they share its uncertainties.
    """
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    scores = []
    for repeat in range(REPEATS):
        folds = StratifiedGroupKFold(
            min(FOLDS, np.unique(worlds).size), shuffle=True, random_state=repeat
        )
        tree = _new_tree(fails.size)
        expected = cross_val_predict(tree, numbers, fails, groups=worlds, cv=folds)
        scores.append(balanced_accuracy_score(fails, expected))
    return float(np.mean(scores))


def _coin_error(fails: NDArray[np.bool_], worlds: NDArray[np.int64]) -> float:
    """Standard error of a coin's balanced accuracy, with as many cases as there are worlds."""
    share = float(fails.mean())
    count = np.unique(worlds).size
    return float(0.25 * np.sqrt(1.0 / (share * count) + 1.0 / ((1.0 - share) * count)))
