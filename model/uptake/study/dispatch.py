"""Hand chunks of work to workers and take their results, whatever becomes of the workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from uptake.study.engines import GOES_ON, Blame, Engine, EngineLostError, blame

IN_FLIGHT_A_WORKER = 2
"""One is worked on and one waits, so that no worker waits for us."""
SECONDS_BETWEEN_CHECKS = 5.0
"""At most; no result has to come for workers to be looked after, or new ones to be given work."""
MOST_BREAKS = 3
"""So often a single run may break a pool of which it is the only work."""
MOST_LOST_AT_START = 3
"""So many lost runs without a single result are no matter of these runs."""


class Splittable(Protocol):
    """Work that can be divided."""

    def split(self) -> tuple[Self, ...]:
        """The smallest parts; just one if it is one already."""


ChunkT = TypeVar("ChunkT", bound=Splittable)
Result = TypeVar("Result")


def dispatch(
    chunks: Iterable[ChunkT],
    work: Callable[[ChunkT], Result],
    engine: Engine,
    *,
    done: Callable[[ChunkT, Result], ChunkT | None],
    lost: Callable[[ChunkT], None],
    admit: Callable[[], bool],
) -> None:
    """Do all work, each chunk once, or again where workers were lost.

    When a pool of ours breaks, it is opened again and what it was doing is done again, one chunk
    at a time; a chunk that breaks it alone is split; a single run that breaks it alone three times
    is lost, and the rest goes on. Where an engine replaces its workers itself (Dask) and gives a
    chunk up, its single runs are tried again one at a time, and lost if they are given up again.

    Parameters
    ----------
    chunks : iterable of chunks
        Taken as workers need them.
    work : callable
        What a worker does with a chunk; can be pickled. Doing it twice does no harm.
    engine : Engine
        Opened and closed here.
    done : callable
        Told each result as it comes, in any order. A chunk it returns is done in place of this one.
    lost : callable
        Told each single run that is given up.
    admit : callable
        Asked before each chunk is sent; after False no more are, and what is in flight is finished.

    Raises
    ------
    EngineLostError
        If workers are gone for good.
    Exception
        Whatever `work`, `done`, `lost`, `admit` or `chunks` raise, after everything has stopped.
    """
    _Dispatch(iter(chunks), work, engine, done, lost, admit).run()


@dataclass(frozen=True)
class _Sent(Generic[ChunkT]):
    """A chunk, whether it may be what breaks workers, and how often it did so on its own."""

    chunk: ChunkT
    suspect: bool = False
    breaks: int = 0


class _Dispatch(Generic[ChunkT, Result]):
    def __init__(
        self,
        source: Iterable[ChunkT],
        work: Callable[[ChunkT], Result],
        engine: Engine,
        done: Callable[[ChunkT, Result], ChunkT | None],
        lost: Callable[[ChunkT], None],
        admit: Callable[[], bool],
    ) -> None:
        self.source = iter(source)
        self.work, self.engine = work, engine
        self.done, self.lost, self.admit = done, lost, admit
        self.executor = engine.open()
        self.flight: dict[Future[Result], _Sent[ChunkT]] = {}
        self.again: deque[_Sent[ChunkT]] = deque()
        self.suspects: deque[_Sent[ChunkT]] = deque()
        self.admitted = True
        self.made = self.given_up = 0

    def run(self) -> None:
        try:
            while self._send():
                self._receive()
        except BaseException:
            self._abandon()
            raise
        self.engine.close(self.executor, kill=False)

    def _send(self) -> bool:
        """Fill the places that are free; False when all is done."""
        while (sent := self._next()) is not None:
            future = self._submit(sent.chunk)
            self.flight[future] = sent
            if future.done():
                break
        return bool(self.flight)

    def _next(self) -> _Sent[ChunkT] | None:
        trying = any(sent.suspect for sent in self.flight.values())
        must_be_alone = self.engine.own and (trying or bool(self.suspects))
        places = 1 if must_be_alone else IN_FLIGHT_A_WORKER * max(1, self.engine.workers)
        if len(self.flight) >= places:
            return None
        self.admitted = self.admitted and self.admit()
        if not self.admitted:
            return None
        if self.suspects and not trying:
            return self.suspects.popleft()
        if self.again:
            return self.again.popleft()
        return next((_Sent(chunk) for chunk in self.source), None)

    def _submit(self, chunk: ChunkT) -> Future[Result]:
        try:
            return self.executor.submit(self.work, chunk)
        except BrokenExecutor as error:
            future: Future[Result] = Future()
            future.set_exception(error)
            return future
        except Exception as error:
            raise EngineLostError(f"{self.engine.name} takes no more work: {error}") from error

    def _receive(self) -> None:
        """Wait for results; good ones are taken before anything else is dealt with."""
        finished = wait(self.flight, SECONDS_BETWEEN_CHECKS, FIRST_COMPLETED).done
        self.engine.check()
        failed: list[tuple[_Sent[ChunkT], BaseException]] = []
        for future in [future for future in self.flight if future in finished]:
            sent = self.flight.pop(future)
            error = _error(future)
            if error is None:
                self._accept(sent, future.result())
            else:
                failed.append((sent, error))
        broken = []
        for sent, error in failed:
            match blame(error):
                case Blame.WORK:
                    raise error
                case Blame.ENGINE:
                    raise EngineLostError(_gone(self.engine)) from error
                case Blame.CHUNK:
                    self._accuse(sent)
                case Blame.POOL if not self.engine.own:
                    raise EngineLostError(_gone(self.engine)) from error
                case Blame.POOL:
                    broken.append(sent)
        if broken:
            self._open_again(broken)

    def _accept(self, sent: _Sent[ChunkT], result: Result) -> None:
        instead = self.done(sent.chunk, result)
        if instead is None:
            self.made += 1
        else:
            queue = self.suspects if sent.suspect else self.again
            queue.appendleft(_Sent(instead, sent.suspect, sent.breaks))

    def _open_again(self, broken: list[_Sent[ChunkT]]) -> None:
        self.engine.close(self.executor, kill=True)
        for future, sent in self.flight.items():
            if future.done() and _error(future) is None:
                self._accept(sent, future.result())
            else:
                broken.append(sent)
        self.flight.clear()
        self.executor = self.engine.open()
        for sent in broken:
            if sent.suspect:
                self._accuse(sent)
            else:
                self.suspects.append(_Sent(sent.chunk, suspect=True))

    def _accuse(self, sent: _Sent[ChunkT]) -> None:
        """Suspect each run of a chunk; give up a single one that was suspected often enough."""
        parts = sent.chunk.split()
        breaks = sent.breaks + 1 if sent.suspect and len(parts) == 1 else 0
        if breaks < (MOST_BREAKS if self.engine.own else 1):
            self.suspects.extendleft(_Sent(part, True, breaks) for part in reversed(parts))
            return
        self.lost(sent.chunk)
        self.given_up += 1
        if self.given_up == MOST_LOST_AT_START and not self.made:
            raise EngineLostError(f"no worker of {self.engine.name} lives to finish a single run")

    def _abandon(self) -> None:
        if self.engine.own:
            self.engine.close(self.executor, kill=True)
            return
        running = [future for future in self.flight if not future.cancel()]
        self.engine.close(self.executor, kill=True)
        wait(running)


def _error(future: Future[Result]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _gone(engine: Engine) -> str:
    return f"{engine.name} has lost its workers; {GOES_ON}"
