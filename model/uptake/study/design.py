"""From what a study varies to its programmes and its worlds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from scipy.stats import qmc

from uptake.documents import Mark, Place, dotted
from uptake.errors import InputError, Problem
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.scenario_files import ScenarioFile
from uptake.study.assumed import identity, set_in, yielding
from uptake.study.lever_words import setting_words
from uptake.study.settings import (
    OFF,
    has_place,
    in_effect,
    is_switch,
    value_at,
    with_settings,
    words_for,
)
from uptake.study.study_file import StudyFile
from uptake.study.varied import LISTED, SAMPLED, Choice, Combinations, Shown, shown_as
from uptake.study.wording import NO_BREAK

MOST_MISTAKES = 20
"""Wrong combinations that are put into words; more say nothing new."""


@dataclass(frozen=True)
class Programme:
    """One combination of levers.

    Attributes
    ----------
    number : int
        Its number; the baseline is 0.
    label : str
        What it is called.
    base : int
        Number of the scenario it was made from, in `bases`.
    settings : mapping of place to value
        What was changed there.
    shown : mapping of name to number or word
        The levers of the study as they stand in tables.
    scenario : Scenario
        The result, with the assumptions of the base.
    """

    number: int
    label: str
    base: int
    settings: Mapping[Place, Any]
    shown: Mapping[str, Shown]
    scenario: Scenario


@dataclass(frozen=True)
class World:
    """One sample of the uncertainties, or one member of an ensemble.

    Attributes
    ----------
    number : int
        Its number.
    values : mapping of name to value
        Assumptions that differ from those of the scenarios.
    shown : mapping of name to number or word
        The uncertainties of the study, by path, as they stand in tables.
    yields : bool
        Whether what a scenario sets itself wins over the values: so it is in an ensemble, but not
        where a study varies an assumption by its name.
    """

    number: int
    values: Mapping[str, Any]
    shown: Mapping[str, Shown]
    yields: bool = False

    def applied(self, assumptions: Assumptions) -> Assumptions:
        """The assumptions of a scenario in this world."""
        if self.yields:
            return yielding(assumptions, self.values)
        return in_world(assumptions, self.values)

    def shows(self, name: str, assumptions: Assumptions) -> Shown:
        """What an uncertainty is in this world for a scenario, as it stands in tables."""
        own = set_in(assumptions) if self.yields else {}
        field = name.rpartition(".")[2]
        return shown_as(own[field]) if field in own else self.shown[name]


def bases(study: StudyFile) -> tuple[ScenarioFile, ...]:
    """The scenarios that programmes are made from; the baseline comes first."""
    return (study.baseline, *study.scenarios) if study.baseline else study.scenarios


def programmes(study: StudyFile) -> tuple[Programme, ...]:
    """All programmes of a study, each once; the baseline first.

    Raises
    ------
    InputError
        With the combinations of levers that make no sense.
    """
    files = bases(study)
    names = _levers(study)
    found: dict[str, Programme] = {}
    problems: list[Problem] = []

    def add(label: str, base: int, choices: Mapping[Place, Choice], scenario: Scenario) -> None:
        if identity(scenario) in found:
            return
        number = len(found)
        settings = {place: choice.value for place, choice in choices.items()}
        shown = {
            dotted(place): choices[place].shown if place in choices else _shown(scenario, place)
            for place in names
        }
        named = scenario.model_copy(update={"name": label})
        found[identity(scenario)] = Programme(number, label, base, settings, shown, named)

    add(files[0].scenario.name, 0, {}, files[0].scenario)
    for base in range(len(files) - len(study.scenarios), len(files)):
        for name, choices in _points(study.levers):
            if len(problems) >= MOST_MISTAKES:
                break
            try:
                settings = {place: choice.value for place, choice in choices.items()}
                scenario = with_settings(files[base].scenario, settings)
            except ValidationError as error:
                _complain(_in_words(files[base], choices, error), problems)
                continue
            choices = {place: choices[place] for place in in_effect(settings)}
            label = name or _label(choices) or scenario.name
            if len(study.scenarios) > 1 and label != scenario.name:
                label = f"{scenario.name}: {label}"
            add(label, base, choices, scenario)
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def worlds(study: StudyFile) -> tuple[World, ...]:
    """All worlds of a study.

    Raises
    ------
    InputError
        With the assumptions that make no sense.
    """
    file = study.scenarios[0]
    yields = study.uncertainties.design == "ensemble"
    found: list[World] = []
    problems: list[Problem] = []
    for number, (_, choices) in enumerate(_points(study.uncertainties)):
        values = {str(place[-1]): choice.value for place, choice in choices.items()}
        shown = {dotted(place): choice.shown for place, choice in choices.items()}
        world = World(number, values, shown, yields)
        try:
            world.applied(file.scenario.assumptions)
        except ValidationError as error:
            _complain(_in_words(file, choices, error), problems)
            if len(problems) >= MOST_MISTAKES:
                break
        found.append(world)
    if problems:
        raise InputError(problems)
    return tuple(found)


def in_world(assumptions: Assumptions, values: Mapping[str, Any]) -> Assumptions:
    """The assumptions of a scenario, some of them replaced."""
    return Assumptions.model_validate({**dict(assumptions), **values}) if values else assumptions


def uncertainties(study: StudyFile) -> tuple[str, ...]:
    """Paths of the uncertainties, in the order of the file."""
    return tuple(dotted(place) for place in _places(study.uncertainties))


def levers(study: StudyFile) -> tuple[str, ...]:
    """Paths of the levers, in the order of the file."""
    return tuple(dotted(place) for place in _levers(study))


def _levers(study: StudyFile) -> list[Place]:
    return _places(study.levers)


def _places(combinations: Combinations) -> list[Place]:
    varied = [one.place for one in combinations.varied]
    listed = [place for _, choices in combinations.listed for place in choices]
    return list(dict.fromkeys([*varied, *listed]))


def _points(combinations: Combinations) -> Iterator[tuple[str, dict[Place, Choice]]]:
    """Name and values of each combination, in the order of the design."""
    if combinations.design in LISTED:
        for name, choices in combinations.listed:
            yield name, dict(choices)
        return
    varied = combinations.varied
    places = [one.place for one in varied]
    if combinations.design not in SAMPLED:
        for chosen in itertools.product(*(one.grid() for one in varied)):
            yield "", dict(zip(places, chosen, strict=True))
        return
    kind = qmc.Sobol if combinations.design == "sobol" else qmc.LatinHypercube
    sampler = kind(len(varied), rng=combinations.seed)
    for row in sampler.random(combinations.points).tolist():
        yield "", {one.place: one.at(share) for one, share in zip(varied, row, strict=True)}


def _complain(mistakes: Sequence[Problem], problems: list[Problem]) -> None:
    problems += [one for one in mistakes if one not in problems]


def _shown(scenario: Scenario, place: Place) -> Shown:
    """What a scenario says of a lever; nan where it has no such thing."""
    known = is_switch(place) or has_place(scenario, place)
    return shown_as(value_at(scenario, place)) if known else math.nan


def _label(choices: Mapping[Place, Choice]) -> str:
    """Name a combination by its settings; what stands below a switch says that it is on."""
    above = {place[:depth] for place in choices for depth in range(len(place))}
    told = {place: one for place, one in choices.items() if place not in above or one.shown == OFF}
    words = (setting_words(dotted(place), choice.shown) for place, choice in told.items())
    return ", ".join(words).replace(NO_BREAK, " ")


def _in_words(
    base: ScenarioFile, choices: Mapping[Place, Choice], error: ValidationError
) -> list[Problem]:
    """What is wrong with a combination, at its place in the study file."""
    marks: dict[Place, Mark] = {}
    for place, choice in choices.items():
        if choice.mark is not None:
            marks[place] = choice.mark
    try:
        words_for(base, {place: choice.value for place, choice in choices.items()}, marks)
    except InputError as found:
        return list(found.problems)
    raise error
