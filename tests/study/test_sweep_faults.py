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

CHUNKS = 30
RUNS = 60
NAP = 0.05

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(plan, "SECONDS_A_CHUNK", 0.0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return sweeps.write_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def oracle(study, tmp_path_factory):
    """The same study, made in one process without interruption."""
    out = tmp_path_factory.mktemp("oracle")
    result = sweep(study, out, serial=True)
    assert (result.planned, result.done, result.failed) == (RUNS, RUNS, 0)
    return out


# Drivers killed


def has(pattern):
    return lambda out, _before: any(out.glob(pattern))


def chunks(count):
    return lambda out, before: chunks_in(out) >= max(count, before + 1)


def settling(out, before):
    return chunks_in(out) < before


AT_WORK = [chunks(count) for count in (1, 6, 12, 18, 24, CHUNKS)]
KILLS = [has("manifest.json"), has("plan/*.parquet"), has("tmp/driver-*"), *AT_WORK, settling]


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param([KILLS[2], KILLS[4], KILLS[5]], id="three times", marks=pytest.mark.slow),
        pytest.param(KILLS, id="ten times", marks=pytest.mark.slow),
    ],
)
def test_a_driver_that_is_killed_goes_on_to_the_same_results(kills, study, oracle, tmp_path):
    out = tmp_path / "out"
    for reached in kills:
        before = chunks_in(out)
        with Driver(study, out, nap=NAP) as driver:
            wait_for(lambda out=out, reached=reached, before=before: reached(out, before))
            driver.kill()
        if reached in AT_WORK:
            assert driver.left_behind() == []
    found = CliRunner().invoke(app, ["sweep", str(study), "--out", str(out), "--serial"])
    assert found.exit_code == 0, found.output
    assert f"{RUNS} of {RUNS} runs are in {out}." in found.stdout
    assert_same(out, oracle)


# Workers killed


@pytest.mark.slow
def test_workers_that_are_killed_cost_nothing_but_time(study, oracle, tmp_path, monkeypatch):
    monkeypatch.setenv("NAP", str(NAP))
    killed = []

    def tell(finished, _planned):
        if finished >= 20 * (len(killed) + 1) and finished < RUNS:
            killed.append(sweeps.workers_of(os.getpid())[0])
            os.kill(killed[-1], signal.SIGKILL)

    result = sweep(study, tmp_path / "out", workers=2, tell=tell)
    assert len(killed) == 2
    assert (result.done, result.failed) == (RUNS, 0)
    assert_same(tmp_path / "out", oracle)


@pytest.mark.slow
def test_a_run_that_always_kills_its_worker_fails_alone(oracle, tmp_path):
    study = sweeps.write_study(tmp_path / "study", 1, "own.how: [rest, kill]")
    out = tmp_path / "out of it"
    result = sweep(study, out, workers=1)
    assert (result.planned, result.done, result.failed) == (6, 5, 1)
    store = Store.open(out)
    failed = assert_failed_in_last_world(store, "kill")
    assert failed["error"].str.contains("worker process died each time").all()
    assert failed["command"].tolist() == [
        f"uptake study repeat '{out}' {run}" for run in failed["run"]
    ]
    assert_equal_where_shared(store, oracle, 3)


def assert_failed_in_last_world(store, how):
    """The runs that failed are those of one programme in one world; all others are there."""
    planned, failed = store.plan().set_index("run"), store.failed()
    is_harmful = (planned["programme.own.how"] == how) & (planned["world"] == 2)
    assert set(failed["run"]) == set(planned.index[is_harmful])
    assert store.committed() == set(planned.index[~is_harmful])
    return failed


def assert_equal_where_shared(store, oracle, count):
    expected = Store.open(oracle).runs().set_index("run")["series_digest"]
    found = store.runs().set_index("run")["series_digest"]
    shared = found.index.intersection(expected.index)
    assert len(shared) == count
    assert found[shared].equals(expected[shared])


# Runs that raise


def test_a_run_that_raises_is_a_row_that_says_where(oracle, tmp_path):
    study = sweeps.write_study(tmp_path / "study", 2, "own.how: [rest, raise]")
    result = sweep(study, tmp_path / "out", serial=True)
    assert (result.planned, result.done, result.failed) == (12, 10, 2)
    failed = assert_failed_in_last_world(result.store, "raise")
    assert set(failed["error"]) == {"ZeroDivisionError: nobody left"}
    assert failed["traceback"].str.contains('own.py", line').all()
    assert failed["scenario"].str.contains("raise").all()
    assert_equal_where_shared(result.store, oracle, 6)
    again = sweep(study, tmp_path / "out", serial=True)
    assert (again.done, again.failed) == (10, 2)
    assert len(result.store.failed()) == 2


def test_a_run_that_raises_can_stop_everything(tmp_path):
    study = sweeps.write_study(tmp_path / "study", 4, "own.how: [raise, rest]")
    result = sweep(study, tmp_path / "out", serial=True, on_error="stop")
    assert result.stopped
    assert result.failed == 1
    assert 0 < result.done < result.planned - result.failed


def test_runs_that_fail_are_not_tried_in_every_round(tmp_path):
    study = sweeps.write_study(
        tmp_path / "study", 2, "newsletter.every_weeks: [2, 4], own.how: [raise]"
    )
    measure = "participation_last_half_year"
    until = f"until: {{measure: {measure}, narrower_than: 1.0e-9, at_most: 6}}\n"
    study.write_text(study.read_text() + until)
    told = []
    result = sweep(study, tmp_path / "out", serial=True, tell=lambda *now: told.append(now))
    assert (result.planned, result.done, result.failed) == (54, 42, 12)
    assert told[-1] == (54, 54)
    assert told == sorted(told)


def test_a_mended_intervention_makes_another_study(tmp_path):
    study = sweeps.write_study(tmp_path / "study", 2, "own.how: [rest, raise]")
    sweep(study, tmp_path / "out", serial=True)
    own = tmp_path / "study" / "own.py"
    own.write_text(own.read_text().replace('raise ZeroDivisionError("nobody left")', "pass"))
    with pytest.raises(InputError, match="or this one before it was changed"):
        sweep(study, tmp_path / "out", serial=True)
    result = sweep(study, tmp_path / "out", serial=True, add=True)
    assert (result.planned, result.done, result.failed) == (12, 12, 0)
