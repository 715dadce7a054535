"""Value, belief, habit and stance move as their equations say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import worlds
from uptake.behaviour.habit import form_habit
from uptake.behaviour.learning import (
    learn_belief,
    learn_value,
    openness_by_age,
    receive,
    saturating,
    week_value,
)
from uptake.behaviour.managing import change_stances, lead, speak, stance_after
from uptake.behaviour.replying import NOBODY
from uptake.parameters import Assumptions
from uptake.state import Leading, Levers, Posts, Staffing, Traits, Use, zeros


def test_habit_gains_a_share_of_what_is_missing_and_loses_a_share_of_what_is_there():
    use = zeros(Use, 2)
    use.habit[:] = 0.4
    use.visit_history[0] = 1
    form_habit(use, 0.1, 0.25)
    np.testing.assert_allclose(use.habit, [0.46, 0.3], rtol=1e-6)


def test_habit_comes_near_its_ceiling_like_lallys_curve():
    use = zeros(Use, 1)
    use.visit_history[:] = 1
    for _ in range(30):
        form_habit(use, 0.11, 0.1)
    assert use.habit[0] == pytest.approx(1.0 - 0.89**30, rel=1e-5)


def test_openness_halves_until_it_settles():
    openness = openness_by_age(Assumptions(belief_settling_weeks=26.0))
    np.testing.assert_allclose(openness[[0, 26, 52]], [1.0, 0.5, 0.25], rtol=1e-12)
    assert openness[-1] == 0.05
    assert np.all(np.diff(openness) <= 0.0)


def test_saturating_and_the_value_of_a_week():
    assert saturating(0.0, 4.0) == 0.0
    assert saturating(4.0, 4.0) == 0.5
    assert week_value(0.6, 0.4, 0.25, 0.1) == pytest.approx(0.45)
    assert week_value(0.1, 0.0, 0.25, 0.5) == 0.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_value_of_a_week_is_between_0_and_1(useful, social, weight, annoyance):
    assert 0.0 <= week_value(useful, social, weight, annoyance) <= 1.0


def learnt(*, hours, kind, exposure=0.0, count=1):
    """Author's value after a post; 5 posts on the own topics are about work, 4 social."""
    world = Assumptions(
        value_rate=0.2, useful_posts=5.0, social_weight=0.25, social_posts_enjoyed=4.0,
        incident_cost=0.5, answer_effect=0.1, clutter_posts=1e9,
    )  # fmt: skip
    use, traits, posts = zeros(Use, 1), zeros(Traits, 1), zeros(Posts, count)
    use.value[:] = 0.5
    traits.second_topic[:] = 1
    posts.hours[:] = hours
    posts.kind[:] = kind
    posts.replier[:] = NOBODY
    supply = np.array([[3, 2, 9], [1, 3, 7]], np.int32)
    learn_value(traits, use, np.zeros(1, np.uint32), supply, posts, count, exposure, world.record())
    return use.value[0]


def test_value_moves_towards_what_the_week_gave():
    # Useful 5 / (5 + 5), social 4 / (4 + 4): given 0.5, so that only the post itself counts.
    assert learnt(hours=np.inf, kind=1) == pytest.approx(0.5, rel=1e-6)
    assert learnt(hours=2.0, kind=1) == pytest.approx(0.55, rel=1e-6)
    assert learnt(hours=np.inf, kind=0) == pytest.approx(0.45, rel=1e-6)
    # A fifth of what is seen are incidents: 0.5 - 0.5 * 0.2 = 0.4 given.
    assert learnt(hours=np.inf, kind=1, exposure=0.2) == pytest.approx(0.48, rel=1e-6)


def test_much_on_the_own_topics_is_clutter():
    world = Assumptions(value_rate=1.0, clutter_posts=100.0, social_weight=0.0, useful_posts=20.0)
    use, traits = zeros(Use, 1), zeros(Traits, 1)
    supply = np.array([[60, 0], [40, 0]], np.int32)
    learn_value(traits, use, np.zeros(1, np.uint32), supply, _unread(100), 100, 0.0, world.record())
    # 100 posts on the own topics cost a quarter of 60 / (60 + 20).
    assert use.value[0] == pytest.approx(0.75 * 0.75, rel=1e-6)


