"""A scenario is plain data; its fingerprint is what decides a run."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import worlds
from uptake.organisation import connect, synthetic_chart
from uptake.scenario import Scenario


def test_an_entry_is_of_the_kind_of_its_name_unless_it_says_otherwise():
    world = worlds.scenario(10, {"newsletter": None, "monday": {"kind": "newsletter"}})
    assert world.programme["newsletter"] == world.programme["monday"]


def test_an_unknown_kind_or_key_is_refused():
    for wrong in ({"leaflets": {}}, {"newsletter": {"often": 1}}):
        with pytest.raises(ValidationError):
            worlds.scenario(10, wrong)


def test_the_fingerprint_ignores_what_does_not_decide_a_run():
    world = worlds.busy()
    same = world.model_copy(
        update={"name": "Another", "description": "words", "organisation": Scenario().organisation}
    )
    assert same.fingerprint == world.fingerprint
    synthetic = Scenario.model_validate({"organisation": {"synthetic": {"headcount": 50}}})
    assert synthetic.fingerprint == Scenario().fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"weeks": 41},
        {"initial_accounts": 31},
        {"champion": None},
        {"champion": {"playbook": True}},
        {"programme": {}},
        {"programme": {**worlds.EVERYTHING, "another": {"kind": "newsletter"}}},
        {"headcount_path": [{"week": 0, "employees": 180}]},
        {"habit_gain": 0.1234},
        {"contagion": "none"},
    ],
)
def test_the_fingerprint_changes_with_whatever_decides_a_run(change):
    assert worlds.busy(**{"weeks": 40, **change}).fingerprint != worlds.busy(40).fingerprint


def test_the_fingerprint_does_not_depend_on_the_order_of_keys():
    backwards = dict(reversed(worlds.EVERYTHING.items()))
    assert worlds.busy(programme=backwards).fingerprint == worlds.busy().fingerprint


def test_a_headcount_path_that_goes_back_in_time_is_refused():
    path = [{"week": 10, "employees": 5}, {"week": 3, "employees": 6}]
    with pytest.raises(ValidationError, match="rise"):
        worlds.scenario(headcount_path=path)


def test_positions_needed_are_the_most_that_the_path_asks_for():
    path = [{"week": 0, "employees": 5}, {"week": 3, "employees": 60}, {"week": 9, "employees": 40}]
    assert worlds.scenario(headcount_path=path).positions_needed == 60
    assert Scenario().positions_needed == 0


def test_an_organisation_has_one_source():
    with pytest.raises(ValidationError, match="one of the two"):
        Scenario.model_validate({"organisation": {"file": "a.csv", "synthetic": {}}})


def test_the_unmanaged_twin_differs_in_nothing_but_champion_and_programme(small):
    world = worlds.busy(20)
    twin = world.unmanaged()
    assert (twin.champion, twin.programme) == (None, {})
    assert twin.assumptions == world.assumptions
    assert twin.initial_accounts == world.initial_accounts
    weekly = worlds.run(twin, small).weekly
    for name in ("champion_hours", "money", "newsletter_opens", "packs_sent", "backlog_hours"):
        assert not weekly[name].any(), name


def test_a_scenario_makes_its_own_organisation_when_none_is_given():
    world = Scenario.model_validate(
        {"weeks": 3, "organisation": {"synthetic": {"headcount": 90, "seed": 2}, "tie_seed": 5}}
    )
    from uptake.adoption import AdoptionModel

    made = AdoptionModel(world).organisation
    assert made.fingerprint == connect(synthetic_chart(90, seed=2), seed=5).fingerprint
