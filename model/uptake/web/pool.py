"""Worker processes for the page, shared fairly: pages take turns, what is urgent goes first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import multiprocessing
import os
import pickle
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from typing import Any

from uptake.organisation import Organisation
from uptake.watchdog import start_worker
from uptake.web.places import Places

NOW, SOON, AHEAD = 0, 1, 2
"""Urgency: a page waits for it; it makes an answer sharper; nobody has asked for it yet."""

_held: dict[str, Organisation] = {}
"""Organisations that this worker process has, by key."""

MOST_HELD = 12
WORKERS_WAIT_BY = 10
"""Niceness of the workers."""


@dataclass(frozen=True)
class Place:
    """Stands for an organisation among the arguments of a task."""

    key: str


class LackingError(Exception):
    """A worker process does not have an organisation yet."""


@dataclass(order=True)
class _Task:
    rank: tuple[int, int, int]
    work: Callable[..., Any] = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False)
    session: str = field(compare=False)
    done: asyncio.Future[Any] = field(compare=False)
    sent: dict[str, bytes] = field(compare=False, default_factory=dict)
    tries: int = field(compare=False, default=0)
    started: bool = field(compare=False, default=False)
    superseded: bool = field(compare=False, default=False)


class Pool:
    """Runs tasks in worker processes, on behalf of sessions.

    Parameters
    ----------
    places : Places
        Where the organisations of `Place` arguments are found.
    workers : int, optional
        As many as there are processors if left out.
    """

    def __init__(self, places: Places, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._places = places
        self._executor = self._new_executor()
        self._waiting: list[_Task] = []
        self._numbers = itertools.count()
        self._asked: Counter[str] = Counter()
        self._tasks: dict[asyncio.Future[Any], _Task] = {}
        self._running: set[Future[Any]] = set()

    def submit(
        self,
        work: Callable[..., Any],
        *arguments: Any,  # noqa: ANN401 (whatever the work takes)
        session: str = "",
        urgency: int = NOW,
    ) -> asyncio.Future[Any]:
        """Queue a task; its result, or what went wrong, is that of the future returned.

        A future that is cancelled while its task waits takes the task out of the queue.

        Parameters
        ----------
        work : callable
            Can be imported by a worker process.
        *arguments
            Can be pickled; a `Place` becomes its organisation.
        session : str
            Sessions take turns.
        urgency : int
            `NOW`, `SOON` or `AHEAD`.
        """
        done = asyncio.get_running_loop().create_future()
        self._asked[session] += 1
        # A session's n-th waiting task ranks beside every other session's n-th.
        rank = (urgency, self._asked[session], next(self._numbers))
        task = _Task(rank, work, arguments, session, done)
        self._tasks[done] = task
        heapq.heappush(self._waiting, task)
        self._start()
        return done

    def hurry(self, done: asyncio.Future[Any], urgency: int) -> None:
        """Make a task that still waits at least so urgent."""
        task = self._tasks.get(done)
        if task is None or task.started or task.rank[0] <= urgency:
            return
        # The old entry stays in the queue and is passed over when its turn comes.
        rank = (urgency, self._asked[task.session], next(self._numbers))
        hurried = replace(task, rank=rank)
        self._tasks[done] = hurried
        task.superseded = True
        heapq.heappush(self._waiting, hurried)

    def close(self) -> None:
        """End all workers at once; what waits is cancelled."""
        for task in self._waiting:
            task.done.cancel()
        self._waiting.clear()
        self._end_workers()

    def _end_workers(self) -> None:
        processes = list((self._executor._processes or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()

    def _new_executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(os.getpid(),),
        )

    def _start(self) -> None:
        while self._waiting and len(self._running) < self.workers:
            task = heapq.heappop(self._waiting)
            if task.superseded:
                continue
            if task.done.done():
                self._forget(task)
                continue
            task.started = True
            self._send(task)

    def _send(self, task: _Task) -> None:
        loop = asyncio.get_running_loop()
        try:
            running = self._executor.submit(
                _work, task.work, task.arguments, task.sent, tuple(self._places.closed)
            )
        except BrokenProcessPool:
            self._executor = self._new_executor()
            running = self._executor.submit(
                _work, task.work, task.arguments, task.sent, tuple(self._places.closed)
            )
        self._running.add(running)
        running.add_done_callback(lambda ended: loop.call_soon_threadsafe(self._ended, task, ended))

    def _ended(self, task: _Task, ended: Future[Any]) -> None:
        self._running.discard(ended)
        error = None if ended.cancelled() else ended.exception()
        if isinstance(error, LackingError):
            self._give_place(task, str(error))
        elif isinstance(error, BrokenProcessPool) and task.tries == 0:
            task.tries += 1
            heapq.heappush(self._waiting, task)
        else:
            self._forget(task)
            if task.done.done():
                pass
            elif ended.cancelled():
                task.done.cancel()
            elif error is not None:
                task.done.set_exception(error)
            else:
                task.done.set_result(ended.result())
        self._start()

    def _give_place(self, task: _Task, key: str) -> None:
        try:
            organisation = self._places.organisation_of(key)
        except Exception as error:
            self._forget(task)
            if not task.done.done():
                task.done.set_exception(error)
            return
        bare = Organisation(organisation.chart, organisation.contacts)
        task.sent[key] = pickle.dumps(bare, protocol=pickle.HIGHEST_PROTOCOL)
        heapq.heappush(self._waiting, task)

    def _forget(self, task: _Task) -> None:
        self._tasks.pop(task.done, None)
        self._asked[task.session] -= 1
        if not self._asked[task.session]:
            del self._asked[task.session]


def _start_worker(server: int) -> None:
    start_worker(server, "")
    # The server and the browser go first: an answer that is there should be seen.
    if hasattr(os, "nice"):
        os.nice(WORKERS_WAIT_BY)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _work(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    sent: dict[str, bytes],
    closed: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401
    for key in [held for held in _held if held.startswith(closed)]:
        del _held[key]
    for key, content in sent.items():
        while len(_held) >= MOST_HELD:
            _held.pop(next(iter(_held)))
        _held[key] = pickle.loads(content)
    return work(*(_organisation(one) if isinstance(one, Place) else one for one in arguments))


def _organisation(place: Place) -> Organisation:
    if place.key not in _held:
        raise LackingError(place.key)
    return _held[place.key]
