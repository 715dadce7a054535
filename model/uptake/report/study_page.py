"""The report of a study: one HTML file that needs nothing else, to read, print or send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from uptake.figures import SavedFigure
from uptake.figures.measure_words import measure_words
from uptake.figures.study_cells import study_source
from uptake.report.cell_words import noun_words, unit_words
from uptake.report.page import data_address, flat, page_environment
from uptake.report.study_rows import lever_cells, programme_cells, varied_cells
from uptake.report.study_sentences import (
    answer,
    best_label,
    by_organisation,
    certainty,
    failure_sentences,
    missing_sentence,
    support,
)
from uptake.report.variant_rows import variant_cells
from uptake.study.findings import Findings
from uptake.study.wording import listed, sentence

MOST_PROGRAMMES = 40
MOST_FAILED = 20
TOLD = (
    "command",
    "compared",
    "started",
    "weeks",
    "seed",
    "replicates",
    "model",
    "platform",
    "versions",
)
"""Keys of the manifest of a study that a reader is told, in this order."""


@dataclass(frozen=True, eq=False)
class StudyReport:
    """Everything that the report of a study says.

    Attributes
    ----------
    findings : Findings
        The compared study.
    figures : tuple of SavedFigure
        In the order shown.
    failed : DataFrame
        Runs of the study that failed: scenario, replicate, error, command.
    manifest : mapping
        Where it comes from: the keys `TOLD` as the store has them, ``model`` being the digest of
        the model's code and ``compared`` the command that made this report; and ``organisations``,
        each with label and counts.
    """

    findings: Findings
    figures: tuple[SavedFigure, ...] = ()
    failed: pd.DataFrame = field(default_factory=pd.DataFrame)
    manifest: Mapping[str, Any] = field(default_factory=dict)


def study_page(report: StudyReport) -> str:
    """Return the report as HTML; everything from the study is escaped."""
    findings = report.findings
    environment = page_environment()
    environment.filters["capital"] = sentence
    first = findings.ranked().iloc[0]
    programmes = programme_cells(findings)
    failures = [failure_sentences(found, findings) for found in findings.failures]
    variants = variant_cells(findings.variants, findings.measure)
    return environment.get_template("study.html").render(
        title=findings.table.name,
        question=findings.table.question,
        answer=answer(findings),
        leads=support(findings),
        beside=by_organisation(findings),
        beside_label="By organisation",
        failures=[(said[0], said[1:]) for said in failures],
        figures=[(figure, data_address(figure)) for figure in report.figures],
        noun=noun_words(findings.measure),
        of=unit_words(findings.measure),
        units=first["units"],
        statistic=first["statistic"],
        programmes=[
            cell for n, cell in enumerate(programmes) if n < MOST_PROGRAMMES or cell.is_baseline
        ],
        note=_note(measure_words(findings.measure).kind, findings.table.world),
        more_programmes=_more(len(programmes) - MOST_PROGRAMMES, "programmes.csv has all."),
        levers=lever_cells(findings),
        variants=variants,
        best=best_label(findings) if variants else "",
        certainty=certainty(findings),
        missing=missing_sentence(findings, len(report.failed)),
        failed=report.failed.head(MOST_FAILED).to_dict("records"),
        more_failed=_more(len(report.failed) - MOST_FAILED, "failed.csv has all."),
        varied=varied_cells(findings.table),
        provenance=_provenance(report.manifest),
        source=study_source(findings.table),
    )


def _note(kind: str, world: str) -> str:
    unit = "percentage points" if kind == "share" else kind
    return (
        f"Differences in {unit}, paired within each {world}. Regret: how much better the best "
        f"programme does in the same {world}."
    )


def _more(count: int, where: str) -> str:
    return f"{count:,} more are not shown: {where}" if count > 0 else ""


def _provenance(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = flat({key: manifest[key] for key in TOLD if key in manifest})
    for one in manifest.get("organisations", []):
        counted = [f"{n:,} {name}" for name, n in one["counts"].items() if isinstance(n, int)]
        pairs.append((f"organisation {one['label']}".strip(), listed(counted)))
    return pairs
