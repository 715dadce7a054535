from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
import sweeps
from sweeps import assert_same

from uptake.study import plan
from uptake.study import sweep as sweeping
from uptake.study.engines import EngineLostError
from uptake.study.sweep import sweep
from uptake.study.worker import CodeChangedError

REPLICATES = 4
RUNS = 6 * REPLICATES


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(plan, "SECONDS_A_CHUNK", 0.0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return sweeps.write_study(tmp_path_factory.mktemp("study"), REPLICATES)


@pytest.fixture(scope="module")
def oracle(study, tmp_path_factory):
    """Made in this process, in one chunk."""
    out = tmp_path_factory.mktemp("oracle")
    assert sweep(study, out, serial=True).done == RUNS
    return out


@pytest.fixture(scope="module")
def two_processes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.mark.parametrize("workers", [1, 2, pytest.param(4, marks=pytest.mark.slow)])
def test_any_number_of_workers_gives_the_same_bits(workers, study, oracle, tmp_path):
    assert sweep(study, tmp_path / "out", workers=workers).done == RUNS
    assert_same(tmp_path / "out", oracle)


def test_threads_give_the_same_bits(study, oracle, tmp_path):
    with ThreadPoolExecutor(2) as executor:
        assert sweep(study, tmp_path / "out", executor=executor).done == RUNS
    assert_same(tmp_path / "out", oracle)


def test_processes_of_somebody_else_give_the_same_bits(study, oracle, tmp_path, two_processes):
    assert sweep(study, tmp_path / "out", executor=two_processes).done == RUNS
    assert_same(tmp_path / "out", oracle)


def test_workers_that_see_no_file_of_the_driver_are_sent_all_they_need(
    study, oracle, tmp_path, two_processes, monkeypatch
):
    sent = sweeps.hide_the_driver(monkeypatch)
    out = tmp_path / "out"
    assert sweep(study, out, executor=two_processes).done == RUNS
    assert_same(out, oracle)
    assert 0 < len(sent) <= 4, "not once a chunk"


def test_a_pool_of_somebody_else_that_breaks_is_said_in_words_and_costs_nothing_done(tmp_path):
    study = sweeps.write_study(tmp_path / "study", 2, "own.how: [rest, kill]")
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises(EngineLostError, match="the same command goes on"),
    ):
        sweep(study, tmp_path / "out", executor=executor)
    assert list((tmp_path / "out" / "tmp").iterdir()) == []
    assert sweeps.chunks_in(tmp_path / "out") == 4


def test_workers_with_other_code_make_nothing(study, tmp_path, monkeypatch):
    real = sweeping.chunk_work
    monkeypatch.setattr(sweeping, "chunk_work", lambda *args: replace(real(*args), code="another"))
    with pytest.raises(CodeChangedError, match="other files of the package"):
        sweep(study, tmp_path / "out", serial=True)
    assert sweeps.chunks_in(tmp_path / "out") == 0
