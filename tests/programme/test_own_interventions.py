"""A user's own intervention is one class in a file that a scenario names."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from pydantic import ValidationError

import worlds
from uptake.scenario import Scenario

SOURCE = '''
"""Free coffee in the canteen, one department at a time."""

from typing import ClassVar

import numpy as np
from pydantic import Field

from uptake.programme import Intervention, Now, Wish


class CoffeeCorner(Intervention):
    """Some of the audience hear of the network over a cup of coffee."""

    priority: ClassVar[int] = 45

    kind: str = "coffee.py:CoffeeCorner"
    pull: float = Field(PULL, ge=0.0, le=1.0)
    hours: float = Field(2.0, ge=0.0)

    def wish(self, now: Now) -> Wish:
        return Wish(self.hours)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        heard = now.audience(self.audience) & (now.uniforms("programme.own")[0] < 0.5)
        now.levers.join[heard] += self.pull * granted * now.skill
        now.memory["weeks"] = now.memory.get("weeks", 0) + 1


NOT_ONE = 3
'''


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "coffee.py").write_text(SOURCE.replace("PULL", "0.2"))
    return tmp_path


def with_coffee(folder, **entry) -> Scenario:
    data = {
        "weeks": 15,
        "programme": {"coffee": {"kind": "coffee.py:CoffeeCorner", **entry}},
        "assumptions": {"separation_a_year": 0.0},
    }
    return Scenario.model_validate(data, context={"folder": folder})


def test_it_acts_in_its_window_on_its_audience_and_costs_hours(folder, small):
    frontline = {"work": "frontline"}
    world = with_coffee(folder, from_week=3, until_week=9, audience=frontline)
    model = worlds.model(world, small)
    while model.week < 15:
        model.step()
        week = model.week - 1
        touched = model.levers.join > 0
        assert touched.any() == (3 <= week < 9)
        assert not touched[~small.chart.frontline].any()
        assert model.latest["champion_hours"] >= (2.0 if 3 <= week < 9 else 0.0)
    assert model.memories["coffee"]["weeks"] == 6


def test_it_makes_a_difference_and_its_chance_is_keyed(folder, small):
    one, again = (worlds.run(with_coffee(folder), small) for _ in range(2))
    assert worlds.digest(one) == worlds.digest(again)
    none = worlds.run(worlds.scenario(15, separation_a_year=0.0), small)
    assert one.latest["accounts"] > 1.2 * none.latest["accounts"]


def test_a_changed_file_is_another_scenario(folder):
    before = with_coffee(folder, pull=0.3)
    (folder / "coffee.py").write_text(SOURCE.replace("PULL", "0.2") + "\n# Another version.\n")
    after = with_coffee(folder, pull=0.3)
    assert before.fingerprint != after.fingerprint
    assert with_coffee(folder, pull=0.3).fingerprint == after.fingerprint
    assert with_coffee(folder, pull=0.4).fingerprint != after.fingerprint


def test_it_travels_to_other_processes_and_survives_copies(folder, small):
    model = worlds.model(with_coffee(folder), small)
    model.step()
    twin = copy.deepcopy(model)
    model.run_model()
    twin.run_model()
    worlds.assert_same_state(model, twin)
    import cloudpickle

    world = pickle.loads(cloudpickle.dumps(with_coffee(folder)))
    assert world.fingerprint == with_coffee(folder).fingerprint


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("tea.py:Tea", "no file"),
        ("coffee.py:Espresso", "no class Espresso"),
        ("coffee.py:NOT_ONE", "no class NOT_ONE"),
        ("broken.py:Thing", "does not run"),
    ],
)
def test_what_cannot_be_loaded_is_said(folder, kind, what):
    (folder / "broken.py").write_text("raise RuntimeError('no coffee')\n")
    with pytest.raises(ValidationError, match=what):
        Scenario.model_validate({"programme": {"one": {"kind": kind}}}, context={"folder": folder})


def test_its_values_are_checked_like_any_others(folder):
    with pytest.raises(ValidationError, match="pull"):
        with_coffee(folder, pull=3.0)
    with pytest.raises(ValidationError, match="sugar"):
        with_coffee(folder, sugar=1)


def test_its_draws_are_shared_by_scenarios_that_have_it(folder, small):
    one = worlds.model(with_coffee(folder), small)
    other = worlds.model(with_coffee(folder).model_copy(update={"initial_accounts": 40}), small)
    for _ in range(5):
        one.step()
        other.step()
        np.testing.assert_array_equal(one.levers.join > 0, other.levers.join > 0)
