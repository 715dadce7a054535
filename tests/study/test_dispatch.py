from __future__ import annotations

from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import fake_work
import pytest

from uptake.study.dispatch import dispatch
from uptake.study.engines import EngineLostError, loky_engine, serial_engine

SQUARES = {number: number * number for number in range(12)}


def send(chunks, engine, log, work=fake_work.square):
    dispatch(chunks, work, engine, done=log.done, lost=log.lost, admit=log.admit)


class ByHand:
    """An executor whose work is done, or fails, when the test says so."""

    def __init__(self):
        self.sent = []

    def submit(self, fn, chunk):
        future = Future()
        self.sent.append((fn, chunk, future))
        return future


@dataclass
class HandEngine:
    """Opens executors by hand; `step` is called with each before a result is waited for."""

    step: object
    workers: int = 1
    name: str = "by hand"
    own: bool = False
    opened: int = 0
    killed: tuple = ()

    def open(self):
        self.opened += 1
        step = self.step

        class Executor(ByHand):
            def submit(self, fn, chunk):
                future = super().submit(fn, chunk)
                step(self)
                return future

        return Executor()

    def check(self):
        pass

    def close(self, executor, *, kill):
        self.killed = (*self.killed, kill)


def test_all_work_is_done_once(tmp_path):
    log = fake_work.Log()
    send(fake_work.chunks(12, 5), serial_engine(), log)
    assert log.results == SQUARES
    assert log.lost_numbers == []


def test_no_work_is_no_trouble():
    log = fake_work.Log()
    send([], serial_engine(), log)
    assert log.results == {}


def test_chunks_are_taken_as_workers_need_them():
    taken, most_ahead = [], []

    def lazy():
        for chunk in fake_work.chunks(12):
            taken.append(chunk)
            yield chunk

    def step(executor):
        waiting = [sent for sent in executor.sent if not sent[2].done()]
        most_ahead.append(len(waiting))
        if len(waiting) == 4 or len(executor.sent) == 12:
            for fn, chunk, future in waiting:
                future.set_result(fn(chunk))

    log = fake_work.Log()
    send(lazy(), HandEngine(step, workers=2), log)
    assert log.results == SQUARES
    assert max(most_ahead) == 4
    assert len(taken) == 12


def test_after_a_no_what_is_in_flight_is_finished_and_nothing_is_sent():
    log = fake_work.Log(most=3)
    send(fake_work.chunks(12), serial_engine(), log)
    assert list(log.results) == [0, 1, 2]


def test_a_chunk_can_be_sent_again_in_another_form():
    class Asking(fake_work.Log):
        def done(self, chunk, result):
            if chunk.folder == "":
                return fake_work.Numbers(chunk.numbers, "attached")
            return super().done(chunk, result)

    log = Asking()
    send(fake_work.chunks(12, 5), serial_engine(), log)
    assert log.results == SQUARES


def test_an_exception_of_the_work_reaches_the_caller_after_all_has_stopped(tmp_path):
    log = fake_work.Log()
    with pytest.raises(ZeroDivisionError, match="no square of 3"):
        send(fake_work.chunks(12, 1, tmp_path, [(3, "raise")]), stopping := Counting(), log)
    assert stopping.killed == (True,)
    assert list(log.results) == [0, 1, 2]


def test_an_exception_of_the_caller_stops_everything():
    class Full(fake_work.Log):
        def done(self, chunk, result):
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        send(fake_work.chunks(12), stopping := Counting(), Full())
    assert stopping.killed == (True,)


def test_an_interrupt_stops_everything():
    class Interrupted(fake_work.Log):
        def done(self, chunk, result):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(fake_work.chunks(12), stopping := Counting(), Interrupted())
    assert stopping.killed == (True,)


