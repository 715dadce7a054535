"""``uptake compare``: scenarios side by side, against the first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from uptake.cli.options import (
    FirstReplicate,
    Map,
    Org,
    Out,
    Replicates,
    Seed,
    Weeks,
    Workers,
)


def compare(
    scenarios: Annotated[
        list[Path], typer.Argument(help="Scenario files, two or more; the first is the baseline.")
    ],
    org: Org = None,
    map_: Map = None,
    weeks: Weeks = None,
    replicates: Replicates = 20,
    first_replicate: FirstReplicate = 0,
    seed: Seed = 1,
    workers: Workers = None,
    out: Out = None,
) -> None:
    """Compare scenarios with the first one: paired differences, figures and a report.

    Runs with the same number share every chance event that both scenarios have.

    Example: uptake compare nothing.yaml newsletter.yaml packs.yaml --org staff.csv
    """
    from uptake.cli.output import output
    from uptake.cli.working import Asked, work
    from uptake.report import comparison_table

    numbers = range(first_replicate, first_replicate + replicates)
    files = tuple(scenarios)
    done = work(Asked(files, org, tuple(map_ or ()), weeks, numbers, seed, workers, out), least=2)
    console = output()
    console.print(comparison_table(done.content))
    report = done.out / "report.html"
    console.print(f"Report: {report}", markup=False, highlight=False, soft_wrap=True)