def _unread(count):
    posts = zeros(Posts, count)
    posts.hours[:] = np.inf
    posts.kind[:] = 1
    return posts


def test_a_pack_adds_value_guidelines_and_novelty_by_its_quality():
    use, levers = zeros(Use, 2), zeros(Levers, 2)
    use.value[:] = 0.5
    use.guidelines[:] = 0.2
    use.novel_since[:] = 10
    levers.pack[0] = 0.5
    levers.guidelines[0] = 0.5
    receive(use, levers, 30, Assumptions(pack_value=0.2).record())
    np.testing.assert_allclose(use.value, [0.55, 0.5], rtol=1e-6)
    np.testing.assert_allclose(use.guidelines, [0.6, 0.2], rtol=1e-6)
    np.testing.assert_array_equal(use.novel_since, [20, 10])


def test_belief_follows_the_message_faster_with_use_and_less_with_time():
    use = zeros(Use, 3)
    use.belief[:] = 0.5
    use.visit_history[:] = [1, 0, 1]
    hired = np.array([-100, -100, 60], np.int32)
    assumptions = Assumptions(belief_rate=0.1, belief_hearsay=0.5, belief_settling_weeks=60.0)
    manager = np.array([3, 3, 3], np.uint32)
    message = np.array([0.0, 0.0, 0.0, 0.9], np.float32)
    learn_belief(
        hired, use, message, manager, openness_by_age(assumptions), 60, assumptions.record()
    )
    # Openness is 1/2 after 60 weeks of hearing of it, 1 for the one hired just now.
    np.testing.assert_allclose(use.belief, [0.52, 0.51, 0.54], rtol=1e-6)


def test_own_use_moves_the_stance_to_the_own_value_and_silence_back_to_the_start():
    assert stance_after(0.5, 0.2, True, 0.9, 0.1, 0.02) == pytest.approx(0.54)
    assert stance_after(0.5, 0.2, False, 0.9, 0.1, 0.02) == pytest.approx(0.494)


# Head 0 leads managers 1 and 2; 3 to 5 report to 1, 6 to 2.
MANAGER = np.array([7, 0, 0, 1, 1, 1, 2], np.uint32)
MANAGERS = np.array([0, 1, 2], np.int32)
STILL = {
    "stance_own_use": 0.0, "stance_return": 0.0, "stance_chain": 0.0,
    "stance_peers": 0.0, "stance_team": 0.0,
}  # fmt: skip


def stances(*, influence="middle_managers_lead", outreach=0.0, evidence=0.0, vacant=(), **changes):
    """Stances of managers 0, 1 and 2 after a week, from 0.9, 0.4 and 0.2."""
    staffing, use = zeros(Staffing, 7), zeros(Use, 7)
    leading, levers = zeros(Leading, 8), zeros(Levers, 7)
    staffing.employed[:] = 1
    staffing.employed[list(vacant)] = 0
    leading.stance[:3] = leading.starting_stance[:3] = [0.9, 0.4, 0.2]
    levers.outreach[1] = outreach
    levers.evidence[1] = evidence
    use.visit_history[[3, 4]] = 1
    assumptions = Assumptions(manager_influence=influence, **{**STILL, **changes})
    sums = np.full((8, 3), np.nan)
    change_stances(MANAGERS, MANAGER, staffing, use, leading, levers, sums, assumptions.record())
    return leading.stance[:3].tolist()


def test_the_manager_above_pulls_unless_the_position_is_empty():
    assert stances(stance_chain=0.1) == pytest.approx([0.9, 0.45, 0.27], rel=1e-6)
    assert stances(stance_chain=0.1, vacant=[0]) == pytest.approx([0.9, 0.4, 0.2], rel=1e-6)


