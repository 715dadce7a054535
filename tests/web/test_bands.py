"""From runs to what a chart shows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from uptake.web.bands import band_of, bands, completed, differences, last_half_year, totals
from uptake.web.runs import SHOWN

PARTICIPATION = SHOWN.index("participation")


def flat(value, weeks=30):
    return np.full((weeks, len(SHOWN)), value, np.float32)


@given(st.lists(st.floats(0, 1, width=32), min_size=2, max_size=25))
def test_a_band_is_that_of_numpys_quantiles(values):
    stacked = np.array(values)[:, None, None]
    found = band_of(stacked, ["participation"])["participation"]
    assert np.isclose(found["mean"][0], np.mean(values), atol=1e-4)
    assert np.isclose(found["low"][0], np.quantile(values, 0.05), atol=1e-4)
    assert np.isclose(found["high"][0], np.quantile(values, 0.95), atol=1e-4)


def test_a_run_without_a_value_is_left_out_of_its_week():
    runs = [flat(0.2), flat(0.4), flat(np.nan)]
    found = bands(runs, ["work_share"])["work_share"]
    assert np.isclose(found["mean"][0], 0.3, atol=1e-4)


def test_a_week_without_any_value_has_none():
    assert bands([flat(np.nan)] * 2, ["work_share"])["work_share"]["mean"][0] is None


def test_differences_are_paired():
    found = differences([flat(0.5), flat(0.1)], [flat(0.4), flat(0.0)], ["participation"])
    assert np.allclose(found["participation"]["low"], 0.1, atol=1e-4)


def test_runs_that_are_missing_are_the_earlier_ones_moved_by_what_is_known():
    before = [flat(0.1), flat(0.2), flat(0.3)]
    runs = completed({0: flat(0.05)}, before, 3)
    assert np.allclose([run[0, PARTICIPATION] for run in runs], [0.05, 0.15, 0.25])


def test_without_an_earlier_answer_there_are_only_the_runs_that_are_there():
    assert len(completed({0: flat(0.1), 3: flat(0.2)}, [], 20)) == 2


def test_nothing_falls_below_nought():
    runs = completed({0: flat(0.0)}, [flat(0.5), flat(0.1)], 2)
    assert runs[1].min() == 0.0


def test_the_last_half_year_is_26_weeks():
    series = flat(0.0, 40)
    series[-26:, PARTICIPATION] = 1.0
    assert last_half_year([series], "participation")[0] == 1.0
    assert totals([series])["participation"] == 1.0