def test_results_that_came_with_an_exception_are_taken_first():
    def step(executor):
        if len(executor.sent) == 2:
            (_, _, first), (fn, chunk, second) = executor.sent
            second.set_result(fn(chunk))
            first.set_exception(ZeroDivisionError())

    log = fake_work.Log()
    with pytest.raises(ZeroDivisionError):
        send(fake_work.chunks(2), HandEngine(step), log)
    assert log.results == {1: 1}


def test_an_exception_leaves_nothing_waiting_in_an_executor_that_is_not_ours():
    waiting = []

    def step(executor):
        if len(executor.sent) == 2:
            executor.sent[0][2].set_exception(ZeroDivisionError())
            waiting.append(executor.sent[1][2])

    with pytest.raises(ZeroDivisionError):
        send(fake_work.chunks(2), HandEngine(step), fake_work.Log())
    assert waiting[0].cancelled()


@pytest.mark.parametrize("error", [BrokenProcessPool("gone"), CancelledError()])
def test_an_engine_that_is_not_ours_and_lost_its_workers_is_said_in_words(error):
    def step(executor):
        executor.sent[0][2].set_exception(error)

    with pytest.raises(EngineLostError, match="by hand has lost its workers"):
        send(fake_work.chunks(2), HandEngine(step), fake_work.Log())


def test_an_engine_that_takes_nothing_is_said_in_words():
    def step(executor):
        raise RuntimeError("cannot schedule new futures after shutdown")

    with pytest.raises(EngineLostError, match="by hand takes no more work: cannot schedule"):
        send(fake_work.chunks(2), HandEngine(step), fake_work.Log())


def test_what_a_lost_worker_was_doing_is_done_again(tmp_path):
    log = fake_work.Log()
    orders = [(3, "die once"), (9, "die once")]
    send(fake_work.chunks(12, 1, tmp_path, orders), loky_engine(2, str(tmp_path)), log)
    assert log.results == SQUARES
    assert log.lost_numbers == []


def test_a_run_that_always_kills_its_worker_is_found_and_the_rest_goes_on(tmp_path):
    log = fake_work.Log()
    send(fake_work.chunks(12, 4, tmp_path, [(5, "die")]), loky_engine(2, str(tmp_path)), log)
    assert log.lost_numbers == [5]
    assert log.results == {number: one for number, one in SQUARES.items() if number != 5}


def test_a_single_run_is_lost_when_it_has_broken_the_pool_alone_three_times(tmp_path):
    log = fake_work.Log()
    send(fake_work.chunks(12, 1, tmp_path, [(0, "die")]), loky_engine(2, str(tmp_path)), log)
    assert log.lost_numbers == [0]
    assert len((tmp_path / "tried-0").read_text().split()) == 1 + 3


@pytest.mark.slow
def test_a_pool_in_which_nothing_lives_is_given_up(tmp_path):
    orders = [(number, "die") for number in range(12)]
    log = fake_work.Log()
    with pytest.raises(EngineLostError, match="no worker of loky lives"):
        send(fake_work.chunks(12, 1, tmp_path, orders), loky_engine(2, str(tmp_path)), log)
    assert log.results == {}


def test_a_suspect_runs_alone():
    beside = []

    def step(executor):
        waiting = [sent for sent in executor.sent if not sent[2].done()]
        first = len(executor.sent) == 1 and engine.opened == 1
        if first:
            return
        if engine.opened == 1:
            for _, _, future in waiting:
                future.set_exception(BrokenProcessPool("gone"))
            return
        beside.append(len(waiting))
        for fn, chunk, future in waiting:
            future.set_result(fn(chunk))

    engine = HandEngine(step, own=True)
    log = fake_work.Log()
    send(fake_work.chunks(12), engine, log)
    assert log.results == SQUARES
    assert engine.opened == 2
    assert beside[:2] == [1, 1]


class Counting:
    """This process as an engine, which remembers how it was closed."""

    name, workers, own = "counting", 1, True

    def __init__(self):
        self.killed = ()

    def open(self):
        return serial_engine().open()

    def check(self):
        pass

    def close(self, executor, *, kill):
        self.killed = (*self.killed, kill)
