"""``uptake calibrate``: fit the model to an organisation's own usage data."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from uptake.cli.options import Map, Out, Workers

if TYPE_CHECKING:
    from uptake.study.calibrating.asked import Asked
    from uptake.study.calibrating.calibration import Calibration

RESULTS = Path("uptake-results")
A_WEEK = "as a week's number, an ISO week or a date"


def calibrate(
    file: Annotated[Path, typer.Argument(help="Usage export: one row a day or week, may be .gz.")],
    org: Annotated[
        Path | None,
        typer.Option("--org", help="HR export (CSV) of all who could take part."),
    ] = None,
    size: Annotated[
        int | None,
        typer.Option(min=30, max=1_000_000, help="People of an open community, without --org."),
    ] = None,
    launch: Annotated[
        str | None, typer.Option(help=f"First week of a launch campaign, {A_WEEK}.")
    ] = None,
    newsletter_from: Annotated[
        str | None, typer.Option(help="First week of a weekly newsletter.")
    ] = None,
    champion_left: Annotated[
        str | None, typer.Option(help="First week without the champion.")
    ] = None,
    conference: Annotated[
        list[str] | None,
        typer.Option(help="Week of an event that drew people in; may be repeated."),
    ] = None,
    mask: Annotated[
        list[str] | None,
        typer.Option(help="Weeks to leave out, as 8-10 or 2024-W05; may be repeated."),
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Last week to fit to; three quarters by default.")
    ] = None,
    beyond: Annotated[
        int, typer.Option(min=0, max=520, help="Weeks to forecast after the end of the file.")
    ] = 0,
    assumptions: Annotated[
        str, typer.Option(help="Structural variants: all, default, or one by name.")
    ] = "all",
    most_runs: Annotated[
        int | None, typer.Option(min=200, max=1_000_000, help="Runs that the fit may make.")
    ] = None,
    particles: Annotated[
        int | None, typer.Option(min=50, max=10_000, help="Of the runs, how many are kept.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed of all chance.")] = 1,
    map_: Map = None,
    org_map: Annotated[
        list[str] | None,
        typer.Option("--org-map", help="Column of the HR export, as COLUMN=FIELD."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="How the usage export is encoded.")] = "utf-8",
    workers: Workers = None,
    out: Out = None,
) -> None:
    """Fit the model to a usage export, and forecast the weeks it has not seen.

    The same command goes on where it was stopped.

    Example: uptake calibrate slack.csv --conference 2023-W42 --split 2023-W10
    """
    from uptake.cli.org import parse_columns
    from uptake.cli.usage import read_with
    from uptake.scenario import Scenario
    from uptake.scenario_files import load_organisation
    from uptake.study.calibrating.asked import MOST_RUNS, PARTICLES, Effort, ask
    from uptake.study.calibrating.events import read_events
    from uptake.study.variants import chosen_variants

    _check_installed()
    _check_effort(most_runs or MOST_RUNS, particles or PARTICLES)
    if org is not None and size is not None:
        _refuse("--size", "is for an open community, without --org", f"{size}")
    usage = read_with(file, map_, mask, encoding)
    events = read_events(usage, launch, newsletter_from, champion_left, conference or ())
    organisation = (
        None if org is None else load_organisation(Scenario(), org, parse_columns(org_map or []), 0)
    )
    asked = ask(
        usage, events, chosen_variants(assumptions),
        organisation=organisation, people=size, split=split, beyond=beyond, seed=seed,
        effort=Effort(particles or PARTICLES, most_runs or MOST_RUNS),
    )  # fmt: skip
    _work(asked, out, workers)


def _work(asked: Asked, out: Path | None, workers: int | None) -> None:
    """Fit, write the folder and print what came of it."""
    from rich.console import Console

    from uptake.cli.calibrate_output import announce, conclude
    from uptake.cli.main import STOPPED
    from uptake.cli.progress import counting
    from uptake.figures.style import file_name
    from uptake.report.calibration_folder import write_calibration
    from uptake.study.calibrating.calibration import calibrate as run
    from uptake.study.result_folder import check_folder

    started = datetime.now(UTC)
    stem = file_name(asked.usage.source.split(".")[0])
    folder = out or RESULTS / f"{stem}-calibration-{asked.fingerprint[:8]}"
    check_folder(folder, asked.fingerprint)
    kept = folder.with_name(f"{folder.name}.fit")
    announce(asked)
    try:
        with counting("Runs (the very first compile the model)") as tell:
            found = run(asked, kept, workers=workers, tell=tell)
    except KeyboardInterrupt:
        typer.echo(
            "\nStopped. The same command goes on with the generation that it was at.", err=True
        )
        raise typer.Exit(STOPPED) from None
    with Console(stderr=True).status("Drawing"):
        page = write_calibration(found, folder, _manifest(found, started))
    shutil.rmtree(kept, ignore_errors=True)
    conclude(found, page)


def _manifest(found: Calibration, started: datetime) -> dict[str, object]:
    from importlib.metadata import version

    from uptake.compilation import code_digest
    from uptake.study.calibrating.sentences import read_said

    asked = found.asked
    usage, effort = asked.usage, asked.effort
    reasons = enumerate(usage.reasons)
    return {
        "command": " ".join(["uptake", *sys.argv[1:]]),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started).total_seconds(), 1),
        "read": read_said(asked),
        "masked": {usage.label(place): reason for place, reason in reasons if reason},
        "notes": list(usage.notes),
        "runs of the fit": effort.most_runs,
        "particles": effort.particles,
        "runs of what fits": effort.draws,
        "generations": [
            f"within {one.epsilon:.3g}: {one.accepted:.0%} of {one.runs} accepted"
            for one in found.posterior.generations[1:]
        ],
        "seed": asked.seed,
        "model": code_digest(),
        "version": version("uptake"),
        "pyabc": version("pyabc"),
    }


def _check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("pyabc") is None:
        _refuse("calibrate", "needs pyABC, which is not installed", "",
                "pip install 'uptake[calibrate]'")  # fmt: skip


def _check_effort(most_runs: int, particles: int) -> None:
    if most_runs < 4 * particles:
        right = f"{4 * particles:,} or more for {particles:,} particles"
        _refuse("--most-runs", "is too few to choose from", f"{most_runs:,}", right)


def _refuse(key: str, wrong: str, found: str, right: str = "") -> None:
    from uptake.errors import InputError, Problem

    raise InputError([Problem("the command", key, wrong, found, right)])
