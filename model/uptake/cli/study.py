"""``uptake study``: look into the folder of a sweep, export it, check it, repeat a run of it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

study_app = typer.Typer(
    no_args_is_help=True,
    help="Look into the results of a sweep, export them, and check them.",
)

Folder = Annotated[Path, typer.Argument(help="Folder of a sweep.")]
Name = Annotated[
    str | None, typer.Option("--study", help="Name of the study, if the folder holds several.")
]
ERRORS_SHOWN = 10


@study_app.command()
def status(folder: Folder) -> None:
    """Say how far each study is, what failed and why, and how to go on.

    Example: uptake study status cadence
    """
    from uptake.cli.sweep import size
    from uptake.study.store import Store

    store = Store.open(folder)
    committed, failed = store.committed(), store.failed()
    for fingerprint, record in store.studies().items():
        wanted = set(store.plan(fingerprint)["run"])
        done, broken = len(wanted & committed), int(failed["run"].isin(wanted).sum())
        typer.echo(f"{record['name']}: {done:,} of {len(wanted):,} runs, {broken:,} failed")
        if done + broken < len(wanted):
            typer.echo(f"  to go on: {record['command']}")
        elif broken:
            typer.echo(f"  to try those that failed again: {record['command']}")
    typer.echo(f"{size(store.used_bytes())} on disk, {size(store.free_bytes())} free")
    _tell_failures(failed, folder)


def _tell_failures(failed: pd.DataFrame, folder: Path) -> None:
    """Say what went wrong, and of each kind of error how to see it again."""
    from uptake.study.wording import counted

    kinds = [runs for _, runs in failed.groupby("error", sort=False)]
    for runs in kinds[:ERRORS_SHOWN]:
        first, scenarios = runs.iloc[0], runs["scenario"].unique().tolist()
        where = f"“{scenarios[0]}”"
        if len(scenarios) > 1:
            where += f" and {counted(len(scenarios) - 1, 'other')}"
        typer.echo(f"\n{counted(len(runs), 'run')} of {where} failed: {first['error']}")
        typer.echo(f"  the first of them alone: {first['command']}")
    if len(kinds) > ERRORS_SHOWN:
        more = counted(len(kinds) - ERRORS_SHOWN, "other error")
        typer.echo(f"\nThere are {more}; uptake study export {shlex.quote(str(folder))} has all.")


@study_app.command()
def export(folder: Folder, study: Name = None) -> None:
    """Write CSV files that open in Excel: runs, weekly measures over runs, and what failed.

    Example: uptake study export cadence
    """
    from uptake.study.store import Store, only_study

    store = Store.open(folder)
    for path in store.export_csv(only_study(store, study)):
        typer.echo(f"Written: {path}")


@study_app.command()
def verify(
    folder: Folder,
    study: Name = None,
    sample: Annotated[int, typer.Option(min=1, help="Runs to make again.")] = 20,
) -> None:
    """Make a sample of the runs again, each on its own, and compare every bit.

    Example: uptake study verify cadence --sample 50
    """
    from uptake.cli.progress import counting
    from uptake.study.store import Store, only_study
    from uptake.study.verify import verify as check

    store = Store.open(folder)
    with counting("Runs made again") as tell:
        found = check(store, only_study(store, study), sample, tell)
    if not found.same_code:
        typer.echo("The model has changed since these runs were made.")
    for run, columns in found.differing:
        typer.echo(f"{run} differs in {', '.join(columns)}")
    same = found.checked - len(found.differing)
    typer.echo(f"{same:,} of {found.checked:,} runs made again agree in every bit.")
    if found.differing or not found.checked:
        raise typer.Exit(1)


@study_app.command()
def repeat(
    folder: Folder,
    run: Annotated[str, typer.Argument(help="The run, or its first digits.")],
) -> None:
    """Make one run again in this process, and show what comes of it or where it fails.

    Example: uptake study repeat cadence 25a46759c0db
    """
    from uptake.study.record import organisation_of
    from uptake.study.store import Store
    from uptake.study.verify import again_alone, row_of

    store = Store.open(folder)
    fingerprint, row = row_of(store, run)
    record = store.studies()[fingerprint]
    made = again_alone(record, row, organisation_of(record, row["organisation"]))
    if made.failures:
        typer.echo(made.failures[0].traceback, err=True)
        raise typer.Exit(1)
    for name, value in made.runs.iloc[0].drop(["series_digest", "seconds"]).items():
        typer.echo(f"{name}: {value}")
