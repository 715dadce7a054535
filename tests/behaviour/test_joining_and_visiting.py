"""Joining and visiting follow their equations."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

import worlds
from uptake.behaviour.joining import contact_effects, event_happens, join_hazard
from uptake.behaviour.visiting import critical_mass, novelty_by_age, tell_contacts
from uptake.organisation import open_community
from uptake.parameters import Assumptions


def test_contacts_add_up_as_each_contagion_says():
    simple = contact_effects(Assumptions(contagion="simple", contact_strength=0.2))
    np.testing.assert_allclose(simple[:4], [0.0, 0.2, 0.36, 0.488], rtol=1e-12)
    reinforced = contact_effects(Assumptions(contagion="reinforced", contact_strength=0.2))
    np.testing.assert_array_equal(reinforced[:2], [0.0, 0.0])
    np.testing.assert_allclose(reinforced[2:5], [0.2, 0.36, 0.488], rtol=1e-12)
    assert not contact_effects(Assumptions(contagion="none")).any()


@given(st.floats(0.0, 1.0), st.sampled_from(["simple", "reinforced"]))
def test_more_active_contacts_never_weigh_less_and_at_most_1(strength, contagion):
    effects = contact_effects(Assumptions(contagion=contagion, contact_strength=strength))
    assert effects.size == 65
    assert np.all(np.diff(effects) >= 0.0)
    assert effects[0] == 0.0
    assert effects[-1] <= 1.0


def test_the_hazard_of_joining_is_access_times_purpose_times_pulls():
    # 0.5 * (0.3 + 0.7 * 0.6) * 0.02
    assert join_hazard(0.5, 0.6, 0.3, 0.02) == pytest.approx(0.0072, rel=1e-12)


@given(st.floats(0.0, 5.0), st.floats(0.0, 1.0, exclude_max=True))
def test_an_event_happens_below_its_exact_probability(hazard, u):
    probability = -math.expm1(-hazard)
    if abs(u - probability) > 1e-14:
        assert event_happens(hazard, u) == (u < probability)


def test_novelty_halves_with_its_half_life_and_ends():
    novelty = novelty_by_age(Assumptions(novelty_half_life_weeks=6.0))
    np.testing.assert_allclose(novelty[[0, 6, 12, 18]], [1.0, 0.5, 0.25, 0.125], rtol=1e-14)
    assert novelty[-1] == 0.0


def test_active_contacts_are_counted_for_everyone(small):
    model = worlds.run(worlds.busy(10), small)
    visited = (model.use.visit_history & 1).astype(bool)
    start, neighbour = small.contacts.start, small.contacts.neighbour
    expected = [visited[neighbour[start[i] : start[i + 1]]].sum() for i in range(visited.size)]
    np.testing.assert_array_equal(model.use.contacts_active, expected)


def test_someone_with_hundreds_of_active_contacts_counts_them_all():
    organisation = open_community(nx.star_graph(300))
    model = worlds.model(worlds.scenario(2), organisation)
    model.use.visit_history[:] = 1
    company, visitors = model.state.company, np.empty(302, np.uint32)
    assert tell_contacts(model.use, company.tie_start, company.tie_end, visitors) == 301
    assert sorted(model.use.contacts_active)[-2:] == [1, 300]


@given(st.floats(0.0, 1.0), st.floats(0.01, 10.0))
def test_a_critical_mass_matters_most_where_few_are_active(share, critical):
    assert share - 1e-12 <= critical_mass(share, critical) <= 1.0 + 1e-12
    assert critical_mass(share, 1e12) == pytest.approx(share)
    more = [critical_mass(one, critical) for one in (0.0, 0.1, 0.2, 0.3)]
    assert more == sorted(more)
    assert all(late < early for early, late in pairwise(np.diff(more)))


# Members alike, so that the share of visitors shows the probability.

PULLS = {
    "interest_spread": 0.0,
    "habit_gain": 0.0,
    "visit_habit": 0.0,
    "visit_novelty": 0.0,
    "visit_value": 0.0,
    "visit_company": 0.0,
    "visit_contacts": 0.0,
    "desk_access": 0.8,
    "separation_a_year": 0.0,
    "manager_influence": "none",
    "contagion": "none",
    "posts_a_visit": 0.0,
}


def visiting_share(people=20_000, *, weeks_silent=0, prepare=None, **changes):
    """Share of members who visit in one week."""
    world = worlds.scenario(3, champion=None, **{**PULLS, **changes})
    model = worlds.model(world, worlds.strangers(people))
    model.use.account[:] = 1
    model.use.joined[:] = model.use.novel_since[:] = -8
    model.use.visit_history[:] = np.uint32(1 << weeks_silent)
    if prepare:
        prepare(model)
    model.step()
    return model.visitors.size / people


@pytest.mark.parametrize(
    ("changes", "weeks_silent", "logit"),
    [
        ({"visit_level": -0.5}, 0, -0.5),
        ({"visit_level": -0.5, "resume_level": -2.0}, 3, -0.5),
        ({"visit_level": -0.5, "resume_level": -2.0}, 4, -2.0),
        ({"visit_level": 0.0, "visit_value": 2.0, "value_start": 0.8}, 0, 0.6),
        ({"visit_level": 0.0, "visit_novelty": 2.0, "novelty_half_life_weeks": 8.0}, 0, 1.0),
    ],
)
def test_members_visit_with_the_logistic_probability(changes, weeks_silent, logit):
    expected = 0.8 * expit(logit)
    tolerance = 4.0 * math.sqrt(expected * (1.0 - expected) / 20_000)
    assert visiting_share(weeks_silent=weeks_silent, **changes) == pytest.approx(
        expected, abs=tolerance
    )


def test_habit_pulls_members_in():
    def in_the_habit(model):
        model.use.habit[:] = 0.5

    expected = 0.8 * expit(-1.0 + 0.5 * 3.0)
    found = visiting_share(prepare=in_the_habit, visit_level=-1.0, visit_habit=3.0)
    assert found == pytest.approx(expected, abs=0.014)


def test_those_at_the_frontline_have_less_time():
    graph = nx.empty_graph(8000)
    nx.set_node_attributes(graph, {n: n % 2 == 0 for n in graph}, "frontline")
    organisation = open_community(graph)
    world = worlds.scenario(
        2, **{**PULLS, "desk_access": 0.9, "frontline_access": 0.3}, visit_level=30.0
    )
    model = worlds.model(world, organisation)
    model.use.account[:] = 1
    model.use.visit_history[:] = 1
    model.step()
    visited = (model.use.visit_history & 1).astype(bool)
    frontline = organisation.chart.frontline
    assert visited[frontline].mean() == pytest.approx(0.3, abs=0.03)
    assert visited[~frontline].mean() == pytest.approx(0.9, abs=0.02)


def test_joining_is_the_visit_of_the_week():
    model = worlds.model(worlds.scenario(5, join_alone=0.5, champion=None), worlds.strangers(500))
    model.step()
    np.testing.assert_array_equal(model.use.account, model.use.visit_history & 1)
    assert 0 < model.latest["visitors"] == model.latest["joins"]
