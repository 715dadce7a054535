"""Runs of the same chance beside each other, and what counts as one observation of them.

Two runs are a pair if organisation, world and replicate are the same. Differences of pairs are
averaged within each world, and worlds, of which nobody knows which is the true one, count alike.
Organisations in the same world are no independent observations of it: together they are one. In a
study of a single world the replicates take their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from uptake.study.better import gap, known_values
from uptake.study.centres import Statistic
from uptake.study.table import StudyTable

ALL: Final = "all"
"""Organisation of the rows that hold every organisation, averaged in each world."""

REPLICATES: Final = "replicates"
PAIR: Final = ["organisation", "world", "replicate"]
WORLD: Final = ["organisation", "world"]


def selections(table: StudyTable) -> list[tuple[str, pd.DataFrame]]:
    """Runs of each organisation and, if there are several, of all of them (`ALL`)."""
    found = [(str(name), runs) for name, runs in table.runs.groupby("organisation", sort=False)]
    return [*found, (ALL, table.runs)] if len(found) > 1 else found


def pairs_of(table: StudyTable, runs: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Runs beside the baseline's of the same organisation, world and replicate.

    Returns
    -------
    DataFrame
        One row a pair, those of the baseline with itself among them: organisation, world,
        replicate, programme, value, baseline_value, difference. Values may be infinite if the
        measure may be never; no value is nan.
    """
    known = runs[[*PAIR, "programme"]].assign(value=known_values(measure, runs[measure]))
    known = known[known["value"].notna()]
    base = known[known["programme"] == table.baseline].drop(columns="programme")
    base = base.rename(columns={"value": "baseline_value"})
    pairs = known.merge(base, on=PAIR, how="inner", validate="many_to_one")
    return pairs.assign(difference=gap(pairs["value"], pairs["baseline_value"]))


def unit_of(table: StudyTable, runs: pd.DataFrame) -> tuple[str, list[str]]:
    """What an observation is in runs of a study, in a word, and the columns that tell units apart.

    The word is worlds, sets (of assumptions, where the worlds are those of an ensemble) or, in a
    single world, replicates.
    """
    if runs["world"].nunique() > 1:
        return "sets" if table.ensemble else "worlds", ["world"]
    return REPLICATES, PAIR


def summed_by(
    frame: pd.DataFrame, keys: Sequence[str], values: Sequence[str], statistic: Statistic
) -> pd.DataFrame:
    """Sum values up over the rows with the same keys: mean, or lower median; nan is left out."""
    groups = frame.groupby(list(keys), sort=True)[list(values)]
    found = groups.mean() if statistic == "mean" else groups.quantile(0.5, interpolation="lower")
    return found.reset_index()
