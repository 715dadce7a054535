"""``uptake landscape``: where activity drifts, rests and tips, and how far that is."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from uptake.cli.options import Map, Org, Seed, Workers

RESULTS = Path("uptake-results")


def landscape(
    scenario: Annotated[Path, typer.Argument(help="Scenario file; uptake new writes one.")],
    org: Org = None,
    map_: Map = None,
    week: Annotated[
        int | None,
        typer.Option(
            min=8,
            max=5200,
            help="Week of the organisation; by default the departure, or two years.",
        ),
    ] = None,
    replicates: Annotated[int, typer.Option(min=4, max=10_000, help="Runs of each state.")] = 20,
    seed: Seed = 1,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the results; by default one for this in uptake-results."),
    ] = None,
) -> None:
    """Measure the momentum landscape: drift of activity against its level, with and without.

    The organisation is held at many levels, then let go, with its programme and without. Where
    activity stays it rests; where it leaves to both sides it tips.

    Example: uptake landscape plan.yaml --out plan-landscape
    """
    from uptake.cli.org import parse_columns
    from uptake.cli.output import output
    from uptake.cli.progress import counting
    from uptake.errors import InputError
    from uptake.report.landscape_folder import publish_landscape
    from uptake.report.table import Paragraph
    from uptake.scenario_files import (
        check_with_organisation,
        load_organisation,
        read_scenario_file,
    )
    from uptake.study.landscape import measure_landscape
    from uptake.study.landscape.asked import ask
    from uptake.study.landscape.tables import landscape_fingerprint
    from uptake.study.landscape.words import sentences
    from uptake.study.result_folder import check_folder

    started, begin = datetime.now(UTC), time.perf_counter()
    file = read_scenario_file(scenario)
    organisation = load_organisation(file.scenario, org, parse_columns(list(map_ or ())))
    if problems := check_with_organisation(file, organisation):
        raise InputError(problems)
    numbers = range(replicates)
    at = ask(file.scenario, int(organisation.chart.staffed.sum()), week).week
    fingerprint = landscape_fingerprint(file.scenario, organisation, seed, numbers, at)
    folder = out or RESULTS / f"{scenario.stem}-landscape-{fingerprint[:8]}"
    check_folder(folder, fingerprint)
    with counting("Runs (the very first compile the model)") as tell:
        found = measure_landscape(
            file.scenario,
            organisation,
            seed,
            numbers,
            week=at,
            workers=workers,
            progress=tell,
        )
    publish_landscape(
        found,
        organisation,
        folder,
        fingerprint,
        command=["uptake", *sys.argv[1:]],
        started=started,
        seconds=time.perf_counter() - begin,
    )
    console = output()
    for text in sentences(found):
        console.print(Paragraph(text))
        console.print()
    console.print(f"Results: {folder}", markup=False, highlight=False, soft_wrap=True)
