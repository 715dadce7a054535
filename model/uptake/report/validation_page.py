"""The report on the patterns: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.figures import SavedFigure
from uptake.report.page import data_address, flat, page_environment
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
    pattern_sentences,
    spread_said,
    status_said,
    value_said,
    verdict_said,
)
from uptake.study.verdicts import Found, by_pattern, pattern_verdict

TITLE = "Patterns the model should reproduce"
QUESTION = "Which of the patterns that were observed elsewhere come out of the model?"
SURE = {
    "members": (
        "Means are over {over} that fit the evidence about equally well, each with chance of its "
        "own, and intervals say how well such a mean is known. How far the sets are apart is said "
        "by the middle 90 % of them and by how many are in the band: a mean in the band can hide "
        "sets outside it."
    ),
    "replicates": (
        "Means are over {over} of one set of assumptions, which only chance tells apart: intervals "
        "say how sure the simulation is of its own mean, not how sure anyone can be of the "
        "assumptions."
    ),
}
MISSING = {
    False: "Held back, and missed",
    True: "Fitted, and missed all the same",
}
BANDS = (
    "Bands are mostly judgement: a source gives a value, seldom a range, and seldom for a company "
    "like the one simulated."
)
OTHER_VARIANTS = (
    "Each structure is forced on the same sets of assumptions, whose numbers were fitted together "
    "with whatever structure each had: with numbers of its own a structure might reach more."
)


@dataclass(frozen=True)
class Cell:
    """What was found of a quantity under one variant, in words."""

    value: str
    spread: str
    mean: str
    in_band: str
    verdict: str
    misses: bool


@dataclass(frozen=True)
class Row:
    """One quantity, a cell a variant."""

    name: str
    band: str
    status: str
    source: str
    note: str
    fitted: bool
    cells: tuple[Cell, ...]


def validation_page(
    found: Mapping[str, Sequence[Found]],
    figures: Sequence[SavedFigure],
    manifest: Mapping[str, Any],
    left_out: Sequence[str],
    source: str,
) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    found : mapping of variant to what was found
        The first is the one that the opening is about.
    figures : sequence of SavedFigure
        In the order shown.
    manifest : mapping
        Where it comes from.
    left_out : sequence of str
        Sentences on what this run leaves out.
    source : str
        The source line.
    """
    first = next(iter(found.values()))
    several = len(found) > 1
    return page_environment().get_template("validation.html").render(
        title=TITLE,
        question=QUESTION,
        answer=answer(first),
        leads=[
            text
            for text in (apart(first), by_member(first), open_questions(first), *left_out)
            if text
        ],
        beside=agreement(found) if several else [],
        beside_label="Structural variants",
        missing=[
            (heading, pattern_sentences(first, fitted=fitted))
            for fitted, heading in MISSING.items()
        ],
        over=first[0].over,
        figures=[(figure, data_address(figure)) for figure in figures],
        variants=list(found),
        patterns=_patterns(found),
        certainty=[
            SURE[first[0].over].format(over=over_said(first)),
            BANDS,
            *([OTHER_VARIANTS] if several else []),
        ],
        provenance=flat(manifest),
        source=source,
    )  # fmt: skip


def _patterns(
    found: Mapping[str, Sequence[Found]],
) -> list[tuple[str, list[str], list[Row]]]:
    """Heading, verdict of each variant and rows of each pattern."""
    patterns = []
    for them in zip(*(by_pattern(one) for one in found.values()), strict=True):
        pattern = them[0][0].pattern
        rows = [_row(quantity) for quantity in zip(*them, strict=True)]
        verdicts = [pattern_verdict(one) for one in them]
        patterns.append((f"{pattern.number} {pattern.name}", [*map(str, verdicts)], rows))
    return patterns


def _row(found: Sequence[Found]) -> Row:
    quantity = found[0].quantity
    return Row(
        name=quantity.name,
        band=band_said(quantity),
        status=status_said(quantity),
        source=quantity.source,
        note=quantity.note,
        fitted=quantity.fitted,
        cells=tuple(
            Cell(
                measured_said(one),
                spread_said(one),
                value_said(one.interval.mean, quantity.unit),
                in_band_said(one),
                verdict_said(one),
                one.verdict in ("misses", "not measured"),
            )
            for one in found
        ),
    )
