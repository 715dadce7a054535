from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import fake_work
import pytest

from uptake.study.dispatch import dispatch
from uptake.study.engines import ONE_THREAD, EngineLostError, given_engine, loky_engine

SQUARES = {number: number * number for number in range(12)}
LONG = 30
"""Seconds; less than the work that a killed driver has given its workers."""


def send(chunks, engine, log, work=fake_work.square):
    dispatch(chunks, work, engine, done=log.done, lost=log.lost, admit=log.admit)


@pytest.fixture
def two_processes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


def test_threads_given_do_the_work_and_stay():
    log = fake_work.Log()
    with ThreadPoolExecutor(2) as executor:
        engine = given_engine(executor)
        send(fake_work.chunks(12, 5), engine, log)
        assert executor.submit(int, "1").result() == 1
    assert log.results == SQUARES
    assert (engine.name, engine.workers) == ("ThreadPoolExecutor", 2)


def test_processes_given_do_the_work_and_stay(two_processes):
    log = fake_work.Log()
    send(fake_work.chunks(12, 5), given_engine(two_processes), log)
    assert log.results == SQUARES
    assert two_processes.submit(int, "1").result() == 1


def test_processes_given_that_break_are_said_in_words(two_processes, tmp_path):
    with pytest.raises(EngineLostError, match="ProcessPoolExecutor has lost its workers"):
        orders = [(3, "die")]
        send(
            fake_work.chunks(12, 1, tmp_path, orders), given_engine(two_processes), fake_work.Log()
        )


def test_how_many_work_at_once_can_be_said():
    with ThreadPoolExecutor(2) as executor:
        assert given_engine(executor, 7).workers == 7


def test_workers_use_one_thread_each(tmp_path):
    engine = loky_engine(1, str(tmp_path))
    executor = engine.open()
    try:
        found = [executor.submit(os.getenv, name).result() for name in ONE_THREAD]
    finally:
        engine.close(executor, kill=True)
    assert found == ["1"] * len(ONE_THREAD)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to look at")
@pytest.mark.parametrize("kind", ["starting", "asleep", "in compiled code"])
def test_nothing_outlives_a_driver_that_is_killed(kind, tmp_path):
    marks, scratch = tmp_path / "marks", tmp_path / "scratch"
    marks.mkdir()
    scratch.mkdir()
    awaited = ["sent"] if kind == "starting" else ["sent", "at-work-1", "at-work-2"]
    command = [sys.executable, str(Path(__file__).with_name("driver.py")), kind]
    with subprocess.Popen(
        [*command, str(marks), str(scratch)], start_new_session=True, stderr=subprocess.DEVNULL
    ) as driver:
        try:
            assert happens(lambda: all((marks / mark).exists() for mark in awaited))
            os.kill(driver.pid, signal.SIGKILL)
            driver.wait()
            assert happens(lambda: not living(driver.pid))
        finally:
            if living(driver.pid):
                os.killpg(driver.pid, signal.SIGKILL)
    if kind != "starting":
        assert not scratch.exists()


def happens(what):
    deadline = time.monotonic() + LONG
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def living(group):
    """Processes of a group, without those that have ended and wait to be noticed."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat=,pid="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [row[2] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
