"""Elementary functions keep the accuracy they promise."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special, stats

from uptake import numerics


def relative_error(found: float, exact: Decimal) -> float:
    return float(abs(Decimal(found) - exact) / abs(exact)) if exact else abs(found)


@given(st.floats(-690.0, 690.0))
def test_exp_is_exact_to_1e_15(x):
    with localcontext() as context:
        context.prec = 40
        assert relative_error(numerics.exp(x), Decimal(x).exp()) < 1e-15


@given(st.floats(1e-300, 1e300))
def test_log_is_exact_to_1e_15(x):
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(x).ln()
        assert relative_error(numerics.log(x), exact) < 1e-15


@given(st.floats(0.9, 1.1))
def test_log_keeps_its_relative_accuracy_near_1(x):
    with localcontext() as context:
        context.prec = 40
        assert relative_error(numerics.log(x), Decimal(x).ln()) < 1e-15


def test_exp_and_log_have_their_exact_points():
    assert numerics.exp(0.0) == 1.0
    assert numerics.log(1.0) == 0.0
    assert numerics.exp(-1e6) == 0.0
    assert numerics.exp(1e6) >= 1e301
    assert numerics.halved(0.0) == 1.0
    assert numerics.halved(3.0) == pytest.approx(0.125, rel=1e-15)


@given(st.lists(st.floats(-1200.0, 1200.0), min_size=2, max_size=2))
@example([693.4, 693.6])
@example([-693.6, -693.4])
def test_exp_never_falls(xs):
    low, high = sorted(xs)
    assert numerics.exp(low) <= numerics.exp(high)


@given(st.lists(st.floats(1e-300, 1e300), min_size=2, max_size=2))
def test_log_never_falls(xs):
    low, high = sorted(xs)
    assert numerics.log(low) <= numerics.log(high)


@given(st.floats(1e-10, 1e10))
def test_exp_undoes_log(x):
    assert numerics.exp(numerics.log(x)) == pytest.approx(x, rel=1e-13)


@given(st.floats(-40.0, 40.0))
def test_the_logistic_table_is_exact_to_2e_5(x):
    assert abs(numerics.logistic(x) - special.expit(x)) < 2e-5


@given(st.lists(st.floats(-40.0, 40.0), min_size=2, max_size=2))
def test_the_logistic_never_falls_and_stays_a_probability(xs):
    low, high = sorted(xs)
    assert 0.0 < numerics.logistic(low) <= numerics.logistic(high) < 1.0


def test_the_logistic_is_exact_at_its_points_and_constant_beyond():
    for x in (-16.0, -1.0, 0.0, 2.5, 16.0):
        assert numerics.logistic(x) == pytest.approx(special.expit(x), rel=1e-14)
    assert numerics.logistic(1e300) == numerics.logistic(16.0)
    assert numerics.logistic(-1e300) == numerics.logistic(-16.0)


@given(st.floats(2.0**-33, 1.0 - 2.0**-33))
def test_the_normal_quantile_is_that_of_the_normal(u):
    assert numerics.normal_quantile(u) == pytest.approx(special.ndtri(u), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("u", [1e-300, 1e-100, 1e-20, 1e-12])
def test_the_normal_quantile_holds_far_out(u):
    assert numerics.normal_quantile(u) == pytest.approx(special.ndtri(u), rel=1e-13)


@given(st.lists(st.floats(1e-12, 1.0 - 1e-12), min_size=2, max_size=2))
def test_the_normal_quantile_never_falls(us):
    low, high = sorted(us)
    assert numerics.normal_quantile(low) <= numerics.normal_quantile(high)


@given(st.floats(0.0, 40.0), st.floats(0.0, 1.0 - 2.0**-32))
def test_a_poisson_count_inverts_the_distribution(mean, u):
    count = numerics.poisson_count(mean, u)
    if count < 100:
        assert stats.poisson.cdf(count, mean) >= u - 1e-12
    if count > 0:
        assert stats.poisson.cdf(count - 1, mean) <= u + 1e-12


@pytest.mark.parametrize("mean", [0.05, 0.7, 3.0, 25.0])
def test_poisson_counts_have_the_poisson_distribution(mean):
    us = (np.arange(20_000) + 0.5) / 20_000
    counts = np.array([numerics.poisson_count(mean, u) for u in us])
    most = int(stats.poisson.ppf(0.999, mean))
    observed = np.bincount(np.minimum(counts, most), minlength=most + 1)
    expected = 20_000 * stats.poisson.pmf(np.arange(most + 1), mean)
    expected[-1] += 20_000 * stats.poisson.sf(most, mean)
    # Stratified draws: every count is within one of its expectation.
    assert np.abs(observed - expected).max() <= 1.0


def test_poisson_counts_of_keyed_draws_pass_a_chi_square_test():
    from uptake.chance import chance_key, uniforms

    us = uniforms(chance_key(3), "week", np.arange(20_000, dtype=np.uint32))[0]
    counts = np.minimum([numerics.poisson_count(1.3, u) for u in us], 6)
    expected = 20_000 * np.append(stats.poisson.pmf(np.arange(6), 1.3), stats.poisson.sf(5, 1.3))
    assert stats.chisquare(np.bincount(counts, minlength=7), expected).pvalue > 0.001


def test_a_poisson_count_ends_for_any_mean():
    assert numerics.poisson_count(0.0, 0.999999) == 0
    assert numerics.poisson_count(40.0, 1.0 - 2.0**-32) <= 100
    assert numerics.poisson_count(1e6, 0.5) == 100


@given(st.lists(st.sampled_from([0.5, 1.0, 2.5, 168.0]) | st.floats(0.0, 168.0), min_size=1))
def test_the_median_is_that_of_numpy(values):
    assert numerics.median(np.array(values)) == np.median(values)
