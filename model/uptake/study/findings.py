"""What comparing the programmes of a study finds, for the report and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from uptake.study.better import Better, better_of, gain
from uptake.study.discovery import Discovery, discover
from uptake.study.lever_values import compare_levers
from uptake.study.pairs import ALL
from uptake.study.programmes import compare_programmes
from uptake.study.table import StudyTable
from uptake.study.variant_gains import VariantGain, variant_gains


@dataclass(frozen=True, eq=False)
class Findings:
    """A compared study.

    Attributes
    ----------
    table : StudyTable
        The study.
    measure : str
        What programmes are judged by.
    better : {"more", "less"}
        Which way it is better.
    programmes, levers : DataFrame
        As `compare_programmes` and `compare_levers` give them; every measure.
    failures : tuple of Discovery
        Where the best programme fails and, if there are others, where they fail taken together;
        empty if there is only the baseline.
    variants : tuple of VariantGain
        What the best programme gains in each structural variant of the model; empty where the
        worlds are not those of an ensemble.
    """

    table: StudyTable
    measure: str
    better: Better
    programmes: pd.DataFrame
    levers: pd.DataFrame
    failures: tuple[Discovery, ...]
    variants: tuple[VariantGain, ...] = ()

    @property
    def organisations(self) -> tuple[str, ...]:
        """Organisations of the rows, in their order; without `ALL`."""
        return tuple(name for name in self.programmes["organisation"].unique() if name != ALL)

    @property
    def organisation(self) -> str:
        """The organisation that speaks for the study: the only one, or all."""
        return ALL if len(self.organisations) > 1 else self.organisations[0]

    def ranked(self, organisation: str | None = None) -> pd.DataFrame:
        """Programmes in the measure judged by, the best first; see `ranked`."""
        return ranked(self.programmes, self.measure, organisation or self.organisation)

    def effects(self) -> pd.DataFrame:
        """Levers value by value in the measure judged by."""
        chosen = self.levers["measure"] == self.measure
        return self.levers[chosen & (self.levers["organisation"] == self.organisation)]


def find(
    table: StudyTable,
    measure: str,
    better: Better | None = None,
    fails_below: float | None = None,
) -> Findings:
    """Compare the programmes of a study, and look for where they fail.

    Parameters
    ----------
    table : StudyTable
        The study; at least one run.
    measure : str
        One of its measures, by which programmes are judged.
    better : {"more", "less"}, optional
        Which way it is better; by default as `uptake.study.better.better_of` has it.
    fails_below : float, optional
        As for `uptake.study.discovery.discover`.
    """
    direction = better or better_of(measure)
    programmes = compare_programmes(table, {measure: direction})
    levers = compare_levers(table, {measure: direction})
    bare = Findings(table, measure, direction, programmes, levers, ())
    order = bare.ranked()
    others = [int(number) for number in order.loc[~order["baseline"], "programme"]]
    looked_at = [others[:1], others] if len(others) > 1 else [others] if others else []
    failures = tuple(discover(table, measure, direction, one, fails_below) for one in looked_at)
    variants = (
        variant_gains(table, measure, direction, others[0], bare.organisation) if others else ()
    )
    return Findings(table, measure, direction, programmes, levers, failures, variants)


def ranked(programmes: pd.DataFrame, measure: str, organisation: str) -> pd.DataFrame:
    """Rows of one measure and organisation, the largest gain on the baseline first.

    Equal programmes are in the order of their numbers; those without a known difference come last,
    by their values.
    """
    chosen = (programmes["measure"] == measure) & (programmes["organisation"] == organisation)
    rows = programmes[chosen]
    if not len(rows):
        return rows
    better: Better = rows["better"].iloc[0]
    keys = rows.assign(
        by_difference=gain(rows["difference"], better), by_value=gain(rows["value"], better)
    )
    order = keys.sort_values(["by_difference", "by_value"], ascending=False, kind="stable")
    return rows.loc[order.index]
