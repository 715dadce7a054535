"""What a scenario gains in each structural variant of the model, a text a cell."""

from __future__ import annotations

from dataclasses import dataclass

from uptake.report.rows import VariantGain
from uptake.study.wording import percent, points


@dataclass(frozen=True)
class VariantCells:
    """One variant: its name, how many sets are of it, the mean difference, where it is above."""

    name: str
    sets: str
    difference: str
    helps: str


def variant_cells(variants: tuple[VariantGain, ...]) -> tuple[VariantCells, ...]:
    """The variants with most sets of assumptions first."""
    return tuple(
        VariantCells(
            one.name,
            f"{one.members:,}",
            points(one.difference, unit=False),
            percent(one.helps_share, 0),
        )
        for one in sorted(variants, key=lambda one: -one.members)
    )
