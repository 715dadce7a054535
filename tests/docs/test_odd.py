"""The ODD document names everything that the model has."""

from __future__ import annotations

import pytest
from pages import named, page

from uptake.measures import NAMES
from uptake.parameters import Assumptions
from uptake.programme import KINDS, Audience, Champion, Intervention, Successor
from uptake.state import Leading, Levers, Staffing, Traits, Use
from uptake.week import PHASES

ELEMENTS = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
)
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)


@pytest.fixture(scope="module")
def words() -> set[str]:
    return named("odd.md")


def test_all_seven_elements_are_there_in_their_order():
    text = page("odd.md")
    places = [text.index(f"## {number} {name}") for number, name in enumerate(ELEMENTS, 1)]
    assert places == sorted(places)


def test_all_design_concepts_are_there():
    assert [name for name in CONCEPTS if f"**{name}.**" not in page("odd.md")] == []


def test_every_assumption_stands_in_a_rule(words):
    assert set(Assumptions.model_fields) - words == set()


def test_every_state_variable_is_described(words):
    fields = {name for kind in (Staffing, Traits, Use, Leading, Levers) for name in kind._fields}
    assert fields - words == set()


def test_every_phase_is_described_in_its_order(words):
    names = [phase.__name__ for phase in PHASES]
    assert set(names) - words == set()
    schedule = page("odd.md").partition("## 3 ")[2].partition("## 4 ")[0]
    places = [schedule.index(f"| `{name}` |") for name in names]
    assert places == sorted(places)


def test_every_intervention_and_lever_is_described(words):
    models = (*KINDS.values(), Champion, Successor, Audience)
    levers = {name for model in models for name in model.model_fields}
    assert set(KINDS) - words == set()
    assert levers - set(Intervention.model_fields) - words == set()


def test_every_weekly_measure_is_listed():
    assert set(NAMES) - named("parameters.md") == set()


def test_interventions_are_told_in_the_order_in_which_they_are_served():
    by_priority = sorted(KINDS, key=lambda kind: KINDS[kind].priority)
    told = page("odd.md").partition("**Sharing out.**")[2]
    places = [told.index(f"`{kind}`") for kind in by_priority if kind != "deputies"]
    assert places == sorted(places)
