"""The pattern table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from uptake.report.table import Paragraph
from uptake.study.verdict_words import (
    agreement,
    answer,
    apart,
    band_said,
    measured_said,
    open_questions,
    status_said,
    value_said,
    verdict_said,
)
from uptake.study.verdicts import Found, by_pattern, pattern_verdict

STYLES = {"misses": "bold red", "not measured": "bold red"}
STATUS_NOTE = (
    "Status of the fact / of the edges of its band: R read in the source, R2 quoted by others, "
    "D derived from what was read, A judged, B commonly cited and not checked."
)
SHORT = {"holds": " ", "misses": "✗", "stated": " ", "not measured": "? "}
LETTERS = "ABCDEFGHI"
SEVERAL_NOTE = (
    "Means over replicates, shares in per cent; ✗ misses the band, ? could not be measured. The "
    "numbers among the assumptions were fitted with the default structure and are the same for all."
)


def validation_table(found: Mapping[str, Sequence[Found]]) -> RenderableType:
    """Return the table: of one variant with everything, of several with a column each."""
    if len(found) == 1:
        them = next(iter(found.values()))
        opening = [Paragraph(answer(them), style="bold"), Paragraph(apart(them))]
        return Group(*opening, Paragraph(open_questions(them)), Text(""), one_variant(them))
    said = [
        Paragraph(f"{letter} {text}", "· ")
        for letter, text in zip(LETTERS, agreement(found), strict=False)
    ]
    return Group(*said, Text(""), several_variants(found), Paragraph(SEVERAL_NOTE))


def one_variant(found: Sequence[Found]) -> RenderableType:
    """Return a heading, a row a quantity and the sources, pattern by pattern."""
    cells = {id(one): _cells(one) for one in found}
    widths = [max(len(line[column]) for line in cells.values()) for column in range(1, 5)]
    widths[-1] = max(widths[-1], len("Status"))
    parts: list[RenderableType] = [
        _row(("", "Simulated (95 % interval)", "Band", "Verdict", "Status"), widths)
    ]
    for them in by_pattern(found):
        pattern = them[0].pattern
        heading = f"{pattern.number} {pattern.name}: {pattern_verdict(them)}"
        parts.append(Paragraph(heading, style="bold"))
        parts += [_row(cells[id(one)], widths, STYLES.get(one.verdict, "")) for one in them]
        sources = dict.fromkeys(said for one in them for said in one.quantity.source.split("; "))
        parts += [Paragraph(f"Source: {'; '.join(sources)}", "  ", style="dim"), Text("")]
    parts.append(Paragraph(STATUS_NOTE))
    return Group(*parts)


def _cells(one: Found) -> tuple[str, str, str, str, str]:
    quantity = one.quantity
    said = (measured_said(one), band_said(quantity), verdict_said(one), status_said(quantity))
    return (quantity.name, *said)


def _row(cells: Sequence[str], widths: Sequence[int], style: str = "") -> Table:
    """A table of one row: tables under different headings keep the same columns."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True, pad_edge=False)
    table.add_column(ratio=1, overflow="fold")
    for width, side in zip(widths, ("right", "right", "left", "left"), strict=True):
        table.add_column(width=width, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_row(f"  {cells[0]}", cells[1], cells[2], Text(cells[3], style=style), cells[4])
    return table


def several_variants(found: Mapping[str, Sequence[Found]]) -> Table:
    """Return a row a quantity and a column a variant, headed by its letter."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("Pattern and quantity", ratio=1, min_width=24, overflow="fold")
    for letter, _ in zip(LETTERS, found, strict=False):
        table.add_column(letter, justify="right", no_wrap=True)
    for row in zip(*found.values(), strict=True):
        unit = row[0].quantity.unit
        cells = [
            Text(
                value_said(one.interval.mean, unit, bare=True) + SHORT[one.verdict],
                style=STYLES.get(one.verdict, ""),
            )
            if one.verdict != "not measured"
            else Text(SHORT[one.verdict], style=STYLES[one.verdict])
            for one in row
        ]
        table.add_row(Text(f"{row[0].pattern.number} {row[0].quantity.name}"), *cells)
    return table
