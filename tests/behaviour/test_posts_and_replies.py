"""Posts, replies and moderation follow their equations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import worlds
from uptake.behaviour import moderating
from uptake.behaviour.contributing import (
    QUESTION,
    SOCIAL,
    WORK,
    high_half,
    kind_of_post,
    low_half,
    posting_rate,
    spread_out,
)
from uptake.behaviour.replying import (
    CHAMPION,
    HOURS_A_WEEK,
    NOBODY,
    first_above,
    gather_communities,
    reply,
)
from uptake.chance import UNIT, chance_key, uniforms
from uptake.state import Posts, Traits, zeros


def test_the_rate_of_posting_is_its_equation():
    rate = posting_rate(
        propensity=2.0,
        value=0.8,
        support=0.5,
        novelty=0.25,
        base=0.3,
        by_value=1.5,
        by_manager=0.2,
        by_novelty=0.4,
    )
    # 0.3 * 2 * exp(1.5 * 0.3) * (1 + 0.2 * 0.5) * (1 + 0.4 * 0.25)
    assert rate == pytest.approx(0.6 * np.exp(0.45) * 1.1 * 1.1, rel=1e-12)


def test_kinds_of_post_follow_asking_belief_and_guidelines():
    assert kind_of_post(0.3, 0.5, 0.0, 0.29, 0.99) == QUESTION
    assert kind_of_post(0.3, 0.5, 0.0, 0.31, 0.49) == WORK
    assert kind_of_post(0.3, 0.5, 0.0, 0.31, 0.51) == SOCIAL
    # Half of the others' social posts turn into work with full knowledge of the guidelines.
    assert kind_of_post(0.3, 0.5, 1.0, 0.31, 0.74) == WORK
    assert kind_of_post(0.3, 0.5, 1.0, 0.31, 0.76) == SOCIAL


def test_halves_of_a_word_are_two_uniform_draws():
    word = np.uint64(0x8000FFFF)
    assert high_half(word) == pytest.approx((0x8000 + 0.5) / 65536)
    assert low_half(word) == pytest.approx((0xFFFF + 0.5) / 65536)


def test_a_word_known_to_be_high_is_spread_out_over_all_words():
    words = np.linspace(0.8 * 2**32 + 1, 2**32 - 1, 1001).astype(np.uint64)
    spread = np.array([int(spread_out(word, 0.8)) for word in words]) * UNIT
    np.testing.assert_allclose(spread, np.linspace(0.0, 1.0, 1001), atol=1e-6)
    assert spread.max() < 1.0


def test_posts_are_poisson_of_the_rate_and_the_time():
    world = worlds.scenario(
        2, champion=None, posts_a_visit=0.5, contribution_spread=0.0, post_value=1.0,
        value_start=0.7, desk_access=0.9, visit_level=30.0, resume_level=30.0,
        interest_contribution_correlation=0.0, separation_a_year=0.0,
    )  # fmt: skip
    model = worlds.model(world, worlds.strangers(20_000))
    model.use.account[:] = 1
    model.use.joined[:] = model.use.novel_since[:] = -200
    model.use.visit_history[:] = 1
    model.step()
    posts = model.use.posts[model.visitors]
    mean = 0.9 * 0.5 * np.exp(0.2)
    assert posts.mean() == pytest.approx(mean, rel=0.03)
    counts = np.bincount(np.minimum(posts, 4), minlength=5)
    expected = posts.size * np.append(
        stats.poisson.pmf(np.arange(4), mean), stats.poisson.sf(3, mean)
    )
    assert stats.chisquare(counts, expected).pvalue > 0.001


# Replies. A small community: author 0, contacts 1 and 2, topic members 0 (author), 3, 4.

SOCIABILITY = np.array([3.0, 1.0, 2.0, 4.0, 1.0, 5.0], np.float32)
PER_CONTACT, PER_TOPIC = 0.004, 0.002


def draw_replies(count, *, first=False, answering_rate=0.0, appeal=0.0, author=0, sociability=None):
    """Reply to `count` posts of one author; returns the posts."""
    traits = zeros(Traits, 6)
    traits.sociability[:] = SOCIABILITY if sociability is None else sociability
    traits.interest[:] = 1.0
    traits.first_topic[:] = [0, 1, 1, 0, 1, 1]
    traits.second_topic[:] = [0, 1, 1, 2, 0, 2]
    visitors = np.array([0, 1, 2, 3, 4], np.uint32)
    communities = gather_communities(traits, visitors, 3, PER_TOPIC)
    rates = (np.float32(PER_CONTACT) * traits.sociability).astype(np.float32)
    rates[5] = 0.0  # Did not visit.
    start = np.array([0, 3, 4, 5, 5, 5, 6], np.int64)
    neighbour = np.array([1, 2, 5, 0, 0, 0], np.uint32)
    posts = zeros(Posts, count)
    drawn = uniforms(chance_key(17), "week", np.arange(count, dtype=np.uint32))
    posts.author[:] = author
    posts.topic[:] = 0
    posts.first[:] = first
    posts.time_draw[:] = (drawn[0] / UNIT).astype(np.uint32)
    posts.who_draw[:] = (drawn[1] / UNIT).astype(np.uint32)
    reply(posts, count, traits, start, neighbour, rates, communities, answering_rate, appeal)
    return posts


BY_CONTACTS = PER_CONTACT * np.array([1.0, 2.0])
BY_TOPIC = PER_TOPIC * np.array([4.0, 1.0])


def test_time_to_the_first_reply_is_exponential_in_the_summed_rate_of_others():
    posts = draw_replies(20_000)
    rate = BY_CONTACTS.sum() + BY_TOPIC.sum()
    answered = np.isfinite(posts.hours)
    assert answered.mean() == pytest.approx(1.0 - np.exp(-rate * HOURS_A_WEEK), abs=0.01)
    within = stats.truncexpon(b=rate * HOURS_A_WEEK, scale=1.0 / rate)
    assert stats.kstest(posts.hours[answered], within.cdf).pvalue > 0.001


def test_nobody_replies_after_a_week():
    posts = draw_replies(2000, sociability=SOCIABILITY / 20)
    assert np.all(posts.hours[np.isfinite(posts.hours)] <= HOURS_A_WEEK)
    assert 0.3 < np.isinf(posts.hours).mean() < 0.95
    np.testing.assert_array_equal(posts.replier == NOBODY, np.isinf(posts.hours))


def test_each_is_first_in_proportion_to_the_own_rate_and_never_the_author():
    posts = draw_replies(20_000)
    repliers = posts.replier[posts.replier >= 0]
    assert 0 not in repliers
    assert 5 not in repliers
    expected = np.array([*BY_CONTACTS, *BY_TOPIC])
    observed = np.bincount(repliers, minlength=5)[1:5]
    assert stats.chisquare(observed, repliers.size * expected / expected.sum()).pvalue > 0.001


def test_the_champion_answers_first_posts_only():
    others = BY_CONTACTS.sum() + BY_TOPIC.sum()
    later = draw_replies(3000, answering_rate=others)
    assert CHAMPION not in later.replier
    first = draw_replies(10_000, first=True, answering_rate=others)
    share = np.mean(first.replier[first.replier != NOBODY] == CHAMPION)
    assert share == pytest.approx(0.5, abs=0.02)


def test_those_more_interested_are_answered_sooner():
    plain, appealing = draw_replies(5000), draw_replies(5000, appeal=0.5)
    np.testing.assert_allclose(
        appealing.hours[np.isfinite(plain.hours)] * np.exp(0.5),
        plain.hours[np.isfinite(plain.hours)],
        rtol=1e-10,
    )


def test_an_author_whom_nobody_can_hear_stays_without_an_answer():
    silent = np.zeros(6, np.float32)
    silent[0] = 50.0
    posts = draw_replies(200, sociability=silent)
    assert np.all(posts.replier == NOBODY)


def test_the_search_in_rising_rates_is_that_of_numpy():
    rising = np.cumsum(uniforms(chance_key(2), "week", np.arange(40, dtype=np.uint32))[0])
    for target in np.linspace(0.0, rising[-1] * 0.9999, 200):
        found = first_above(rising, 5, 40, max(target, rising[4]))
        assert found == max(5, np.searchsorted(rising, max(target, rising[4]), side="right"))


# Moderation.


def test_incidents_are_settled_fade_and_come_up():
    assert moderating.incidents_after(10.0, 4.0, 0.5, 3) == pytest.approx(6.0)
    assert moderating.incidents_after(2.0, 4.0, 0.5, 1) == pytest.approx(1.0)


def test_exposure_is_the_share_of_what_is_seen():
    assert moderating.exposure(5.0, 15) == pytest.approx(0.25)
    assert moderating.exposure(0.0, 0) == 0.0


@pytest.mark.parametrize(("policy", "handled"), [(None, 0.0), ("community", 0.7)])
def test_breaches_come_up_as_often_as_stated(policy, handled):
    programme = {"moderation": {"policy": policy}} if policy else {}
    world = worlds.scenario(
        30, programme, champion=None, join_alone=0.5, posts_a_visit=2.0, visit_level=3.0,
        breach_share=0.2, members_handle=0.7, incident_fading=1.0,
    )  # fmt: skip
    weekly = worlds.run(world, worlds.strangers(2000)).weekly
    share = weekly["incidents_open"].sum() / weekly["posts"].sum()
    assert share == pytest.approx(0.2 * (1.0 - handled), rel=0.05)


def test_work_only_takes_down_most_social_posts_and_nothing_else():
    def posts(policy):
        world = worlds.busy(
            40, programme={"moderation": {"policy": policy}}, join_alone=0.2,
            answer_effect=0.0, value_rate=0.0, belief_rate=0.0, contagion="none",
        )  # fmt: skip
        return worlds.run(world, worlds.middling()).weekly

    free, strict = posts("community_and_champion"), posts("work_only")
    assert strict["questions"].sum() == free["questions"].sum()
    assert strict["work_posts"].sum() == free["work_posts"].sum()
    left = strict["social_posts"].sum() / free["social_posts"].sum()
    assert left == pytest.approx(0.2, abs=0.04)
    assert free["social_posts"].sum() > 400
