"""From verdicts on patterns to their folder: table, figures and report, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from uptake.figures import file_name, source_line
from uptake.figures.gallery import save_figure
from uptake.figures.pattern_rows import pattern_figure
from uptake.report.validation_page import validation_page
from uptake.study.result_folder import MANIFEST, result_folder
from uptake.study.verdicts import Found, verdict_table
from uptake.study.whole_files import write_table

FIGURES, REPORT, TABLE = "figures", "report.html", "patterns.csv"
CAPTION = (
    "Each quantity against its band, all bands drawn to the same width. Where a band has one edge "
    "only, the bar runs on to the end of the axis."
)


def write_validation(
    found: Mapping[str, Sequence[Found]],
    out: Path,
    fingerprint: str,
    *,
    seed: int,
    replicates: int,
    manifest: Mapping[str, Any],
    left_out: Sequence[str] = (),
) -> Path:
    """Write ``patterns.csv``, a figure of the first variant and the report.

    Parameters
    ----------
    found : mapping of variant to what was found
        In the order shown.
    out : Path
        The folder; see `uptake.study.result_folder` for what is refused.
    fingerprint : str
        Of what decides the result.
    seed, replicates : int
        For the source line.
    manifest : mapping
        Where it comes from.
    left_out : sequence of str
        Sentences on what this run leaves out.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    InputError
        If the folder cannot take the results.
    """
    variant, them = next(iter(found.items()))
    source = source_line(f"Patterns, {variant}", seed, replicates, version("uptake"))
    with result_folder(out, fingerprint) as folder:
        figure = pattern_figure(them, source)
        name = f"patterns-{file_name(variant)}"
        drawn = save_figure(figure, folder / FIGURES, name, CAPTION)
        page = validation_page(found, [drawn], manifest, left_out, source)
        (folder / REPORT).write_text(page, encoding="utf-8")
        write_table(verdict_table(found), folder / TABLE)
        text = json.dumps({"study": fingerprint, **manifest}, indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return out / REPORT
