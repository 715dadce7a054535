"""A finished study as one table, for comparison, figures and report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from uptake.study.store import Store

KEYS = ("run", "organisation", "programme", "world", "replicate")
"""Columns that tell which run a row is about; the baseline's partner agrees in all but two."""


@dataclass(frozen=True, eq=False)
class StudyTable:
    """The runs of one study with what was varied and what came of it.

    A *programme* is one combination of levers, a *world* one set of assumptions; every
    programme is run in every world with the same seed and replicates.

    Attributes
    ----------
    name, question : str
        Of the study.
    levers, uncertainties : tuple of str
        What was varied: paths such as ``programme.newsletter.every_weeks``, columns of `runs`.
    measures : tuple of str
        Measures of a run, of `uptake.study.summary.MEASURES`; columns of `runs`.
    baseline : int
        Number of the programme that the others are compared with.
    labels : dict of int to str
        What each programme is called, by number.
    runs : DataFrame
        One row a run: run, organisation, programme, world, replicate, then levers, uncertainties
        and measures. A column of levers or uncertainties is numeric if all of its values are
        numbers, else text.
    weeks, seed : int
        Horizon and seed of all runs.
    missing : int
        Runs of the plan that have no result, because they failed or were not made yet; they are
        not among `runs`.
    design : str
        How levers were combined: grid, list, latin_hypercube or sobol.
    ensemble : str
        Name of the ensemble whose sets of assumptions the worlds are; empty if they are samples of
        what the study varies.
    """

    name: str
    question: str
    levers: tuple[str, ...]
    uncertainties: tuple[str, ...]
    measures: tuple[str, ...]
    baseline: int
    labels: dict[int, str]
    runs: pd.DataFrame
    weeks: int
    seed: int
    missing: int = 0
    design: str = "grid"
    ensemble: str = ""

    @property
    def world(self) -> str:
        """What a world of the study is called: a set of assumptions where they fit evidence."""
        return "set of assumptions" if self.ensemble else "world"

    @property
    def worlds(self) -> str:
        """What several are called."""
        return "sets of assumptions" if self.ensemble else "worlds"

    @property
    def levers_apart(self) -> tuple[str, ...]:
        """Levers whose values can be told apart: none where combinations were merely listed."""
        return () if self.design == "list" else self.levers


def load_table(store: Store, fingerprint: str) -> StudyTable:
    """Read one study of a store.

    A run that stands for several rows of the plan, because they would have the same results, is
    given to each of them.

    Parameters
    ----------
    store : Store
        Where the results are.
    fingerprint : str
        Which of its studies.

    Returns
    -------
    StudyTable
        With the runs made so far, in the order of the plan.

    Raises
    ------
    KeyError
        If the store holds no such study.
    """
    record = store.studies()[fingerprint]
    plan, measures = store.plan(fingerprint), tuple(record["measures"])
    varied = [*record["levers"], *record["uncertainties"]]
    results = store.runs().reindex(columns=["run", *measures])
    runs = plan[[*KEYS, *varied]].merge(results, on="run", how="inner", validate="many_to_one")
    named = plan.drop_duplicates("programme")
    labels = dict(zip(named["programme"].tolist(), named["label"].tolist(), strict=True))
    return StudyTable(
        name=str(record["name"]),
        question=str(record["question"]),
        levers=tuple(record["levers"]),
        uncertainties=tuple(record["uncertainties"]),
        measures=measures,
        baseline=int(record["baseline"]),
        labels=labels,
        runs=runs,
        weeks=int(record["weeks"]),
        seed=int(record["seed"]),
        missing=len(plan) - len(runs),
        design=str(record["varied"]["levers"]["design"]),
        ensemble=str(record["varied"].get("uncertainties", {}).get("ensemble", "")),
    )
