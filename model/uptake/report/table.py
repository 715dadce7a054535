"""The comparison as a table for a terminal of a hundred columns, with a sentence a row below."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

import pandas as pd
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from uptake.report.content import HEADLINE_MEASURE, ReportContent
from uptake.report.rows import Departure, Row, rows
from uptake.report.sentences import answer, best_of, lead_sentence, row_sentence
from uptake.report.variant_rows import variant_table
from uptake.study.units import Over
from uptake.study.wording import (
    counted,
    money,
    number,
    percent,
    point_interval,
    points,
    sentence,
    weeks,
)


def comparison_table(content: ReportContent) -> RenderableType:
    """Return the answer, a row a scenario, and the sentence that goes with each row."""
    found = rows(content)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Scenario", ratio=1, min_width=22, overflow="fold")
    for heading in (
        "Weekly\nvisitors",
        "Against baseline\n(95 % interval)",
        "With an\naccount",
        "Posts\na week",
        "Cost\na year",
        "Half gone,\nno champion",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in found:
        table.add_row(*cells(row, content.currency))
    over = content.lineup.over
    opening = f"{answer(found, over)} {lead_sentence(content.summary, found)}".strip()
    parts: list[RenderableType] = [Paragraph(opening, style="bold"), Text(""), table]
    parts += [Paragraph(over_said(over, content.variants)), Text("")]
    parts += [Paragraph(row_sentence(row, over), "· ") for row in found]
    best = best_of(found) if len(found) > 1 else None
    if best is not None and best.variants:
        parts += [Text(""), variant_table(best.mark.name, best.variants, HEADLINE_MEASURE)]
    return Group(*parts)


def over_said(over: Over, variants: pd.DataFrame) -> str:
    """Say what means and intervals are over: assumptions, their structural variants, chance."""
    count = variants["variant"].nunique()
    kinds = counted(count, "structural variant")
    among = f" ({kinds} among them)" if over.several and count > 1 else ""
    return sentence(f"means and intervals are over {over.said}{among}.")


@dataclass(frozen=True)
class Paragraph:
    """A text that wraps at plain spaces only, so that a number keeps its unit.

    Attributes
    ----------
    text : str
        What is said; taken literally.
    bullet : str
        Written before the first line; the others are indented by as much.
    style : str
        Rich style.
    """

    text: str
    bullet: str = ""
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = textwrap.wrap(
            self.text,
            max(options.max_width, 20),
            initial_indent=self.bullet,
            subsequent_indent=" " * len(self.bullet),
            break_on_hyphens=False,
        )
        for line in lines:
            yield Text(line, style=self.style, no_wrap=True, overflow="fold")


def cells(row: Row, currency: str) -> tuple[Text, ...]:
    """Return one row's cells; scenario names are taken literally, never as markup."""
    values = (
        row.mark.name,
        percent(row.participation),
        gain_said(row),
        percent(row.accounts, 0),
        number(row.posts_a_week, 0 if row.posts_a_week >= 10 else 1),
        money(row.cost_a_year, currency),
        fate_said(row.departure),
    )
    return tuple(Text(value) for value in values)


def gain_said(row: Row) -> str:
    """Say the paired difference with its interval; a dash for the baseline."""
    if row.gain is None:
        return "–"
    if not math.isfinite(row.gain.low):
        return points(row.gain.difference, unit=False)
    interval = point_interval(row.gain.low, row.gain.high)
    return f"{points(row.gain.difference, unit=False)} ({interval})"


def fate_said(departure: Departure | None) -> str:
    """Say the half-life in a word or two; a dash where the champion stays."""
    if departure is None:
        return "–"
    if math.isnan(departure.half_life_weeks):
        return "nothing built"
    return weeks(departure.half_life_weeks)
