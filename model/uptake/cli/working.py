"""What ``run`` and ``compare`` share: read, check everything, run with progress, publish."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from uptake.cli.org import parse_columns
from uptake.cli.progress import counting
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.publishing import publish
from uptake.report import ReportContent
from uptake.scenario import Scenario
from uptake.scenario_files import (
    ScenarioFile,
    check_with_organisation,
    load_organisation,
    notes_on,
    read_scenario_file,
)
from uptake.study.assumed import asked_ensemble
from uptake.study.replicates import Progress as Tell
from uptake.study.replicates import RunsFailedError
from uptake.study.result_folder import check_folder
from uptake.study.study import StudyResult, distinct_scenarios, run_study, study_fingerprint

RESULTS = Path("uptake-results")


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; see the options of the same names."""

    files: tuple[Path, ...]
    org: Path | None
    columns: tuple[str, ...]
    weeks: int | None
    replicates: range
    assumptions: str
    seed: int
    workers: int | None
    out: Path | None


@dataclass(frozen=True, eq=False)
class Done:
    """What came of it: the result, what the report says, and the folder."""

    result: StudyResult
    content: ReportContent
    out: Path


def work(asked: Asked, least: int = 1) -> Done:
    """Do a study from the command line; every mistake in the input comes before any work.

    Raises
    ------
    InputError
        With every mistake in the files, the options and the staff file.
    RunsFailedError
        If runs failed, with how to repeat the first of them alone.
    """
    started, begin = datetime.now(UTC), time.perf_counter()
    columns = parse_columns(list(asked.columns))
    ensemble = asked_ensemble(asked.assumptions)
    files = _read(asked, least)
    scenarios = [file.scenario for file in files]
    organisation = _organisation(asked, scenarios, columns)
    problems = [p for file in files for p in check_with_organisation(file, organisation)]
    if problems:
        raise InputError(problems)
    fingerprint = study_fingerprint(scenarios, organisation, asked.seed, asked.replicates, ensemble)
    out = asked.out or RESULTS / f"{asked.files[0].stem}-{fingerprint[:8]}"
    check_folder(out, fingerprint)
    for file in files:
        for note in notes_on(file):
            _note(str(note))
    read = time.perf_counter()
    try:
        with progress(len(distinct_scenarios(scenarios)) * len(asked.replicates)) as tell:
            result = run_study(
                scenarios,
                organisation,
                asked.seed,
                asked.replicates,
                ensemble=ensemble,
                workers=asked.workers,
                progress=tell,
            )
    except RunsFailedError as error:
        _report_failures(error)
        raise
    content = publish(
        result,
        out,
        title=" · ".join(scenario.name for scenario in scenarios[:3]),
        question=_question(scenarios),
        command=["uptake", *sys.argv[1:]],
        started=started,
        seconds={"reading": read - begin, "runs": time.perf_counter() - read},
        workers=asked.workers,
    )
    return Done(result, content, out)


@contextmanager
def progress(runs: int) -> Iterator[Tell]:
    """Show how many runs are done and how long the rest takes; quiet where there is no terminal."""
    with counting("Runs (the very first compile the model)") as count:
        done = 0

        def tell(finished: int) -> None:
            nonlocal done
            done += finished
            count(done, runs)

        yield tell


def _read(asked: Asked, least: int) -> list[ScenarioFile]:
    """Read all files; mistakes in one do not hide those in another."""
    files: list[ScenarioFile] = []
    problems: list[Problem] = []
    for path in asked.files:
        try:
            file = read_scenario_file(path)
        except InputError as error:
            problems += error.problems
            continue
        if asked.weeks is not None:
            changed = file.scenario.model_copy(update={"weeks": asked.weeks})
            file = replace(file, scenario=changed)
        files.append(file)
    if len(asked.files) < least:
        wrong = "a comparison needs two scenarios or more"
        problems.append(Problem("the command", "SCENARIOS", wrong, f"{len(asked.files)}"))
    problems += _unlike(files, asked)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return files


def _unlike(files: Sequence[ScenarioFile], asked: Asked) -> list[Problem]:
    """What keeps scenarios from being compared: names, weeks or organisations that do not fit."""
    problems = []
    for place, file in enumerate(files[1:], 1):
        first, document, scenario = files[0].scenario, file.document, file.scenario
        if scenario.name in [other.scenario.name for other in files[:place]]:
            wrong = "is the name of another scenario here"
            problems.append(document.problem(("name",), wrong, scenario.name, "a name of its own"))
        if scenario.weeks != first.weeks:
            wrong = "differs from the first scenario, so that their ends cannot be compared"
            right = f"{first.weeks}, or --weeks for all"
            problems.append(document.problem(("weeks",), wrong, str(scenario.weeks), right))
        if asked.org is None and scenario.organisation != first.organisation:
            wrong = "differs from the first scenario's; scenarios are compared in one organisation"
            problems.append(document.problem(("organisation",), wrong, right="the same, or --org"))
    return problems


def _organisation(
    asked: Asked, scenarios: Sequence[Scenario], columns: dict[str, str]
) -> Organisation:
    positions = max(scenario.positions_needed for scenario in scenarios)
    console = Console(stderr=True)
    with console.status("Reading the organisation") if console.is_terminal else _quiet():
        return load_organisation(scenarios[0], asked.org, columns, positions)


@contextmanager
def _quiet() -> Iterator[None]:
    yield


def _question(scenarios: Sequence[Scenario]) -> str:
    if len(scenarios) == 1:
        return scenarios[0].description or "What comes of this programme?"
    return (
        f"Which of these programmes keeps most people taking part over {scenarios[0].weeks} weeks?"
    )


def _report_failures(error: RunsFailedError) -> None:
    """Say which runs failed and the command that repeats the first of them alone."""
    for failure in error.failures:
        _note(f"replicate {failure.replicate} of “{failure.scenario}” failed: {failure.error}")
    if "--debug" in sys.argv:
        print(error.failures[0].traceback, file=sys.stderr)  # noqa: T201
    number = error.failures[0].replicate
    repeat = f"--first-replicate {number} --replicates 1 --workers 1"
    _note(f"to repeat it alone: uptake --debug {_arguments()} {repeat}")


def _arguments() -> str:
    """The command as typed, without the options that choose replicates and workers."""
    kept: list[str] = []
    skip = False
    for word in sys.argv[1:]:
        name = word.split("=")[0]
        if skip or word == "--debug":
            skip = False
        elif name in ("--first-replicate", "--replicates", "--workers"):
            skip = "=" not in word
        else:
            kept.append(word)
    return " ".join(kept)


def _note(text: str) -> None:
    Console(stderr=True).print(f"Note: {text}", markup=False, highlight=False, soft_wrap=True)
