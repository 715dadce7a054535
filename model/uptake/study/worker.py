"""What happens in a worker process: runs, one after the other, on an organisation loaded once."""

from __future__ import annotations

import functools
import os
import pickle
import shutil
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from numpy.typing import NDArray

from uptake.compilation import code_digest

if TYPE_CHECKING:
    import numpy as np

    from uptake.organisation import Organisation
    from uptake.scenario import Scenario
    from uptake.simulation import People, Run

Simulator = Callable[["Scenario", "Organisation", int, int], "Run"]
SECONDS_BETWEEN_LOOKS = 2.0

THREAD_SETTINGS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(THREAD_SETTINGS, "1")
"""Environment of a worker: the cores are shared out between runs, not within them."""


@dataclass(frozen=True)
class Task:
    """One run to make: a scenario, a replicate, and whether everyone's end state is wanted."""

    scenario: Scenario
    replicate: int
    with_people: bool


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


def start_worker(driver: int, folder: str) -> None:
    """Leave Ctrl-C to the driver; when the driver has gone, clear its folder away and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == driver:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def run_chunk(
    organisation_file: str, simulator: Simulator, seed: int, code: str, tasks: Sequence[Task]
) -> list[Outcome | Failure]:
    """Make some runs in a worker process.

    Raises
    ------
    CodeChangedError
        If the package is not that of the driver, whose digest is `code`.
    """
    if code_digest() != code:
        raise CodeChangedError("the files of the package changed during the study; run it again")
    organisation = _load(organisation_file)
    return [run_task(task, organisation, simulator, seed) for task in tasks]


def run_task(
    task: Task, organisation: Organisation, simulator: Simulator, seed: int
) -> Outcome | Failure:
    """Make one run; an exception becomes a `Failure`, so that the other runs go on."""
    try:
        run = simulator(task.scenario, organisation, seed, task.replicate)
    except Exception as error:
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return Failure(task.scenario.name, task.replicate, said, traceback.format_exc())
    return Outcome(run.weekly, run.retention, run.people if task.with_people else None)


def save_organisation(organisation: Organisation, path: Path) -> None:
    """Write an organisation for the workers, without the graph object it may have made."""
    bare = type(organisation)(organisation.chart, organisation.contacts)
    path.write_bytes(pickle.dumps(bare, protocol=pickle.HIGHEST_PROTOCOL))


@functools.lru_cache(maxsize=1)
def _load(path: str) -> Organisation:
    loaded: Organisation = pickle.loads(Path(path).read_bytes())
    return loaded
