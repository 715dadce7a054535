"""What a programme gains in each structural variant of the model, in a study of an ensemble."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from uptake.study.better import Better, gain
from uptake.study.centres import centre_of, statistic_of
from uptake.study.pairs import ALL, WORLD, pairs_of, summed_by
from uptake.study.table import StudyTable
from uptake.study.variants import CHOICES


@dataclass(frozen=True)
class VariantGain:
    """A paired difference from the baseline in one structural variant of the model.

    Attributes
    ----------
    name : str
        Of the variant, such as ``simple/bottom_up``.
    members : int
        Sets of assumptions that are of this variant (of each organisation).
    difference : float
        Mean over them, or median where it may be infinite.
    helps_share : float
        Share of them in which it is on the better side of nought.
    """

    name: str
    members: int
    difference: float
    helps_share: float


def variant_gains(
    table: StudyTable, measure: str, better: Better, programme: int, organisation: str = ALL
) -> tuple[VariantGain, ...]:
    """Compare a programme with the baseline in each structural variant.

    Parameters
    ----------
    table : StudyTable
        The study.
    measure : str
        In which they are compared.
    better : {"more", "less"}
        Which way it is better.
    programme : int
        Number of the programme.
    organisation : str
        Only runs of this one; by default of all.

    Returns
    -------
    tuple of VariantGain
        Empty where the worlds are not those of an ensemble, or all of one variant.
    """
    paths = [f"assumptions.{choice}" for choice in CHOICES]
    if not table.ensemble or any(path not in table.uncertainties for path in paths):
        return ()
    runs = table.runs
    if organisation != ALL:
        runs = runs[runs["organisation"] == organisation]
    statistic = statistic_of(measure)
    pairs = pairs_of(table, runs, measure)
    units = summed_by(pairs[pairs["programme"] == programme], WORLD, ["difference"], statistic)
    own = runs[runs["programme"] == programme].drop_duplicates(WORLD)[[*WORLD, *paths]]
    units = units.merge(own, on=WORLD)
    variant = units[paths].astype(str).agg("/".join, axis="columns")
    if variant.nunique() < 2:
        return ()
    return tuple(
        VariantGain(
            str(name),
            int(inside["world"].nunique()),
            centre_of(inside["difference"], statistic).centre,
            float((gain(inside["difference"], better) > 0.0).mean()),
        )
        for name, inside in units.groupby(variant)
    )


def read_variant_gains(
    variants: pd.DataFrame, measure: str, scenario: str
) -> tuple[VariantGain, ...]:
    """Read the rows of one scenario from what `compare_by_variant` gives; empty for one variant."""
    chosen = variants[(variants["scenario"] == scenario) & (variants["measure"] == measure)]
    if len(chosen) < 2:
        return ()
    return tuple(
        VariantGain(
            str(record["variant"]),
            int(record["members"]),
            float(record["difference"]),
            float(record["helps_share"]),
        )
        for record in chosen.to_dict("records")
    )
