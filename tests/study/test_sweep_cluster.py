from __future__ import annotations

import os
import signal

import pytest
import sweeps
from sweeps import assert_same
from test_cluster import distributed, running_cluster

from uptake.study import plan
from uptake.study.store import Store
from uptake.study.sweep import sweep

REPLICATES = 8
RUNS = 6 * REPLICATES


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(plan, "SECONDS_A_CHUNK", 0.0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return sweeps.write_study(tmp_path_factory.mktemp("study"), REPLICATES)


@pytest.fixture(scope="module")
def oracle(study, tmp_path_factory):
    out = tmp_path_factory.mktemp("oracle")
    assert sweep(study, out, serial=True).done == RUNS
    return out


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAP", "0.05")
        with running_cluster(tmp_path_factory.mktemp("dask"), 2) as (found, _):
            yield found


def kill_a_worker(address):
    with distributed.Client(address, set_as_default=False) as client:
        os.kill(min(client.run(os.getpid).values()), signal.SIGKILL)


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param(True, id="shared folder", marks=pytest.mark.slow),
        pytest.param(False, id="nothing shared"),
    ],
)
def test_a_worker_killed_on_a_cluster_costs_nothing_but_time(
    shared, address, study, oracle, tmp_path, monkeypatch
):
    sent = [] if shared else sweeps.hide_the_driver(monkeypatch)
    killed = []

    def tell(finished, _planned):
        if finished >= RUNS // 2 and not killed:
            killed.append(kill_a_worker(address))

    out = tmp_path / "out"
    result = sweep(study, out, cluster=address, tell=tell)
    assert (result.done, result.failed, len(killed)) == (RUNS, 0, 1)
    assert_same(out, oracle)
    if not shared:
        workers_ever, in_flight_each = 3, 2
        assert workers_ever <= len(sent) <= workers_ever * in_flight_each, "not once a chunk"


@pytest.mark.slow
def test_a_run_that_kills_its_worker_on_a_cluster_fails_alone(address, tmp_path):
    study = sweeps.write_study(tmp_path / "study", 1, "own.how: [rest, kill]")
    result = sweep(study, tmp_path / "out", cluster=address)
    assert (result.planned, result.done, result.failed) == (6, 5, 1)
    planned = Store.open(tmp_path / "out").plan().set_index("run")
    failed = planned.loc[result.store.failed()["run"]]
    assert failed["programme.own.how"].tolist() == ["kill"]
    assert failed["world"].tolist() == [2]
