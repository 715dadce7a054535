"""What ``uptake calibrate`` prints."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from uptake.cli.output import output
from uptake.report.calibration_folder import ENSEMBLE
from uptake.report.calibration_page import error_rows
from uptake.study.calibrating.asked import Asked
from uptake.study.calibrating.calibration import Calibration
from uptake.study.calibrating.informed import informed
from uptake.study.calibrating.sentences import (
    corrected_said,
    coverage,
    effective_said,
    headline,
    informed_headline,
    misfit_said,
    read_said,
    variants_said,
)
from uptake.study.wording import NO_BREAK


def announce(asked: Asked) -> None:
    """Say what was read, what is masked and why, and what is assumed."""
    console = output()
    for text in read_said(asked):
        _say(console, text)
    masked: dict[str, list[str]] = {}
    for place, reason in enumerate(asked.usage.reasons):
        if reason:
            masked.setdefault(reason, []).append(asked.usage.label(place))
    for reason, weeks in masked.items():
        shown = ", ".join(weeks[:6]) + (f" and {len(weeks) - 6} more" if len(weeks) > 6 else "")
        _say(console, f"Masked: {shown}: {reason}")
    for note in asked.usage.notes:
        console.print(note, style="dim", markup=False, highlight=False, soft_wrap=True)


def conclude(found: Calibration, page: Path) -> None:
    """Say how the forecast did, what the data say, and where everything is."""
    console = output()
    console.print(f"\n{headline(found)}", style="bold", markup=False, highlight=False)
    console.print(_errors(found))
    for text in (
        misfit_said(found),
        coverage(found),
        informed_headline(informed(found)) + ".",
        variants_said(found),
        corrected_said(found),
        effective_said(found),
        "All assumptions that were not fitted kept their defaults.",
    ):
        if text:
            _say(console, text)
    _say(console, f"\nEnsemble: {page.parent / ENSEMBLE} (for --assumptions)")
    _say(console, f"Report: {page}")


def _errors(found: Calibration) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Weeks not fitted", ratio=1)
    for heading in (
        "Off by\n(mean)",
        "Root mean\nsquare",
        "MASE",
        f"In the 50{NO_BREAK}%\nband",
        f"In the 90{NO_BREAK}%\nband",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in error_rows(found):
        name = f"{row.name} ({row.note})" if row.note else row.name
        style = "bold" if row.nearest else None
        cells = (row.off, row.square, row.scaled, row.half, row.most)
        table.add_row(name, *cells, style=style)
    return table


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
