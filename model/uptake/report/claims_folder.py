"""From judged claims to their folder: table, figure and page, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from uptake.figures.claims import claims_figure
from uptake.figures.gallery import save_figure
from uptake.report.claims_page import claims_page
from uptake.report.claims_words import claims_answer, condition_said, statement_said
from uptake.report.study_folder import FIGURES, REPORT, filled_folder
from uptake.study.claims.findings import Finding, findings_table
from uptake.study.result_folder import MANIFEST
from uptake.study.whole_files import write_table

TABLE = "claims.csv"
CAPTION = (
    "A claim holds under a condition if its direction is shown and its size is not excluded. "
    "“No effect”: the size is excluded and no direction is shown."
)


def write_claims(
    found: Sequence[Finding],
    out: Path,
    source: str,
    manifest: Mapping[str, Any],
    left_out: Sequence[str] = (),
) -> Path:
    """Write ``claims.csv``, a figure and the page.

    Parameters
    ----------
    found : sequence of Finding
        The claims.
    out : Path
        The folder, made if need be. Other files in it stay.
    source : str
        The source line.
    manifest : mapping
        Where it comes from.
    left_out : sequence of str
        Sentences on what this run leaves out.

    Returns
    -------
    Path
        The page.
    """
    with filled_folder(out) as folder:
        labels = [condition_said(one.name) for one in found[0].conditions]
        figure = claims_figure(found, labels, source, claims_answer(found))
        drawn = save_figure(figure, folder / FIGURES, "claims", CAPTION)
        page = claims_page(found, [drawn], source, manifest, left_out)
        (folder / REPORT).write_text(page, encoding="utf-8")
        said = [statement_said(one) for one in found]
        write_table(findings_table(found, said), folder / TABLE)
        text = json.dumps(dict(manifest), indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return out / REPORT
