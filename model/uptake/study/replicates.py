"""Replicates of scenarios on all cores, with the same results however many there are."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from loky import ProcessPoolExecutor, as_completed, cpu_count
from loky.process_executor import BrokenProcessPool

from uptake.compilation import code_digest
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.worker import (
    ONE_THREAD,
    Failure,
    Outcome,
    Simulator,
    Task,
    run_chunk,
    run_task,
    save_organisation,
    start_worker,
)

EMPLOYEE_WEEKS_A_CHUNK = 20_000_000
"""About two seconds of work; enough to make up for sending it to a worker."""
MOST_RUNS_A_CHUNK = 25
LOST = (
    "Worker processes were killed from outside, most often because memory ran out; fewer --workers "
    "need less of it."
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
    """A worker process was killed from outside, most often for want of memory."""


def run_replicates(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    *,
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
    WorkerLostError, CodeChangedError
        If worker processes were killed, twice, or the package changed meanwhile.
    """
    run = simulator or _simulate()
    tell = progress or (lambda _: None)
    tasks = [Task(s, number, number == replicates[0]) for s in scenarios for number in replicates]
    chunks = _chunks(tasks, len(organisation.chart.employee_ids))
    processes = min(workers or cpu_count(), len(chunks))
    if processes <= 1:
        results = []
        for task in tasks:
            results.append(run_task(task, organisation, run, seed))
            tell(1)
    else:
        _warm_up(scenarios, organisation, run, seed)
        results = _run_in_processes(chunks, organisation, run, seed, processes, tell)
    failures = [result for result in results if isinstance(result, Failure)]
    if failures:
        raise RunsFailedError(failures)
    outcomes = [result for result in results if isinstance(result, Outcome)]
    count = len(replicates)
    return [outcomes[i : i + count] for i in range(0, len(outcomes), count)]


def _run_in_processes(
    chunks: list[list[Task]],
    organisation: Organisation,
    simulator: Simulator,
    seed: int,
    processes: int,
    tell: Progress,
) -> list[Outcome | Failure]:
    """Results in the order of the tasks; after the loss of a worker the rest is tried once more."""
    results: dict[int, list[Outcome | Failure]] = {}
    with tempfile.TemporaryDirectory(prefix="uptake-") as folder:
        file = str(Path(folder) / "organisation.pickle")
        save_organisation(organisation, Path(file))
        for last_try in (False, True):
            pool = ProcessPoolExecutor(
                processes, initializer=start_worker, initargs=(os.getpid(), folder), env=ONE_THREAD
            )
            try:
                numbers = {
                    pool.submit(run_chunk, file, simulator, seed, code_digest(), chunk): number
                    for number, chunk in enumerate(chunks)
                    if number not in results
                }
                for done in as_completed(numbers):
                    results[numbers[done]] = done.result()
                    tell(len(results[numbers[done]]))
                break
            except BrokenProcessPool as error:
                if last_try:
                    raise WorkerLostError(LOST) from error
            finally:
                # With all results in, nothing is left to wait for; before, nothing is wanted.
                pool.shutdown(wait=True, kill_workers=True)
    return [result for number in sorted(results) for result in results[number]]


def _chunks(tasks: list[Task], positions: int) -> list[list[Task]]:
    """Share tasks out by the work they make, whatever the number of workers."""
    chunks: list[list[Task]] = []
    work = 0
    for task in tasks:
        cost = positions * task.scenario.weeks
        full = chunks and (
            work + cost > EMPLOYEE_WEEKS_A_CHUNK or len(chunks[-1]) == MOST_RUNS_A_CHUNK
        )
        if full or not chunks:
            chunks.append([])
            work = 0
        chunks[-1].append(task)
        work += cost
    return chunks


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
