"""Baselines find what made noise-free data, and say what they cannot do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uptake.usage.baselines import (
    BASELINES,
    CannotFitError,
    Rates,
    active_share,
    bass_share,
    fit_bass,
    fit_decay,
    fit_last_value,
    fit_ribeiro,
    fit_year_ago,
    series,
)

WEEKS = np.arange(60)


def noisy(weeks=WEEKS, level=200.0, noise=10.0, seed=3):
    return level + noise * np.random.default_rng(seed).standard_normal(len(weeks))


def test_decay_is_found_whatever_the_scale_of_time():
    for half_life in (1.5, 6.0, 25.0):
        values = 80.0 + 600.0 * np.exp2(-WEEKS / half_life)
        found = fit_decay(series(WEEKS, values)).parameters
        assert found["half_life_weeks"] == pytest.approx(half_life, rel=1e-4)
        assert found["floor"] == pytest.approx(80.0, rel=1e-3)
        assert found["height"] == pytest.approx(600.0, rel=1e-3)


def test_decay_begins_at_the_peak_and_leaves_masked_weeks_out():
    values = np.concatenate([[50.0, 300.0], 100.0 + 500.0 * np.exp2(-np.arange(20) / 3.0)])
    values[6] = 2.0
    masked = np.arange(22) == 6
    fit = fit_decay(series(np.arange(10, 32), values, masked))
    assert fit.parameters["peak_week"] == 12
    assert fit.parameters["half_life_weeks"] == pytest.approx(3.0, rel=1e-4)
    assert np.isnan(fit.path(np.array([10, 11]))).all()
    later = fit.forecast(3)
    assert later.weeks.tolist() == [32, 33, 34]
    assert later.middle == pytest.approx(
        100.0 + 500.0 * np.exp2(-np.arange(20, 23) / 3.0), rel=1e-4
    )


def test_decay_needs_weeks_after_the_peak():
    with pytest.raises(CannotFitError, match="from the peak on: 1 of the 6"):
        fit_decay(series(WEEKS, 10.0 + WEEKS))


def test_bass_share_solves_its_equation():
    weeks = np.linspace(0, 40, 4001)
    share = bass_share(weeks, 0.02, 0.3, 0.1)
    slope = np.gradient(share, weeks)[1:-1]
    expected = ((0.02 + 0.3 * share) * (1 - share))[1:-1]
    assert share[0] == pytest.approx(0.1)
    assert slope == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("start", [0.0, 0.1])
def test_bass_is_found_from_accounts_with_the_share_of_them_who_visit(start):
    joined = 5000.0 * bass_share(WEEKS, 0.01, 0.15, start)
    fit = fit_bass(series(WEEKS, 0.2 * joined, adopters=joined, adopters_are="accounts"))
    found = fit.parameters
    assert found["p_a_week"] == pytest.approx(0.01, rel=1e-2)
    assert found["q_a_week"] == pytest.approx(0.15, rel=1e-2)
    assert found["market"] == pytest.approx(5000.0, rel=1e-3)
    assert found["active_share"] == pytest.approx(0.2, rel=1e-3)
    assert fit.fitted_to.startswith("accounts")
    expected = 0.2 * 5000.0 * bass_share(np.arange(60, 70), 0.01, 0.15, start)
    assert fit.forecast(10).middle == pytest.approx(expected, rel=1e-3)


def test_bass_without_accounts_says_what_it_takes_for_them():
    fit = fit_bass(series(WEEKS, 300.0 * bass_share(WEEKS, 0.02, 0.2)))
    assert "as if" in fit.fitted_to
    assert fit.parameters["market"] == pytest.approx(300.0, rel=1e-2)
    assert "active_share" not in fit.parameters


def test_ribeiro_comes_to_rest_where_its_equations_say():
    rates = Rates(alpha=0.5, beta=0.2, gamma=0.3, lambda_=0.05)
    assert rates.resting_point == pytest.approx(1 - 0.2 / 0.5)
    assert active_share([0.0, 2000.0], rates, 0.01)[1] == pytest.approx(0.6, abs=1e-5)
    dying = Rates(alpha=0.2, beta=0.5, gamma=0.3, lambda_=0.05)
    assert dying.resting_point == 0.0
    assert active_share([0.0, 2000.0], dying, 0.01)[1] == pytest.approx(0.0, abs=1e-5)


def test_ribeiro_with_nobody_unaware_is_the_logistic_curve():
    rates, weeks = Rates(0.5, 0.2, 0.3, 0.05), np.arange(30.0)
    found = active_share(weeks, rates, 0.05, 0.95)
    logistic = 0.6 / (1 + (0.6 / 0.05 - 1) * np.exp(-0.3 * weeks))
    assert found == pytest.approx(logistic, rel=1e-5)


@pytest.mark.parametrize(
    "rates",
    [Rates(0.4, 0.25, 0.6, 0.01), Rates(0.1, 0.3, 0.8, 0.02)],
    ids=["lives", "dies"],
)
def test_ribeiro_is_found_with_the_path_that_follows(rates):
    whole = 2000.0 * active_share(np.arange(90.0), rates, 0.002)
    fit = fit_ribeiro(series(WEEKS, whole[:60]))
    assert fit.path(WEEKS) == pytest.approx(whole[:60], abs=0.002 * whole.max())
    assert fit.forecast(30).middle == pytest.approx(whole[60:], abs=0.02 * whole.max())
    found = fit.parameters
    for name in ("alpha", "beta", "gamma"):
        assert found[f"{name}_a_week"] == pytest.approx(getattr(rates, name), rel=0.15)
    resting = 2000.0 * rates.resting_point
    assert found["resting_point"] == pytest.approx(resting, abs=0.02 * whole.max())


def test_last_value_is_the_last_that_can_be_used_and_its_band_widens():
    values = noisy()
    values[-2:] = [150.0, 9.0]
    fit = fit_last_value(series(WEEKS, values, WEEKS == 59))
    forecast = fit.forecast(16)
    assert set(forecast.middle) == {150.0}
    width = forecast.most[1] - forecast.middle
    assert width[15] / width[0] == pytest.approx(np.sqrt(17 / 2))


def test_a_year_ago_is_52_weeks_before_and_bridges_masked_weeks():
    weeks = np.arange(110)
    values = 100.0 + weeks % 52
    fit = fit_year_ago(series(weeks, values, weeks == 60))
    forecast = fit.forecast(110)
    assert forecast.middle == pytest.approx(100.0 + np.arange(110, 220) % 52)
    with pytest.raises(CannotFitError, match="a year apart"):
        fit_year_ago(series(WEEKS, noisy()))


def test_bands_hold_about_as_many_weeks_as_they_say():
    inside = {"half": [], "most": []}
    for seed in range(40):
        values = noisy(np.arange(80), seed=seed) + 300.0 * np.exp2(-np.arange(80) / 4.0)
        forecast = fit_decay(series(WEEKS, values[:60])).forecast(20)
        for name, kept in inside.items():
            low, high = getattr(forecast, name)
            kept.append(((values[60:] >= low) & (values[60:] <= high)).mean())
    assert np.mean(inside["half"]) == pytest.approx(0.5, abs=0.07)
    assert np.mean(inside["most"]) == pytest.approx(0.9, abs=0.05)


def test_bands_never_reach_below_nought():
    values = 4.0 + 4.0 * (WEEKS % 2)
    for fitting in (fit_last_value, fit_decay):
        forecast = fitting(series(WEEKS, values)).forecast(60)
        assert min(band.min() for pair in (forecast.half, forecast.most) for band in pair) >= 0.0


def check_scaling(name, factor, seed):
    weeks = np.arange(70)
    values = noisy(weeks, seed=seed) + 400.0 * np.exp2(-weeks / 5.0)
    joined = 3000.0 * bass_share(weeks, 0.02, 0.1)
    one = BASELINES[name](series(weeks, values, adopters=joined)).forecast(10)
    other = BASELINES[name](series(weeks, factor * values, adopters=factor * joined)).forecast(10)
    assert other.middle == pytest.approx(factor * one.middle, rel=1e-3)
    assert other.most[1] == pytest.approx(factor * one.most[1], rel=1e-3)


@settings(max_examples=12)
@given(
    st.sampled_from([name for name in BASELINES if name != "Ribeiro"]),
    st.floats(0.01, 1e4),
    st.integers(0, 100),
)
def test_forecasts_scale_with_the_counts(name, factor, seed):
    check_scaling(name, factor, seed)


def test_forecasts_of_ribeiro_scale_with_the_counts():
    check_scaling("Ribeiro", 4.0, 1)


@pytest.mark.parametrize("name", BASELINES)
def test_what_is_masked_changes_no_forecast(name):
    weeks = np.arange(70)
    values = noisy(weeks) + 300.0 * np.exp2(-weeks / 5.0)
    joined = 3000.0 * bass_share(weeks, 0.02, 0.1)
    masked = (weeks >= 20) & (weeks < 23)
    absurd = np.where(masked, 9e5, values)
    forecasts = [
        BASELINES[name](series(weeks, one, masked, joined)).forecast(5).most[1]
        for one in (values, absurd)
    ]
    assert np.array_equal(*forecasts)


@pytest.mark.parametrize("name", BASELINES)
def test_too_few_weeks_are_refused_in_words(name):
    with pytest.raises(CannotFitError, match=r"can be used|are needed"):
        BASELINES[name](series([0, 1, 2], [5.0, np.nan, np.nan]))


@pytest.mark.parametrize("name", ["Bass", "Ribeiro"])
def test_a_network_without_anybody_is_not_modelled(name):
    with pytest.raises(CannotFitError, match="nobody"):
        BASELINES[name](series(WEEKS, np.zeros(60)))


def test_a_series_has_no_gaps():
    with pytest.raises(ValueError, match="gaps"):
        series([0, 2], [1.0, 2.0])
    with pytest.raises(ValueError, match="lengths"):
        series([0, 1], [1.0])
