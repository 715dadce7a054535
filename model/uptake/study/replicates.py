"""Replicates of scenarios on all cores, with the same results however many there are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial

from loky import cpu_count

from uptake.compilation import code_digest
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.assumed import DEFAULTS, under
from uptake.study.dispatch import dispatch
from uptake.study.engines import Engine, loky_engine, serial_engine
from uptake.study.ensemble import Ensemble
from uptake.study.private_folder import private_folder
from uptake.study.worker import (
    Failure,
    Outcome,
    Simulator,
    Task,
    TaskChunk,
    run_chunk,
    run_tasks,
    save_organisation,
)

EMPLOYEE_WEEKS_A_CHUNK = 20_000_000
"""About two seconds of work; enough to make up for sending it to a worker."""
MOST_RUNS_A_CHUNK = 25
LOST = (
    "A worker process was killed from outside three times while it made replicate {replicate} "
    "of “{scenario}”, most often because memory ran out; fewer --workers need less of it."
)

Progress = Callable[[int], None]
"""Told how many runs have finished since it was last called."""


class RunsFailedError(Exception):
    """Some runs raised an exception; the others were finished and are lost with them."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        first = self.failures[0]
        super().__init__(
            f"{len(self.failures)} runs failed, the first of them replicate {first.replicate} of "
            f"“{first.scenario}”: {first.error}"
        )


class WorkerLostError(Exception):
    """A run had its worker killed each time it was tried, most often for want of memory."""

    def __init__(self, task: Task) -> None:
        super().__init__(LOST.format(replicate=task.replicate, scenario=task.scenario.name))


def run_replicates(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    *,
    ensemble: Ensemble = DEFAULTS,
    workers: int | None = None,
    progress: Progress | None = None,
    simulator: Simulator | None = None,
) -> list[list[Outcome]]:
    """Run every replicate of every scenario.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Run on the same organisation with the same seed, so that replicates are paired.
    organisation : Organisation
        Loaded once by each worker.
    seed : int
        Seed of all runs.
    replicates : sequence of int
        Numbers of the replicates; the first keeps everyone's state at the end.
    ensemble : Ensemble
        Each replicate is run under one of its members, the same for every scenario; what a scenario
        sets itself wins.
    workers : int, optional
        Processes; all cores by default, and none but this one if there is little to do.
    progress : callable, optional
        Called with the number of runs just finished.
    simulator : callable, optional
        Takes the place of `uptake.simulation.simulate`.

    Returns
    -------
    list of lists of Outcome
        By scenario, by replicate; the same bits for any number of workers.

    Raises
    ------
    RunsFailedError
        If runs raised exceptions, with all of them, after the rest has finished.
    WorkerLostError, EngineLostError, CodeChangedError
        If a run had its worker killed three times, if there are no workers to be had, or if the
        package changed meanwhile.
    """
    run = simulator or _simulate()
    tell = progress or (lambda _: None)
    tasks = [
        Task(under(one, ensemble.member(number)), number, number == replicates[0])
        for one in scenarios
        for number in replicates
    ]
    chunks = _chunks(tasks, len(organisation.chart.employee_ids))
    processes = min(workers or cpu_count(), len(chunks))
    if processes <= 1:
        one_by_one = [single for chunk in chunks for single in chunk.split()]
        here = partial(run_tasks, organisation, run, seed)
        results = _made(one_by_one, here, serial_engine(), tell)
    else:
        _warm_up(scenarios, organisation, run, seed)
        with private_folder() as folder:
            file = folder / "organisation.pickle"
            save_organisation(organisation, file)
            there = partial(run_chunk, str(file), run, seed, code_digest())
            results = _made(chunks, there, loky_engine(processes, str(folder)), tell)
    failures = [result for result in results if isinstance(result, Failure)]
    if failures:
        raise RunsFailedError(failures)
    outcomes = [result for result in results if isinstance(result, Outcome)]
    count = len(replicates)
    return [outcomes[i : i + count] for i in range(0, len(outcomes), count)]


def _made(
    chunks: Sequence[TaskChunk],
    work: Callable[[TaskChunk], list[Outcome | Failure]],
    engine: Engine,
    tell: Progress,
) -> list[Outcome | Failure]:
    """Results in the order of the tasks."""
    results: dict[int, Outcome | Failure] = {}

    def done(chunk: TaskChunk, made: list[Outcome | Failure]) -> None:
        results.update(enumerate(made, chunk.first))
        tell(len(made))

    def lost(chunk: TaskChunk) -> None:
        raise WorkerLostError(chunk.tasks[0])

    dispatch(chunks, work, engine, done=done, lost=lost, admit=lambda: True)
    return [results[place] for place in sorted(results)]


def _chunks(tasks: Sequence[Task], positions: int) -> list[TaskChunk]:
    """Share tasks out by the work they make, whatever the number of workers."""
    chunks: list[TaskChunk] = []
    first = work = 0
    for place, task in enumerate(tasks):
        cost = positions * task.scenario.weeks
        full = work + cost > EMPLOYEE_WEEKS_A_CHUNK or place - first == MOST_RUNS_A_CHUNK
        if full and place > first:
            chunks.append(TaskChunk(first, tuple(tasks[first:place])))
            first, work = place, 0
        work += cost
    return [*chunks, TaskChunk(first, tuple(tasks[first:]))] if tasks else []


def _warm_up(
    scenarios: Sequence[Scenario], organisation: Organisation, simulator: Simulator, seed: int
) -> None:
    """Compile everything here, so that workers find it compiled."""
    for scenario in scenarios:
        # What goes wrong here goes wrong in a run as well, and is reported with it.
        with contextlib.suppress(Exception):
            simulator(scenario.model_copy(update={"weeks": 1}), organisation, seed, 0)


def _simulate() -> Simulator:
    from uptake.simulation import simulate

    return simulate
