"""From an analysis of sensitivity to its folder: tables, figures and report, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from uptake.figures.convergence import convergence_figure
from uptake.figures.gallery import SavedFigure, save_figure
from uptake.figures.measure_words import measure_words
from uptake.figures.sensitivity_words import sensitivity_source
from uptake.figures.sobol_bars import sobol_bars_figure
from uptake.figures.tornado import tornado_figure, tornado_rows
from uptake.report.page import data_address, flat, page_environment
from uptake.report.sensitivity_rows import input_cells, sensitivity_csv
from uptake.report.sensitivity_sentences import (
    sensitivity_answer,
    sensitivity_certainty,
    sensitivity_sentences,
)
from uptake.report.study_folder import FIGURES, REPORT, filled_folder
from uptake.study.result_folder import MANIFEST
from uptake.study.sensitivity.findings import About, Found
from uptake.study.whole_files import write_table


@dataclass(frozen=True, eq=False)
class SensitivityReport:
    """Everything that is written of an analysis.

    Attributes
    ----------
    found : Found
        The analysis.
    about : About
        What the outcome is.
    manifest : mapping
        Where it comes from.
    """

    found: Found
    about: About
    manifest: Mapping[str, Any]


def write_sensitivity(report: SensitivityReport, out: Path) -> Path:
    """Write ``sensitivity.csv``, ``chance.csv``, further tables, figures and the report.

    Parameters
    ----------
    report : SensitivityReport
        What is written.
    out : Path
        The folder, made if need be. Other files in it stay.

    Returns
    -------
    Path
        The report.
    """
    found = report.found
    with filled_folder(out) as folder:
        figures = tuple(_drawn(report, folder / FIGURES))
        page = sensitivity_page(report, figures)
        (folder / REPORT).write_text(page, encoding="utf-8")
        write_table(sensitivity_csv(found), folder / "sensitivity.csv")
        write_table(pd.DataFrame([vars(found.chance)]), folder / "chance.csv")
        write_table(found.ends, folder / "one_at_a_time.csv")
        if found.converging is not None:
            write_table(found.converging, folder / "convergence.csv")
        text = json.dumps(dict(report.manifest), indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return out / REPORT


def sensitivity_page(report: SensitivityReport, figures: tuple[SavedFigure, ...]) -> str:
    """Return the report as HTML; everything from the study is escaped."""
    found, about = report.found, report.about
    return (
        page_environment()
        .get_template("sensitivity.html")
        .render(
            title=about.study,
            question=about.question,
            answer=sensitivity_answer(found, about),
            leads=[],
            beside=[],
            beside_label="",
            figures=[(figure, data_address(figure)) for figure in figures],
            rows=input_cells(found, about),
            screened=found.screening is not None,
            indexed=found.indices is not None,
            note=_note(about),
            sentences=sensitivity_sentences(found, about),
            certainty=sensitivity_certainty(found, about),
            provenance=flat(report.manifest),
            source=sensitivity_source(about),
        )
    )


def _note(about: About) -> str:
    words = measure_words(about.measure)
    unit = "percentage points" if words.kind == "share" else words.difference_unit
    return (
        f"Mean effects (over a whole range, or from one value of a list to another) and changes in "
        f"{unit}; ± where an input moves the outcome up in some worlds "
        "and down in others. Indices are shares of the variance of the expected outcome; that of "
        "chance is its share of the variance of single runs."
    )


def _drawn(report: SensitivityReport, folder: Path) -> Iterator[SavedFigure]:
    for name, figure, caption in _figures(report.found, report.about):
        yield save_figure(figure, folder, name, caption)


def _figures(found: Found, about: About) -> Iterator[tuple[str, Figure, str]]:
    known = found.indices is not None and bool(found.indices["ST"].notna().any())
    if known:
        yield "sobol-bars", sobol_bars_figure(found, about), _BARS
    if tornado_rows(found):
        yield "tornado", tornado_figure(found, about), _TORNADO
    if known and found.converging is not None and found.converging["samples"].nunique() > 1:
        yield "convergence", convergence_figure(found, about), _CONVERGENCE


_BARS = (
    "How much of the variance of the outcome goes if an input becomes known (alone), and how much "
    "is left if all the others become known (total). The grey bar is on another scale: the part of "
    "chance in what single runs differ by."
)
_TORNADO = (
    "One input at a time goes to the ends of its range, all others stay at their usual values. "
    "What inputs do together is not in it."
)
_CONVERGENCE = "Lines that have become level, and bands that have become narrow, say: large enough."
