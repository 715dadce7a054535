"""What an analysis of sensitivity found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from uptake.study.sensitivity.chance import Chance
from uptake.study.sensitivity.inputs import Input
from uptake.study.sensitivity.screening import NEGLIGIBLE

Method = Literal["morris", "sobol", "both"]
Verdict = Literal["matters", "does not matter", "not sure", "not looked at"]

SMALL_SHARE: Final = 0.05
"""An input matters if its total index is clearly above, and does not if it is clearly below."""


@dataclass(frozen=True)
class Design:
    """How sensitivity is looked for.

    Attributes
    ----------
    method : {"morris", "sobol", "both"}
        Screening, indices, or indices of what screening leaves.
    trajectories : int
        Of Morris's design.
    samples : int
        Of Sobol's; a power of two.
    keep : int
        Inputs at most that screening leaves.
    seed : int
        Of the samples.
    """

    method: Method = "both"
    trajectories: int = 20
    samples: int = 128
    keep: int = 8
    seed: int = 0


@dataclass(frozen=True)
class About:
    """What the outcome is, for words.

    Attributes
    ----------
    study, question : str
        Name and question of the study.
    measure : str
        Measure of a run.
    programme : str
        Label of the programme; of the scenario whose levers are varied, if they are.
    baseline : str
        What it is compared with; empty if the outcome is the level of the measure.
    seed, replicates : int
        Of all runs.
    """

    study: str
    question: str
    measure: str
    programme: str
    baseline: str
    seed: int
    replicates: int


@dataclass(frozen=True, eq=False)
class Found:
    """What was found, in numbers.

    Attributes
    ----------
    inputs : tuple of Input
        What was varied, in the order of the study.
    screening : DataFrame or None
        From `uptake.study.sensitivity.screening.screen`.
    left : tuple of str
        Inputs that the screening left, or all without one.
    indices : DataFrame or None
        From `uptake.study.sensitivity.indices.sobol_indices`, of the inputs left.
    converging : DataFrame or None
        From `uptake.study.sensitivity.indices.convergence`.
    chance : Chance
        From the points of the last sample.
    ends : DataFrame
        From `uptake.study.sensitivity.ends.ends_table`.
    lost : mapping of str to (lost, of)
        Trajectories or blocks left out because of missing outcomes, by method.
    """

    inputs: tuple[Input, ...]
    screening: pd.DataFrame | None
    left: tuple[str, ...]
    indices: pd.DataFrame | None
    converging: pd.DataFrame | None
    chance: Chance
    ends: pd.DataFrame
    lost: Mapping[str, tuple[int, int]]

    def ranked(self) -> tuple[str, ...]:
        """Names of all inputs, those that matter most first."""
        order = [one.name for one in self.inputs]
        for table, column in ((self.screening, "mu_star"), (self.indices, "ST")):
            if table is not None:
                known = table.set_index("input")[column].astype(float).fillna(0.0)
                inside = sorted(known.index, key=lambda name: -known[name])
                order = [*inside, *(name for name in order if name not in known.index)]
        return tuple(order)

    def verdict(self, name: str) -> Verdict:
        """Whether an input matters, as far as the intervals tell."""
        if self.indices is not None and name in self.left:
            low, high = row_of(self.indices, name, "ST_low", "ST_high")
            return _verdict(low, high, SMALL_SHARE)
        if self.screening is None:
            return "does not matter"
        most = float(self.screening["mu_star"].max())
        low, high, chance = row_of(
            self.screening, name, "mu_star_low", "mu_star_high", "mu_star_chance"
        )
        if self.indices is None:
            if high <= chance or most == 0.0:
                return "does not matter"
            return _verdict(low, high, max(NEGLIGIBLE * most, 0.0 if np.isnan(chance) else chance))
        return "does not matter" if high < NEGLIGIBLE * most or most == 0.0 else "not looked at"

    def with_verdict(self, *verdicts: Verdict) -> list[str]:
        """Names of the inputs with one of some verdicts, those that matter most first."""
        return [name for name in self.ranked() if self.verdict(name) in verdicts]

    def largest_change(self) -> float:
        """By how much the total index that moves most differs between half the sample and all."""
        if self.converging is None or self.converging["samples"].nunique() < 2:
            return float("nan")
        wide = self.converging.pivot(index="input", columns="samples", values="ST")
        last = wide.to_numpy(np.float64)[:, -2:]
        return float(np.abs(last[:, 1] - last[:, 0]).max())

    def input(self, name: str) -> Input:
        """The input of a name."""
        return next(one for one in self.inputs if one.name == name)


def _verdict(low: float, high: float, small: float) -> Verdict:
    if low > small:
        return "matters"
    return "not sure" if high >= small else "does not matter"


def row_of(table: pd.DataFrame, name: str, *columns: str) -> tuple[float, ...]:
    """Numbers that a table has of an input."""
    row = table.loc[table["input"] == name, list(columns)]
    return tuple(row.to_numpy(np.float64)[0].tolist())
