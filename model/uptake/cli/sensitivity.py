"""``uptake sensitivity``: which uncertainties, and levers, drive an outcome of a study."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from uptake.cli.options import Cluster, DryRun, Map, Org, Serial, Workers, Yes

if TYPE_CHECKING:
    from uptake.study.sensitivity.asking import Asked
    from uptake.study.sensitivity.findings import Design, Found
    from uptake.study.sensitivity.running import Ahead, StudyRunner


def sensitivity(
    study: Annotated[
        Path, typer.Argument(help="Study file; what its vary: names is what may matter.")
    ],
    measure: Annotated[
        str | None, typer.Option(help="Measure of a run; weekly visitors by default.")
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option(
            help="Label or number of the programme whose difference from the baseline is looked "
            "at (0: the baseline's own level); by default that of the first scenario."
        ),
    ] = None,
    levers: Annotated[
        bool, typer.Option("--levers", help="Vary the levers of the first scenario too.")
    ] = False,
    method: Annotated[
        Literal["morris", "sobol", "both"],
        typer.Option(help="Screening, indices, or indices of what the screening leaves."),
    ] = "both",
    trajectories: Annotated[
        int, typer.Option(min=4, max=1000, help="Trajectories of the screening.")
    ] = 20,
    samples: Annotated[
        int, typer.Option(min=8, max=2**16, help="Points of the indices, a power of two.")
    ] = 128,
    keep: Annotated[int, typer.Option(min=1, help="Inputs at most after the screening.")] = 8,
    replicates: Annotated[
        int | None,
        typer.Option(min=1, max=100_000, help="Runs of each point; those of the study if not set."),
    ] = None,
    organisation: Annotated[
        str | None, typer.Option(help="Which organisation, if the study has several.")
    ] = None,
    org: Org = None,
    map_: Map = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the runs; by default one of its name in uptake-results."),
    ] = None,
    workers: Workers = None,
    serial: Serial = False,
    cluster: Cluster = None,
    dry_run: DryRun = False,
    add: Annotated[
        bool, typer.Option("--add", help="Let the folder hold other studies too.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Find out what drives an outcome: Morris screening, then Sobol indices, and chance.

    The same command goes on where it was. Example: uptake sensitivity cadence.yaml
    """
    from uptake.cli.org import parse_columns
    from uptake.cli.sweep import RESULTS, ask_first, refuse_what_does_not_fit
    from uptake.study.sensitivity.asking import ask
    from uptake.study.sensitivity.findings import Design
    from uptake.study.sensitivity.running import look_ahead
    from uptake.study.study_file import read_study

    _check_samples(samples)
    read = read_study(study)
    asked = ask(
        read,
        measure=measure,
        programme=programme,
        levers=levers,
        replicates=replicates,
        organisation=organisation,
        org=org,
        columns=parse_columns(list(map_ or ())),
    )
    design = Design(method, trajectories, samples, keep, read.form.uncertainties.seed)
    folder = out or RESULTS / f"{study.stem}-sensitivity"
    ahead = look_ahead(asked, design, folder, workers)
    _announce(asked, ahead)
    if dry_run:
        return
    refuse_what_does_not_fit(folder, ahead.estimate)
    ask_first(ahead.estimate, yes)
    options: dict[str, object] = {"workers": workers, "serial": serial, "cluster": cluster}
    runner, found = _found(asked, design, folder, add, options)
    _write(asked, design, runner, found)


def _check_samples(samples: int) -> None:
    from uptake.errors import InputError, Problem

    if samples & (samples - 1):
        below = 1 << samples.bit_length() - 1
        wrong = "is no power of two, which Sobol sequences need"
        right = f"{below} or {2 * below}"
        raise InputError([Problem("the command", "--samples", wrong, f"{samples}", right)])


def _announce(asked: Asked, ahead: Ahead) -> None:
    """Say what is to be done and what it takes."""
    from uptake.cli.sweep import duration, size
    from uptake.figures.sensitivity_words import outcome_words
    from uptake.study.sensitivity.analysis import SOBOL
    from uptake.study.wording import counted

    estimate = ahead.estimate
    typer.echo(f"What drives {outcome_words(asked.about)}? {counted(len(asked.inputs), 'input')}.")
    for name, runs in ahead.runs.items():
        most = " at most" if name == SOBOL and estimate.until else ""
        typer.echo(f"  {name}: {runs:,} runs{most}")
    if estimate.there == estimate.runs:
        typer.echo("All of them are there already.")
        return
    if estimate.there:
        typer.echo(f"{estimate.there:,} of them are there already.")
    about = "At most" if estimate.until else "About"
    typer.echo(
        f"{about} {duration(estimate.seconds)} on {counted(estimate.workers, 'worker')} "
        f"and {size(estimate.disk_bytes)} on disk, {estimate.weeks:,} weeks a run."
    )


def _found(
    asked: Asked, design: Design, folder: Path, add: bool, options: dict[str, object]
) -> tuple[StudyRunner, Found]:
    """Run and analyse; end with a word if the runs were stopped."""
    from uptake.cli.progress import counting, stopping
    from uptake.cli.sweep import STOPPED
    from uptake.study.sensitivity.analysis import analyse
    from uptake.study.sensitivity.running import StoppedError, StudyRunner

    typed = ["uptake", *sys.argv[1:]]
    try:
        with stopping() as stop, counting() as tell:
            further = {
                **options,
                "stop": stop,
                "tell": tell,
                "say": lambda words: typer.echo(f"Note: {words}", err=True),
                "command": typed,
            }
            runner = StudyRunner(asked, folder, add, further)
            return runner, analyse(asked.inputs, design, runner)
    except StoppedError as stopped:
        result = stopped.result
        typer.echo(f"{result.done:,} of {result.planned:,} runs of this part are in {folder}.")
        typer.echo("Stopped. The same command goes on from there.")
        raise typer.Exit(STOPPED) from None
    except KeyboardInterrupt:
        said = "\nStopped at once. What was finished is kept; the same command goes on from there."
        typer.echo(said, err=True)
        raise typer.Exit(STOPPED) from None


def _write(asked: Asked, design: Design, runner: StudyRunner, found: Found) -> None:
    """Print what was found and write it into the folder."""
    from uptake.cli.output import output
    from uptake.figures.style import file_name
    from uptake.report.sensitivity_folder import SensitivityReport, write_sensitivity
    from uptake.report.sensitivity_rows import sensitivity_table
    from uptake.study.store_folder import EXPORT
    from uptake.study.wording import counted

    report = SensitivityReport(found, asked.about, runner.manifest(design))
    export = runner.folder / EXPORT
    if not runner.alone:
        export /= file_name(f"{asked.about.study} sensitivity")
    page = write_sensitivity(report, export)
    console = output()
    console.print(sensitivity_table(found, asked.about))
    failed = sum(result.failed for result in runner.results.values())
    if failed:
        folder = shlex.quote(str(runner.folder))
        said = f"Note: {counted(failed, 'run')} failed; which and why: uptake study status {folder}"
        typer.echo(said, err=True)
    console.print(f"\nReport: {page}", markup=False, highlight=False, soft_wrap=True)
