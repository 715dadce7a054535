"""The plan of a study: every run it asks for, with an identity, in the order of the work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.compilation import code_digest
from uptake.organisation import Organisation
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.study.chunks import Chunk, Outputs, PlannedRun, digest_of
from uptake.study.design import Programme, World

SECONDS_A_CHUNK = 3.0
LONGEST_GROUP_SECONDS = 10.0
"""Up to this, runs that share their past stay together."""
MOST_RUNS_A_CHUNK = 500
SECONDS_A_WEEK = 2.0e-4
SECONDS_AN_EMPLOYEE_WEEK = 1.0e-7
"""About what a run takes, whatever the machine: chunks must not depend on it."""

Cell = tuple[int, int, int]
"""Number of the organisation, the world and the programme."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that a study asks for.

    Attributes
    ----------
    name : str
        Of the study.
    organisations : mapping of name to Organisation
        Where all is run.
    programmes : tuple of Programme
        The baseline first.
    worlds : tuple of World
        At least one.
    levers, uncertainties : tuple of str
        Paths of what is varied.
    seed : int
        Of all runs.
    outputs : Outputs
        What is kept.
    among : mapping of world to programmes, optional
        Numbers of the programmes that are run in each world; all in all if not given.
    """

    name: str
    organisations: Mapping[str, Organisation]
    programmes: tuple[Programme, ...]
    worlds: tuple[World, ...]
    levers: tuple[str, ...]
    uncertainties: tuple[str, ...]
    seed: int
    outputs: Outputs
    among: Mapping[int, tuple[int, ...]] | None = None
    _assumptions: dict[tuple[int, int], tuple[Assumptions, str]] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """Digest of what is asked, apart from the number of replicates."""
        worlds = [
            self._world(programme, world.number)[1]
            for programme in self._firsts.values()
            for world in self.worlds
        ]
        if self.among is not None:
            worlds.append(json.dumps([self.among[world.number] for world in self.worlds]))
        return digest_of([*self._heads, *worlds])

    @property
    def cells(self) -> list[Cell]:
        """All cells, in the order of the work."""
        return [
            (organisation, world.number, programme)
            for organisation in range(len(self.organisations))
            for world in self.worlds
            for programme in self._in(world)
        ]

    def run_id(self, cell: Cell, replicate: int) -> str:
        """Identity of a run: equal for two runs exactly if they give the same results."""
        organisation, world, programme = cell
        head = self._heads[organisation * len(self.programmes) + programme]
        return digest_of([head, self._world(programme, world)[1], str(replicate)])

    def scenario(self, world: int, programme: int) -> Scenario:
        """The scenario of a cell; champion and programme are shared between worlds."""
        one = self.programmes[programme].scenario
        return one.model_copy(update={"assumptions": self._world(programme, world)[0]})

    def table(self, replicates: Mapping[Cell, range]) -> pd.DataFrame:
        """One row a run, as it is stored; see `uptake.study.store`.

        Parameters
        ----------
        replicates : mapping of Cell to range
            Numbers of the replicates of each cell.
        """
        cells = [cell for cell in self.cells if replicates[cell]]
        counts = [len(replicates[cell]) for cell in cells]
        numbers = np.repeat(np.array(cells, np.int32).reshape(-1, 3), counts, axis=0)
        organisation, world, programme = numbers.T
        replicate = np.concatenate([np.zeros(0, np.int32), *(replicates[cell] for cell in cells)])
        names = np.array(list(self.organisations), object)
        labels = np.array([one.label for one in self.programmes], object)
        table = pd.DataFrame(
            {
                "study": self.name,
                "run": [self.run_id(cell, n) for cell in cells for n in replicates[cell]],
                "organisation": names[organisation],
                "programme": programme,
                "label": labels[programme],
                "baseline": programme == 0,
                "world": world,
                "replicate": replicate.astype(np.int32),
            }
        )
        for name in self.levers:
            table[name] = _column([one.shown[name] for one in self.programmes])[programme]
        places = {base: place for place, base in enumerate(self._firsts)}
        base = np.array([places[one.base] for one in self.programmes])[programme]
        for name in self.uncertainties:
            shown = [
                one.shows(name, self.programmes[first].scenario.assumptions)
                for first in self._firsts.values()
                for one in self.worlds
            ]
            table[name] = _column(shown)[base * len(self.worlds) + world]
        return table

    def chunks(
        self, replicates: Mapping[Cell, Iterable[int]], done: frozenset[str]
    ) -> Iterator[Chunk]:
        """The runs that are not done, in chunks of a few seconds.

        Parameters
        ----------
        replicates : mapping of Cell to numbers
            The replicates wanted of each cell.
        done : frozenset of str
            Runs that need not be made again.

        Notes
        -----
        Which runs stand together follows from the plan alone, not from what is done: a chunk that
        was interrupted is the same chunk, under the same name, when it is made again.
        """
        for number, organisation in enumerate(self.organisations.values()):
            waiting: list[PlannedRun] = []
            seconds, taken = 0.0, 0
            positions = len(organisation.chart.employee_ids)
            for part in self._parts(number, positions, replicates):
                cost = len(part) * _seconds(part[0].scenario, positions)
                full = seconds + cost > SECONDS_A_CHUNK or taken + len(part) > MOST_RUNS_A_CHUNK
                if taken and full:
                    yield from _chunk(organisation, self.seed, waiting)
                    waiting, seconds, taken = [], 0.0, 0
                seconds, taken = seconds + cost, taken + len(part)
                waiting += [planned for planned in part if planned.run not in done]
            yield from _chunk(organisation, self.seed, waiting)

    def _parts(
        self, organisation: int, positions: int, replicates: Mapping[Cell, Iterable[int]]
    ) -> Iterator[list[PlannedRun]]:
        """Runs that share their past, in parts that are not too long for a chunk."""
        for group in self._groups(organisation, replicates):
            cost = _seconds(group[0].scenario, positions)
            most = max(1, min(int(LONGEST_GROUP_SECONDS / cost), MOST_RUNS_A_CHUNK))
            for start in range(0, len(group), most):
                yield group[start : start + most]

    def _groups(
        self, organisation: int, replicates: Mapping[Cell, Iterable[int]]
    ) -> Iterator[list[PlannedRun]]:
        """Runs of one world and replicate, which share their past."""
        for world in self.worlds:
            by_replicate: dict[int, list[PlannedRun]] = {}
            for programme in self._in(world):
                cell = (organisation, world.number, programme)
                scenario = self.scenario(world.number, programme)
                for number in replicates[cell]:
                    planned = PlannedRun(self.run_id(cell, number), scenario, number)
                    by_replicate.setdefault(number, []).append(planned)
            for number in sorted(by_replicate):
                yield by_replicate[number]

    def _in(self, world: World) -> Sequence[int]:
        """Numbers of the programmes that are run in a world."""
        return range(len(self.programmes)) if self.among is None else self.among[world.number]

    @cached_property
    def _firsts(self) -> dict[int, int]:
        """The first programme made from each base scenario: assumptions are those of the base."""
        return {one.base: one.number for one in reversed(self.programmes)}

    @cached_property
    def _heads(self) -> list[str]:
        """Digest of all that decides a run but world and replicate, by organisation, programme."""
        kept = json.dumps([self.outputs.measures, self.outputs.weekly])
        of_programmes = [
            one.scenario.model_copy(update={"assumptions": Assumptions()}).fingerprint
            for one in self.programmes
        ]
        return [
            digest_of([code_digest(), kept, organisation.fingerprint, scenario, str(self.seed)])
            for organisation in self.organisations.values()
            for scenario in of_programmes
        ]

    def _world(self, programme: int, world: int) -> tuple[Assumptions, str]:
        """The assumptions of a cell and their digest, worked out once for each base scenario."""
        one = self.programmes[programme]
        if (one.base, world) not in self._assumptions:
            found = self.worlds[world].applied(one.scenario.assumptions)
            self._assumptions[one.base, world] = (found, digest_of([found.model_dump_json()]))
        return self._assumptions[one.base, world]


def _seconds(scenario: Scenario, positions: int) -> float:
    return scenario.weeks * (SECONDS_A_WEEK + positions * SECONDS_AN_EMPLOYEE_WEEK)


def _chunk(organisation: Organisation, seed: int, runs: Sequence[PlannedRun]) -> Iterator[Chunk]:
    if runs:
        yield Chunk(organisation.fingerprint, seed, tuple(runs))


def _column(values: Sequence[float | str]) -> NDArray[np.float64] | NDArray[np.object_]:
    """Numbers if all are, else words."""
    if all(isinstance(value, float) for value in values):
        return np.array(values, np.float64)
    words = [f"{value:g}" if isinstance(value, float) else value for value in values]
    return np.array(words, object)
