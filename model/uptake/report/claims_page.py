"""The page on claims: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.figures.gallery import SavedFigure
from uptake.report.claims_words import (
    MEANING,
    bare_size,
    claimed_said,
    claims_answer,
    finding_sentence,
    size_interval,
    statement_said,
)
from uptake.report.page import data_address, flat, page_environment
from uptake.study.claims.findings import Finding
from uptake.study.claims.verdict import VERDICTS

TITLE = "Claims"
QUESTION = (
    "Which statements about effects hold with other chance, other people, twice the size, another "
    "structure, and other assumptions that fit the evidence as well?"
)
CERTAINTY = (
    "Sizes are means over the members of the ensemble, each of which counts alike; their intervals "
    "say how sure such a mean is, from how much members differ and from chance.",
    "A condition fails only if its runs exclude what is claimed, corrected for the number of "
    "conditions (Holm). Nothing here says that the model is right: a robust claim holds wherever "
    "the model was tried, not in every organisation.",
)


@dataclass(frozen=True)
class Row:
    """One claim in words."""

    id: str
    name: str
    verdict: str
    statement: str
    claimed: str
    reason: str
    size: str
    interval: str
    told: str
    believed: bool


def claims_page(
    found: Sequence[Finding],
    figures: Sequence[SavedFigure],
    source: str,
    manifest: Mapping[str, Any],
    left_out: Sequence[str],
) -> str:
    """Return the page as HTML; everything from the claims file is escaped."""
    used = [word for word in VERDICTS if any(one.verdict == word for one in found)]
    return (
        page_environment()
        .get_template("claims.html")
        .render(
            title=TITLE,
            question=QUESTION,
            answer=claims_answer(found),
            leads=left_out,
            beside=[],
            beside_label="",
            figures=[(figure, data_address(figure)) for figure in figures],
            rows=[_row(one) for one in found],
            verdicts=[(word, MEANING[word]) for word in used],
            certainty=CERTAINTY,
            provenance=flat(manifest),
            source=source,
        )
    )


def _row(one: Finding) -> Row:
    form = one.claim
    return Row(
        id=form.id,
        name=form.name,
        verdict=one.verdict,
        statement=statement_said(one),
        claimed=claimed_said(form),
        reason=form.size.reason,
        size=bare_size(form, one.stated.estimate.value),
        interval=size_interval(form, one.stated),
        told=finding_sentence(one),
        believed=not form.stated_in,
    )
