"""Every number is declared once, completely, and does something."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

import uptake
import worlds
from uptake.parameters import Assumptions, declared, inconsistent, parameters_of
from uptake.programme import KINDS, Champion, Successor
from uptake.scenario import Scenario

ROOT = Path(uptake.__file__).parent
UNCERTAIN = parameters_of(Assumptions, "assumptions", "uncertainty")
LEVERS = [
    *parameters_of(Scenario, "", "lever"),
    *parameters_of(Champion, "champion", "lever"),
    *parameters_of(Successor, "champion.successor", "lever"),
    *(p for kind, model in KINDS.items() for p in parameters_of(model, kind, "lever")),
]
MODELS = [Assumptions, Scenario, Champion, Successor, *KINDS.values()]


def bounds(model, name):
    """Least and most that a field accepts."""
    field = model.model_json_schema()["properties"][name]
    parts = [field, *field.get("anyOf", [])]
    least = max((part["minimum"] for part in parts if "minimum" in part), default=-math.inf)
    most = min((part["maximum"] for part in parts if "maximum" in part), default=math.inf)
    return least, most


@pytest.mark.parametrize("parameter", [*UNCERTAIN, *LEVERS], ids=lambda p: p.path)
def test_each_declaration_is_complete(parameter):
    for text in (parameter.unit, parameter.meaning, parameter.source):
        assert text.strip()
    assert parameter.status in ("R", "D", "A")
    assert parameter.low < parameter.high
    if parameter.status in ("R", "D"):
        assert parameter.source != "judgement"


@pytest.mark.parametrize("parameter", UNCERTAIN, ids=lambda p: p.path)
def test_defaults_lie_in_the_plausible_range(parameter):
    assert parameter.low <= parameter.default <= parameter.high


@pytest.mark.parametrize("parameter", LEVERS, ids=lambda p: p.path)
def test_levers_start_at_none_or_in_their_range(parameter):
    if not math.isnan(parameter.default) and parameter.path.split(".")[-1] != "from_week":
        assert parameter.low <= parameter.default <= parameter.high


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_plausible_ranges_lie_in_what_is_accepted(model):
    found = parameters_of(model, "", "lever")
    for parameter in found:
        least, most = bounds(model, parameter.path.lstrip("."))
        assert least <= parameter.low < parameter.high <= most, parameter.path


def test_the_record_holds_every_number_under_its_name():
    assumptions = Assumptions(habit_gain=0.1, contagion="reinforced")
    record = assumptions.record()
    assert record.shape == (1,)
    for parameter in UNCERTAIN:
        name = parameter.path.split(".")[1]
        assert record[0][name] == getattr(assumptions, name)
    assert set(record.dtype.names) == set(Assumptions.model_fields)


def test_choices_have_codes_of_their_own_in_the_record():
    def codes(field, choices):
        return {float(Assumptions(**{field: c}).record()[0][field]) for c in choices}

    assert len(codes("contagion", ["simple", "reinforced", "none"])) == 3
    assert len(codes("manager_influence", ["middle_managers_lead", "bottom_up", "none"])) == 3


def test_values_out_of_bounds_not_finite_or_unknown_are_refused():
    for wrong in ({"habit_gain": 1.1}, {"habit_gain": math.nan}, {"habit_gian": 0.1}):
        with pytest.raises(ValidationError):
            Assumptions(**wrong)
    with pytest.raises(ValidationError):
        Assumptions(visit_level=math.inf)


def test_assumptions_do_not_change_once_made():
    with pytest.raises(ValidationError):
        Assumptions().habit_gain = 0.2  # type: ignore[misc]


def test_a_declaration_reads_back_as_it_was_written():
    from pydantic import BaseModel

    class One(BaseModel):
        speed: float = declared(
            2.0, (1.0, 3.0), "km/h", "of walking", source="Book 2001", status="R", valid=(0.0, None)
        )

    (read,) = parameters_of(One, "one", "lever")
    assert (read.path, read.default, read.low, read.high) == ("one.speed", 2.0, 1.0, 3.0)
    assert (read.unit, read.meaning) == ("km/h", "of walking")
    assert (read.source, read.status, read.role) == ("Book 2001", "R", "lever")


def test_a_contradiction_names_the_key_and_what_it_depends_on():
    error = inconsistent("b", "is below a", 1, "2 or more", reads=("a",))
    assert error.context is not None
    assert error.context["key"] == "b"
    assert error.context["reads"] == ("a",)
    assert error.message() == "b is below a; found 1; expected 2 or more"


@pytest.mark.parametrize("name", sorted(Assumptions.model_fields))
def test_each_assumption_is_read_somewhere(name):
    used = re.compile(rf"\.{name}\b")
    sources = (s for s in ROOT.rglob("*.py") if "parameters" not in s.parts)
    assert any(used.search(source.read_text(encoding="utf-8")) for source in sources)


# Changing a number changes a result.

BATTERY = (
    {},
    {"manager_influence": "bottom_up"},
)


@cache
def result(case: int, name: str = "", value: float | str | None = None) -> str:
    changes = {name: value} if name else {}
    model = worlds.run(worlds.busy(40, **{**BATTERY[case], **changes}), worlds.small())
    return worlds.digest(model)


@pytest.mark.parametrize("parameter", UNCERTAIN, ids=lambda p: p.path)
def test_each_assumption_makes_a_difference(parameter):
    name = parameter.path.split(".")[1]
    assert any(
        result(case, name, value) != result(case)
        for case in range(len(BATTERY))
        for value in (parameter.low, parameter.high)
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contagion", "reinforced"), ("contagion", "none"),
        ("manager_influence", "bottom_up"), ("manager_influence", "none"),
    ],
)  # fmt: skip
def test_each_structural_choice_makes_a_difference(name, value):
    assert result(0, name, value) != result(0)


LEAVING = {
    "hours_a_week": 30.0, "leaves_in_week": 26, "notice_weeks": 2,
    "successor": {"vacancy_weeks": 3, "ramp_up_weeks": 9},
}  # fmt: skip


@cache
def with_everything() -> str:
    return full_result(LEAVING, worlds.EVERYTHING)


def full_result(champion, programme) -> str:
    """Digest of a run whose measures include hours and money."""
    world = worlds.busy(44, champion=champion, programme=programme)
    return worlds.digest(worlds.run(world, worlds.small()))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_lever_of_an_intervention_makes_a_difference(kind):
    for parameter in parameters_of(KINDS[kind], kind, "lever"):
        name = parameter.path.split(".")[1]
        whole = {"every_weeks", "until_week", "from_week", "number", "rounds"} | {
            name for name in KINDS[kind].model_fields if name.endswith("_weeks")
        }
        values = [parameter.low, parameter.high]
        if name == "until_week":
            values = [worlds.EVERYTHING[kind].get("from_week", 0) + 2]
        if name == "from_week":
            values = [10]
        if kind == "desk_drop" and name in ("from_week", "until_week"):
            continue  # The weeks of the drops say when.
        tried = []
        for value in values:
            entry = {**worlds.EVERYTHING[kind], name: int(value) if name in whole else value}
            programme = {**worlds.EVERYTHING, kind: entry}
            tried.append(full_result(LEAVING, programme))
        assert any(after != with_everything() for after in tried), parameter.path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("hours_a_week",), 10.0), (("diligence",), 0.3), (("answering_hours",), 0.0),
        (("hour_cost",), 20.0), (("leaves_in_week",), 30), (("notice_weeks",), 8),
        (("playbook",), True), (("successor", "vacancy_weeks"), 7),
        (("successor", "diligence"), 0.3), (("successor", "ramp_up_weeks"), 12),
    ],
)  # fmt: skip
def test_each_lever_of_the_champion_makes_a_difference(path, value):
    champion = dict(LEAVING)
    if len(path) == 1:
        champion[path[0]] = value
    else:
        champion["successor"] = {**champion["successor"], path[1]: value}
    assert full_result(champion, worlds.EVERYTHING) != with_everything()
