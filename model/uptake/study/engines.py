"""What runs are made with: this process, worker processes of our own, or any executor given."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing import resource_tracker
from typing import ParamSpec, Protocol, TypeVar

from loky import ProcessPoolExecutor, cpu_count

from uptake.watchdog import start_worker

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

THREAD_SETTINGS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(THREAD_SETTINGS, "1")
"""Environment of a worker: the cores are shared out between runs, not within them."""
NO_RESTARTS = {"LOKY_MAX_MEMORY_LEAK_SIZE": "1e15"}
"""Loky takes what the libraries need, which they load after its first look, for a leak."""


class Engine(Protocol):
    """Where work is done, as `uptake.study.dispatch` needs it."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def workers(self) -> int:
        """How many pieces of work are done at once; may change while work is done."""

    @property
    def own(self) -> bool:
        """Whether it is a pool of ours, which breaks as a whole and can be opened again."""

    def open(self) -> Executor:
        """Start workers."""

    def check(self) -> None:
        """Look after workers; raises `EngineLostError` when they have gone for good."""

    def close(self, executor: Executor, *, kill: bool) -> None:
        """Stop workers that `open` started; at once, whatever they are doing, if `kill`."""


class EngineLostError(Exception):
    """The workers have gone and cannot be had again from here."""


GOES_ON = "what was finished is kept, and the same command goes on from there"


class Blame(Enum):
    """What an exception that came instead of a result is about."""

    WORK = auto()
    CHUNK = auto()
    POOL = auto()
    ENGINE = auto()


def blame(error: BaseException) -> Blame:
    """Tell the fault of a piece of work from that of the workers.

    Returns
    -------
    Blame
        ``WORK`` raised the exception; several workers died of this ``CHUNK``, or of one beside it;
        the ``POOL`` broke with all it was doing; the ``ENGINE`` has forgotten the work.
    """
    # An exception of Dask's can only come where Dask has been imported.
    dask = sys.modules.get("distributed")
    if dask is not None and isinstance(error, dask.KilledWorker):
        return Blame.CHUNK
    if isinstance(error, BrokenExecutor):
        return Blame.POOL
    return Blame.ENGINE if isinstance(error, CancelledError) else Blame.WORK


class _InThisProcess(Executor):
    """Does what it is given at once."""

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Future[Result]:
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True)
class _Serial:
    name: str = "serial"
    workers: int = 1
    own: bool = True

    def open(self) -> Executor:
        return _InThisProcess()

    def check(self) -> None:
        """Whatever happens shows in the work."""

    def close(self, executor: Executor, *, kill: bool) -> None:
        executor.shutdown()


@dataclass(frozen=True)
class _Loky:
    workers: int
    folder: str
    name: str = "loky"
    own: bool = True

    def open(self) -> Executor:
        executor: Executor = ProcessPoolExecutor(
            self.workers,
            initializer=start_worker,
            initargs=(os.getpid(), self.folder),
            env=ONE_THREAD | NO_RESTARTS,
        )
        with _deaf_to_ctrl_c():
            # The first piece of work starts the workers, which stay as deaf as this process is.
            executor.submit(int)
        return executor

    def check(self) -> None:
        """Whatever happens shows in the work."""

    def close(self, executor: Executor, *, kill: bool) -> None:
        assert isinstance(executor, ProcessPoolExecutor)
        # Without `kill` all results are in: there is nothing to wait for in that case either.
        executor.shutdown(wait=True, kill_workers=True)


@dataclass(frozen=True)
class _Given:
    executor: Executor
    workers: int
    name: str
    own: bool = False

    def open(self) -> Executor:
        return self.executor

    def check(self) -> None:
        """Whatever happens shows in the work."""

    def close(self, executor: Executor, *, kill: bool) -> None:
        """Leave it to whom it belongs."""


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back where the system can; otherwise workers are deaf once they have started."""
    if sys.platform == "win32":
        yield
        return
    # Starting this lets Ctrl-C through again, so it is started first; it is there only once.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serial_engine() -> Engine:
    """Do everything in this process, one piece after the other: what others must agree with."""
    return _Serial()


def loky_engine(workers: int | None, folder: str) -> Engine:
    """Worker processes on this machine, which end when this process ends, however it ends.

    Parameters
    ----------
    workers : int or None
        Processes; all cores if None.
    folder : str
        A temporary folder of this process. **Workers remove it** when this process is killed.
    """
    return _Loky(workers or cpu_count(), folder)


def given_engine(executor: Executor, workers: int | None = None) -> Engine:
    """Any executor, which is used and left open.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        Of threads, processes, MPI ranks or a Dask cluster (there with ``pure=False``).
    workers : int, optional
        How many pieces of work it does at once; by default what it says itself, or else all cores.
    """
    known = workers or getattr(executor, "_max_workers", None) or cpu_count()
    return _Given(executor, known, type(executor).__name__)
