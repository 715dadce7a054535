"""The claims for a terminal: a row a claim."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from uptake.report.claims_words import (
    MEANING,
    OUTCOME_WORDS,
    bare_size,
    claimed_said,
    claims_answer,
    condition_said,
    size_interval,
    statement_said,
)
from uptake.report.table import Paragraph
from uptake.study.claims.findings import Finding, Found
from uptake.study.claims.form import ClaimForm
from uptake.study.claims.verdict import VERDICTS, Verdict

STYLES: dict[Verdict, str] = {
    "robust": "bold green",
    "shifted": "bold yellow",
    "fragile": "bold red",
    "undecided": "bold",
    "wrong": "bold red",
}


def claims_table(found: Sequence[Finding]) -> RenderableType:
    """Return the verdict of each claim, its size as stated and under the worst condition."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Claim", ratio=1, min_width=28, overflow="fold")
    table.add_column("Claimed", justify="right", no_wrap=True)
    table.add_column("Found\n(95 % interval)", justify="right", no_wrap=True)
    table.add_column("Worst condition", overflow="fold", min_width=22)
    table.add_column("Members\nthat fail", justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    for one in found:
        failing = one.members_that("other size", "no effect", "other sign")
        table.add_row(
            f"{one.claim.name}",
            claimed_said(one.claim),
            _size(one.claim, one.stated),
            f"{condition_said(one.worst.name)}: {bare_size(one.claim, one.worst.estimate.value)}, "
            f"{OUTCOME_WORDS[one.worst.outcome]}",
            f"{failing} of {len(one.members)}",
            Text(one.verdict, style=STYLES[one.verdict]),
        )
    used = [word for word in VERDICTS if any(one.verdict == word for one in found)]
    notes = [Paragraph(f"{word}: {MEANING[word]}.", "· ") for word in used]
    said = [Paragraph(f"{one.claim.id}: {statement_said(one)}", "· ") for one in found]
    opening = Paragraph(claims_answer(found), style="bold")
    return Group(opening, Text(""), table, Text(""), *notes, Text(""), *said)


def _size(form: ClaimForm, one: Found) -> str:
    return f"{bare_size(form, one.estimate.value)} ({size_interval(form, one)})"
