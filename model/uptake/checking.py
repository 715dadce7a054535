"""Check a document against a pydantic model; every mistake in plain words, with its place."""

from __future__ import annotations

import difflib
import math
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from uptake.documents import Document, Place
from uptake.errors import Problem

Model = TypeVar("Model", bound=BaseModel)

WRONG = {
    "missing": "is missing",
    "greater_than_equal": "is too small",
    "greater_than": "is too small",
    "less_than_equal": "is too large",
    "less_than": "is too large",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "int_parsing_size": "is too large",
    "float_type": "is not a number",
    "float_parsing": "is not a number",
    "finite_number": "is not a finite number",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "string_type": "is not text",
    "string_too_short": "is empty",
    "too_short": "has too few items",
    "literal_error": "is none of the choices",
    "model_type": "is not a mapping",
    "dict_type": "is not a mapping",
    "tuple_type": "is not a list",
    "list_type": "is not a list",
}
"""What pydantic's kinds of error mean to someone who writes a scenario."""

NUMBER_OUT_OF_RANGE = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")


def checked(
    model: type[Model],
    data: Mapping[str, Any],
    document: Document,
    place: Place = (),
    other_keys: Iterable[str] = (),
) -> tuple[Model | None, list[Problem]]:
    """Validate part of a document; returns the model, or None and every problem.

    What is wrong is left out and the rest checked again, so that a mistake in one value does not
    hide contradictions between others; contradictions with a value left out are not reported.

    Parameters
    ----------
    model : type of a pydantic model
        What the data should be.
    data : mapping
        The data, as in the document or completed.
    document : Document
        Tells where things stand.
    place : Place
        Where `data` stands in the document.
    other_keys : iterable of str
        Keys that are allowed at the top of the document besides the model's own.
    """
    problems: list[Problem] = []
    wrong: set[Place] = set()
    rest: dict[str, Any] = dict(data)
    for here, value in _leaves(rest, ()):
        if isinstance(value, bool) and _is_number(field_at(model, here)):
            problems.append(_not_a_number(model, here, value, document, place))
            wrong.add(here)
    rest = _without(rest, wrong)
    while True:
        try:
            instance = model.model_validate(rest)
            return (None if problems else instance), problems
        except ValidationError as error:
            fresh: set[Place] = set()
            for detail in error.errors():
                here = _place_of(detail, rest)
                if here in wrong or _rests_on(detail, here, wrong | fresh):
                    continue
                fresh.add(here)
                problems.append(_problem(detail, here, model, document, place, other_keys))
            wrong |= fresh
            if not fresh:
                return None, problems
            rest = _without(rest, fresh)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that somebody who wrote `name` most likely meant, if there is one."""
    by_plain = {_plain(known): known for known in names}
    close = difflib.get_close_matches(_plain(name), by_plain, n=1, cutoff=0.6)
    return by_plain[close[0]] if close else None


def one_of(names: Sequence[str]) -> str:
    """List choices: ``a, b or c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def shown(value: Any) -> str:  # noqa: ANN401 (anything a document may hold)
    """Write a value found as its author would recognise it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else str(value)


def field_at(model: type[BaseModel], place: Place) -> FieldInfo | None:
    """Declaration of the value at a place; None if there is none."""
    kind: Any = model
    field: FieldInfo | None = None
    for part in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(part))
            if field is None:
                return None
            kind = _bare(field.annotation)
        else:
            kind = _item(kind)
    return field


def expected(field: FieldInfo | None, found: Any = None, item: bool = False) -> str:  # noqa: ANN401
    """Say what a declaration (or, with `item`, one of its list) asks for, with range and unit."""
    if field is None:
        return ""
    kind: Any = _item(_bare(field.annotation)) if item else _bare(field.annotation)
    if get_origin(kind) is Literal:
        choices = [str(choice) for choice in get_args(kind)]
        near = nearest(found, choices) if isinstance(found, str) else None
        return one_of(choices) + (f" (perhaps {near})" if near else "")
    if kind in (int, float):
        return _range(field, "a whole number" if kind is int else "a number")
    if kind is str:
        return "text" if isinstance(found, str) else "text (in quotes if it looks like a number)"
    if kind is bool:
        return "true or false"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "a mapping with keys such as " + one_of(list(kind.model_fields)[:4])
    if get_origin(kind) is dict:
        return "a mapping"
    plurals: dict[Any, str] = {int: "whole numbers", float: "numbers", str: "texts"}
    if get_origin(_item(kind)) is Literal:
        return f"a list with names such as {one_of(get_args(_item(kind))[:3])}"
    return f"a list of {plurals.get(_item(kind), 'mappings')}"


def _problem(
    detail: ErrorDetails,
    here: Place,
    model: type[BaseModel],
    document: Document,
    place: Place,
    other_keys: Iterable[str],
) -> Problem:
    kind, found, there = detail["type"], detail["input"], (*place, *here)
    field = field_at(model, here)
    if kind == "extra_forbidden":
        keys = _keys_at(model, here[:-1])
        if not place and len(here) == 1:
            keys = [*keys, *other_keys]
        near = nearest(str(here[-1]), keys)
        right = f"{near} (the nearest of its keys)" if near else one_of(keys)
        return document.key_problem(there, "there is no such key", right=right)
    if kind == "missing":
        return document.problem(there, WRONG[kind], right=expected(field))
    if kind == "inconsistent":
        context = detail["ctx"]
        return document.problem(there, context["wrong"], str(context["found"]), context["right"])
    if kind in WRONG:
        right = expected(field, found, item=bool(here) and isinstance(here[-1], int))
        return document.problem(there, WRONG[kind], shown(found), right)
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    said = "" if isinstance(found, Mapping) else shown(found)
    return document.problem(there, message, said, expected(field, found) if said else "")


def _not_a_number(
    model: type[BaseModel], here: Place, value: bool, document: Document, place: Place
) -> Problem:
    right = expected(field_at(model, here))
    return document.problem((*place, *here), "is not a number", shown(value), right)


def _place_of(detail: ErrorDetails, data: Any) -> Place:  # noqa: ANN401
    """Where an error stands; parts of pydantic's location that are no keys are passed over."""
    place: list[str | int] = []
    location = detail["loc"]
    for number, part in enumerate(location):
        last = number == len(location) - 1
        inside = (isinstance(data, Mapping) and part in data) or (
            isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)
        )
        if inside:
            data = data[part]
        elif not last or detail["type"] != "missing":
            continue
        place.append(part)
    if detail["type"] == "inconsistent":
        place.append(str(detail["ctx"]["key"]))
    return tuple(place)


