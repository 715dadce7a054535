"""``uptake sweep``: a study of many scenarios, into a store that survives anything."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from uptake.cli.options import Cluster, DryRun, Map, Org, Serial, Workers, Yes

if TYPE_CHECKING:
    from uptake.study.estimate import Estimate
    from uptake.study.sweep import SweepResult

RESULTS = Path("uptake-results")
STOPPED = 130
LONG_SECONDS = 3600.0
LARGE_BYTES = 2e9
"""More than this is not begun without asking."""


def sweep(
    study: Annotated[Path, typer.Argument(help="Study file; docs/studies.md says what it holds.")],
    org: Org = None,
    map_: Map = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the results; by default one of its name in uptake-results."),
    ] = None,
    workers: Workers = None,
    serial: Serial = False,
    cluster: Cluster = None,
    dry_run: DryRun = False,
    add: Annotated[
        bool,
        typer.Option("--add", help="Let the folder hold other studies too, and share their runs."),
    ] = False,
    on_error: Annotated[
        Literal["go_on", "stop"], typer.Option(help="What to do after a run that fails.")
    ] = "go_on",
    yes: Yes = False,
) -> None:
    """Run a study: every combination of levers under all assumptions. The same command goes on.

    Example: uptake sweep cadence.yaml --out cadence
    """
    from uptake.cli.org import parse_columns
    from uptake.cli.progress import counting, stopping
    from uptake.study.estimate import estimate, estimate_unseen
    from uptake.study.prepare import (
        LARGEST_STUDY,
        loaded,
        organisation_sources,
        prepare,
        refuse_what_is_too_large,
    )
    from uptake.study.study_file import read_study
    from uptake.study.sweep import sweep as run

    columns = parse_columns(list(map_ or ()))
    asked = read_study(study)
    folder = out or RESULTS / study.stem
    if asked.run_count > LARGEST_STUDY:
        organisations = list(loaded(organisation_sources(asked, org, columns)).values())
        _announce(estimate_unseen(asked, organisations, workers))
        refuse_what_is_too_large(asked)
    prepared = prepare(asked, org, columns)
    ahead = estimate(prepared, folder, workers)
    _announce(ahead)
    if dry_run:
        return
    refuse_what_does_not_fit(folder, ahead)
    ask_first(ahead, yes)
    try:
        with stopping() as stop, counting() as tell:
            result = run(
                prepared,
                folder,
                workers=workers,
                serial=serial,
                cluster=cluster,
                add=add,
                on_error=on_error,
                tell=tell,
                stop=stop,
                say=lambda words: typer.echo(f"Note: {words}", err=True),
                command=["uptake", *sys.argv[1:]],
            )
    except KeyboardInterrupt:
        said = "\nStopped at once. What was finished is kept; the same command goes on from there."
        typer.echo(said, err=True)
        raise typer.Exit(STOPPED) from None
    _report(result)
    asked_to_stop = result.stopped and not (result.failed and on_error == "stop")
    if result.done < result.planned:
        raise typer.Exit(STOPPED if asked_to_stop else 1)


def _announce(ahead: Estimate) -> None:
    """Say what is to be done and what it takes."""
    from uptake.study.units import sets_said
    from uptake.study.wording import counted, number

    worlds = sets_said(ahead.worlds) if ahead.ensemble else counted(ahead.worlds, "world")
    cells = f"{counted(ahead.programmes, 'programme')} in {worlds}"
    if ahead.organisations > 1:
        cells += f" in {counted(ahead.organisations, 'organisation')}"
    most = " at most" if ahead.until else ""
    typer.echo(
        f"{cells}: {ahead.cells:,} cells, {ahead.runs:,} runs{most} of {ahead.weeks:,} weeks."
    )
    if ahead.there == ahead.runs:
        typer.echo("All of them are there already.")
        return
    if ahead.there:
        typer.echo(f"{ahead.there:,} of them are there already.")
    if ahead.shared >= 0.01:
        typer.echo(f"Runs share their past: {number(100 * ahead.shared, 0)} % less to simulate.")
    about = "At most" if ahead.until else "About"
    typer.echo(
        f"{about} {duration(ahead.seconds)} on {counted(ahead.workers, 'worker')} "
        f"and {size(ahead.disk_bytes)} on disk."
    )


def duration(seconds: float) -> str:
    """Say how long something takes, in the unit that fits: ``40 seconds``, ``3.2 days``."""
    for unit, length in (
        ("years", 31_557_600),
        ("days", 86_400),
        ("hours", 3_600),
        ("minutes", 60),
    ):
        if seconds >= 1.5 * length:
            return f"{seconds / length:,.{int(seconds < 10 * length)}f} {unit}"
    return f"{max(1, round(seconds)):,} seconds"


def size(amount: float) -> str:
    """Say how much a number of bytes is, in the unit that fits: ``3.4 GB``."""
    for unit, length in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if amount >= length:
            return f"{amount / length:,.1f} {unit}"
    return f"{amount / 1e3:,.0f} kB"


def refuse_what_does_not_fit(folder: Path, ahead: Estimate) -> None:
    """Make sure that there is room for the results.

    Raises
    ------
    InputError
        If there is not.
    """
    from uptake.errors import InputError, Problem

    above = folder.absolute()
    while not above.exists():
        above = above.parent
    free = shutil.disk_usage(above).free
    if ahead.disk_bytes > free:
        wrong = f"has room for {size(free)}"
        found = f"about {size(ahead.disk_bytes)} of results"
        raise InputError([Problem(str(folder), "--out", wrong, found, "a folder on a larger disk")])


def ask_first(ahead: Estimate, yes: bool) -> None:
    """Ask before much is begun.

    Raises
    ------
    InputError
        If there is nobody to ask.
    """
    from uptake.errors import InputError, Problem

    if yes or (ahead.seconds < LONG_SECONDS and ahead.disk_bytes < LARGE_BYTES):
        return
    if not sys.stdin.isatty():
        wrong = f"takes about {duration(ahead.seconds)} and {size(ahead.disk_bytes)}"
        raise InputError([Problem("the study", "", wrong, right="--yes, if that is meant")])
    typer.confirm("Begin?", abort=True)


def _report(result: SweepResult) -> None:
    """Say how it ended and what can be done next."""
    typer.echo(f"{result.done:,} of {result.planned:,} runs are in {result.store.folder}.")
    folder = shlex.quote(str(result.store.folder))
    if result.failed:
        typer.echo(f"{result.failed:,} failed; which and why: uptake study status {folder}")
    if result.done + result.failed < result.planned:
        typer.echo("Stopped. The same command goes on from there.")
    elif result.done:
        typer.echo(f"What they say: uptake compare {folder}")
