"""``uptake compare DIR``: the programmes of a finished study, against its baseline."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from uptake.checking import nearest, one_of
from uptake.cli.output import output
from uptake.errors import InputError, Problem
from uptake.figures.style import file_name
from uptake.report.study_folder import write_study
from uptake.report.study_page import TOLD, StudyReport
from uptake.report.study_sentences import missing_sentence
from uptake.report.study_tables import study_tables
from uptake.study.better import Better, better_of
from uptake.study.findings import find
from uptake.study.result_folder import check_folder
from uptake.study.store import Store, only_study
from uptake.study.store_folder import EXPORT
from uptake.study.table import StudyTable, load_table
from uptake.study.whole_files import check_can_be_made

HEADLINE_MEASURE = "participation_last_half_year"


def compare_study(
    folder: Path,
    study: str | None,
    measure: str | None,
    better: str | None,
    fails_below: float | None,
    out: Path | None,
) -> None:
    """Compare the programmes of a study; print what is found and write it into a folder.

    Parameters
    ----------
    folder : Path
        The store.
    study : str or None
        Name or fingerprint of the study, if the store holds several.
    measure : str or None
        By which programmes are judged; by default weekly visitors.
    better : {"more", "less"} or None
        Which way the measure is better.
    fails_below : float or None
        A case fails below it; by default where a programme is no better than the baseline.
    out : Path or None
        Folder of the results; by default ``export`` in the store.

    Raises
    ------
    InputError
        If the store, the study, the measure or the folder is wrong.
    """
    store = Store.open(folder)
    fingerprint = only_study(store, study)
    record = store.studies()[fingerprint]
    table = load_table(store, fingerprint)
    judged = _measure(table, measure)
    side: Better = "more" if better == "more" else "less" if better else better_of(judged)
    _check(table, folder, judged, side, fails_below)
    target = out or _default_folder(store, fingerprint)
    if out is None:
        check_can_be_made(target, target)
    else:
        check_folder(out, fingerprint)
    failed = store.failed()
    failed = failed[failed["run"].isin(store.plan(fingerprint)["run"])]
    manifest = {
        **{key: record[key] for key in TOLD if key in record},
        "model": store.model,
        "compared": " ".join(["uptake", *sys.argv[1:]]),
        "organisations": [
            {"label": one["label"], "counts": one["counts"]} for one in record["organisations"]
        ],
    }
    waiting = Console(stderr=True)
    with waiting.status("Comparing programmes and drawing"):
        findings = find(table, judged, side, fails_below)
        report = StudyReport(findings, failed=failed, manifest=manifest)
        page = write_study(report, target, fingerprint)
    console = output()
    console.print(study_tables(findings))
    missing = missing_sentence(findings, len(failed))
    if missing:
        waiting.print(f"Note: {missing}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"\nReport: {page}", markup=False, highlight=False, soft_wrap=True)


def _measure(table: StudyTable, wanted: str | None) -> str:
    if wanted in table.measures:
        return str(wanted)
    if wanted is None:
        return HEADLINE_MEASURE if HEADLINE_MEASURE in table.measures else table.measures[0]
    close = nearest(wanted, table.measures)
    right = close or one_of(table.measures)
    wrong = "is no measure of this study"
    raise InputError([Problem("the command", "--measure", wrong, wanted, right)])


def _check(
    table: StudyTable, folder: Path, measure: str, better: Better, fails_below: float | None
) -> None:
    """Make sure that there is something to compare, and that it means something."""
    if not len(table.runs):
        wrong = "holds no finished run of this study yet"
        raise InputError([Problem(str(folder), "", wrong, right="results of uptake sweep")])
    if fails_below is not None and better == "less":
        wrong = f"means nothing for {measure}, of which less is better"
        raise InputError([Problem("the command", "--fails-below", wrong, f"{fails_below:g}")])


def _default_folder(store: Store, fingerprint: str) -> Path:
    """``export``, or a folder in it if the store holds several studies."""
    studies = store.studies()
    if len(studies) == 1:
        return store.folder / EXPORT
    name = file_name(str(studies[fingerprint]["name"]))
    return store.folder / EXPORT / f"{name}-{fingerprint[:8]}"
