"""From a compared study to its folder: tables, figures and the report, all or nothing."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from uptake.report.study_page import StudyReport, study_page
from uptake.study.findings import Findings
from uptake.study.result_folder import MANIFEST
from uptake.study.whole_files import to_disk, write_table

FIGURES = "figures"
REPORT = "report.html"


def write_study(report: StudyReport, out: Path, fingerprint: str) -> Path:
    """Write ``programmes.csv``, ``levers.csv``, ``failures.csv``, figures and the report.

    Parameters
    ----------
    report : StudyReport
        What it says; its figures are drawn here.
    out : Path
        The folder, made if need be. Other files in it stay.
    fingerprint : str
        Of the study, noted in ``manifest.json``.

    Returns
    -------
    Path
        The report.
    """
    from uptake.figures.study_gallery import draw_study

    findings = report.findings
    with filled_folder(out) as folder:
        figures = draw_study(
            findings.table, findings.measure, folder / FIGURES, better=findings.better
        )
        page = study_page(replace(report, figures=tuple(figures)))
        (folder / REPORT).write_text(page, encoding="utf-8")
        write_table(findings.programmes, folder / "programmes.csv")
        write_table(findings.levers, folder / "levers.csv")
        write_table(failures_table(findings), folder / "failures.csv")
        _write_manifest({"study": fingerprint, **report.manifest}, folder)
    return out / REPORT


def failures_table(findings: Findings) -> pd.DataFrame:
    """Where programmes fail, one row a rule; one row without a rule where there is none."""
    rows: list[dict[str, object]] = []
    for found in findings.failures:
        about = {
            "programmes": ", ".join(findings.table.labels[one] for one in found.programmes),
            "measure": found.measure,
            "fails_if": "no better than the baseline"
            if found.fails_below is None
            else f"below {found.fails_below:.12g}",
            "all_cases": found.cases,
            "all_failing": found.failing,
            "balanced_accuracy_held_out": found.balanced_accuracy,
        }
        for rule in found.rules:
            inside = {"rule": str(rule), "cases": rule.cases, "failing": rule.failing}
            shares = {"density": rule.density, "coverage": rule.coverage}
            rows.append(about | inside | shares | {"why_none": ""})
        if not found.rules:
            rows.append(about | {"rule": "", "why_none": found.why_none})
    return pd.DataFrame(rows, columns=list(FAILURE_COLUMNS))


FAILURE_COLUMNS = (
    "programmes",
    "measure",
    "fails_if",
    "rule",
    "cases",
    "failing",
    "density",
    "coverage",
    "all_cases",
    "all_failing",
    "balanced_accuracy_held_out",
    "why_none",
)


@contextmanager
def filled_folder(out: Path) -> Iterator[Path]:
    """Give a folder to write into, all of which comes into `out` once everything is written.

    What is in `out` under the same names is replaced, everything else there stays. If the block
    raises anything, `out` is as it was.
    """
    new = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    partial, former = (
        Path(tempfile.mkdtemp(prefix=f".{what}-", suffix=".part", dir=out))
        for what in ("new", "former")
    )
    try:
        yield partial
        for path in sorted(partial.rglob("*")):
            to_disk(path)
        _move_in(partial, out, former)
        to_disk(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)
        if new and not any(out.iterdir()):
            out.rmdir()


def _move_in(partial: Path, out: Path, former: Path) -> None:
    """Move everything from one folder to another; back again if something cannot be moved."""
    names = sorted(path.name for path in partial.iterdir())
    try:
        for name in names:
            _rename(out / name, former / name)
            _rename(partial / name, out / name)
    except BaseException:
        for name in names:
            if not (partial / name).exists():
                _rename(out / name, partial / name)
            _rename(former / name, out / name)
        raise


def _rename(path: Path, new: Path) -> None:
    if path.exists():
        path.rename(new)


def _write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    text = json.dumps(dict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
