"""What is chosen on the page becomes a scenario, or is refused in words."""

from __future__ import annotations

import pytest

from uptake.errors import InputError
from uptake.scenario import Scenario
from uptake.web.choice import Choice, read_choice, scenario_of
from uptake.web.controls import controls


def problems(data):
    with pytest.raises(InputError) as caught:
        scenario_of(read_choice(data))
    return [(one.key, one.found, one.right) for one in caught.value.problems]


def test_every_stop_of_every_lever_makes_a_scenario():
    for name, lever in controls().levers.items():
        for stop in lever.stops:
            scenario = scenario_of(Choice(levers={name: stop.value}))
            assert isinstance(scenario, Scenario), (name, stop.value)


def test_stops_of_a_lever_make_different_scenarios():
    for name, lever in controls().levers.items():
        # Who follows matters only once somebody leaves.
        others = {"champion_leaves": "week 52"} if name == "succession" else {}
        made = {
            scenario_of(Choice(levers={**others, name: stop})).fingerprint for stop in lever.values
        }
        assert len(made) == len(lever.stops), name


def test_a_lever_left_out_stands_at_its_default():
    at_default = {name: lever.default for name, lever in controls().levers.items()}
    left_out = scenario_of(Choice())
    assert scenario_of(Choice(levers=at_default)).fingerprint == left_out.fingerprint


def test_a_successor_needs_a_departure():
    assert scenario_of(Choice(levers={"succession": "soon"})).champion.successor is None
    leaving = {"succession": "soon", "champion_leaves": "week 52"}
    assert scenario_of(Choice(levers=leaving)).champion.successor.vacancy_weeks == 7


def test_presets_differ():
    made = {
        scenario_of(Choice(levers=one.levers)).fingerprint for one in controls().presets.values()
    }
    assert len(made) == len(controls().presets)


def test_an_assumption_fixed_by_hand_is_set_and_only_that():
    scenario = scenario_of(Choice(assumptions={"basis": "default", "habit_gain": 0.1}))
    assert scenario.assumptions.model_fields_set == {"habit_gain"}


def test_the_programme_of_an_opened_scenario_replaces_that_of_the_levers():
    opened = Scenario(name="theirs", champion=None)
    scenario = scenario_of(Choice(weeks=104, levers={"newsletter": "weekly"}), opened)
    assert (scenario.champion, scenario.programme, scenario.weeks) == (None, {}, 104)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"levers": {"newsleter": "weekly"}}, "levers.newsleter"),
        ({"levers": {"newsletter": "dayly"}}, "levers.newsletter"),
        ({"weeks": 5}, "weeks"),
        ({"colour": "blue"}, "colour"),
        ({"assumptions": {"habit_gain": 7}}, "assumptions.habit_gain"),
        ({"assumptions": {"habbit": 0.1}}, "assumptions.habbit"),
        ([], ""),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(data, key):
    assert problems(data)[0][0] == key


def test_a_mistyped_lever_is_told_the_nearest():
    assert problems({"levers": {"newsleter": "weekly"}})[0][2] == "newsletter"
