"""From a calibration to its folder: tables, figures and report, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from uptake.figures.gallery import save_figure
from uptake.figures.informed import informed_figure
from uptake.figures.predictive import predictive_figure
from uptake.report.calibration_page import calibration_page
from uptake.report.calibration_tables import (
    all_errors,
    ensemble_file,
    posterior_table,
    weeks_table,
)
from uptake.study.calibrating.calibration import Calibration
from uptake.study.result_folder import MANIFEST, result_folder
from uptake.study.whole_files import write_table

FIGURES, REPORT = "figures", "report.html"
ENSEMBLE = "ensemble.csv"
CAPTIONS = {
    "forecast": "Counts and what the fitted model expects. Only weeks left of the dashed line were "
    "seen by the fit; weeks in grey by nobody.",
    "informed": "What the data say about each number that was fitted. One whose interval is as "
    "wide as its range was before is not known better than before.",
}


def write_calibration(found: Calibration, out: Path, manifest: Mapping[str, Any]) -> Path:
    """Write everything about a calibration.

    Parameters
    ----------
    found : Calibration
        What came of it.
    out : Path
        The folder; see `uptake.study.result_folder` for what is refused.
    manifest : mapping
        Where it comes from.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    InputError
        If the folder cannot take the results.
    """
    asked = found.asked
    source = f"Source: {asked.usage.source} ({asked.usage.kind}); uptake {version('uptake')}"
    drawn = {
        "forecast": predictive_figure(found, source=source),
        "informed": informed_figure(found, source=source),
    }
    with result_folder(out, asked.fingerprint) as folder:
        figures = [
            save_figure(figure, folder / FIGURES, name, CAPTIONS[name])
            for name, figure in drawn.items()
        ]
        page = calibration_page(found, figures, manifest, source)
        (folder / REPORT).write_text(page, encoding="utf-8")
        write_table(posterior_table(found), folder / "posterior.csv")
        write_table(all_errors(found), folder / "errors.csv")
        write_table(weeks_table(found), folder / "weeks.csv")
        (folder / ENSEMBLE).write_text(ensemble_file(found), encoding="utf-8")
        content = {"study": asked.fingerprint, **manifest}
        text = json.dumps(content, indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return out / REPORT
