"""The runs of an analysis, made by a sweep for each sample into one store."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from loky import cpu_count
from numpy.typing import NDArray

from uptake.study.estimate import START_SECONDS, Estimate, bytes_a_run, seconds_a_run
from uptake.study.sensitivity.analysis import (
    ENDS,
    MORRIS,
    SOBOL,
    morris_points,
    sobol_points,
)
from uptake.study.sensitivity.asking import Asked
from uptake.study.sensitivity.ends import end_points
from uptake.study.sensitivity.findings import Design
from uptake.study.sensitivity.inputs import Input, Point
from uptake.study.sensitivity.parts import Part, outcomes_of, part_name, part_of
from uptake.study.sensitivity.sampling import morris_sample
from uptake.study.sensitivity.screening import left_by, screen
from uptake.study.store import Store
from uptake.study.store_folder import MANIFEST
from uptake.study.sweep import SweepResult, sweep


class StoppedError(Exception):
    """The runs of a sample were stopped before all were made."""

    def __init__(self, result: SweepResult) -> None:
        super().__init__("stopped before all runs were made")
        self.result = result


@dataclass
class StudyRunner:
    """Makes the runs of each sample that are not there yet, and gives their outcomes.

    Attributes
    ----------
    asked : Asked
        What is asked.
    folder : Path
        The store.
    add : bool
        Whether the store may hold other studies.
    options : dict
        Further arguments of `uptake.study.sweep.sweep`.
    results : dict
        What came of each sweep, by what it was for.
    """

    asked: Asked
    folder: Path
    add: bool
    options: dict[str, Any]
    results: dict[str, SweepResult] = field(default_factory=dict)

    def __call__(self, name: str, points: Sequence[Point]) -> NDArray[np.float64]:
        """Make the runs of a sample.

        Raises
        ------
        StoppedError
            If it was stopped.
        InputError, DiskFullError, NoSpaceError, EngineLostError, CodeChangedError
            As `uptake.study.sweep.sweep`.
        """
        part = part_of(self.asked, name, points)
        begun = bool(self.results) or _is_there(part, self.folder)
        result = sweep(part.prepared, self.folder, add=self.add or begun, **self.options)
        self.results[name] = result
        if result.stopped:
            raise StoppedError(result)
        return outcomes_of(result.store, part, self.asked)

    def manifest(self, design: Design) -> dict[str, Any]:
        """Where the findings come from."""
        store = Store.open(self.folder)
        records = store.studies()
        of = {name: records[result.fingerprint] for name, result in self.results.items()}
        first = next(iter(of.values()))
        told = ("command", "started", "weeks", "seed", "replicates", "platform", "versions")
        return {
            **{key: first[key] for key in told},
            "model": store.model,
            "method": dataclasses.asdict(design),
            "measure": self.asked.measure,
            "programme": self.asked.programme,
            "baseline": self.asked.baseline,
            "runs": {name: result.done for name, result in self.results.items()},
            "studies": {name: result.fingerprint for name, result in self.results.items()},
            "organisation": first["organisations"][0]["counts"],
        }

    @property
    def alone(self) -> bool:
        """Whether the store holds nothing but samples of this study."""
        own = {part_name(self.asked, name) for name in (MORRIS, SOBOL, ENDS)}
        return all(one["name"] in own for one in Store.open(self.folder).studies().values())


@dataclass(frozen=True)
class Ahead:
    """What an analysis takes.

    Attributes
    ----------
    runs : dict of str to int
        By what they are for; those of Sobol's sample at most, if screening comes before it.
    estimate : Estimate
        Of all of them together; `until` says whether fewer may be enough.
    """

    runs: dict[str, int]
    estimate: Estimate


def look_ahead(asked: Asked, design: Design, folder: Path, workers: int | None) -> Ahead:
    """Estimate what an analysis takes, from a trial run.

    Raises
    ------
    InputError
        With the combinations that make no sense, or if the samples are too large.
    """
    parts, at_most = _parts(asked, design, folder)
    plan = next(iter(parts.values())).prepared.plan
    committed = frozenset[str]()
    if (folder / MANIFEST).is_file():
        committed = Store.open(folder).committed()
    replicates = range(asked.study.replicates)
    wanted = {
        one.prepared.plan.run_id(cell, number)
        for one in (parts.values() if committed else ())
        for cell in one.prepared.plan.cells
        for number in replicates
    }
    runs = {name: one.run_count for name, one in parts.items()}
    total, there = sum(runs.values()), len(wanted & committed)
    scenario = asked.study.scenarios[0].scenario.without_own_code()
    (organisation,) = plan.organisations.values()
    at_once = workers or cpu_count()
    seconds = (total - there) * seconds_a_run(scenario, organisation) / at_once
    estimate = Estimate(
        organisations=1,
        programmes=2 if asked.baseline else 1,
        worlds=sum(len(one.prepared.plan.worlds) for one in parts.values()),
        runs=total,
        there=there,
        until=at_most,
        weeks=scenario.weeks,
        workers=at_once,
        seconds=START_SECONDS * len(parts) + seconds,
        disk_bytes=(total - there) * bytes_a_run(scenario.weeks, plan.outputs),
    )
    return Ahead(runs, estimate)


def _parts(asked: Asked, design: Design, folder: Path) -> tuple[dict[str, Part], bool]:
    """All samples, and whether that of Sobol may become smaller.

    As long as the screening has not been run, it is that of as many inputs as may be left.
    """
    inputs, at_most = asked.inputs, False
    left: Sequence[Input] = inputs
    parts: dict[str, Part] = {}
    if design.method != "sobol":
        sample = morris_sample(inputs, design.trajectories, design.seed)
        parts[MORRIS] = part_of(asked, MORRIS, morris_points(inputs, sample))
        if design.method == "both":
            found = _left(asked, design, sample, parts[MORRIS], folder)
            left, at_most = (inputs[: design.keep], True) if found is None else (found, False)
    if design.method != "morris" and left:
        parts[SOBOL] = part_of(asked, SOBOL, sobol_points(inputs, left, design))
    parts[ENDS] = part_of(asked, ENDS, end_points(inputs))
    return parts, at_most


def _left(
    asked: Asked, design: Design, sample: NDArray[np.float64], part: Part, folder: Path
) -> list[Input] | None:
    """What the screening left, if all of its runs are there."""
    if not _is_there(part, folder):
        return None
    outcomes = outcomes_of(Store.open(folder), part, asked)
    if not np.isfinite(outcomes).all():
        return None
    names = left_by(screen(asked.inputs, sample, outcomes), design.keep)
    return [one for one in asked.inputs if one.name in names]


def _is_there(part: Part, folder: Path) -> bool:
    """Whether a store was begun with this sample, and so is this analysis's own."""
    if not (folder / MANIFEST).is_file():
        return False
    return part.prepared.plan.fingerprint in Store.open(folder).studies()
