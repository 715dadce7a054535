"""A finished study as one table, for comparison, figures and report."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class StudyTable:
    """The runs of one study with what was varied and what came of it.

    A *programme* is one combination of levers, a *world* one sample of the uncertainties; every
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
