"""The points of a sample as a study: each is one programme in one world, beside the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from uptake.documents import Place
from uptake.errors import InputError, Problem
from uptake.study.better import known_values
from uptake.study.design import Programme
from uptake.study.prepare import LARGEST_STUDY, Prepared, prepare_in
from uptake.study.sensitivity.asking import Asked
from uptake.study.sensitivity.inputs import Point
from uptake.study.settings import with_settings
from uptake.study.store import Store
from uptake.study.study_file import StudyFile
from uptake.study.table import load_table
from uptake.study.varied import Combinations, Shown


@dataclass(frozen=True, eq=False)
class Part:
    """A sample that can be run.

    Attributes
    ----------
    prepared : Prepared
        Its points, each once, as a study.
    worlds, programmes : array (points,)
        Which world and programme of the plan each point is.
    """

    prepared: Prepared
    worlds: NDArray[np.int64]
    programmes: NDArray[np.int64]

    @property
    def run_count(self) -> int:
        """Runs that it takes."""
        return len(self.prepared.plan.cells) * self.prepared.study.replicates


def part_of(asked: Asked, name: str, points: Sequence[Point]) -> Part:
    """Make a study of the points of a sample.

    Parameters
    ----------
    asked : Asked
        What is asked.
    name : str
        What the sample is for; becomes part of the study's name.
    points : sequence of Point
        Any number of times the same.

    Raises
    ------
    InputError
        With the combinations that make no sense, or if there are too many.
    """
    levers = {one.varied.place for one in asked.inputs if one.lever}
    worlds, world_of = _distinct([_only(one, levers, inside=False) for one in points])
    choices, choice_of = _distinct([_only(one, levers, inside=True) for one in points])
    study = replace(
        asked.study,
        form=asked.study.form.model_copy(update={"name": part_name(asked, name)}),
        uncertainties=_listed(worlds, [""] * len(worlds)),
    )
    if levers:
        names = [f"Levers {n}" if one else "" for n, one in enumerate(choices, 1)]
        study = replace(study, levers=_listed(choices, names))
    prepared = prepare_in(study, asked.sources, asked.organisations)
    if levers:
        numbers = _numbers(study, choices, prepared.plan.programmes)[choice_of]
        among = {world: {0} for world in range(len(worlds))}
        for world, number in zip(world_of.tolist(), numbers.tolist(), strict=True):
            among[world].add(number)
        run = {world: tuple(sorted(chosen)) for world, chosen in among.items()}
        prepared = replace(prepared, plan=replace(prepared.plan, among=run))
    else:
        numbers = np.full(len(points), len(prepared.plan.programmes) - 1)
    part = Part(prepared, world_of, numbers)
    if part.run_count > LARGEST_STUDY:
        right = f"{LARGEST_STUDY:,} runs at most: fewer --samples, --trajectories or --replicates"
        wrong, found = "is too large", f"{part.run_count:,} runs"
        raise InputError([Problem("the command", "the sample", wrong, found, right)])
    return part


def part_name(asked: Asked, name: str) -> str:
    """What the study of a sample is called in its store."""
    return f"{asked.study.form.name}: {name}"


def outcomes_of(store: Store, part: Part, asked: Asked) -> NDArray[np.float64]:
    """The outcome at each point, from the runs of a part that are there.

    Returns
    -------
    array (points, replicates)
        The measure or, if there is a baseline, its paired difference from it; nan where a run is
        missing or says nothing.
    """
    plan, replicates = part.prepared.plan, part.prepared.study.replicates
    runs = load_table(store, plan.fingerprint).runs
    known = np.full((len(plan.worlds), len(plan.programmes), replicates), np.nan)
    known[runs["world"], runs["programme"], runs["replicate"]] = known_values(
        asked.measure, runs[asked.measure]
    )
    found = known[part.worlds, part.programmes]
    return found - known[part.worlds, 0] if asked.baseline else found


def _only(point: Point, places: set[Place], *, inside: bool) -> Point:
    return {place: choice for place, choice in point.items() if (place in places) is inside}


def _distinct(points: Sequence[Point]) -> tuple[list[Point], NDArray[np.int64]]:
    """Each point once, and which of them each is."""
    found: dict[tuple[tuple[Place, Shown], ...], int] = {}
    kept: list[Point] = []
    numbers = []
    for point in points:
        key = tuple((place, choice.shown) for place, choice in point.items())
        if key not in found:
            found[key] = len(kept)
            kept.append(point)
        numbers.append(found[key])
    return kept, np.array(numbers, np.int64)


def _listed(points: Sequence[Point], names: Sequence[str]) -> Combinations:
    if not any(points):
        return Combinations("grid")
    return Combinations("list", listed=tuple(zip(names, points, strict=True)))


def _numbers(
    study: StudyFile, choices: Sequence[Point], programmes: Sequence[Programme]
) -> NDArray[np.int64]:
    """The number of the programme that each combination of levers comes to."""
    numbers = {one.scenario.fingerprint: one.number for one in programmes}
    scenario = study.scenarios[0].scenario
    made = [
        with_settings(scenario, {place: choice.value for place, choice in one.items()})
        for one in choices
    ]
    return np.array([numbers[one.fingerprint] for one in made], np.int64)
