"""People leave at their rates, and those hired are drawn from the stated distributions."""

from __future__ import annotations

import numpy as np
import pytest

import worlds
from uptake.behaviour.workforce import leaves, lognormal, normal_logit, turn_over
from uptake.numerics import logistic
from uptake.setting_up import weekly_separation
from uptake.state import LONG_AGO, Staffing, zeros


@pytest.fixture(scope="module")
def people():
    """Traits of 20,000 people at a desk."""
    world = worlds.scenario(
        2,
        interest_spread=2.0,
        contribution_spread=1.2,
        sociability_spread=0.7,
        interest_contribution_correlation=0.4,
        join_interest=0.3,
        email_attention=0.6,
        question_share=0.3,
        frowning_managers=0.45,
        value_start=0.55,
        belief_start=0.35,
    )
    return worlds.model(world, worlds.strangers(20_000))


def test_interest_is_normal_with_its_spread(people):
    interest = people.traits.interest
    assert interest.mean() == pytest.approx(0.0, abs=0.06)
    assert interest.std() == pytest.approx(2.0, rel=0.03)
    assert np.mean(np.abs(interest) < 2.0) == pytest.approx(0.6827, abs=0.015)


@pytest.mark.parametrize(("trait", "spread"), [("contribution", 1.2), ("sociability", 0.7)])
def test_propensities_are_log_normal_with_mean_1(people, trait, spread):
    values = getattr(people.traits, trait).astype(float)
    assert np.log(values).std() == pytest.approx(spread, rel=0.03)
    assert np.log(values).mean() == pytest.approx(-(spread**2) / 2, abs=0.05)
    assert values.mean() == pytest.approx(1.0, rel=0.06)


def test_the_interested_are_eager_to_join_without_raising_the_mean(people):
    eagerness = people.traits.eagerness.astype(float)
    np.testing.assert_allclose(np.log(eagerness), 0.3 * people.traits.interest - 0.18, atol=1e-5)
    assert eagerness.mean() == pytest.approx(1.0, abs=0.03)


def test_interest_goes_with_contribution_as_stated_and_with_nothing_else(people):
    traits = people.traits
    logs = np.log(traits.contribution.astype(float))
    assert np.corrcoef(traits.interest, logs)[0, 1] == pytest.approx(0.4, abs=0.03)
    for other in ("sociability", "attention", "asking", "second_topic"):
        found = np.corrcoef(traits.interest, getattr(traits, other))[0, 1]
        assert abs(found) < 0.03, other


def test_medians_of_attention_and_asking_are_those_given(people):
    assert np.median(people.traits.attention) == pytest.approx(0.6, abs=0.012)
    assert np.median(people.traits.asking) == pytest.approx(0.3, abs=0.012)


def test_the_share_of_frowning_managers_is_that_given(people):
    assert np.mean(people.leading.stance[:-1] < 0.5) == pytest.approx(0.45, abs=0.012)


def test_first_opinions_are_those_given(people):
    assert np.all(people.use.value == np.float32(0.55))
    assert np.all(people.use.belief == np.float32(0.35))


def test_second_topics_are_spread_evenly(people):
    topics = people.state.room.supply.shape[1]
    counts = np.bincount(people.traits.second_topic, minlength=topics)
    assert counts.size == topics
    assert abs(counts - 20_000 / topics).max() < 5 * np.sqrt(20_000 / topics)


def test_a_new_hire_has_traits_of_their_own():
    world = worlds.scenario(60, separation_a_year=0.9, vacancy_weeks=1.0)
    model = worlds.model(world, worlds.strangers(300))
    first = model.traits.interest.copy()
    while model.week < 60:
        model.step()
    replaced = model.staffing.hire > 0
    assert replaced.sum() > 100
    assert np.all(model.traits.interest[replaced] != first[replaced])
    np.testing.assert_array_equal(model.traits.interest[~replaced], first[~replaced])


def test_leaving_is_likelier_in_the_first_year():
    assert leaves(51, 0.004, 0.003, 0.005)
    assert not leaves(52, 0.004, 0.003, 0.005)
    assert leaves(52, 0.0029, 0.003, 0.005)


def test_the_annual_share_splits_into_first_and_later_years():
    later, first = weekly_separation(0.18, 1.6)
    assert first == pytest.approx(1.6 * later)
    # 18 % of staff are in their first year when 18 % leave a year and all are replaced.
    assert 52 * (0.18 * first + 0.82 * later) == pytest.approx(0.18)


@pytest.mark.parametrize("ratio", [0.3, 3.0])
def test_each_leaves_with_the_chance_of_their_tenure(ratio):
    rows = 40_000
    staffing = zeros(Staffing, rows)
    staffing.employed[:] = 1
    staffing.hired[: rows // 2] = 60
    staffing.hired[rows // 2 :] = 95
    words = np.linspace(0, 2**32 - 1, rows).astype(np.uint32)
    words = words[np.argsort(np.arange(rows) % 2, kind="stable").argsort()]
    rng = np.random.default_rng(0)
    rng.shuffle(words)
    later = 0.1
    changed = np.empty(rows, np.int32)
    leavers, hires = turn_over(staffing, words, 120, later, later * ratio, 0.0, changed)
    assert hires == 0
    gone = staffing.employed == 0
    assert leavers == gone.sum()
    np.testing.assert_array_equal(np.sort(changed[:leavers]), np.flatnonzero(gone))
    assert gone[: rows // 2].mean() == pytest.approx(later, abs=0.006)
    assert gone[rows // 2 :].mean() == pytest.approx(later * ratio, abs=0.009)


def test_a_position_forgets_who_left(small):
    model = worlds.model(worlds.busy(40, separation_a_year=0.9), small)
    seen = 0
    while model.week < 40:
        employed, hire = model.staffing.employed.copy(), model.staffing.hire.copy()
        account = model.use.account.copy()
        model.step()
        left = (employed == 1) & (model.staffing.employed == 0)
        assert np.all(model.staffing.hire[left] == hire[left])
        seen += int((left & (account == 1)).sum())
        for name in ("account", "visit_history", "habit", "newsletter_glow", "guidelines"):
            assert not getattr(model.use, name)[left].any(), name
        assert np.all(model.use.joined[left] == LONG_AGO)
    assert seen > 10


def test_helpers_of_the_distributions():
    assert lognormal(0.0, 3.0) == 1.0
    assert lognormal(1.0, 0.5) == pytest.approx(1.0)
    assert lognormal(2.0, 1.0) == pytest.approx(1.0)
    assert lognormal(0.5, 2.0) == pytest.approx(np.exp(0.875))
    for share in (0.02, 0.5, 0.97):
        assert logistic(normal_logit(share)) == pytest.approx(share, abs=1e-9)
