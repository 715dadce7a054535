"""The findings of a study for a terminal of a hundred columns."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from uptake.report.cell_words import noun_words, unit_words
from uptake.report.study_rows import lever_cells, programme_cells
from uptake.report.study_sentences import (
    answer,
    best_label,
    by_organisation,
    failure_sentences,
    support,
)
from uptake.report.table import Paragraph
from uptake.report.variant_rows import variant_table
from uptake.study.findings import Findings
from uptake.study.wording import NO_BREAK, sentence

MOST_PROGRAMMES = 10


def study_tables(findings: Findings) -> RenderableType:
    """Return the answer, the best programmes, the levers, and where programmes fail."""
    parts: list[RenderableType] = [Paragraph(answer(findings), style="bold")]
    parts += [Paragraph(text) for text in support(findings)]
    parts += [Paragraph(text, "· ") for text in by_organisation(findings)]
    parts += [Text(""), programme_table(findings)]
    if findings.table.levers_apart:
        parts += [Text(""), lever_table(findings)]
    if findings.variants:
        best = best_label(findings)
        parts += [Text(""), variant_table(best, findings.variants, findings.measure)]
    for found in findings.failures:
        first, *others = failure_sentences(found, findings)
        parts += [Text(""), Paragraph(first, style="bold")]
        parts += [Paragraph(text, "· ") for text in others]
    return Group(*parts)


def programme_table(findings: Findings) -> Table:
    """Return the best programmes and the baseline, a row each."""
    cells = programme_cells(findings)
    shown = [cell for n, cell in enumerate(cells) if n < MOST_PROGRAMMES or cell.is_baseline]
    first = findings.ranked().iloc[0]
    units = first["units"]
    table = _new_table(
        "Programme",
        _unit(findings, "Value"),
        f"Against baseline\n(95{NO_BREAK}% interval)",
        f"90{NO_BREAK}% of\n{units}",
        f"Helps in\n{units}",
        f"{sentence(first['statistic'])}\nregret",
        "Largest\nregret",
    )
    for cell in shown:
        texts = (cell.label, cell.value, cell.difference, cell.spread, cell.helps)
        table.add_row(*(Text(text) for text in (*texts, cell.regret, cell.regret_largest)))
    title = f"Programmes by {noun_words(findings.measure)}"
    more = len(cells) - len(shown)
    _name(table, f"{title}; {more:,} more in programmes.csv" if more else title)
    return table


def lever_table(findings: Findings) -> Table:
    """Return what each value of a lever does, a row each."""
    table = _new_table(
        "Lever",
        "Value",
        f"Against baseline\n(95{NO_BREAK}% interval)",
        "Helps in",
        "Programmes",
    )
    before = ""
    for cell in lever_cells(findings):
        name = "" if cell.lever == before else cell.lever
        before = cell.lever
        texts = (name, cell.value, cell.difference, cell.helps, f"{cell.programmes:,}")
        table.add_row(*(Text(text) for text in texts))
    _name(table, "Levers, value by value: mean over the programmes with it")
    return table


def _new_table(first: str, *headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(first, ratio=1, min_width=18, overflow="fold")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _name(table: Table, title: str) -> None:
    table.title = Text(title)
    table.title_justify = "left"


def _unit(findings: Findings, heading: str) -> str:
    unit = unit_words(findings.measure)
    return f"{heading},\n{unit}" if unit else heading
