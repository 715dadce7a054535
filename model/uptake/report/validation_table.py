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
    by_member,
    in_band_said,
    measured_said,
    open_questions,
    over_said,
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
HELD_BACK, FITTED = "◦", " "
HELD_BACK_NOTE = (
    f"{HELD_BACK} held back: no fit has looked at it. All others were fitted and are no evidence."
)
SEVERAL_NOTE = (
    "Means over {over} each, shares in per cent; ✗ misses the band, ? could not be measured. Each "
    "structure is forced on the same sets of assumptions, whose numbers were fitted together with "
    "whatever structure each had: with numbers of its own a structure might reach more."
)


def validation_table(found: Mapping[str, Sequence[Found]]) -> RenderableType:
    """Return the table: of one variant with everything, of several with a column each."""
    if len(found) == 1:
        them = next(iter(found.values()))
        opening = [Paragraph(answer(them), style="bold"), Paragraph(apart(them))]
        more = [Paragraph(text) for text in (by_member(them), open_questions(them)) if text]
        return Group(*opening, *more, Text(""), one_variant(them))
    said = [
        Paragraph(f"{letter} {text}", "· ")
        for letter, text in zip(LETTERS, agreement(found), strict=False)
    ]
    note = SEVERAL_NOTE.format(over=over_said(next(iter(found.values()))))
    return Group(*said, Text(""), several_variants(found), Paragraph(note))


def one_variant(found: Sequence[Found]) -> RenderableType:
    """Return a heading, a row a quantity and the sources, pattern by pattern."""
    cells = {id(one): _cells(one) for one in found}
    heading = ("", "", "Simulated (95 % interval)", "Band", "In band", "Verdict", "Status")
    widths = [
        max(len(line[column]) for line in (heading, *cells.values())) for column in range(2, 7)
    ]
    parts: list[RenderableType] = [
        Paragraph(f"Means over {over_said(found)}, with the 95 % interval of the mean."),
        _row(heading, widths),
    ]
    for them in by_pattern(found):
        pattern = them[0].pattern
        name = f"{pattern.number} {pattern.name}: {pattern_verdict(them)}"
        parts.append(Paragraph(name, style="bold"))
        parts += [_row(cells[id(one)], widths, STYLES.get(one.verdict, "")) for one in them]
        sources = dict.fromkeys(said for one in them for said in one.quantity.source.split("; "))
        parts += [Paragraph(f"Source: {'; '.join(sources)}", "  ", style="dim"), Text("")]
    return Group(*parts, Paragraph(HELD_BACK_NOTE), Paragraph(STATUS_NOTE))


def _cells(one: Found) -> tuple[str, ...]:
    quantity = one.quantity
    return (
        FITTED if quantity.fitted else HELD_BACK,
        quantity.name,
        measured_said(one),
        band_said(quantity),
        in_band_said(one),
        verdict_said(one),
        status_said(quantity),
    )


def _row(cells: Sequence[str], widths: Sequence[int], style: str = "") -> Table:
    """A table of one row: tables under different headings keep the same columns."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True, pad_edge=False)
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    for width, side in zip(widths, ("right", "right", "right", "left", "left"), strict=True):
        table.add_column(width=width, justify=side, no_wrap=True)  # type: ignore[arg-type]
    *before, verdict, status = cells
    table.add_row(*before, Text(verdict, style=style), status)
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
