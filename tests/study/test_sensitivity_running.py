"""Samples run as studies in a store: stopped, gone on with, and not run twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from study_files import STUDY, write

from uptake.study import plan
from uptake.study.sensitivity.analysis import MORRIS, analyse
from uptake.study.sensitivity.asking import ask
from uptake.study.sensitivity.findings import Design
from uptake.study.sensitivity.running import StoppedError, StudyRunner, look_ahead
from uptake.study.store import Store
from uptake.study.study_file import read_study

DESIGN = Design(trajectories=4, samples=8)
COMPARED = STUDY.replace("replicates: 3", "baseline: nothing.yaml\nweeks: 20\nreplicates: 2")


@pytest.fixture
def asked(tmp_path):
    return ask(read_study(write(tmp_path, COMPARED)))


def seconds(folder):
    return Store.open(folder).runs().set_index("run")["seconds"].sort_index()


def test_what_was_stopped_goes_on_and_ends_as_if_it_had_not_been(asked, tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "SECONDS_A_CHUNK", 0.02)
    whole = analyse(
        asked.inputs, DESIGN, StudyRunner(asked, tmp_path / "whole", False, {"serial": True})
    )
    told = iter([False] * 3 + [True] * 100)
    options = {"serial": True, "stop": lambda: next(told)}
    with pytest.raises(StoppedError) as stopped:
        analyse(asked.inputs, DESIGN, StudyRunner(asked, tmp_path / "torn", False, options))
    assert 0 < stopped.value.result.done < stopped.value.result.planned
    before = seconds(tmp_path / "torn")
    ahead = look_ahead(asked, DESIGN, tmp_path / "torn", 1)
    assert ahead.estimate.there == len(before)
    again = analyse(
        asked.inputs, DESIGN, StudyRunner(asked, tmp_path / "torn", False, {"serial": True})
    )
    pd.testing.assert_series_equal(seconds(tmp_path / "torn")[before.index], before)
    pd.testing.assert_frame_equal(again.screening, whole.screening)
    pd.testing.assert_frame_equal(again.indices, whole.indices)
    pd.testing.assert_frame_equal(again.ends, whole.ends)


def test_once_the_screening_is_done_it_is_known_what_is_left_to_run(asked, tmp_path):
    runner = StudyRunner(asked, tmp_path / "out", False, {"serial": True})
    assert look_ahead(asked, DESIGN, tmp_path / "out", 1).estimate.until
    found = analyse(asked.inputs, DESIGN, runner)
    ahead = look_ahead(asked, DESIGN, tmp_path / "out", 1)
    assert not ahead.estimate.until
    assert ahead.estimate.there == ahead.estimate.runs == len(Store.open(tmp_path / "out").runs())
    assert ahead.runs == {name: result.planned for name, result in runner.results.items()}
    assert len(found.left) >= 1


@pytest.mark.slow
def test_a_larger_sample_holds_the_smaller_one(asked, tmp_path):
    def run(samples):
        runner = StudyRunner(asked, tmp_path / "out", True, {"serial": True})
        analyse(asked.inputs, Design("sobol", samples=samples), runner)
        return set(Store.open(tmp_path / "out").runs()["run"])

    smaller, larger = run(8), run(16)
    assert smaller < larger


def test_the_outcome_is_the_paired_difference_in_the_same_world_and_replicate(asked, tmp_path):
    runner = StudyRunner(asked, tmp_path / "out", False, {"serial": True})
    seen = {}

    def remember(name, points):
        seen[name] = runner(name, points)
        return seen[name]

    analyse(asked.inputs, Design("morris", trajectories=4), remember)
    store = Store.open(tmp_path / "out")
    known = store.plan(runner.results[MORRIS].fingerprint).merge(store.runs(), on="run")
    wide = known.pivot(index=["world", "replicate"], columns="baseline", values=asked.measure)
    differences = (wide[False] - wide[True]).unstack("replicate").to_numpy()
    assert {tuple(row) for row in seen[MORRIS]} == {tuple(row) for row in differences}
    assert np.ptp(seen[MORRIS]) > 0.0
