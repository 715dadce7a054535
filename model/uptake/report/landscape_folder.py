"""The folder of a landscape: tables, the figure and what they say, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from uptake.compilation import code_digest
from uptake.figures.landscape import landscape_figure
from uptake.figures.lineup import source_line
from uptake.figures.style import save
from uptake.organisation import Organisation
from uptake.study.landscape import Landscape
from uptake.study.landscape.tables import (
    distance_table,
    hysteresis_table,
    long_table,
    point_table,
    state_table,
)
from uptake.study.landscape.words import sentences
from uptake.study.manifest import organisation_counts, versions
from uptake.study.result_folder import MANIFEST, result_folder
from uptake.study.whole_files import write_table

TABLES = {
    "landscape.csv": state_table,
    "points.csv": point_table,
    "distances.csv": distance_table,
    "hysteresis.csv": hysteresis_table,
    "long_runs.csv": long_table,
}


def publish_landscape(
    landscape: Landscape,
    organisation: Organisation,
    out: Path,
    fingerprint: str,
    *,
    command: Sequence[str],
    started: datetime,
    seconds: float,
) -> None:
    """Write a landscape into a folder; of the organisation only counts, never ids.

    Parameters
    ----------
    landscape : Landscape
        What was measured.
    organisation : Organisation
        Where.
    out : Path
        The folder; see `uptake.study.result_folder` for what is refused.
    fingerprint : str
        See `uptake.study.landscape.tables.landscape_fingerprint`.
    command, started, seconds
        What was typed, when, and how long it took.

    Raises
    ------
    InputError
        If the folder cannot take the results.
    """
    chart = organisation.chart
    employees = f"{int(chart.staffed.sum()):,}"
    label = chart.name if employees in chart.name else f"{chart.name}, {employees} employees"
    source = source_line(label, landscape.seed, len(landscape.replicates), version("uptake"))
    with result_folder(out, fingerprint) as folder:
        for name, table in TABLES.items():
            write_table(table(landscape), folder / name)
        save(landscape_figure(landscape, source), folder / "figures", "landscape")
        text = "\n\n".join(sentences(landscape)) + "\n"
        (folder / "landscape.txt").write_text(text, encoding="utf-8")
        manifest = {
            "study": fingerprint,
            "command": " ".join(command),
            "scenario": landscape.asked.actual.model_dump(mode="json"),
            "week": landscape.asked.week,
            "organisation": organisation_counts(organisation),
            "seed": landscape.seed,
            "replicates": list(landscape.replicates),
            "code": code_digest(),
            "versions": versions(),
            "started": started.astimezone(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
        }
        text = json.dumps(manifest, indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
