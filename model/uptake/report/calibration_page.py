"""The report on a calibration: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.figures import SavedFigure
from uptake.report.calibration_tables import MODEL
from uptake.report.page import data_address, flat, page_environment
from uptake.study.calibrating.calibration import Calibration
from uptake.study.calibrating.informed import informed
from uptake.study.calibrating.sentences import (
    CERTAINTY,
    corrected_said,
    coverage,
    effective_said,
    headline,
    meaning_said,
    misfit_said,
    read_said,
    value_said,
    variants_said,
)
from uptake.study.wording import number, percent, sentence
from uptake.usage.baselines.evaluation import Errors

QUESTION = "What does the model make of this network's use, and how well does it forecast it?"


@dataclass(frozen=True)
class ErrorRow:
    """A forecast and its errors in the weeks after the split, in words."""

    name: str
    off: str
    square: str
    scaled: str
    half: str
    most: str
    width: str
    note: str
    nearest: bool


@dataclass(frozen=True)
class NumberRow:
    """A number that was fitted, in words."""

    name: str
    meaning: str
    before: str
    after: str
    left: str


def calibration_page(
    found: Calibration, figures: Sequence[SavedFigure], manifest: Mapping[str, Any], source: str
) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    found : Calibration
        What came of the calibration.
    figures : sequence of SavedFigure
        In the order shown.
    manifest : mapping
        Where it comes from.
    source : str
        The source line.
    """
    leads = [text for text in (misfit_said(found), coverage(found)) if text]
    return page_environment().get_template("calibration.html").render(
        title=f"Calibration on {found.asked.usage.source}",
        question=QUESTION,
        answer=headline(found),
        leads=leads,
        beside=read_said(found.asked),
        beside_label="What was read",
        figures=[(figure, data_address(figure)) for figure in figures],
        errors=error_rows(found),
        numbers=_numbers(found),
        structures=variants_said(found),
        corrected=f"{corrected_said(found)} {effective_said(found)}",
        certainty=CERTAINTY,
        provenance=list(flat(manifest)),
        source=source,
    )  # fmt: skip


def error_rows(found: Calibration) -> list[ErrorRow]:
    """The model and all simple forecasts, win or lose."""
    every: list[tuple[str, Errors | None, str]] = [(MODEL, found.errors, "")]
    every += [(one.name, one.errors, one.refused) for one in found.judged]
    known = [errors.mae for _, errors, _ in every if errors is not None and errors.weeks]
    best = min(known, default=float("nan"))
    return [_error_row(sentence(name), errors, note, best) for name, errors, note in every]


def _error_row(name: str, errors: Errors | None, note: str, best: float) -> ErrorRow:
    if errors is None or not errors.weeks:
        said = f"not fitted: {note}" if note else "no later weeks"
        return ErrorRow(name, "–", "–", "–", "–", "–", "–", said, nearest=False)
    return ErrorRow(
        name,
        number(errors.mae),
        number(errors.rmse),
        number(errors.mase, 2),
        percent(errors.within_half, 0),
        percent(errors.within_most, 0),
        number(errors.width_most, 0),
        "",
        errors.mae == best,
    )


def _numbers(found: Calibration) -> list[NumberRow]:
    ranges = {one.name: one for one in found.posterior.prior.ranges}
    return [
        NumberRow(
            one.name,
            meaning_said(one.name),
            f"{ranges[one.name].low:g} to {ranges[one.name].high:g}".replace("-", "−"),
            value_said(one),
            percent(min(one.left, 1.0), 0),
        )
        for one in informed(found)
    ]