def _rests_on(detail: ErrorDetails, here: Place, wrong: set[Place]) -> bool:
    """Whether a contradiction involves a value left out, or a list lacks wrong items or all."""
    if detail["type"] in ("too_short", "missing"):
        return any(place[: len(here)] == here for place in wrong)
    if detail["type"] != "inconsistent":
        return False
    involved = {(*here[:-1], str(key)) for key in detail["ctx"]["reads"]}
    return any(one[: len(place)] == place for one in involved for place in wrong)


def _without(data: dict[str, Any], places: Iterable[Place]) -> dict[str, Any]:
    """The data without the values at some places; with an item of a list goes the whole list."""
    result: dict[str, Any] = dict(data)
    for place in places:
        depth = next((i for i, part in enumerate(place) if isinstance(part, int)), len(place))
        path, inside = place[:depth], result
        for key in path[:-1]:
            if not isinstance(inside.get(str(key)), dict):
                break
            inside[str(key)] = dict(inside[str(key)])
            inside = inside[str(key)]
        else:
            if path:
                inside.pop(str(path[-1]), None)
    return result


def _leaves(data: Any, place: Place) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, (*place, index))
    else:
        yield place, data


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    kind: Any = model
    if place:
        field = field_at(model, place)
        kind = _bare(field.annotation) if field is not None else None
        if isinstance(place[-1], int):
            kind = _item(kind)
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _is_number(field: FieldInfo | None) -> bool:
    return field is not None and (
        _bare(field.annotation) in (int, float) or _item(_bare(field.annotation)) in (int, float)
    )


def _bare(annotation: Any) -> Any:  # noqa: ANN401
    """An annotation without Annotated and without the None of an optional one."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        some = [kind for kind in get_args(annotation) if kind is not type(None)]
        return _bare(some[0]) if len(some) == 1 else annotation
    return annotation


def _item(annotation: Any) -> Any:  # noqa: ANN401
    """What a list or a mapping holds."""
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return _bare(arguments[1])
    return _bare(arguments[0]) if get_origin(annotation) in (tuple, list) else None


def bounds(field: FieldInfo) -> tuple[float, float]:
    """Least and greatest value that a declaration allows; infinite where there is no bound."""
    least = [limit.ge for limit in field.metadata if getattr(limit, "ge", None) is not None]
    most = [limit.le for limit in field.metadata if getattr(limit, "le", None) is not None]
    return float(max(least, default=-math.inf)), float(min(most, default=math.inf))


def _range(field: FieldInfo, noun: str) -> str:
    least, most = bounds(field)
    if math.isfinite(least) and math.isfinite(most):
        noun += f" from {least:,.10g} to {most:,.10g}"
    elif math.isfinite(least):
        noun += f", {least:,.10g} or more"
    elif math.isfinite(most):
        noun += f", {most:,.10g} or less"
    extra = field.json_schema_extra
    return f"{noun} ({extra['unit']})" if isinstance(extra, dict) and "unit" in extra else noun


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")
