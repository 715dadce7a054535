"""What is handed to a worker and what comes back: runs in chunks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from uptake.scenario import Scenario


@dataclass(frozen=True)
class PlannedRun:
    """One run of a plan.

    Attributes
    ----------
    run : str
        Its identity: a digest of model code, outputs, organisation, scenario, seed and replicate,
        and of nothing else.
    scenario : Scenario
        What is run, assumptions included.
    replicate : int
        Number of the replicate.
    """

    run: str
    scenario: Scenario
    replicate: int


@dataclass(frozen=True)
class Chunk:
    """Runs in one organisation that are made one after the other and committed together.

    Attributes
    ----------
    organisation : str
        Fingerprint of the organisation.
    seed : int
        Seed of all runs.
    runs : tuple of PlannedRun
        At least one.
    """

    organisation: str
    seed: int
    runs: tuple[PlannedRun, ...]

    @property
    def name(self) -> str:
        """Name of the chunk's files: the same runs have the same name."""
        return digest_of(planned.run for planned in self.runs)

    def split(self) -> tuple[Chunk, ...]:
        """The runs of the chunk as chunks of one."""
        return tuple(Chunk(self.organisation, self.seed, (one,)) for one in self.runs)


@dataclass(frozen=True)
class Outputs:
    """What is kept of each run: measures of the run, and weekly measures."""

    measures: tuple[str, ...]
    weekly: tuple[str, ...]


@dataclass(frozen=True)
class FailedRun:
    """A run that raised an exception, or whose worker died each time it was tried.

    Attributes
    ----------
    run : str
        Its identity.
    scenario : str
        Name of the scenario.
    replicate : int
        Number of the replicate.
    error : str
        The exception in one line.
    traceback : str
        Where it was raised; empty for a lost worker.
    """

    run: str
    scenario: str
    replicate: int
    error: str
    traceback: str


@dataclass(frozen=True, eq=False)
class MadeChunk:
    """What the runs of a chunk gave.

    Attributes
    ----------
    name : str
        Name of the chunk.
    runs : DataFrame
        One row a run that did not fail: run, the measures of the study, series_digest and seconds.
    series : DataFrame
        One row a run and week: run, week and the weekly measures kept.
    failures : tuple of FailedRun
        The runs that failed.
    """

    name: str
    runs: pd.DataFrame
    series: pd.DataFrame
    failures: tuple[FailedRun, ...]


def lost_chunk(chunk: Chunk, error: str) -> MadeChunk:
    """What is known of a chunk whose runs could not be made: that they failed."""
    import pandas as pd

    failures = tuple(
        FailedRun(one.run, one.scenario.name, one.replicate, error, "") for one in chunk.runs
    )
    nothing = pd.DataFrame({"run": pd.Series(dtype=str)})
    return MadeChunk(chunk.name, nothing, nothing, failures)


def digest_of(parts: Iterable[str]) -> str:
    """Digest of some texts in their order, 24 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()
