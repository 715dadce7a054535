from __future__ import annotations

import os
import signal
from pathlib import Path

import fake_work
import pytest

from uptake.errors import InputError
from uptake.study import job_queue
from uptake.study.cluster import dask_engine
from uptake.study.dispatch import dispatch
from uptake.study.job_queue import read_job_queue

pytest.importorskip("dask_jobqueue", reason="the extra [cluster] is not installed")

SQUARES = {number: number * number for number in range(12)}
SUBMIT = """#!/bin/sh
cp "$1" "$0-job"
setsid bash "$0-job" >"$0-log" 2>&1 &
echo $! >"$0-id"
echo "Submitted batch job $!"
"""
CANCEL = """#!/bin/sh
kill -- "-$1"
"""
REFUSE = """#!/bin/sh
echo "sbatch: error: invalid account" >&2
exit 1
"""


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Puts commands in front of all others; scripts by name."""

    def put(**scripts):
        for name, script in scripts.items():
            (tmp_path / name).write_text(script)
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return put


def written(tmp_path, text):
    file = tmp_path / "queue.yaml"
    file.write_text(text)
    return file


def squares(engine, folder):
    log = fake_work.Log()
    chunks = fake_work.chunks(12, 5, folder)
    dispatch(chunks, fake_work.square, engine, done=log.done, lost=log.lost, admit=log.admit)
    return log.results


def use_fake_work(monkeypatch):
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))


def test_jobs_of_a_batch_system_do_the_work_and_end(commands, tmp_path, monkeypatch):
    commands(sbatch=SUBMIT, scancel=CANCEL + f"touch {tmp_path}/cancelled\n")
    use_fake_work(monkeypatch)
    text = "kind: slurm\njobs: 1\ncores: 2\nmemory: 2GB\nscheduler_options: {host: 127.0.0.1}\n"
    engine = dask_engine(str(written(tmp_path, text)))
    assert squares(engine, tmp_path) == SQUARES
    assert (tmp_path / "cancelled").exists()
    script = (tmp_path / "sbatch-job").read_text()
    assert "#SBATCH --cpus-per-task=2" in script
    assert "--nthreads 1" in script
    assert "--nworkers 2" in script


@pytest.mark.slow
def test_a_job_that_has_ended_is_submitted_again(commands, tmp_path, monkeypatch):
    commands(sbatch=SUBMIT, scancel=CANCEL)
    use_fake_work(monkeypatch)
    monkeypatch.setattr(job_queue, "SECONDS_UNTIL_ENDED", 0.0)
    monkeypatch.setattr("uptake.study.dispatch.SECONDS_BETWEEN_CHECKS", 0.2)
    text = "kind: slurm\njobs: 1\ncores: 1\nmemory: 1GB\nscheduler_options: {host: 127.0.0.1}\n"
    engine = dask_engine(str(written(tmp_path, text)))

    class TimeIsUp(fake_work.Log):
        def done(self, chunk, result):
            if not self.results:
                job = int((tmp_path / "sbatch-id").read_text())
                os.killpg(job, signal.SIGTERM)
            return super().done(chunk, result)

    log = TimeIsUp()
    chunks = fake_work.chunks(12, 1, tmp_path, [(number, "nap") for number in range(12)])
    dispatch(chunks, fake_work.square, engine, done=log.done, lost=log.lost, admit=log.admit)
    assert log.results == SQUARES


@pytest.mark.slow
def test_a_file_can_be_tried_out_without_a_batch_system(tmp_path, monkeypatch):
    use_fake_work(monkeypatch)
    text = "kind: local\njobs: 2\ncores: 1\nmemory: 1GB\nscheduler_options: {host: 127.0.0.1}\n"
    assert squares(dask_engine(str(written(tmp_path, text))), tmp_path) == SQUARES


def test_refused_jobs_are_said_in_words(commands, tmp_path):
    commands(sbatch=REFUSE, scancel=CANCEL)
    file = written(tmp_path, "kind: slurm\njobs: 2\ncores: 1\nmemory: 1GB\n")
    with pytest.raises(InputError, match=r"queue\.yaml:1:7 kind: .*invalid account"):
        dask_engine(str(file))


def test_a_missing_command_is_said_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    file = written(tmp_path, "kind: slurm\njobs: 2\ncores: 1\nmemory: 1GB\n")
    with pytest.raises(InputError, match=r"queue\.yaml:1:7 kind: needs the command sbatch"):
        read_job_queue(file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: local\n", r"queue\.yaml:1:1: jobs is missing"),
        ("jobs: 1\n", r"queue\.yaml:1:1: kind is missing; expected slurm, pbs"),
        ("kind: slum\njobs: 1\n", r'queue\.yaml:1:7 kind: is no batch system .*found "slum"'),
        ("kind: local\njobs: many\n", r"queue\.yaml:2:7 jobs: is no number of jobs"),
        ("kind: local\njobs: 0\n", r"queue\.yaml:2:7 jobs: is no number of jobs; found 0"),
        ("kind: local\njobs: true\n", r"queue\.yaml:2:7 jobs: is no number of jobs"),
        ("kind: local\njobs: 1\ncore: 2\n", r"queue\.yaml:3:1 core: .*expected cores"),
        ("kind: local\njobs: 1\nloop: 2\n", r"queue\.yaml:3:1 loop: is no setting"),
        ("kind: local\njobs: 1\nscheduler_options: 2\n", r":3:20 scheduler_options: is not a map"),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read_job_queue(written(tmp_path, text))


def test_every_mistake_is_said_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        read_job_queue(written(tmp_path, "kind: local\njobs: -1\ncore: 2\nmemmory: 1GB\n"))
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    "settings", ["cores: 2", "cores: 2\nmemory: plenty", "cores: x\nmemory: 1GB"]
)
def test_settings_that_do_not_go_together_are_said_in_words(tmp_path, settings):
    file = written(tmp_path, f"kind: local\njobs: 1\n{settings}\n")
    with pytest.raises(InputError, match=r"queue\.yaml:1:1: dask-jobqueue refuses these settings"):
        dask_engine(str(file))


def test_each_run_gets_a_process_unless_said_otherwise(tmp_path):
    text = "kind: local\njobs: 1\ncores: 4\nmemory: 1GB\n"
    assert read_job_queue(written(tmp_path, text)).settings["processes"] == 4
    text += "processes: 2\n"
    assert read_job_queue(written(tmp_path, text)).settings["processes"] == 2
