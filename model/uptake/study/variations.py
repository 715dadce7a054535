"""What a study file varies: read from its levers and uncertainties, with every mistake in them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from uptake.checking import expected, nearest, one_of, shown
from uptake.documents import Document, Place, dotted
from uptake.errors import InputError, Problem
from uptake.scenario import Scenario
from uptake.study.assumed import chosen_ensemble, likely
from uptake.study.parameter_names import (
    UnknownNameError,
    declared_range,
    field_of,
    lever_place,
    missing_in,
    uncertainty_place,
)
from uptake.study.settings import OFF, ON, is_switch
from uptake.study.study_form import Uncertainties, Variation
from uptake.study.varied import SAMPLED, Choice, Combinations, Varied, shown_as

RANGE_KEYS = ("from", "to", "steps")


@dataclass(frozen=True)
class Block:
    """The levers or the uncertainties of a study file.

    Attributes
    ----------
    document : Document
        The file.
    name : str
        ``levers`` or ``uncertainties``.
    scenarios : sequence of Scenario
        What they are varied in.
    problems : list of Problem
        The mistakes found so far; more are added.
    """

    document: Document
    name: str
    scenarios: Sequence[Scenario]
    problems: list[Problem]


def combinations(block: Block, variation: Variation) -> Combinations:
    """Read what a block varies; mistakes are added to its problems."""
    usual = "latin_hypercube" if block.name == "uncertainties" else "grid"
    design = variation.design or (usual if variation.points or block.name == "levers" else "grid")
    if variation.combinations:
        listed = _listed(block, variation)
        return Combinations("list", listed=listed)
    varied: list[Varied] = []
    for name, values in variation.vary.items():
        written: Place = (block.name, "vary", name)
        place = _place(block, written)
        if place is None:
            continue
        if place in [one.place for one in varied]:
            block.problems.append(
                block.document.key_problem(written, "is varied already", dotted(place))
            )
            continue
        one = _varied(block, written, place, values)
        if one is None:
            continue
        if design == "grid" and not one.choices and one.steps is None:
            right = "steps: beside from and to, a list of values, or another design"
            wrong = "is a range, of which a grid does not know how many values to take"
            block.problems.append(block.document.key_problem(written, wrong, right=right))
        varied.append(one)
    _complain_of_what_is_missing(block, varied)
    if design in SAMPLED and not variation.vary:
        block.problems.append(
            block.document.problem((block.name,), "is a sample of nothing", right="vary:")
        )
        return Combinations("grid")
    points = variation.points or 0
    return Combinations(design, tuple(varied), points=points, seed=variation.seed)


def ensemble_worlds(
    document: Document, asked: Uncertainties, problems: list[Problem]
) -> Combinations:
    """Read the sets of assumptions that a study asks for; mistakes are added to the problems."""
    place: Place = ("uncertainties", "ensemble")
    try:
        found = chosen_ensemble(asked.ensemble, document.mark(place).file.parent)
    except InputError as error:
        problems += error.problems
        return Combinations("ensemble")
    if found is None:
        wrong = "is no ensemble, no variant of the model and no file"
        problems.append(document.problem(place, wrong, asked.ensemble, likely(asked.ensemble)))
        return Combinations("ensemble")
    count = asked.points or len(found.members)
    if count > len(found.members):
        right = f"{len(found.members):,} at most"
        wrong = f"are more sets of assumptions than “{found.name}” has"
        problems.append(document.problem(("uncertainties", "points"), wrong, f"{count:,}", right))
    listed = tuple(
        (
            "",
            {
                uncertainty_place(name): Choice(value, shown_as(value))
                for name, value in one.items()
            },
        )
        for one in found.members[:count]
    )
    return Combinations("ensemble", listed=listed, ensemble=found.name)


def _complain_of_what_is_missing(block: Block, varied: Sequence[Varied]) -> None:
    switched = [one.place for one in varied if is_switch(one.place)]
    for one in varied if block.name == "levers" else ():
        for scenario in block.scenarios:
            lacking = missing_in(one.place, scenario, switched)
            if lacking:
                wrong = f"cannot be set: “{scenario.name}” has no {lacking}"
                right = f"one in the scenario, or {lacking}: [off, on] among the levers"
                written = next(
                    place
                    for place, mark in block.document.keys.items()
                    if mark == one.mark and len(place) == 3
                )
                block.problems.append(block.document.key_problem(written, wrong, right=right))


def _place(block: Block, written: Place) -> Place | None:
    name = str(written[-1])
    try:
        return (
            uncertainty_place(name)
            if block.name == "uncertainties"
            else lever_place(name, block.scenarios)
        )
    except UnknownNameError as error:
        block.problems.append(block.document.key_problem(written, error.wrong, name, error.right))
        return None


def _varied(block: Block, written: Place, place: Place, values: Any) -> Varied | None:  # noqa: ANN401
    mark, declared = block.document.key_mark(written), field_of(place, block.scenarios)
    if is_switch(place):
        return _switch(block, written, place, values)
    whole = _is_whole(declared)
    if values is None:
        span = declared_range(declared)
        if span is None:
            right = "a list of values, or words with the value each stands for"
            block.problems.append(
                block.document.key_problem(written, "has no declared range", right=right)
            )
            return None
        return Varied(place, mark, low=span[0], high=span[1], whole=whole)
    if isinstance(values, dict) and "from" in values:
        return _range(block, written, place, values, whole)
    if isinstance(values, dict) and values:
        choices = [
            Choice(value, word, block.document.mark((*written, word)))
            for word, value in values.items()
        ]
        return Varied(place, mark, tuple(choices))
    if isinstance(values, list) and values:
        choices = [
            Choice(value, shown_as(value), block.document.mark((*written, number)))
            for number, value in enumerate(values)
        ]
        twice = [
            one for at, one in enumerate(choices) if one.shown in [c.shown for c in choices[:at]]
        ]
        if twice:
            block.problems.append(
                block.document.problem(written, "holds a value twice", str(twice[0].shown))
            )
        return Varied(place, mark, tuple(choices))
    wrong = "varies over nothing" if values in ([], {}) else "is no list of values and no range"
    right = f"values, as in [a, b], or {{from: , to: }} ({expected(declared)})"
    block.problems.append(block.document.problem(written, wrong, shown(values), right))
    return None


def _switch(block: Block, written: Place, place: Place, values: Any) -> Varied | None:  # noqa: ANN401
    words = [ON, OFF] if values is None else values
    if not isinstance(words, list) or any(word not in (ON, OFF) for word in words):
        wrong = "is there or not; a value of it needs its path"
        block.problems.append(block.document.problem(written, wrong, shown(values), "[off, on]"))
        return None
    choices = tuple(
        Choice(word, word, block.document.mark(written)) for word in dict.fromkeys(words)
    )
    return Varied(place, block.document.key_mark(written), choices)


def _range(
    block: Block, written: Place, place: Place, values: Mapping[str, Any], whole: bool
) -> Varied | None:
    found = len(block.problems)
    for key in values:
        if key not in RANGE_KEYS:
            near = nearest(key, RANGE_KEYS)
            right = f"{near} (the nearest)" if near else one_of(list(RANGE_KEYS))
            block.problems.append(
                block.document.key_problem((*written, key), "there is no such key", right=right)
            )
    numbers = {}
    for key in ("from", "to"):
        value = values.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            wrong = "is missing" if key not in values else "is not a number"
            block.problems.append(
                block.document.problem((*written, key), wrong, shown(value), "a number")
            )
        elif whole and value != int(value):
            block.problems.append(
                block.document.problem((*written, key), "is not a whole number", shown(value))
            )
        else:
            numbers[key] = float(value)
    steps = values.get("steps")
    if steps is not None and (isinstance(steps, bool) or not isinstance(steps, int) or steps < 2):
        block.problems.append(
            block.document.problem(
                (*written, "steps"), "is no number of steps", shown(steps), "2 or more"
            )
        )
    if len(numbers) == 2 and not numbers["from"] < numbers["to"]:
        said = f"from {numbers['from']:g} to {numbers['to']:g}"
        block.problems.append(
            block.document.problem(written, "is an empty range", said, "from below to")
        )
    if len(block.problems) > found:
        return None
    mark = block.document.key_mark(written)
    return Varied(place, mark, low=numbers["from"], high=numbers["to"], steps=steps, whole=whole)


def _listed(block: Block, variation: Variation) -> tuple[tuple[str, Mapping[Place, Choice]], ...]:
    listed: list[tuple[str, Mapping[Place, Choice]]] = []
    for number, combination in enumerate(variation.combinations):
        choices: dict[Place, Choice] = {}
        for name, value in combination.items():
            if name == "name":
                continue
            written: Place = (block.name, "combinations", number, name)
            place = _place(block, written)
            if place is not None:
                choices[place] = Choice(value, shown_as(value), block.document.mark(written))
        switched = [place for place in choices if is_switch(place)]
        for place in choices if block.name == "levers" else ():
            for scenario in block.scenarios:
                lacking = missing_in(place, scenario, switched)
                if lacking:
                    wrong = f"cannot be set: “{scenario.name}” has no {lacking}"
                    at: Place = (block.name, "combinations", number)
                    block.problems.append(
                        block.document.problem(at, wrong, dotted(place), f"{lacking}: on")
                    )
        listed.append((str(combination.get("name") or ""), choices))
    return tuple(listed)


def _is_whole(declared: FieldInfo | None) -> bool:
    return declared is not None and expected(declared).startswith("a whole number")
