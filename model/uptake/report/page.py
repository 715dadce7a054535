"""The report: one HTML file that needs nothing else, to read, print or send."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from uptake.figures import SavedFigure
from uptake.report.content import HEADLINE_MEASURE, ReportContent
from uptake.report.rows import rows
from uptake.report.sentences import (
    answer,
    best_of,
    certainty_sentences,
    departures_answer,
    lead_sentence,
    row_sentence,
)
from uptake.report.table import fate_said, gain_said, over_said
from uptake.report.variant_rows import variant_cells
from uptake.study.wording import money, number, percent, sentence

LARGEST_SVG_BYTES = 350_000
"""A figure whose SVG is larger goes into the page as PNG."""


def write_report(content: ReportContent, folder: Path) -> Path:
    """Write ``report.html`` into a folder and return its path.

    The file holds its style and figures; opening it asks nothing of any other file or machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(report_page(content), encoding="utf-8")
    return path


def report_page(content: ReportContent) -> str:
    """Return the report as HTML; everything from the study is escaped."""
    found = rows(content)
    environment = page_environment()
    environment.filters["percent"] = percent
    environment.filters["number"] = number
    environment.globals.update(
        money=money, gain_said=gain_said, fate_said=fate_said, row_sentence=row_sentence
    )
    lead = lead_sentence(content.summary, found)
    best = best_of(found) if len(found) > 1 else None
    return environment.get_template("report.html").render(
        content=content,
        title=content.title,
        question=content.question,
        rows=found,
        over=content.lineup.over,
        over_said=over_said(content.lineup.over, content.variants),
        best=best.mark.name if best else "",
        variants=variant_cells(best.variants, HEADLINE_MEASURE) if best else (),
        widest=max(row.participation for row in found) or 1.0,
        answer=answer(found, content.lineup.over),
        leads=[lead] if lead else [],
        beside=departures_answer(found),
        beside_label="When the champion leaves",
        certainty=certainty_sentences(found, content.lineup.over),
        figures=[(figure, data_address(figure)) for figure in content.figures],
        details={detail.name: detail for detail in content.details},
        provenance=list(flat(content.manifest)),
        source=content.lineup.source,
        sentence=sentence,
    )


def page_environment() -> Environment:
    """What pages are made with: templates that share a frame and a style, all else escaped."""
    environment = Environment(
        loader=PackageLoader("uptake", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    style = (files("uptake.report") / "report.css").read_text(encoding="utf-8")
    environment.globals["style"] = style
    return environment


def data_address(figure: SavedFigure) -> str:
    """Return a figure as a ``data:`` address: SVG if it is small enough, PNG otherwise."""
    as_png = figure.svg.stat().st_size > LARGEST_SVG_BYTES or figure.name.startswith("people")
    path, kind = (figure.png, "image/png") if as_png else (figure.svg, "image/svg+xml")
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def flat(manifest: Mapping[str, object], above: str = "") -> list[tuple[str, str]]:
    """Return nested mappings as pairs of a dotted key and its value in words."""
    pairs: list[tuple[str, str]] = []
    for key, value in manifest.items():
        name = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            pairs.extend(flat(value, name))
        elif isinstance(value, list | tuple):
            pairs.append((name, ", ".join(str(item) for item in value)))
        else:
            pairs.append((name, str(value)))
    return pairs