def test_peers_pull_unless_they_are_gone():
    assert stances(stance_peers=0.1) == pytest.approx([0.9, 0.38, 0.22], rel=1e-6)
    assert stances(stance_peers=0.1, vacant=[2]) == pytest.approx([0.9, 0.4, 0.2], rel=1e-6)


def test_managers_follow_their_teams_bottom_up():
    # Two of three visit: 0.667 / (0.667 + 0.15).
    team = (2 / 3) / (2 / 3 + 0.15)
    found = stances(influence="bottom_up", stance_team=0.1, stance_chain=0.5, stance_peers=0.5)
    assert found[1] == pytest.approx(0.4 + 0.1 * (team - 0.4), rel=1e-5)
    assert found[2] == pytest.approx(0.2 - 0.1 * 0.2, rel=1e-5)


def test_conversations_and_reports_cover_part_of_the_way():
    assert stances(outreach=0.5, stance_outreach=0.4)[1] == pytest.approx(0.52, rel=1e-6)
    both = stances(outreach=1.0, evidence=0.5, stance_outreach=0.4, stance_report=0.2)
    assert both[1] == pytest.approx(1.0 - 0.6 * 0.6 * 0.9, rel=1e-6)


def test_nothing_moves_managers_who_are_out_of_play():
    found = stances(influence="none", outreach=1.0, stance_outreach=1.0, stance_chain=1.0)
    assert found == pytest.approx([0.9, 0.4, 0.2], rel=1e-6)


@given(*[st.floats(0.0, 1.0)] * 5, st.sampled_from(["middle_managers_lead", "bottom_up"]))
def test_stances_stay_between_0_and_1(chain, peers, team, outreach, evidence, influence):
    found = stances(
        influence=influence, stance_chain=chain, stance_peers=peers, stance_team=team,
        outreach=outreach, evidence=evidence, stance_outreach=1.0,
    )  # fmt: skip
    assert all(0.0 <= stance <= 1.0 for stance in found)


def led(stance, *, visited=True, employed=True, influence="middle_managers_lead"):
    """Time and support that reports get, and the message, with work share 0.6 and weight 0.5."""
    staffing, use, leading = zeros(Staffing, 1), zeros(Use, 1), zeros(Leading, 2)
    staffing.employed[:] = employed
    use.visit_history[:] = 8 if visited else 16
    leading.stance[:] = stance
    leading.weight[:] = 0.5
    p = Assumptions(manager_say_so=0.4, belief_manager=0.6, manager_influence=influence).record()
    managers = np.zeros(1, np.int32)
    lead(managers, staffing, use, leading, p)
    speak(managers, staffing, leading, 0.6, p)
    return leading.time[0], leading.support[0], leading.message[0]


@pytest.mark.parametrize(
    ("case", "time", "support", "message"),
    [
        ({"stance": 0.9}, 1.16, 0.45, 0.69),
        ({"stance": 0.9, "visited": False}, 1.16, 0.0, 0.69),
        ({"stance": 0.1}, 0.84, 0.05, 0.45),
        ({"stance": 0.9, "employed": False}, 1.0, 0.0, 0.6),
        ({"stance": 0.9, "influence": "bottom_up"}, 1.0, 0.0, 0.6),
        ({"stance": 0.9, "influence": "none"}, 1.0, 0.0, 0.6),
    ],
)
def test_what_a_stance_means_for_the_reports(case, time, support, message):
    assert led(**case) == pytest.approx((time, support, message), rel=1e-6)


def test_the_boss_matters_in_a_run_only_where_managers_lead(small):
    def visitors(influence, frowning):
        world = worlds.busy(30, manager_influence=influence, frowning_managers=frowning)
        return worlds.run(world, small).weekly["visitors"].sum()

    assert visitors("middle_managers_lead", 0.05) > visitors("middle_managers_lead", 0.95)
    assert visitors("none", 0.05) == visitors("none", 0.95)
