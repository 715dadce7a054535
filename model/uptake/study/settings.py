"""Levers set to other values: from a scenario and some settings to another scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from uptake.documents import Document, Mark, Place, merged
from uptake.programme import KINDS
from uptake.scenario import Scenario
from uptake.scenario_files import NO_CHAMPION, ScenarioFile, scenario_in

ON: Final = "on"
OFF: Final = "off"
SWITCHED: Final = (("champion",), ("champion", "successor"))
"""What can be switched on and off besides the interventions."""

Settings = Mapping[Place, Any]
"""Values by their place in a scenario, such as ``("programme", "newsletter", "quality")``."""


def is_switch(place: Place) -> bool:
    """Whether a place holds something that is there or not: an intervention, a champion."""
    return place in SWITCHED or (len(place) == 2 and place[0] == "programme")


def with_settings(scenario: Scenario, settings: Settings) -> Scenario:
    """Set levers of a scenario, all at once.

    A switch turned off takes what stands below it along; one turned on where there was nothing
    starts from the defaults.

    Raises
    ------
    pydantic.ValidationError
        If a value makes no sense, alone or beside the others.
    """
    changed: Scenario = _set(scenario, in_effect(settings), ())
    return changed


def words_for(base: ScenarioFile, settings: Settings, marks: Mapping[Place, Mark]) -> ScenarioFile:
    """Do the same on documents, which is slow but tells where a mistake stands.

    Parameters
    ----------
    base : ScenarioFile
        The scenario that is changed.
    settings : Settings
        The changes.
    marks : mapping of place to Mark
        Where each setting, and what is inside it, is written.

    Raises
    ------
    InputError
        With every mistake at its place in the file that makes it.
    """
    top = base.document.mark(())
    values: dict[Place, Mark] = {(): top}
    data: dict[str, Any] = {}
    for place, value in in_effect(settings).items():
        inside = data
        for depth, key in enumerate(place[:-1], 1):
            inside = inside.setdefault(str(key), {})
            values.setdefault(place[:depth], marks.get(place, top))
        known = _document_has(base.document, place)
        if value == OFF and is_switch(place):
            if known or place == ("champion",):
                inside[str(place[-1])] = None
        elif value == ON and is_switch(place):
            if not known:
                inside[str(place[-1])] = {}
        else:
            inside[str(place[-1])] = value
    values |= marks
    overlay = Document(base.document.file, data, values, values)
    document = merged(base.document, overlay, NO_CHAMPION)
    return scenario_in(document, base.scenario.name)


def value_at(scenario: Scenario, place: Place) -> Any:  # noqa: ANN401 (anything a scenario holds)
    """What a scenario says at a place; None where there is nothing; a switch is on or off."""
    found = _found(scenario, place)
    if is_switch(place):
        return OFF if found is None else ON
    return found


def has_place(scenario: Scenario, place: Place) -> bool:
    """Whether there is something that has a value at a place, be it None."""
    around = _found(scenario, place[:-1])
    if isinstance(around, dict):
        return True
    return isinstance(around, BaseModel) and str(place[-1]) in type(around).model_fields


def _found(scenario: Scenario, place: Place) -> Any:  # noqa: ANN401
    value: Any = scenario
    for part in place:
        value = value.get(part) if isinstance(value, dict) else getattr(value, str(part), None)
    return value


def in_effect(settings: Settings) -> dict[Place, Any]:
    """The settings without those below a switch that is off, which say nothing."""
    off = [place for place, value in settings.items() if value == OFF and is_switch(place)]
    return {
        place: value
        for place, value in settings.items()
        if not any(place != one and place[: len(one)] == one for one in off)
    }


def _set(model: BaseModel, settings: Settings, above: Place) -> Any:  # noqa: ANN401
    changes: dict[str, Any] = {}
    for key in dict.fromkeys(str(place[0]) for place in settings):
        here = (*above, key)
        inner = {place[1:]: value for place, value in settings.items() if place[0] == key}
        if here == ("programme",):
            changes[key] = _programme(getattr(model, key), inner)
        else:
            changes[key] = _value(getattr(model, key, None), inner, here)
    return type(model).model_validate({**dict(model), **changes})


def _programme(programme: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    result = dict(programme)
    for name in dict.fromkeys(str(place[0]) for place in settings):
        inner = {place[1:]: value for place, value in settings.items() if place[0] == name}
        if inner.get(()) == OFF:
            result.pop(name, None)
            continue
        here = result.get(name) or KINDS[name].model_validate({"kind": name})
        result[name] = _value(here, inner, ("programme", name))
    return result


def _value(here: Any, inner: Settings, place: Place) -> Any:  # noqa: ANN401
    """A value that is replaced, switched, or changed inside."""
    whole, deeper = inner.get(()), {part: value for part, value in inner.items() if part}
    if () in inner and not is_switch(place):
        return whole
    if whole == OFF:
        return None
    if here is None:
        # Nothing is there yet: beside its defaults, its settings are all that is known of it.
        return {str(part[0]): value for part, value in deeper.items()}
    return _set(here, deeper, place) if deeper else here


def _document_has(document: Document, place: Place) -> bool:
    inside: Any = document.data
    for part in place:
        if not isinstance(inside, dict) or part not in inside:
            return False
        inside = inside[part]
    return inside is not None
