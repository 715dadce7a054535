from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import fake_work
import pytest

from uptake import compilation
from uptake.errors import InputError
from uptake.study import cluster
from uptake.study.cluster import dask_engine
from uptake.study.dispatch import dispatch
from uptake.study.engines import EngineLostError

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
pytest.importorskip("dask_jobqueue", reason="the extra [cluster] is not installed")

SQUARES = {number: number * number for number in range(12)}
LONG = 60


def send(chunks, engine, log):
    dispatch(chunks, fake_work.square, engine, done=log.done, lost=log.lost, admit=log.admit)


@contextlib.contextmanager
def running_cluster(folder, workers):
    """A scheduler and workers with nannies, as somebody starts them by hand: the address."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    here = ["--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
    work = ["--nthreads", "1", "--nworkers", str(workers), "--local-directory", str(folder)]
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    settings = {
        "env": {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        "stderr": subprocess.DEVNULL,
    }
    scheduler = subprocess.Popen([*dask, "scheduler", "--port", "0", *here], **settings)
    try:
        wait_for(file.exists)
        worker = subprocess.Popen([*dask, "worker", *here, *work], **settings)
        try:
            with distributed.Client(scheduler_file=str(file), set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=LONG)
                yield client.scheduler.address, scheduler
        finally:
            worker.terminate()
            worker.wait()
    finally:
        scheduler.kill()
        scheduler.wait()


def wait_for(what):
    deadline = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with running_cluster(tmp_path_factory.mktemp("dask"), 2) as (found, _):
        yield found


def test_all_work_is_done_once(address):
    engine = dask_engine(address)
    assert (engine.workers, engine.name, engine.notes) == (2, address, ())
    log = fake_work.Log()
    send(fake_work.chunks(12, 5), engine, log)
    assert log.results == SQUARES


def test_a_worker_that_is_killed_costs_another_try(address, tmp_path):
    class Killing(fake_work.Log):
        def done(self, chunk, result):
            if not self.results:
                with distributed.Client(address, set_as_default=False) as client:
                    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            return super().done(chunk, result)

    log = Killing()
    orders = [(number, "nap") for number in range(12)]
    send(fake_work.chunks(12, 1, tmp_path, orders), dask_engine(address), log)
    assert log.results == SQUARES
    assert log.lost_numbers == []


def test_a_run_that_always_kills_its_worker_is_found_and_the_rest_goes_on(address, tmp_path):
    log = fake_work.Log()
    send(fake_work.chunks(12, 4, tmp_path, [(5, "die")]), dask_engine(address), log)
    assert log.lost_numbers == [5]
    assert log.results == {number: one for number, one in SQUARES.items() if number != 5}


def test_an_exception_of_the_work_reaches_the_caller(address, tmp_path):
    orders = [(0, "raise")]
    with pytest.raises(ZeroDivisionError, match="no square of 0"):
        send(fake_work.chunks(12, 1, tmp_path, orders), dask_engine(address), fake_work.Log())


def test_workers_with_other_files_are_refused(address, monkeypatch):
    # A worker that an earlier test killed may still be on its way back.
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=LONG)
    monkeypatch.setattr(compilation, "code_digest", lambda: "another digest")
    with pytest.raises(InputError, match="has another version of uptake") as caught:
        dask_engine(address)
    assert len(caught.value.problems) == 2


def test_workers_without_the_package_are_refused(address, monkeypatch, tmp_path):
    (tmp_path / "only_here.py").write_text("def about():\n    return {}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(cluster, "about_worker", importlib.import_module("only_here").about)
    with pytest.raises(InputError, match=r"cannot tell its version of uptake: .*No module named"):
        dask_engine(address)


def test_workers_with_other_versions_underneath_are_noted(address, monkeypatch):
    monkeypatch.setattr(cluster.platform, "python_version", lambda: "2.7")
    engine = dask_engine(address)
    engine.disconnect()
    (note,) = engine.notes
    assert note.startswith("2 workers have Python 3.")
    assert note.endswith("here it is 2.7.")


def test_an_address_where_nobody_answers_is_said_in_words(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(InputError, match="no Dask scheduler answers"):
        dask_engine("tcp://127.0.0.1:9")


def test_a_scheduler_that_goes_is_said_in_words(tmp_path):
    with running_cluster(tmp_path, 1) as (address, scheduler):

        class Killing(fake_work.Log):
            def done(self, chunk, result):
                scheduler.kill()
                return super().done(chunk, result)

        with pytest.raises(EngineLostError, match="the same command goes on"):
            send(fake_work.chunks(12), dask_engine(address), Killing())


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'uptake\[cluster\]'"):
        dask_engine("tcp://127.0.0.1:9")
