"""Baselines are judged by weeks they have not seen."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from uptake.usage import read_usage
from uptake.usage.baselines import (
    BASELINES,
    LAST_VALUE,
    fit_last_value,
    judge,
    rolling_origin,
    series,
    series_of,
)
from uptake.usage.baselines.persistence import fit_year_ago

SHARED = Path(
    os.environ.get("UPTAKE_SHARED", Path(__file__).resolve().parents[2].parent / "shared")
)
USAGE = SHARED / "data/usage"
needs_data = pytest.mark.skipif(not USAGE.exists(), reason=f"no published data in {SHARED}")

WEEKS = np.arange(20)
RISING = 100.0 + 10.0 * (WEEKS % 2) + np.where(WEEKS >= 12, 20.0, 0.0)
LAST = {LAST_VALUE: fit_last_value}


def test_errors_are_those_of_the_weeks_after_the_split():
    (judged,) = judge(series(WEEKS, RISING), 11, 8, LAST)
    assert judged.forecast.weeks.tolist() == list(range(12, 20))
    assert set(judged.forecast.middle) == {110.0}
    assert judged.errors.weeks == 8
    assert judged.errors.mae == pytest.approx(15.0)
    assert judged.errors.rmse == pytest.approx(np.sqrt((10.0**2 + 20.0**2) / 2))
    assert judged.errors.mase == pytest.approx(1.5)


def test_nothing_after_the_split_enters_a_fit():
    changed = np.where(WEEKS > 11, 9e6, RISING)
    quick = {name: one for name, one in BASELINES.items() if name != "Ribeiro"}
    one, other = (judge(series(WEEKS, values), 11, 8, quick) for values in (RISING, changed))
    for a, b in zip(one, other, strict=True):
        assert a.name == b.name and a.refused == b.refused
        if a.forecast is not None:
            assert np.array_equal(a.forecast.most[1], b.forecast.most[1])


def test_masked_weeks_and_weeks_to_come_are_not_judged():
    (judged,) = judge(series(WEEKS, RISING, (WEEKS == 13) | (WEEKS == 15)), 11, 30, LAST)
    assert len(judged.forecast.middle) == 30
    assert judged.errors.weeks == 6
    assert judged.errors.mae == pytest.approx((4 * 10.0 + 2 * 20.0) / 6)
    (ahead,) = judge(series(WEEKS, RISING), 19, 5, LAST)
    assert ahead.errors.weeks == 0
    assert np.isnan(ahead.errors.mae)


def test_a_baseline_that_cannot_be_fitted_says_why():
    (judged,) = judge(series(WEEKS, RISING), 11, 8, {"a year ago": fit_year_ago})
    assert judged.fit is None
    assert "a year apart" in judged.refused


def test_rolling_origins_each_see_only_their_past():
    table = rolling_origin(series(WEEKS, RISING, WEEKS == 17), 9, 4, 3, LAST)
    assert table["origin"].unique().tolist() == [9, 12, 15]
    assert (table["week"] == table["origin"] + table["ahead"]).all()
    assert 17 not in set(table["week"])
    last = dict(zip(WEEKS.tolist(), RISING, strict=True))
    assert (table["forecast"] == table["origin"].map(last)).all()
    assert (table["actual"] == table["week"].map(last)).all()


@needs_data
def test_slack_export_of_a_real_community():
    usage = read_usage(USAGE / "slack-nhsr-2024.csv")
    assert (len(usage.weeks), usage.usable) == (234, 233)
    assert usage.reasons[-1].startswith("missing days")
    assert (usage.label(0), usage.label(233)) == ("2019-W45", "2024-W17")
    assert np.nanmax(usage.active) == 287
    judged = {one.name: one for one in judge(series_of(usage), 175, 58)}
    assert all(not one.refused for one in judged.values())
    assert judged["decay to a floor"].errors.mae < judged[LAST_VALUE].errors.mae


@needs_data
def test_a_network_of_students_falls_to_an_eighth_with_a_half_life_of_two_to_three_weeks():
    usage = read_usage(USAGE / "collegemsg-weekly.csv", mask=["8-10"])
    assert usage.meaning == "posted"
    fit = {one.name: one.fit for one in judge(series_of(usage), 27, 1)}["decay to a floor"]
    assert 2.0 < fit.parameters["half_life_weeks"] < 3.0
    assert fit.parameters["floor"] / usage.active.max() == pytest.approx(0.12, abs=0.01)
