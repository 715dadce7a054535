"""The runs of a chunk come out as they would alone, and what fails is a row of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import worlds
from uptake.measures import NAMES
from uptake.simulation import simulate
from uptake.study.chunks import Chunk, Outputs, PlannedRun
from uptake.study.making import groups, make_chunk, series_digest
from uptake.study.summary import MEASURES, summarise

WEEKS = 60
LEAVES = {"champion": {"leaves_in_week": 30, "notice_weeks": 2}}
KEPT = Outputs(MEASURES, ("accounts", "visitors", "participation"))


def planned(*replicates: int) -> tuple[PlannedRun, ...]:
    scenarios = [
        worlds.busy(WEEKS, programme={}, champion=None),
        worlds.busy(WEEKS, programme={"newsletter": {}}, **LEAVES),
        worlds.busy(WEEKS, programme={"newsletter": {"from_week": 40}}, **LEAVES),
    ]
    return tuple(
        PlannedRun(f"{number}-{replicate}", scenario, replicate)
        for replicate in replicates
        for number, scenario in enumerate(scenarios)
    )


def without_seconds(runs: pd.DataFrame) -> pd.DataFrame:
    return runs.drop(columns="seconds")


@pytest.fixture(scope="module")
def made(small):
    return make_chunk(Chunk(small.fingerprint, 1, planned(0, 1)), small, KEPT)


@pytest.fixture(scope="module")
def small():
    return worlds.small()


def test_sharing_a_past_changes_no_bit(made, small):
    apart = make_chunk(Chunk(small.fingerprint, 1, planned(0, 1)), small, KEPT, branching=False)
    pd.testing.assert_frame_equal(without_seconds(made.runs), without_seconds(apart.runs))
    pd.testing.assert_frame_equal(made.series, apart.series)


def test_a_run_is_summed_up_against_its_world_without_any_programme(made, small):
    for row, one in zip(made.runs.itertuples(), planned(0, 1), strict=True):
        run = simulate(one.scenario, small, 1, one.replicate).weekly
        twin = simulate(one.scenario.unmanaged(), small, 1, one.replicate).weekly
        expected = summarise(run, twin, one.scenario.departure_week, one.scenario.hour_cost)
        np.testing.assert_array_equal([getattr(row, name) for name in MEASURES],
                                      list(expected.values()))  # fmt: skip
        assert row.series_digest == series_digest(run.to_numpy())


def test_series_hold_each_week_of_each_run(made, small):
    assert list(made.series.columns) == ["run", "week", *KEPT.weekly]
    for one in planned(0, 1):
        mine = made.series[made.series["run"] == one.run]
        run = simulate(one.scenario, small, 1, one.replicate).weekly
        assert mine["week"].tolist() == list(range(WEEKS))
        np.testing.assert_array_equal(mine[list(KEPT.weekly)], run[list(KEPT.weekly)])


def test_the_order_and_company_of_runs_change_no_bit(made, small):
    mixed = make_chunk(Chunk(small.fingerprint, 1, planned(1, 0)[::-1]), small, KEPT)
    expected = without_seconds(made.runs).set_index("run").sort_index()
    pd.testing.assert_frame_equal(without_seconds(mixed.runs).set_index("run").sort_index(),
                                  expected)  # fmt: skip


def test_without_measures_of_a_departure_no_twin_is_run(small, monkeypatch):
    def never(_scenario):
        raise AssertionError("a twin was asked for")

    monkeypatch.setattr("uptake.scenario.Scenario.unmanaged", never)
    outputs = Outputs(("accounts_end",), ())
    chunk = make_chunk(Chunk(small.fingerprint, 1, planned(0)), small, outputs)
    assert list(chunk.runs.columns) == ["run", "accounts_end", "series_digest", "seconds"]
    assert list(chunk.series.columns) == ["run", "week"]


def test_a_run_that_fails_is_a_row_of_its_own_and_the_rest_goes_on(made, small, monkeypatch):
    from uptake.programme.newsletter import Newsletter

    act = Newsletter.act

    def breaks(self, now, wish, granted):
        if now.week == 50 and self.from_week == 40:
            raise ZeroDivisionError("nobody left")
        act(self, now, wish, granted)

    monkeypatch.setattr(Newsletter, "act", breaks)
    broken = make_chunk(Chunk(small.fingerprint, 1, planned(0, 1)), small, KEPT)
    assert [(one.run, one.replicate) for one in broken.failures] == [("2-0", 0), ("2-1", 1)]
    assert broken.failures[0].error == "ZeroDivisionError: nobody left"
    assert "in breaks" in broken.failures[0].traceback
    others = without_seconds(made.runs)
    others = others[~others["run"].str.startswith("2")].reset_index(drop=True)
    pd.testing.assert_frame_equal(without_seconds(broken.runs), others)


def test_runs_of_another_replicate_or_world_stand_apart():
    runs = [*planned(0), *planned(1)]
    elsewhere = worlds.busy(WEEKS, habit_gain=0.5)
    runs.append(PlannedRun("elsewhere", elsewhere, 1))
    assert [[one.run for one in group] for group in groups(runs)] == [
        ["0-0", "1-0", "2-0"],
        ["0-1", "1-1", "2-1"],
        ["elsewhere"],
    ]


def test_a_digest_tells_a_single_bit():
    series = np.zeros((3, len(NAMES)))
    other = series.copy()
    other[2, 5] = np.nextafter(0.0, 1.0)
    assert series_digest(series) == series_digest(series.copy()) != series_digest(other)
