"""Runs that share their past have the bits of runs made alone, and share as much as they can."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from uptake.branching import fork, same_setting, simulate_forked
from uptake.simulation import simulate

WEEKS = 24


def plans(*changes: dict) -> list:
    """Scenarios that differ from one plan in champion or programme."""
    made = []
    for change in changes:
        programme = {**worlds.EVERYTHING, **change.get("programme", {})}
        entries = {name: entry for name, entry in programme.items() if entry is not None}
        champion = change.get("champion", {"hours_a_week": 30})
        made.append(worlds.busy(WEEKS, programme=entries, champion=champion))
    return made


def together(scenarios, organisation, replicate: int = 0) -> dict[int, np.ndarray]:
    found = {}
    for members, model in simulate_forked(scenarios, organisation, 1, replicate):
        assert not isinstance(model, Exception)
        found |= {member: model.series.copy() for member in members}
    return found


def alone(scenario, organisation, replicate: int = 0) -> np.ndarray:
    return simulate(scenario, organisation, 1, replicate).weekly.to_numpy()


CHANGES = [
    {},
    {"programme": {"newsletter": {"quality": 0.2}}},
    {"programme": {"newsletter": {"until_week": 9}}},
    {"programme": {"newsletter": {"until_week": 15}}},
    {"programme": {"manager_engagement": {"from_week": 7}}},
    {"programme": {"manager_engagement": {"from_week": 11, "hours_a_week": 2}}},
    {"programme": {"deputies": None}},
    {"programme": {"deputies": {"from_week": 18}}},
    {"champion": None},
    {"champion": {"hours_a_week": 30, "leaves_in_week": 12, "notice_weeks": 3}},
    {"champion": {"hours_a_week": 30, "leaves_in_week": 12, "notice_weeks": 3, "playbook": True}},
    {"champion": {"hours_a_week": 30, "leaves_in_week": 12, "successor": {"vacancy_weeks": 4}}},
    {"champion": {"hours_a_week": 30, "leaves_in_week": 12, "successor": {"vacancy_weeks": 8}}},
    {"champion": {"hours_a_week": 30, "answering_hours": 0}},
    {"champion": {"hours_a_week": 30, "hour_cost": 90}},
]


def test_runs_that_share_their_past_have_the_bits_of_runs_made_alone(small):
    scenarios = plans(*CHANGES)
    found = together(scenarios, small)
    assert sorted(found) == list(range(len(CHANGES)))
    for number, scenario in enumerate(scenarios):
        np.testing.assert_array_equal(found[number], alone(scenario, small), err_msg=str(number))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5), st.integers(0, 3))
def test_whatever_stands_together_changes_no_bit(changes, replicate):
    small = worlds.small()
    scenarios = plans(*changes)
    found = together(scenarios, small, replicate)
    for number, scenario in enumerate(scenarios):
        np.testing.assert_array_equal(found[number], alone(scenario, small, replicate))


def test_the_weeks_before_an_intervention_starts_are_shared():
    early, late = plans(
        {"programme": {"manager_engagement": {"from_week": 7}}},
        {"programme": {"manager_engagement": {"from_week": 11}}},
    )
    plan = fork([early, late])
    assert plan.week == 7
    assert plan.weeks_simulated() == 7 + 2 * (WEEKS - 7)


def test_the_weeks_before_a_departure_are_shared_and_those_of_a_vacancy_too():
    def leaves(**departure):
        return {"champion": {"hours_a_week": 30, "leaves_in_week": 12, **departure}}

    nobody, soon, later = plans(
        leaves(), leaves(successor={"vacancy_weeks": 4}), leaves(successor={"vacancy_weeks": 8})
    )
    stays = plans({"champion": {"hours_a_week": 30}})[0]
    assert fork([nobody, stays]).week == 12 - 4
    assert fork([nobody, soon]).week == 16
    assert fork([soon, later]).week == 16
    assert fork([nobody, later]).week == 20


def test_a_window_that_ends_earlier_is_shared_up_to_its_end():
    short, long = plans(
        {"programme": {"newsletter": {"until_week": 9}}},
        {"programme": {"newsletter": {"until_week": 15}}},
    )
    assert fork([short, long]).week == 9


def test_what_differs_from_the_first_week_shares_nothing():
    one, other = plans({}, {"programme": {"newsletter": {"quality": 0.2}}})
    assert fork([one, other]).week == 0


def test_equal_scenarios_are_simulated_once(small):
    scenarios = plans({}, {}, {})
    assert fork(scenarios).weeks_simulated() == WEEKS
    ((members, _),) = simulate_forked(scenarios, small, 1, 0)
    assert members == (0, 1, 2)


@pytest.mark.parametrize("weeks", [range(0, 24, 4), range(20, -1, -5)])
def test_a_series_of_starts_is_simulated_once_up_to_each(weeks):
    scenarios = plans(
        *({"programme": {"manager_engagement": {"from_week": week}}} for week in weeks)
    )
    last = max(weeks)
    expected = WEEKS + sum(WEEKS - week for week in weeks if week != last)
    assert fork(scenarios).weeks_simulated() == expected


def test_few_copies_wait_at_once():
    scenarios = plans(
        *({"programme": {"manager_engagement": {"from_week": week}}} for week in range(WEEKS))
    )

    def depth(plan) -> int:
        waiting = [depth(branch) + 1 for branch in plan.branches[:-1]]
        return max([*waiting, *(depth(branch) for branch in plan.branches[-1:])], default=0)

    assert depth(fork(scenarios)) == 1


def test_scenarios_of_other_assumptions_or_horizon_are_of_another_setting():
    plan = plans({})[0]
    assert same_setting(plan, plans({"champion": None})[0])
    for field, value in (("weeks", 30), ("initial_accounts", 3)):
        assert not same_setting(plan, plan.model_copy(update={field: value}))
    other = worlds.busy(WEEKS, habit_gain=0.5)
    assert not same_setting(plan, other)


def test_an_error_in_shared_weeks_fails_those_who_share_them_and_no_others(small, monkeypatch):
    from uptake.programme.newsletter import Newsletter

    act = Newsletter.act

    def breaks(self, now, wish, granted):
        if now.week == 10 and self.quality < 0.5:
            raise ZeroDivisionError
        act(self, now, wish, granted)

    monkeypatch.setattr(Newsletter, "act", breaks)
    bad = {"newsletter": {"quality": 0.3}}
    scenarios = plans(
        {},
        {"programme": bad},
        {"programme": {**bad, "manager_engagement": {"from_week": 20}}},
    )
    failed = {
        member
        for members, model in simulate_forked(scenarios, small, 1, 0)
        for member in members
        if isinstance(model, Exception)
    }
    assert failed == {1, 2}
