"""What a programme gains in each structural variant of the model, in words."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from uptake.report.cell_words import cell_difference
from uptake.study.variant_gains import VariantGain
from uptake.study.wording import counted, listed, percent


@dataclass(frozen=True)
class VariantCells:
    """One variant: its name, how many sets are of it, the difference, and where it helps."""

    name: str
    sets: str
    difference: str
    helps: str


def variant_cells(variants: tuple[VariantGain, ...], measure: str) -> tuple[VariantCells, ...]:
    """The variants with most sets of assumptions first."""
    return tuple(
        VariantCells(
            one.name,
            f"{one.members:,}",
            cell_difference(measure, one.difference),
            percent(one.helps_share, 0),
        )
        for one in sorted(variants, key=lambda one: -one.members)
    )


def variant_table(name: str, variants: tuple[VariantGain, ...], measure: str) -> Table:
    """Return what a programme gains in each variant, a row each, for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.title = Text(f"“{name}” by structural variant (contagion/manager influence)")
    table.title_justify = "left"
    table.add_column("Variant", ratio=1, min_width=18, overflow="fold")
    for heading in ("Sets", "Against baseline", "Helps in"):
        table.add_column(heading, justify="right", no_wrap=True)
    for cell in variant_cells(variants, measure):
        table.add_row(*(Text(text) for text in (cell.name, cell.sets, cell.difference, cell.helps)))
    return table


def reversal_sentence(difference: float, variants: tuple[VariantGain, ...], measure: str) -> str:
    """Say under which structural variants of the model the sign is the other; empty for none.

    What rounds to nothing has no sign.

    Parameters
    ----------
    difference : float
        Over all variants.
    variants : tuple of VariantGain
        One by one.
    measure : str
        What is compared.
    """
    nothing = cell_difference(measure, 0.0)
    others = [
        one
        for one in variants
        if one.difference * difference < 0.0 and cell_difference(measure, one.difference) != nothing
    ]
    if not others:
        return ""
    said = [
        f"{one.name} ({cell_difference(measure, one.difference)}, {counted(one.members, 'set')})"
        for one in others
    ]
    noun = "variant" if len(others) == 1 else "variants"
    return f"The sign is the other in the structural {noun} {listed(said)}."
