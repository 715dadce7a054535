from __future__ import annotations

import numpy as np
import pytest
from made_usage import usage

from uptake.study.calibrating.events import Events
from uptake.study.calibrating.situation import Situation, likely_people, open_community_of


@pytest.fixture(scope="module")
def community():
    return open_community_of(40)


def test_an_open_community_has_contacts_and_no_managers(community):
    assert len(community.chart.employee_ids) == 40
    assert (community.chart.manager < 0).all()
    assert community.contacts.neighbour.size > 40


def test_the_size_comes_from_members_else_newcomers_else_the_active():
    active = np.full(20, 30.0)
    counts, said = zip(
        likely_people(usage(active, members=active * 4, newcomers=active)),
        likely_people(usage(active, newcomers=active)),
        likely_people(usage(active)),
        strict=True,
    )
    assert counts == (180, 900, 120)
    assert "1.5 times the members" in said[0]
    assert "newcomers" in said[1]
    assert "most active" in said[2]


def test_masked_weeks_do_not_decide_the_size():
    active = np.full(20, 30.0)
    active[7] = 9000
    assert likely_people(usage(active, masked=[7]))[0] == 120


def test_events_become_a_programme(community):
    events = Events(launch=2, newsletter_from=5, champion_left=18, conferences=(8, 11))
    pulls = {f"{what}_{part}": value for what in ("launch", "conference")
             for part, value in (("size", 0.07), ("pull", 0.9))}  # fmt: skip
    situation = Situation(community, True, events, None)
    made = situation.scenario({**pulls, "initial_accounts": 6.6, "habit_loss": 0.05}, 20)
    assert list(made.programme) == ["newsletter", "launch", "conference_1", "conference_2"]
    assert made.programme["conference_2"].from_week == 11
    assert made.programme["launch"].size == 0.07
    assert made.programme["newsletter"].from_week == 5
    assert made.champion.leaves_in_week == 18
    assert made.initial_accounts == 7
    assert made.assumptions.habit_loss == 0.05
    assert made.assumptions.separation_a_year == 0.0


def test_known_members_are_not_fitted(community):
    made = Situation(community, True, Events(), 12).scenario({}, 20)
    assert made.initial_accounts == 12
    assert not made.programme
