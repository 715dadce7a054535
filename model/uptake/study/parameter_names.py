"""From the name of a parameter in a study file to its place in a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from uptake.checking import field_at, nearest, one_of
from uptake.documents import Place, dotted
from uptake.errors import Problem
from uptake.parameters import Assumptions
from uptake.programme import KINDS, Champion, Successor
from uptake.scenario import Scenario
from uptake.study.settings import has_place, is_switch

NOT_VARIED = frozenset(
    {"name", "description", "organisation", "weeks", "assumptions", "programme", "headcount_path"}
)
"""Fields of a scenario that are no lever as a whole."""


class UnknownNameError(Exception):
    """A name that no parameter has; says what is wrong and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong, self.right = wrong, right

    def problem(self, where: Problem) -> Problem:
        """The same as a mistake at a place."""
        return Problem(where.where, where.key, self.wrong, where.found, self.right, where.excerpt)


def uncertainty_place(name: str) -> Place:
    """Place of an assumption, by its name or its path.

    Raises
    ------
    UnknownNameError
        If there is no such assumption.
    """
    bare = name.removeprefix("assumptions.")
    if bare in Assumptions.model_fields:
        return ("assumptions", bare)
    first = name.split(".")[0]
    if first in KINDS or first in ("programme", "champion"):
        raise UnknownNameError("is something one decides", "it under levers:")
    near = nearest(bare, Assumptions.model_fields)
    right = f"{near} (the nearest)" if near else "an assumption, as listed in docs/parameters.md"
    raise UnknownNameError("is no assumption", right)


def lever_place(name: str, scenarios: Sequence[Scenario]) -> Place:
    """Place of a lever: by its path, without ``programme.``, or by its last word if that is enough.

    Raises
    ------
    UnknownNameError
        If there is no such lever, or several.
    """
    entries = list(dict.fromkeys(one for scenario in scenarios for one in scenario.programme))
    place: Place = tuple(name.split("."))
    if place[0] == "assumptions" or name in Assumptions.model_fields:
        raise UnknownNameError("is not decided but uncertain", "it under uncertainties:")
    if place[0] in entries or place[0] in KINDS:
        place = ("programme", *place)
    if place[0] in Scenario.model_fields:
        return _checked(place, entries, scenarios)
    known = list(_all_levers(entries, scenarios))
    ending = [one for one in known if one[-1] == name]
    if len(ending) == 1:
        return ending[0]
    if ending:
        raise UnknownNameError("could be one of several", one_of([_short(one) for one in ending]))
    raise _no_such_lever(name, known)


def field_of(place: Place, scenarios: Iterable[Scenario]) -> FieldInfo | None:
    """Declaration of what stands at a place; None for a switch."""
    if is_switch(place):
        return None
    if place[0] != "programme":
        return field_at(Scenario, place)
    models = [type(one.programme[str(place[1])]) for one in scenarios if place[1] in one.programme]
    if not models and place[1] in KINDS:
        models = [KINDS[str(place[1])]]
    return field_at(models[0], place[2:]) if models else None


def declared_range(field: FieldInfo | None) -> tuple[float, float] | None:
    """The range that a declaration calls plausible or useful; None if it has none."""
    extra: Any = field.json_schema_extra if field is not None else None
    if not isinstance(extra, dict) or "plausible" not in extra:
        return None
    low, high = extra["plausible"]
    return float(low), float(high)


def _checked(place: Place, entries: list[str], scenarios: Sequence[Scenario]) -> Place:
    if place[0] == "programme" and len(place) > 1 and str(place[1]) not in [*entries, *KINDS]:
        near = nearest(str(place[1]), [*entries, *KINDS])
        right = f"{near} (the nearest)" if near else one_of([*entries, *KINDS][:8])
        raise UnknownNameError("names no intervention", right)
    if is_switch(place):
        return place
    if len(place) == 1 and place[0] in NOT_VARIED:
        raise UnknownNameError("is no single lever", "a path, as in programme.newsletter.quality")
    if field_of(place, scenarios) is None:
        raise _no_such_lever(dotted(place), list(_all_levers(entries, scenarios)))
    return place


def _no_such_lever(name: str, known: Sequence[Place]) -> UnknownNameError:
    names = [dotted(one) for one in known]
    near = nearest(name, names) or nearest(name.split(".")[-1], [str(one[-1]) for one in known])
    right = f"{near} (the nearest)" if near else "a path, as in programme.newsletter.quality"
    return UnknownNameError("is no lever", right)


def _all_levers(entries: Sequence[str], scenarios: Sequence[Scenario]) -> Iterable[Place]:
    """Everything that can be varied, champion first, then what the scenarios have."""
    yield ("initial_accounts",)
    yield from _fields(Champion, ("champion",))
    yield from _fields(Successor, ("champion", "successor"))
    for name in entries:
        yield ("programme", name)
        model = next(type(one.programme[name]) for one in scenarios if name in one.programme)
        yield from _fields(model, ("programme", name))


def _fields(model: type[BaseModel], place: Place) -> Iterable[Place]:
    return ((*place, name) for name in model.model_fields if name not in ("kind", "successor"))


def _short(place: Place) -> str:
    return dotted(place).removeprefix("programme.")


def missing_in(place: Place, scenario: Scenario, switched: Iterable[Place]) -> str:
    """What a scenario lacks for a lever to be set; empty if nothing."""
    if is_switch(place):
        known = place[0] == "champion" or place[1] in KINDS or place[1] in scenario.programme
        return "" if known else str(place[-1])
    if has_place(scenario, place):
        return ""
    lacking = place[:2] if place[0] == "programme" or len(place) > 2 else place[:1]
    return "" if lacking in switched else str(lacking[-1])
