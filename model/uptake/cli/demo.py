"""``uptake demo``: the Humana case, six programmes and the champion's departure."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from uptake.cli.options import AssumptionsAsked, Replicates, Seed, Workers

CASES = (
    "nothing",
    "newsletter",
    "newsletter_and_packs",
    "managers_late",
    "managers_early",
    "champion_leaves",
    "successor",
)
"""Scenario files of the case, in the order of the table."""


def demo(
    replicates: Replicates = 6,
    assumptions: AssumptionsAsked = "reference",
    seed: Seed = 1,
    workers: Workers = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("demo"),
) -> None:
    """Compare programmes at a company like Humana from 2010 on, and let the champion leave.

    Example: uptake demo --out demo
    """
    from uptake.cli.output import output
    from uptake.cli.working import Asked, work
    from uptake.report import comparison_table

    with as_file(files("uptake") / "cases" / "humana") as folder:
        paths = tuple(folder / f"{name}.yaml" for name in CASES)
        numbers = range(replicates)
        asked = Asked(paths, None, (), None, numbers, assumptions, seed, workers, out)
        done = work(asked, least=2)
    console = output()
    console.print(comparison_table(done.content))
    report = done.out / "report.html"
    console.print(f"Report: {report}", markup=False, highlight=False, soft_wrap=True)
