from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uptake.study.summary import (
    MEASURES,
    break_even_week,
    half_life_weeks,
    self_sustaining,
    summarise,
    trailing_mean,
)

LEAVES = 100


def built_then(after, weeks=220, level=80.0):
    """Excess that stands at a level until the departure and then follows `after(weeks since)`."""
    since = np.arange(weeks) - LEAVES
    return np.where(since < 0, level, after(np.maximum(since, 0)))


@pytest.mark.parametrize("true", [5, 26, 60])
def test_exponential_decay_has_the_half_life_it_was_made_with(true):
    excess = built_then(lambda t: 80.0 * 0.5 ** (t / true))
    assert half_life_weeks(excess, LEAVES) == true


def test_linear_decline_is_halved_half_way():
    assert half_life_weeks(built_then(lambda t: 80.0 - t), LEAVES) == 40


def test_activity_that_keeps_above_half_never_reaches_it():
    assert half_life_weeks(built_then(lambda t: 40.1 + 0 * t), LEAVES) == np.inf
    assert half_life_weeks(built_then(lambda t: 40.0 + 0 * t), LEAVES) == 0


def test_the_first_crossing_counts_even_if_activity_recovers():
    assert half_life_weeks(built_then(lambda t: np.where(t == 7, 0.0, 80.0)), LEAVES) == 7


def test_only_the_half_year_before_counts_as_built():
    excess = built_then(lambda t: 80.0 * 0.5 ** (t / 10))
    excess[: LEAVES - 26] = 1e6
    assert half_life_weeks(excess, LEAVES) == 10


@pytest.mark.parametrize("leaves", [None, 0, 220, 500])
def test_without_a_departure_in_the_run_there_is_no_half_life(leaves):
    excess = built_then(lambda t: 80.0 - t)
    assert np.isnan(half_life_weeks(excess, leaves))
    assert np.isnan(self_sustaining(excess, leaves))


def test_nothing_built_nothing_lost():
    excess = np.full(220, -1.0)
    assert np.isnan(half_life_weeks(excess, LEAVES))
    assert np.isnan(self_sustaining(excess, LEAVES))


@given(st.floats(0.01, 1e4))
def test_half_life_does_not_depend_on_the_size_of_the_organisation(scale):
    excess = built_then(lambda t: 80.0 * 0.5 ** (t / 26.5))
    assert half_life_weeks(scale * excess, LEAVES) == 27


@pytest.mark.parametrize(
    ("after", "lasts"),
    [
        (lambda t: 80.0 + 0 * t, 1.0),
        (lambda t: 45.0 + 0 * t, 1.0),
        (lambda t: 35.0 + 0 * t, 0.0),
        (lambda t: 80.0 - 0.2 * t, 0.0),
        (lambda t: 80.0 - 0.1 * t, 1.0),
        (lambda t: 40.0 + 40.0 * np.exp(-t / 5.0), 1.0),
        (lambda t: 80.0 * 0.5 ** (t / 52.0), 0.0),
    ],
)
def test_what_lasts_stays_above_half_and_hardly_falls(after, lasts):
    assert self_sustaining(built_then(after), LEAVES) == lasts


def test_less_than_a_year_is_too_short_to_tell():
    excess = built_then(lambda t: 80.0 + 0 * t)
    assert np.isnan(self_sustaining(excess[: LEAVES + 51], LEAVES))
    assert self_sustaining(excess[: LEAVES + 52], LEAVES) == 1.0


@pytest.mark.parametrize(
    ("money", "worth", "week"),
    [
        ([10, 0, 0, 0], [4, 4, 4, 4], 2),
        ([10, 10, 10, 10], [4, 4, 4, 4], np.nan),
        ([0, 0, 0, 0], [4, 4, 4, 4], np.nan),
        ([0, 0, 12, 0], [4, 4, 0, 4], 3),
        ([1, 1, 1, 1], [1, 0, 0, 0], 0),
    ],
)
def test_break_even_is_the_first_week_in_which_it_has_paid_for_itself(money, worth, week):
    found = break_even_week(np.asarray(money, float), np.asarray(worth, float))
    np.testing.assert_equal(found, float(week))


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_trailing_means_are_those_of_the_last_four_weeks(values):
    found = trailing_mean(np.asarray(values))
    expected = [np.mean(values[max(0, i - 3) : i + 1]) for i in range(len(values))]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def frame(weeks, **columns):
    zero = dict.fromkeys(
        [
            "visitors",
            "participation",
            "participation_four_weekly",
            "accounts",
            "account_share",
            "posts",
            "questions",
            "work_posts",
            "questions_answered_day",
            "first_posts",
            "first_posts_answered",
            "money",
            "champion_hours",
            "hours_saved",
        ],
        0.0,
    )
    return pd.DataFrame({**zero, **columns}, index=range(weeks))


def test_a_run_is_summed_up_in_the_order_of_the_columns():
    weeks = np.arange(60)
    run = frame(
        60,
        visitors=100.0,
        participation=weeks / 100.0,
        posts=2.0,
        questions=1.0,
        work_posts=0.5,
        questions_answered_day=0.25,
        money=10.0,
        champion_hours=3.0,
        hours_saved=0.5,
        accounts=weeks * 2.0,
    )
    found = summarise(run, frame(60, participation=0.01), None, hour_cost=25.0)
    assert tuple(found) == MEASURES
    assert found["participation_last_half_year"] == pytest.approx(np.mean(weeks[-26:]) / 100)
    assert found["unmanaged_participation_last_half_year"] == pytest.approx(0.01)
    assert found["accounts_end"] == 118
    assert found["work_share_last_half_year"] == 0.75
    assert found["questions_answered_day_share_last_half_year"] == 0.25
    assert np.isnan(found["first_posts_answered_share_last_half_year"])
    assert (found["money_total"], found["champion_hours_total"]) == (600.0, 180.0)
    assert found["break_even_week"] == 0.0
    assert np.isnan(found["half_life_weeks"])
    assert np.isnan(found["weeks_after_departure"])


def test_half_life_is_measured_above_the_unmanaged_twin():
    since = np.maximum(np.arange(200) - LEAVES, 0)
    twin = frame(200, visitors=30.0)
    run = frame(200, visitors=30.0 + 80.0 * np.where(since > 9, 0.0, 1.0))
    found = summarise(run, twin, LEAVES, hour_cost=50.0)
    # The four weeks' mean has fallen to half two weeks after all activity stopped.
    assert found["half_life_weeks"] == 11
    assert found["weeks_after_departure"] == 100
    assert found["self_sustaining"] == 0.0
