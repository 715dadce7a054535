from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from uptake.study.claims.estimates import Estimate, size_of
from uptake.study.statistics import mean_interval

BASE = np.array([1.0, 2.0, 3.0, 2.5])
OTHER = np.array([2.0, 3.5, 3.0, 4.0])


def test_a_difference_is_paired_and_has_the_interval_of_its_mean():
    found, plain = size_of("difference", [BASE, OTHER]), mean_interval(OTHER - BASE)
    assert (found.value, found.low, found.high) == pytest.approx(
        (plain.mean, plain.low, plain.high)
    )


def test_the_level_is_of_the_one_scenario():
    assert size_of("level", [BASE]).value == BASE.mean()


def test_a_ratio_is_one_of_means_and_exact_if_all_units_agree():
    assert size_of("ratio", [BASE, OTHER]).value == OTHER.mean() / BASE.mean()
    exact = size_of("ratio", [BASE, 0.5 * BASE])
    assert (exact.value, exact.error) == pytest.approx((0.5, 0.0))


def test_the_interval_of_a_ratio_covers_as_often_as_it_says():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(1000):
        base = rng.normal(10.0, 2.0, 40)
        found = size_of("ratio", [base, 0.6 * base + rng.normal(0.0, 1.0, 40)])
        hits += found.low <= 0.6 <= found.high
    assert 930 <= hits <= 970


def test_a_ratio_to_nothing_is_not_known():
    assert not size_of("ratio", [np.zeros(4), OTHER]).known


def test_an_order_is_its_smallest_gap_with_an_interval_for_all_gaps():
    found = size_of("order", [OTHER + 5.0, OTHER, BASE])
    gap = OTHER - BASE
    assert found.value == pytest.approx(gap.mean())
    half = stats.t.ppf(1 - 0.05 / 2 / 2, 3) * gap.std(ddof=1) / 2
    assert found.high - found.value == pytest.approx(half)


def test_a_unit_without_a_value_is_left_out_of_all_scenarios():
    base = np.array([1.0, math.nan, 3.0, 2.5])
    assert size_of("difference", [base, OTHER]).count == 3
    assert not size_of("difference", [base * math.nan, OTHER]).known
    assert not size_of("order", [base * math.nan, OTHER, BASE]).known


def test_chances_are_those_of_the_t_test():
    found = size_of("level", [BASE])
    expected = stats.ttest_1samp(BASE, 3.0, alternative="less").pvalue
    assert found.chance_below(3.0) == pytest.approx(expected)
    assert found.chance_above(3.0) == pytest.approx(1.0 - expected)


def test_what_is_excluded_is_what_the_interval_excludes():
    found = Estimate(1.0, 0.3, 20)
    assert found.chance_below(found.high + 1e-9) < 0.025 < found.chance_below(found.high - 1e-9)
    assert found.chance_above(found.low - 1e-9) < 0.025 < found.chance_above(found.low + 1e-9)


def test_a_single_unit_excludes_nothing():
    alone = size_of("level", [np.array([2.0])])
    assert alone.value == 2.0
    assert alone.chance_below(100.0) == 1.0


def test_equal_units_are_sure():
    same = size_of("level", [np.full(5, 2.0)])
    assert (same.chance_below(2.5), same.chance_below(2.0)) == (0.0, 1.0)
