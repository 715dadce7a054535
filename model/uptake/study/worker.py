"""What happens in a worker process: runs, one after the other, on an organisation loaded once."""

from __future__ import annotations

import functools
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from numpy.typing import NDArray

from uptake.compilation import code_digest
from uptake.errors import in_one_line

if TYPE_CHECKING:
    import numpy as np

    from uptake.organisation import Organisation
    from uptake.scenario import Scenario
    from uptake.simulation import People, Run

Simulator = Callable[["Scenario", "Organisation", int, int], "Run"]


@dataclass(frozen=True)
class Task:
    """One run to make: a scenario, a replicate, and whether everyone's end state is wanted."""

    scenario: Scenario
    replicate: int
    with_people: bool


@dataclass(frozen=True)
class TaskChunk:
    """Tasks that one worker does one after the other; `first` is the place of the first in all."""

    first: int
    tasks: tuple[Task, ...]

    def split(self) -> tuple[TaskChunk, ...]:
        """The tasks as chunks of one."""
        return tuple(TaskChunk(place, (task,)) for place, task in enumerate(self.tasks, self.first))


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a run gave: the parts of `uptake.simulation.Run`, people only where wanted."""

    weekly: pd.DataFrame
    retention: NDArray[np.int32]
    people: People | None


@dataclass(frozen=True)
class Failure:
    """A run that raised an exception.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    replicate : int
        Number of the replicate.
    error : str
        The exception in one line.
    traceback : str
        Where it was raised.
    """

    scenario: str
    replicate: int
    error: str
    traceback: str


class CodeChangedError(Exception):
    """The package was changed while runs were made: their results would not belong together."""


def run_chunk(
    organisation_file: str, simulator: Simulator, seed: int, code: str, chunk: TaskChunk
) -> list[Outcome | Failure]:
    """Make some runs in a worker process, with the organisation that lies in a file.

    Raises
    ------
    CodeChangedError
        If the package is not that of the driver, whose digest is `code`.
    """
    if code_digest() != code:
        raise CodeChangedError("the files of the package changed during the study; run it again")
    return run_tasks(load_organisation_file(Path(organisation_file)), simulator, seed, chunk)


def run_tasks(
    organisation: Organisation, simulator: Simulator, seed: int, chunk: TaskChunk
) -> list[Outcome | Failure]:
    """Make some runs in this process, in their order."""
    return [run_task(task, organisation, simulator, seed) for task in chunk.tasks]


def run_task(
    task: Task, organisation: Organisation, simulator: Simulator, seed: int
) -> Outcome | Failure:
    """Make one run; an exception becomes a `Failure`, so that the other runs go on."""
    try:
        run = simulator(task.scenario, organisation, seed, task.replicate)
    except Exception as error:
        said = in_one_line(error)
        return Failure(task.scenario.name, task.replicate, said, traceback.format_exc())
    return Outcome(run.weekly, run.retention, run.people if task.with_people else None)


def save_organisation(organisation: Organisation, path: Path) -> None:
    """Write an organisation for the workers, without the graph object it may have made."""
    bare = type(organisation)(organisation.chart, organisation.contacts)
    path.write_bytes(pickle.dumps(bare, protocol=pickle.HIGHEST_PROTOCOL))


@functools.lru_cache(maxsize=4)
def load_organisation_file(path: Path) -> Organisation:
    """Read what `save_organisation` wrote; a file is read once a process, so it may not change."""
    loaded: Organisation = pickle.loads(path.read_bytes())
    return loaded
