from __future__ import annotations

import os
import signal
import sys

import pytest
import sweeps
from sweeps import Driver, assert_same, chunks_in, wait_for
from typer.testing import CliRunner

from uptake.cli.main import app
from uptake.errors import InputError
from uptake.study import plan
from uptake.study.store import Store
from uptake.study.sweep import sweep

RUNS = 60
NAP = 0.05


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(plan, "SECONDS_A_CHUNK", 0.0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return sweeps.write_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def oracle(study, tmp_path_factory):
    out = tmp_path_factory.mktemp("oracle")
    assert sweep(study, out, serial=True).done == RUNS
    return out


def uptake(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


# Several drivers, several studies


@pytest.mark.slow
def test_a_second_driver_is_refused_and_the_first_is_not_disturbed(study, oracle, tmp_path):
    out = tmp_path / "out"
    with Driver(study, out, nap=NAP) as driver:
        wait_for(lambda: chunks_in(out) >= 2)
        second = uptake("sweep", study, "--out", out)
        assert chunks_in(out) < 30, "the first had ended"
        code, _, complained = driver.end()
    assert second.exit_code == 2
    assert f"another sweep (process {driver.process.pid} on host" in second.stderr
    assert "writes to this folder" in second.stderr
    assert (code, complained) == (0, "")
    assert_same(out, oracle)


@pytest.fixture
def other(tmp_path):
    """A study that has half of its programmes in common with the first."""
    levers = "newsletter.every_weeks: [1, 4]"
    return sweeps.write_study(tmp_path / "other", 10, levers)


def test_a_folder_of_another_study_is_refused_and_left_as_it_is(study, oracle, other):
    before = {path: path.stat().st_mtime_ns for path in oracle.rglob("*.parquet")}
    other.write_text(other.read_text().replace("name: Mail", "name: Other"))
    found = uptake("sweep", other, "--out", oracle, "--serial")
    assert found.exit_code == 2
    assert "holds another study (“Mail”)" in found.stderr
    assert "--add" in found.stderr
    assert {path: path.stat().st_mtime_ns for path in oracle.rglob("*.parquet")} == before
    assert list(Store.open(oracle).studies()) != []


def test_studies_in_one_folder_share_their_runs(study, other, oracle, tmp_path):
    sweep(study, tmp_path / "out", serial=True)
    first = Store.open(tmp_path / "out").runs().set_index("run")["seconds"]
    told = []
    result = sweep(
        other, tmp_path / "out", serial=True, add=True, tell=lambda *now: told.append(now)
    )
    assert told[0] == (RUNS // 2, RUNS)
    assert (result.done, result.failed) == (RUNS, 0)
    store = Store.open(tmp_path / "out")
    runs = store.runs().set_index("run")
    assert len(runs) == RUNS + RUNS // 2
    assert sweeps.rows(store.folder)["runs"] == len(runs)
    assert runs.loc[first.index, "seconds"].equals(first)
    assert len(store.studies()) == 2
    sweep(study, tmp_path / "out", serial=True)
    alone = Store.open(oracle).runs().set_index("run").drop(columns="seconds")
    assert runs.loc[alone.index].drop(columns="seconds").equals(alone)


def test_more_replicates_are_the_same_study_and_make_only_what_is_new(tmp_path):
    study = sweeps.write_study(tmp_path / "study", 2)
    sweep(study, tmp_path / "out", serial=True)
    sweeps.write_study(tmp_path / "study", 3)
    told = []
    sweep(study, tmp_path / "out", serial=True, tell=lambda *now: told.append(now))
    assert told[0] == (12, 18)
    assert len(Store.open(tmp_path / "out").plan()) == 18


# Ctrl-C


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
@pytest.mark.parametrize(
    "reached", ["workers start", pytest.param("at work", marks=pytest.mark.slow)]
)
def test_ctrl_c_finishes_what_is_in_hand_and_the_same_command_goes_on(
    reached, study, oracle, tmp_path
):
    out = tmp_path / "out"
    with Driver(study, out, nap=NAP) as driver:
        if reached == "at work":
            wait_for(lambda: chunks_in(out) >= 5)
        else:
            for worker in wait_for(lambda: sweeps.workers_of(driver.process.pid)):
                assert sweeps.is_deaf_to_ctrl_c(worker)
        os.killpg(driver.process.pid, signal.SIGINT)
        code, said, complained = driver.end()
        assert driver.left_behind() == []
    assert code == 130
    assert complained.strip() == (
        "Finishing what is in hand, some seconds; Ctrl-C again ends at once."
    )
    assert said.endswith("Stopped. The same command goes on from there.\n")
    done = chunks_in(out)
    assert done < 30
    assert f"{2 * done} of {RUNS} runs are in {out}." in said
    assert list((out / "tmp").iterdir()) == []
    found = uptake("sweep", study, "--out", out, "--serial")
    assert found.exit_code == 0, found.output
    assert_same(out, oracle)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_ctrl_c_twice_ends_at_once_and_keeps_what_was_finished(study, oracle, tmp_path):
    out = tmp_path / "out"
    with Driver(study, out, nap=0.3) as driver:
        wait_for(lambda: chunks_in(out) >= 1)
        os.killpg(driver.process.pid, signal.SIGINT)
        wait_for(lambda: b"Ctrl-C again" in os.read(driver.process.stderr.fileno(), 1000))
        os.killpg(driver.process.pid, signal.SIGINT)
        code, _, complained = driver.end()
        assert driver.left_behind() == []
    assert code == 130
    assert (
        "Stopped at once. What was finished is kept; the same command goes on from there."
        in complained
    )
    assert list((out / "tmp").iterdir()) == []
    assert uptake("sweep", study, "--out", out, "--serial").exit_code == 0
    assert_same(out, oracle)


def test_a_sweep_can_be_stopped_from_python(study, oracle, tmp_path):
    told = []
    stop = lambda: len(told) > 4  # noqa: E731
    result = sweep(
        study, tmp_path / "out", serial=True, stop=stop, tell=lambda *now: told.append(now)
    )
    assert result.stopped
    assert 0 < result.done < RUNS
    result = sweep(study, tmp_path / "out", serial=True)
    assert not result.stopped
    assert_same(tmp_path / "out", oracle)


def test_a_study_that_is_wrong_makes_no_folder(tmp_path):
    study = sweeps.write_study(tmp_path / "study", 2, "newsletter.evry_weeks: [1, 2]")
    with pytest.raises(InputError, match="every_weeks"):
        sweep(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()
