"""What a report is made of: the study layer fills it, the page and the table only read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from uptake.figures import Lineup, SavedFigure

HEADLINE_MEASURE = "participation_last_half_year"
STATUS_WORDS = {
    "R": "read in a published source",
    "R2": "quoted by someone else",
    "D": "derived from published numbers",
    "A": "assumed",
    "B": "commonly cited, not checked",
}


@dataclass(frozen=True)
class Assumption:
    """One number the answer rests on, as the reader should see it.

    Attributes
    ----------
    name, value, unit, meaning : str
        Said in words.
    status : str
        A key of `STATUS_WORDS`.
    """

    name: str
    value: str
    unit: str
    meaning: str
    status: str

    @property
    def support(self) -> str:
        """The status in words."""
        return STATUS_WORDS.get(self.status, self.status)


@dataclass(frozen=True)
class ScenarioDetail:
    """What was run under a scenario's name.

    Attributes
    ----------
    name : str
        As in the lineup.
    description : str
        A sentence or two; may be empty.
    settings : mapping of str to str
        Key and value of what sets the scenario apart, in the order shown.
    """

    name: str
    description: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ReportContent:
    """Everything that a report says.

    Attributes
    ----------
    title : str
        Title of the study.
    question : str
        What was asked, in a sentence.
    lineup : Lineup
        The scenarios, the baseline first, with departures and colours.
    weekly : DataFrame
        Columns scenario, replicate, week, account_share, participation and other measures.
    summary : DataFrame
        One row a scenario and replicate: member, participation_last_half_year,
        posts_a_week_last_half_year, money_total, champion_hours_total, half_life_weeks.
    comparison : DataFrame
        Columns scenario, measure, baseline_mean, mean, difference, low, high, spread_low,
        spread_high, helps_share, members, replicates. Empty for a single scenario.
    variants : DataFrame
        Columns scenario, measure, variant, members, difference, helps_share. Empty for a single
        scenario.
    weeks : int
        Weeks in a run.
    hourly_rate : float
        Money an hour of the champion's.
    currency : str
        Sign before an amount.
    details : tuple of ScenarioDetail
        At most one a scenario.
    figures : tuple of SavedFigure
        In the order shown.
    assumptions : tuple of Assumption
        The numbers most worth doubting.
    manifest : mapping
        Where it comes from: seeds, versions, fingerprints, timing.
    """

    title: str
    question: str
    lineup: Lineup
    weekly: pd.DataFrame
    summary: pd.DataFrame
    comparison: pd.DataFrame
    variants: pd.DataFrame
    weeks: int
    hourly_rate: float
    currency: str = "$"
    details: tuple[ScenarioDetail, ...] = ()
    figures: tuple[SavedFigure, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    manifest: Mapping[str, object] = field(default_factory=dict)
