from __future__ import annotations

import numpy as np
import pytest
from made_history import history, joiners

from uptake.study.spells import (
    Lifetimes,
    hazard_of_visits,
    lifetimes,
    still_there,
    survival,
    weeks_a_member,
    weeks_in_a_row,
    weeks_silent,
)


def column(values):
    return np.array(values)[:, None]


def test_silence_counts_whole_weeks_since_the_last_visit():
    made = history(column([0, 1, 0, 0, 1, 0]))
    assert weeks_silent(made)[:, 0].tolist() == [-1, -1, 0, 1, 2, 0]


def test_a_streak_is_known_once_its_beginning_was_seen():
    made = history(column([1, 1, 0, 1, 1, 1]))
    assert weeks_in_a_row(made)[:, 0].tolist() == [-1, -1, -1, 0, 1, 2]


def test_the_week_of_joining_begins_a_streak_and_is_no_case_itself():
    made = history(
        column([0, 1, 1, 0]),
        account=column([False, True, True, True]),
        account_before=np.zeros(1, bool),
    )
    assert weeks_in_a_row(made)[:, 0].tolist() == [-1, -1, 1, 2]
    assert weeks_silent(made)[:, 0].tolist() == [-1, -1, 0, 0]
    assert weeks_a_member(made)[:, 0].tolist() == [-1, 0, 1, 2]


def test_a_successor_in_a_position_inherits_nothing():
    made = history(
        column([1, 0, 0, 1, 1]),
        person=column([0, 0, 1, 1, 1]).astype(np.int16),
        account=column([True, True, False, True, True]),
    )
    assert weeks_silent(made)[:, 0].tolist() == [-1, 0, -1, -1, 0]
    assert weeks_in_a_row(made)[:, 0].tolist() == [-1, -1, -1, -1, 1]
    assert weeks_a_member(made)[:, 0].tolist() == [1, 2, -1, 0, 1]


def test_hazards_agree_with_counting_one_by_one():
    generator = np.random.default_rng(5)
    visited = generator.random((40, 30)) < 0.4
    made = history(visited)
    cases, events = np.zeros(6, int), np.zeros(6, int)
    for row in range(30):
        for week in range(10, 40):
            earlier = [w for w in range(week) if visited[w, row]]
            if earlier and week - 1 - earlier[-1] <= 5:
                cases[week - 1 - earlier[-1]] += 1
                events[week - 1 - earlier[-1]] += visited[week, row]
    hazard = hazard_of_visits(made, weeks_silent(made), 5, first=10)
    assert hazard.cases.tolist() == cases.tolist()
    assert hazard.events.tolist() == events.tolist()
    assert hazard.chance == pytest.approx(events / cases)


def test_lifetimes_tell_those_gone_from_those_not_seen_for_long_enough():
    made = joiners([[], [3], [9]], weeks=10)
    lives = lifetimes(made, joined_by=5, silent=6)
    assert lives.weeks.tolist() == [0, 3, 9]
    assert lives.gone.tolist() == [True, True, False]


def test_leaving_the_organisation_is_not_leaving_the_network():
    visited = np.zeros((20, 1), bool)
    visited[[0, 2]] = True
    person = np.zeros((20, 1), np.int16)
    person[5:] = -1
    account = person == 0
    made = history(visited, person=person, account=account, account_before=np.zeros(1, bool))
    lives = lifetimes(made, joined_by=5, silent=6)
    assert (lives.weeks.tolist(), lives.gone.tolist()) == ([2], [False])


def test_members_from_before_and_late_joiners_are_not_followed():
    visited = np.ones((6, 2), bool)
    visited[:4, 1] = False
    account = np.ones((6, 2), bool)
    account[:4, 1] = False
    made = history(visited, account=account, account_before=np.array([True, False]))
    assert lifetimes(made, joined_by=4, silent=2).weeks.size == 0
    assert lifetimes(made, joined_by=5, silent=2).weeks.tolist() == [1]


def test_survival_without_censoring_is_the_share_left():
    lives = Lifetimes(np.array([0, 0, 1, 3]), np.ones(4, bool))
    assert survival(lives, 5).surviving == pytest.approx(
        [1, 0.5, 0.25, 0.25, 0.0, np.nan], nan_ok=True
    )
    assert survival(lives, 5).watched.tolist() == [4, 4, 2, 1, 1, 0]


def test_the_censored_count_as_long_as_they_are_watched():
    # Of four, one goes in week 1; one of the rest is lost sight of; of two watched one goes.
    lives = Lifetimes(np.array([0, 1, 1, 9]), np.array([True, False, True, False]))
    curve = survival(lives, 3)
    assert curve.surviving == pytest.approx([1, 0.75, 0.375, 0.375])


def test_who_is_still_there_is_unknown_at_the_end():
    person = np.array([[0, 0], [0, 1], [0, 1], [-1, 1]], np.int16)
    made = history(np.zeros((4, 2), bool), person=person)
    assert still_there(made, 2).tolist() == [[True, False], [False, True], [False] * 2, [False] * 2]
