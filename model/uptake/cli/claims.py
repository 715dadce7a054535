"""``uptake claims``: which statements about effects hold, and under which conditions."""

from __future__ import annotations

import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from uptake.cli.options import DryRun, Serial, Workers

if TYPE_CHECKING:
    from uptake.study.claims.claims_file import ClaimsFile
    from uptake.study.claims.conditions import Condition
    from uptake.study.claims.planned import PlannedClaims
    from uptake.study.claims.running import Made

CLAIMS = Path("experiments/claims.yaml")
QUICK_SAID = (
    "This is the quick run: {members} members of the ensemble and half of the runs of each. "
    "Intervals are wide, and less is decided; the full run is uptake claims."
)


def claims(
    file: Annotated[
        Path, typer.Argument(help="Claims file; that of the project if left out.")
    ] = CLAIMS,
    quick: Annotated[
        bool, typer.Option("--quick", help="Few members of the ensemble and fewer runs.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of runs and results; by default one in uptake-results."),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Run nothing; hold the pages that state claims against what was found."
        ),
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option(help="claims.csv to check against; by default that of the last run."),
    ] = None,
    workers: Workers = None,
    serial: Serial = False,
    dry_run: DryRun = False,
) -> None:
    """Test every claim of a file with other chance, people, size, structure and assumptions.

    A claim that does not hold is a finding and no failure: the command ends with 0. The same
    command goes on where it was. Example: uptake claims --quick
    """
    from uptake.cli.sweep import RESULTS
    from uptake.study.claims.claims_file import read_claims
    from uptake.study.claims.conditions import FULL, QUICK, conditions
    from uptake.study.claims.planning import planned_claims
    from uptake.study.ensemble import reference
    from uptake.study.store_folder import EXPORT

    read = read_claims(file)
    scale = QUICK if quick else FULL
    folder = out or RESULTS / (f"{file.stem}-quick" if quick else file.stem)
    if check:
        _check(read, table or folder / EXPORT / "claims.csv")
        return
    asked = conditions(scale, read.form.seed)
    planned = planned_claims(read.claims, asked, reference(), scale.members)
    _announce(read, planned, folder, workers)
    if dry_run:
        return
    began = datetime.now(UTC)
    members = min(scale.members or len(reference().members), len(reference().members))
    record = _record(read, planned, began, members)
    made = _made(planned, folder, record, workers, serial=serial)
    _write(read, asked, planned, made, {**record, "seconds": _seconds(began)}, quick, members)


def _check(read: ClaimsFile, table: Path) -> None:
    from uptake.report.claims_marks import check_marks
    from uptake.study.wording import counted

    agreeing = check_marks(read, table)
    verb = "agrees" if agreeing == 1 else "agree"
    typer.echo(f"{counted(agreeing, 'statement').capitalize()} {verb} with {table}.")


def _announce(read: ClaimsFile, planned: PlannedClaims, folder: Path, workers: int | None) -> None:
    """Say what is to be done and what it takes."""
    from loky import cpu_count

    from uptake.cli.sweep import duration
    from uptake.study.store import Store
    from uptake.study.store_folder import MANIFEST
    from uptake.study.wording import counted

    wanted = planned.identities
    there = frozenset[str]()
    if (folder / MANIFEST).is_file():
        there = wanted & Store.open(folder).committed()
    typer.echo(f"{counted(len(read.claims), 'claim').capitalize()}, {len(wanted):,} runs.")
    if there == wanted:
        typer.echo("All of them are there already.")
        return
    if there:
        typer.echo(f"{len(there):,} of them are there already.")
    processes = workers or cpu_count()
    left = sum(one.seconds for one in planned.groups) * (1 - len(there) / len(wanted)) / processes
    typer.echo(f"At most about {duration(left)} on {counted(processes, 'worker')}.")


def _record(
    read: ClaimsFile, planned: PlannedClaims, began: datetime, members: int
) -> dict[str, Any]:
    from uptake.study.claims.running import STUDY
    from uptake.study.manifest import versions

    return {
        "name": STUDY,
        "question": f"Which claims of {read.document.file.name} hold?",
        "command": shlex.join(["uptake", *sys.argv[1:]]),
        "started": began.isoformat(timespec="seconds"),
        "measures": list(planned.outputs.measures),
        "weekly": [],
        "seed": read.form.seed,
        "members": members,
        "runs": len(planned.identities),
        "versions": versions(),
    }


def _made(
    planned: PlannedClaims,
    folder: Path,
    record: dict[str, Any],
    workers: int | None,
    *,
    serial: bool,
) -> Made:
    from uptake.cli.progress import counting, stopping
    from uptake.cli.sweep import STOPPED
    from uptake.study.claims.running import make_runs

    try:
        with stopping() as stop, counting() as tell:
            made = make_runs(
                planned, folder, record, workers=workers, serial=serial, tell=tell, stop=stop
            )
    except KeyboardInterrupt:
        said = "\nStopped at once. What was finished is kept; the same command goes on from there."
        typer.echo(said, err=True)
        raise typer.Exit(STOPPED) from None
    if made.stopped:
        typer.echo(f"{made.done:,} of {made.planned:,} runs are in {folder}.")
        typer.echo("Stopped. The same command goes on from there.")
        raise typer.Exit(STOPPED)
    return made


def _write(
    read: ClaimsFile,
    asked: tuple[Condition, ...],
    planned: PlannedClaims,
    made: Made,
    manifest: dict[str, Any],
    quick: bool,
    members: int,
) -> None:
    """Print what was found and write it into the folder."""
    from importlib.metadata import version

    from uptake.cli.output import output
    from uptake.report.claims_folder import write_claims
    from uptake.report.claims_table import claims_table
    from uptake.study.claims.findings import findings
    from uptake.study.claims.running import values_in
    from uptake.study.store_folder import EXPORT
    from uptake.study.wording import counted

    found = findings(read.claims, asked, values_in(made.store, planned))
    source = (
        f"{read.document.file.name}, {members} members of the ensemble, "
        f"{len(planned.identities):,} runs, seed {read.form.seed}; uptake {version('uptake')}"
    )
    left_out = [QUICK_SAID.format(members=members)] if quick else []
    page = write_claims(found, made.store.folder / EXPORT, source, manifest, left_out)
    console = output()
    console.print(claims_table(found))
    for text in left_out:
        console.print(f"\n{text}", markup=False, highlight=False)
    if made.failed:
        where = shlex.quote(str(made.store.folder))
        said = f"{counted(made.failed, 'run')} failed; which and why: uptake study status {where}"
        typer.echo(f"Note: {said}", err=True)
    console.print(f"\nReport: {page}", markup=False, highlight=False, soft_wrap=True)


def _seconds(began: datetime) -> float:
    return round((datetime.now(UTC) - began).total_seconds(), 1)
