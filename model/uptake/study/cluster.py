"""Dask workers on other machines as an engine."""

from __future__ import annotations

import contextlib
import math
import platform
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from uptake.errors import InputError, Problem
from uptake.study.engines import GOES_ON, EngineLostError
from uptake.study.job_queue import Jobs, read_job_queue

if TYPE_CHECKING:
    from dask_jobqueue.core import JobQueueCluster
    from distributed import Client

OPTION: Final = "--cluster"
SECONDS_TO_CONNECT: Final = 10
SECONDS_BETWEEN_COUNTS: Final = 1.0
SECONDS_WITHOUT_WORKERS: Final = 60.0
"""Workers that were killed may take so long to come back."""
INSTALL: Final = "pip install 'uptake[cluster]'"


class DaskEngine:
    """A connection to a Dask cluster, which ends when the engine is closed.

    Dask replaces workers itself. It gives a task up with ``KilledWorker`` when several workers died
    while they had it, even if it only waited there beside another one.

    Attributes
    ----------
    name : str
        The address or file.
    workers : int
        Threads of all workers when they were last counted.
    notes : tuple of str
        What is worth knowing about its workers, in sentences.
    own : bool
        Never: it cannot be opened again from here.
    """

    def __init__(self, name: str, client: Client, jobs: Jobs | None) -> None:
        self.name, self.own = name, False
        self._client, self._jobs = client, jobs
        self.workers, self._counted, self._seen = 0, -math.inf, math.inf
        self.notes = _compared(name, client)
        self.check()

    def open(self) -> Executor:
        """An executor of which no two tasks are taken to be the same."""
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def check(self) -> None:
        """Count the threads of all workers, and submit new jobs for those that have ended.

        Raises
        ------
        EngineLostError
            If workers that somebody else started have all been gone for a while, or if jobs cannot
            be submitted again.
        """
        now = time.monotonic()
        if now - self._counted < SECONDS_BETWEEN_COUNTS:
            return
        self._counted = now
        # Without a scheduler the old number stands; the work itself will tell.
        with contextlib.suppress(OSError):
            self.workers = sum(self._client.nthreads().values())
        if self.workers:
            self._seen = now
        if self._jobs is not None:
            self._jobs.replace_ended()
        elif now - self._seen > SECONDS_WITHOUT_WORKERS:
            raise EngineLostError(f"all workers of {self.name} have gone; {GOES_ON}")

    def close(self, executor: Executor, *, kill: bool) -> None:
        """Take back what is not done, say goodbye, and end the jobs that were started for this."""
        # Nobody may be there any more, and then there is nobody to say goodbye to.
        with contextlib.suppress(OSError):
            executor.shutdown(wait=not kill)
        self.disconnect()

    def disconnect(self) -> None:
        """End without having been opened."""
        with contextlib.suppress(OSError):
            self._client.close(timeout=SECONDS_TO_CONNECT)
        if self._jobs is not None:
            self._jobs.close()


def dask_engine(place: str) -> DaskEngine:
    """Connect to a Dask cluster, or submit jobs that make one.

    Parameters
    ----------
    place : str
        Address of a scheduler, such as ``tcp://head:8786``, or a file for `read_job_queue`. Its
        workers do best with one thread each (``dask worker --nthreads 1``).

    Raises
    ------
    InputError
        If nobody answers, the file is wrong, the jobs are refused, workers have another version of
        this package, or Dask is not installed.
    """
    try:
        import dask_jobqueue  # noqa: F401
        import distributed  # noqa: F401
    except ImportError:
        raise InputError([_problem("needs Dask, which is not installed", place, INSTALL)]) from None
    if "://" in place:
        return _checked(place, _client(place, place), None)
    jobs = read_job_queue(Path(place)).start()
    try:
        return _checked(place, _client(place, jobs.cluster), jobs)
    except BaseException:
        jobs.close()
        raise


def about_worker() -> dict[str, str]:
    """What must or should be the same on all workers, by its name."""
    import llvmlite.binding
    import numba
    import numpy as np

    from uptake.compilation import code_digest

    return {
        "code": code_digest(),
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "Numba": numba.__version__,
        "processor": llvmlite.binding.get_host_cpu_name(),
    }


def _client(place: str, address: str | JobQueueCluster) -> Client:
    from distributed import Client

    try:
        return Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except Exception as error:
        wrong = f"no Dask scheduler answers: {error}"
        raise InputError([_problem(wrong, place, "tcp://host:port of one that runs")]) from None


def _checked(name: str, client: Client, jobs: Jobs | None) -> DaskEngine:
    try:
        return DaskEngine(name, client, jobs)
    except BaseException:
        client.close(timeout=SECONDS_TO_CONNECT)
        raise


def _compared(place: str, client: Client) -> tuple[str, ...]:
    """Compare the workers there are with this process; those that come later are not asked."""
    answers: Mapping[str, dict[str, str] | Exception]
    answers = client.run(about_worker, on_error="return")
    here = about_worker()
    problems, differing = [], Counter[str]()
    for worker, found in answers.items():
        if isinstance(found, BaseException):
            wrong = f"worker {worker} cannot tell its version of uptake: {found}"
            problems.append(_problem(wrong, place, "the same version as here"))
        elif found["code"] != here["code"]:
            wrong = f"worker {worker} has another version of uptake"
            problems.append(_problem(wrong, place, "the same files as here"))
        else:
            differing.update(
                f"have {what} {found[what]}, here it is {here[what]}"
                for what in here
                if found[what] != here[what]
            )
    if problems:
        raise InputError(problems)
    if not answers:
        return (f"No worker is connected to {place} yet; runs begin when one is.",)
    return tuple(f"{count} workers {what}." for what, count in sorted(differing.items()))


def _problem(wrong: str, found: str, right: str) -> Problem:
    return Problem("the command", OPTION, wrong, found, right)
