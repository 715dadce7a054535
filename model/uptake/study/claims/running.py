"""The runs of claims: made into a store, where an end at any moment loses nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uptake.compilation import code_digest
from uptake.study.chunk_files import TMP, write_chunk
from uptake.study.chunks import FailedRun, lost_chunk
from uptake.study.claims.planned import Cell, PlannedClaims
from uptake.study.dispatch import dispatch
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.private_folder import private_folder
from uptake.study.store import Store
from uptake.study.sweep import LOST, Tell, chunk_work, warm_up
from uptake.study.task import ChunkReport, OrganisationMissing, SentChunk

STUDY = "Claims"


@dataclass(frozen=True)
class Made:
    """How the runs ended.

    Attributes
    ----------
    store : Store
        Where they are.
    planned, done, failed : int
        Runs wanted, there, and failed.
    stopped : bool
        Whether it was asked to stop before all was done.
    """

    store: Store
    planned: int
    done: int
    failed: int
    stopped: bool


def make_runs(
    planned: PlannedClaims,
    out: Path,
    record: Mapping[str, Any],
    *,
    workers: int | None = None,
    serial: bool = False,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
) -> Made:
    """Make all runs that are not in the store yet.

    Parameters
    ----------
    planned : PlannedClaims
        From `planned_claims`.
    out : Path
        Folder of the store. It may hold the runs of other claims, which are shared.
    record : mapping
        What the store keeps of the claims; JSON can hold it.
    workers, serial, tell, stop
        As in `uptake.study.sweep.sweep`.

    Raises
    ------
    InputError
        If the folder is wrong, or another process is at work in it.
    DiskFullError
        If results cannot be written; what was finished is kept.
    EngineLostError, CodeChangedError
        If workers are gone for good, or the package changed.
    """
    store = Store.create_or_open(out, code_digest())
    with store.lock(), private_folder() as folder:
        store.clear_temporary()
        store.save_study(planned.fingerprint, record, planned.table(STUDY))
        driver = _Driver(planned, store, tell or (lambda _done, _wanted: None), stop or _never)
        try:
            return driver.run(folder, workers, serial=serial)
        finally:
            for left in (store.folder / TMP).iterdir():
                left.unlink(missing_ok=True)


def values_in(store: Store, planned: PlannedClaims) -> dict[Cell, dict[str, NDArray[np.float64]]]:
    """The measures of all runs.

    Returns
    -------
    dict of Cell to dict of measure to array (members, replicates)
        nan where a run is missing or has no value.
    """
    runs = store.runs().set_index("run")
    found = {}
    for cell, identities in planned.runs.items():
        chosen = runs.reindex(identities.ravel())
        found[cell] = {
            measure: chosen[measure].to_numpy(np.float64).reshape(identities.shape)
            for measure in planned.outputs.measures
        }
    return found


@dataclass
class _Driver:
    planned: PlannedClaims
    store: Store
    tell: Tell
    stop: Callable[[], bool]
    failures: list[FailedRun] = field(default_factory=list)
    finished: int = 0
    stopped: bool = False

    def run(self, folder: Path, workers: int | None, *, serial: bool) -> Made:
        wanted = self.planned.identities
        done = wanted & self.store.committed()
        self.finished = len(done)
        self.tell(self.finished, len(wanted))
        waiting = (SentChunk(chunk) for chunk in self.planned.chunks(done))
        first = next(waiting, None)
        if first is not None:
            organisations = self.planned.organisations
            self.work = chunk_work(organisations.values(), self.planned.outputs, self.store, folder)
            warm_up(first.chunk, organisations[first.chunk.organisation])
            dispatch(
                itertools.chain([first], waiting),
                self.work,
                serial_engine() if serial else loky_engine(workers, str(folder)),
                done=self._done,
                lost=self._lost,
                admit=self._admit,
            )
        there = len(wanted & self.store.committed())
        if there + len(self.failures) == len(wanted):
            self.store.settle()
        return Made(self.store, len(wanted), there, len(self.failures), self.stopped)

    def _admit(self) -> bool:
        self.stopped = self.stopped or self.stop()
        return not self.stopped

    def _done(self, sent: SentChunk, report: ChunkReport | OrganisationMissing) -> SentChunk | None:
        if isinstance(report, OrganisationMissing):
            file = self.work.organisation_files[sent.chunk.organisation]
            return SentChunk(sent.chunk, Path(file).read_bytes())
        if report.made is not None:
            write_chunk(self.store.folder, report.made, self.work.repeat)
        self._count(len(report.runs), report.failures)
        return None

    def _lost(self, sent: SentChunk) -> None:
        made = lost_chunk(sent.chunk, LOST)
        write_chunk(self.store.folder, made, self.work.repeat)
        self._count(0, made.failures)

    def _count(self, done: int, failures: Sequence[FailedRun]) -> None:
        self.failures += failures
        self.finished += done + len(failures)
        self.tell(self.finished, len(self.planned.identities))


def _never() -> bool:
    return False
