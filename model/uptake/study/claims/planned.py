"""Every run that the claims of a file need, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.organisation import Organisation
from uptake.study.chunks import Chunk, Outputs, PlannedRun, digest_of
from uptake.study.plan import MOST_RUNS_A_CHUNK, SECONDS_A_WEEK, SECONDS_AN_EMPLOYEE_WEEK

SECONDS_A_CHUNK: Final = 4.0


class Cell(NamedTuple):
    """What one array of runs is of."""

    condition: str
    organisation: str
    scenario: str


@dataclass(frozen=True, eq=False)
class Group:
    """Runs of one member and replicate, which share their past.

    Attributes
    ----------
    organisation : Organisation
        Where they are made.
    seed : int
        Of all of them.
    runs : tuple of PlannedRun
        At least one.
    """

    organisation: Organisation
    seed: int
    runs: tuple[PlannedRun, ...]

    @property
    def seconds(self) -> float:
        """About what they take."""
        people = len(self.organisation.chart)
        a_week = SECONDS_A_WEEK + people * SECONDS_AN_EMPLOYEE_WEEK
        return sum(one.scenario.weeks for one in self.runs) * a_week


@dataclass(frozen=True, eq=False)
class PlannedClaims:
    """The runs of all claims under all conditions.

    Attributes
    ----------
    outputs : Outputs
        What is kept of each.
    groups : tuple of Group
        In the order of the work.
    runs : mapping of Cell to array (members, replicates)
        Identity of each run.
    """

    outputs: Outputs
    groups: tuple[Group, ...]
    runs: Mapping[Cell, NDArray[np.object_]]

    @property
    def organisations(self) -> dict[str, Organisation]:
        """Where runs are made, by fingerprint."""
        return {one.organisation.fingerprint: one.organisation for one in self.groups}

    @property
    def identities(self) -> frozenset[str]:
        """Of all runs."""
        return frozenset(run for array in self.runs.values() for run in array.ravel().tolist())

    @property
    def fingerprint(self) -> str:
        """Digest of everything that is asked for."""
        return digest_of(sorted(self.identities))

    def chunks(self, done: frozenset[str]) -> Iterator[Chunk]:
        """The runs that are not done, each once, in chunks of a few seconds.

        Parameters
        ----------
        done : frozenset of str
            Runs that need not be made again.
        """
        made = set(done)
        for bundle in self._bundles():
            waiting: dict[str, PlannedRun] = {}
            for group in bundle:
                # Two conditions may want the same run.
                waiting |= {one.run: one for one in group.runs if one.run not in made}
            made |= waiting.keys()
            if waiting:
                where, seed = bundle[0].organisation, bundle[0].seed
                yield Chunk(where.fingerprint, seed, tuple(waiting.values()))

    def table(self, study: str) -> pd.DataFrame:
        """One row a run, as a store keeps plans, with its condition; a world is a member.

        Parameters
        ----------
        study : str
            What the study is called.
        """
        names = list(dict.fromkeys(cell.scenario for cell in self.runs))
        rows = [
            (
                *(study, run, cell.organisation, names.index(cell.scenario), cell.scenario, False),
                *(member, replicate, cell.condition),
            )
            for cell, array in self.runs.items()
            for (member, replicate), run in np.ndenumerate(array)
        ]
        columns = ["study", "run", "organisation", "programme", "label", "baseline"]
        table = pd.DataFrame(rows, columns=[*columns, "world", "replicate", "condition"])
        return table.drop_duplicates("run", ignore_index=True)

    def _bundles(self) -> Iterator[list[Group]]:
        bundle: list[Group] = []
        seconds, count = 0.0, 0
        for group in self.groups:
            same = bundle and (bundle[0].organisation, bundle[0].seed) == (
                group.organisation, group.seed,
            )  # fmt: skip
            full = seconds + group.seconds > SECONDS_A_CHUNK
            if bundle and (not same or full or count + len(group.runs) > MOST_RUNS_A_CHUNK):
                yield bundle
                bundle, seconds, count = [], 0.0, 0
            bundle.append(group)
            seconds, count = seconds + group.seconds, count + len(group.runs)
        if bundle:
            yield bundle
