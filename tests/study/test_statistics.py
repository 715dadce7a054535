from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from uptake.study.statistics import mean_interval, paired_difference

numbers = st.floats(-1e6, 1e6)
samples = st.lists(numbers, min_size=2, max_size=40)


@given(samples)
def test_the_interval_is_that_of_students_t(values):
    found = mean_interval(values)
    error = stats.sem(values)
    half = stats.t.ppf(0.975, len(values) - 1) * error
    assert found.mean == pytest.approx(np.mean(values), abs=1e-6)
    assert found.high - found.mean == pytest.approx(half, rel=1e-6, abs=1e-6)
    assert found.mean - found.low == pytest.approx(half, rel=1e-6, abs=1e-6)
    assert found.count == len(values)


@given(samples)
def test_the_spread_lies_within_the_values_and_holds_the_median(values):
    found = mean_interval(values)
    assert min(values) <= found.spread_low <= np.median(values) + 1e-9
    assert np.median(values) - 1e-9 <= found.spread_high <= max(values)


def test_one_run_has_no_interval_and_none_has_no_mean():
    one = mean_interval([3.0])
    assert (one.mean, one.spread_low, one.spread_high, one.count) == (3.0, 3.0, 3.0, 1)
    assert np.isnan([one.low, one.high]).all()
    none = mean_interval([np.nan, np.inf])
    assert none.count == 0
    assert np.isnan([none.mean, none.low, none.spread_high]).all()


@given(samples, numbers)
def test_a_constant_effect_is_known_exactly_however_much_runs_differ(values, effect):
    found = paired_difference(values, np.asarray(values) + effect)
    assert found.mean == pytest.approx(effect, abs=1e-6)
    assert found.high - found.low == pytest.approx(0.0, abs=1e-6)


@given(samples)
def test_swapping_the_scenarios_turns_the_sign(values):
    other = values[::-1]
    there, back = paired_difference(values, other), paired_difference(other, values)
    assert there.mean == pytest.approx(-back.mean, abs=1e-6)
    assert there.low == pytest.approx(-back.high, abs=1e-6)


def test_pairs_without_two_values_are_left_out():
    found = paired_difference([1.0, np.nan, 3.0], [2.0, 5.0, np.inf])
    assert (found.mean, found.count) == (1.0, 1)


def test_unequal_numbers_of_runs_cannot_be_paired():
    with pytest.raises(ValueError, match="same number"):
        paired_difference([1.0], [1.0, 2.0])


def test_intervals_cover_the_true_mean_as_often_as_they_say():
    drawn = np.random.default_rng(5).normal(2.0, 3.0, (4000, 8))
    covered = np.mean([(i := mean_interval(row)).low <= 2.0 <= i.high for row in drawn])
    assert covered == pytest.approx(0.95, abs=0.011)  # three standard errors
