"""What counts as one observation of a comparison: a set of assumptions or, under one set, a run.

Runs under the same assumptions are averaged first: nobody knows which set is the true one, so each
counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.ensemble import REFERENCE
from uptake.study.wording import counted


@dataclass(frozen=True)
class Over:
    """What a mean and its intervals are over.

    Attributes
    ----------
    members : int
        Sets of assumptions.
    runs : int
        Runs of each scenario.
    ensemble : str
        Name of the ensemble whose sets they are.
    """

    members: int = 1
    runs: int = 1
    ensemble: str = REFERENCE

    @property
    def several(self) -> bool:
        """Whether assumptions differ; else what differs is chance alone."""
        return self.members > 1

    @property
    def units(self) -> str:
        """What one observation is, in a word or three: ``sets of assumptions``, ``runs``."""
        return "sets of assumptions" if self.several else "runs"

    @property
    def said(self) -> str:
        """What is varied, for a sentence: assumptions and chance, or chance alone."""
        if not self.several:
            return counted(self.runs, "run")
        sets = sets_said(self.members)
        if self.runs == self.members:
            return f"{sets}, each with its own chance"
        return f"{sets}, with {self.runs:,} runs"


def sets_said(count: int) -> str:
    """Count sets of assumptions: ``20 plausible sets of assumptions``."""
    return counted(count, "plausible set of assumptions", "plausible sets of assumptions")


def whose_sets(ensemble: str) -> str:
    """Say what is claimed of the sets of an ensemble: of a user's own, only whose they are."""
    if ensemble == REFERENCE:
        return "The sets fit the published evidence about equally well; nobody knows which is true."
    return f"The sets are those of {ensemble}, and each counts alike."


def over(frame: pd.DataFrame) -> Over:
    """What the runs of a frame with the columns member and replicate differ in."""
    return Over(frame["member"].nunique(), frame["replicate"].nunique())


def unit_values(summary: pd.DataFrame, scenario: str, measure: str) -> NDArray[np.float64]:
    """One value of a measure a unit; nan where no run has any."""
    runs = summary[summary["scenario"] == scenario]
    key = "member" if over(summary).several else "replicate"
    return runs.groupby(key, sort=True)[measure].mean().to_numpy(np.float64)


def paired_units(summary: pd.DataFrame, baseline: str, scenario: str, measure: str) -> pd.DataFrame:
    """Two scenarios beside each other, in the runs in which both have a finite value.

    Parameters
    ----------
    summary : DataFrame
        Columns scenario, member, replicate and the measure.
    baseline, scenario : str
        Names of the two.
    measure : str
        What is compared.

    Returns
    -------
    DataFrame
        One row a unit, by its number: ``baseline``, ``value``, ``difference`` (means over its
        pairs) and ``pairs``, how many there were.
    """
    keys = ["member", "replicate"]
    both = [
        summary.loc[summary["scenario"] == name].set_index(keys)[measure]
        for name in (baseline, scenario)
    ]
    found = pd.concat(both, axis=1, keys=["baseline", "value"])
    found = found[np.isfinite(found.to_numpy(np.float64)).all(axis=1)]
    found = found.assign(difference=found["value"] - found["baseline"], pairs=1)
    groups = found.groupby(level="member" if over(summary).several else "replicate", sort=True)
    units: pd.DataFrame = groups[["baseline", "value", "difference"]].mean()
    return units.assign(pairs=groups["pairs"].sum())
