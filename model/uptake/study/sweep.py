"""A sweep: all runs of a study, into a store, whatever happens on the way."""

from __future__ import annotations

import itertools
import os
import shlex
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Literal

from uptake.compilation import code_digest
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.study.chunk_files import TMP, write_chunk
from uptake.study.chunks import Chunk, FailedRun, Outputs, lost_chunk
from uptake.study.dispatch import dispatch
from uptake.study.engines import Engine, given_engine, loky_engine, serial_engine
from uptake.study.estimate import bytes_a_run
from uptake.study.plan import MOST_RUNS_A_CHUNK, Cell
from uptake.study.precision import more_replicates
from uptake.study.prepare import Prepared, prepare
from uptake.study.private_folder import private_folder
from uptake.study.record import record_of
from uptake.study.store import Store
from uptake.study.study_file import StudyFile, read_study
from uptake.study.task import ChunkReport, ChunkWork, OrganisationMissing, SentChunk
from uptake.study.worker import save_organisation

OnError = Literal["go_on", "stop"]
TOKEN: Final = f"{TMP}/driver"
LOST: Final = "its worker process died each time it was tried, most often for want of memory"
SPARE_BYTES: Final = 1_000_000

Tell = Callable[[int, int], None]
"""Told how many runs have finished and how many are wanted, in all."""


class NoSpaceError(Exception):
    """The disk is nearly full: what was finished is kept, and nothing half-written."""


@dataclass(frozen=True)
class SweepResult:
    """How a sweep ended.

    Attributes
    ----------
    store : Store
        Where the results are.
    fingerprint : str
        The study in it.
    planned, done, failed : int
        Runs wanted in all, there now, and failed.
    stopped : bool
        Whether it was asked to stop before all was done.
    """

    store: Store
    fingerprint: str
    planned: int
    done: int
    failed: int
    stopped: bool


def sweep(
    study: StudyFile | Prepared | str | Path,
    out: str | Path,
    *,
    workers: int | None = None,
    serial: bool = False,
    cluster: str | None = None,
    executor: Executor | None = None,
    add: bool = False,
    on_error: OnError = "go_on",
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
    say: Callable[[str], None] | None = None,
    command: Sequence[str] = ("uptake", "sweep"),
) -> SweepResult:
    """Run all of a study that is not in the store yet.

    Parameters
    ----------
    study : StudyFile, Prepared or path
        What to run.
    out : path
        Folder of the store; see `uptake.study.store.Store`.
    workers : int, optional
        Processes on this machine; all cores by default. No engine changes a bit of the results.
    serial : bool
        Make all runs in this process, one after the other.
    cluster : str, optional
        Address of a Dask scheduler, or a file that describes a cluster; see `dask_engine`.
    executor : concurrent.futures.Executor, optional
        Anything else that runs functions.
    add : bool
        Whether the store may hold other studies, with which runs are shared.
    on_error : {"go_on", "stop"}
        What to do after a run that fails.
    tell : callable, optional
        Told of progress.
    stop : callable, optional
        Asked now and then; after True nothing new is begun.
    say : callable, optional
        Told in words what a user should know of a cluster: workers with other libraries.
    command : sequence of str
        What was typed, for the record.

    Raises
    ------
    InputError
        If the study, its organisations or the folder are wrong, or another driver is at work.
    DiskFullError, NoSpaceError
        If results cannot be written; what was finished is kept.
    EngineLostError, CodeChangedError
        If workers are gone for good, or have other code.
    """
    prepared = study if isinstance(study, Prepared) else prepare(_read(study))
    store = Store.create_or_open(Path(out), code_digest())
    with store.lock(), private_folder() as folder:
        _refuse_another_study(store, prepared, add)
        store.clear_temporary()
        driver = _Driver(
            prepared,
            store,
            partial(_engine, workers, serial, cluster, executor, str(folder), say or _quietly),
            chunk_work(prepared.plan.organisations.values(), prepared.plan.outputs, store, folder),
            on_error,
            tell or _quietly,
            stop or (lambda: False),
        )
        try:
            return driver.run(record_of(prepared.study, prepared.plan, prepared.sources, command))
        finally:
            # Workers that were stopped at once have had no time to remove theirs.
            for left in (store.folder / TMP).iterdir():
                left.unlink(missing_ok=True)


@dataclass
class _Driver:
    """One sweep under way."""

    prepared: Prepared
    store: Store
    engine: Callable[[], Engine]
    work: ChunkWork
    on_error: OnError
    tell: Tell
    stop: Callable[[], bool]
    failures: list[FailedRun] = field(default_factory=list)
    planned: int = 0
    finished: int = 0
    stopped: bool = False

    def run(self, record: Mapping[str, object]) -> SweepResult:
        plan, form = self.prepared.plan, self.prepared.study.form
        replicates = {cell: range(self.prepared.study.replicates) for cell in plan.cells}
        while True:
            table = plan.table(replicates)
            self.planned = len(table)
            self.store.save_study(plan.fingerprint, record, table)
            wanted, there = set(table["run"]), self.store.committed()
            self._tell(len(wanted & there) + len(self.failures) - self.finished)
            self._make(replicates, there.union(failure.run for failure in self.failures))
            if self.stopped or form.until is None:
                break
            runs = table.merge(self.store.runs()[["run", form.until.measure]], on="run")
            more = more_replicates(runs, list(plan.organisations), replicates, form.until)
            if more == replicates:
                break
            replicates = more
        done = len(wanted & self.store.committed())
        if done + len(self.failures) == len(wanted):
            self.store.settle()
        return SweepResult(
            self.store, plan.fingerprint, self.planned, done, len(self.failures), self.stopped
        )

    def _make(self, replicates: Mapping[Cell, range], tried: frozenset[str]) -> None:
        plan = self.prepared.plan
        waiting = (SentChunk(chunk) for chunk in plan.chunks(replicates, tried))
        first = next(waiting, None)
        if first is None:
            return
        warm_up(first.chunk, self._organisation(first.chunk.organisation))
        dispatch(
            itertools.chain([first], waiting),
            self.work,
            self.engine(),
            done=self._done,
            lost=self._lost,
            admit=self._admit,
        )

    def _organisation(self, fingerprint: str) -> Organisation:
        organisations = self.prepared.plan.organisations.values()
        return next(one for one in organisations if one.fingerprint == fingerprint)

    def _admit(self) -> bool:
        if self.stop() or (self.failures and self.on_error == "stop"):
            self.stopped = True
            return False
        self._look_for_space()
        return True

    def _look_for_space(self) -> None:
        plan = self.prepared.plan
        weeks = plan.programmes[0].scenario.weeks
        a_chunk = MOST_RUNS_A_CHUNK * bytes_a_run(weeks, plan.outputs)
        left = self.store.free_bytes()
        if left < min(a_chunk, SPARE_BYTES):
            raise NoSpaceError(
                f"only {left / 1e6:,.1f} MB are left on the disk of {self.store.folder}; what was "
                "finished is kept, and with more space the same command goes on"
            )

    def _done(self, sent: SentChunk, report: ChunkReport | OrganisationMissing) -> SentChunk | None:
        if isinstance(report, OrganisationMissing):
            file = self.work.organisation_files[sent.chunk.organisation]
            return SentChunk(sent.chunk, Path(file).read_bytes())
        if report.made is not None:
            write_chunk(self.store.folder, report.made, self.work.repeat)
        self.failures += report.failures
        self._tell(len(report.runs) + len(report.failures))
        return None

    def _lost(self, sent: SentChunk) -> None:
        made = lost_chunk(sent.chunk, LOST)
        write_chunk(self.store.folder, made, self.work.repeat)
        self.failures += made.failures
        self._tell(1)

    def _tell(self, finished: int) -> None:
        self.finished += finished
        self.tell(self.finished, self.planned)


def _quietly(*_words: object) -> None:
    """Tell nobody."""


def _read(study: StudyFile | str | Path) -> StudyFile:
    return study if isinstance(study, StudyFile) else read_study(study)


def _refuse_another_study(store: Store, prepared: Prepared, add: bool) -> None:
    others = {fingerprint: record["name"] for fingerprint, record in store.studies().items()}
    if add or not others or prepared.plan.fingerprint in others:
        return
    names = ", ".join(f"“{name}”" for name in others.values())
    wrong = f"holds another study ({names}), or this one before it was changed"
    right = "a new folder, or --add to keep both in this one and share their runs"
    raise InputError([Problem(str(store.folder), "--out", wrong, right=right)])


def _engine(
    workers: int | None,
    serial: bool,
    cluster: str | None,
    executor: Executor | None,
    folder: str,
    say: Callable[[str], None],
) -> Engine:
    if cluster is not None:
        from uptake.study.cluster import dask_engine

        engine = dask_engine(cluster)
        for note in engine.notes:
            say(note)
        return engine
    if executor is not None:
        return given_engine(executor, workers)
    return serial_engine() if serial else loky_engine(workers, folder)


def chunk_work(
    organisations: Iterable[Organisation], outputs: Outputs, store: Store, folder: Path
) -> ChunkWork:
    """What workers do; organisations lie in a folder of this process, never in the store."""
    files = {}
    for organisation in organisations:
        path = folder / f"{organisation.fingerprint}.pickle"
        save_organisation(organisation, path)
        files[organisation.fingerprint] = str(path)
    whole = store.folder.absolute()
    token = f"{TOKEN}-{os.getpid()}-{time.time_ns()}"
    (whole / token).touch()
    repeat = f"uptake study repeat {shlex.quote(str(store.folder))}"
    return ChunkWork(outputs, code_digest(), files, str(whole), token, repeat)


def warm_up(chunk: Chunk, organisation: Organisation) -> None:
    """Compile here, so that workers find it compiled."""
    from uptake.simulation import simulate

    scenario = max((one.scenario for one in chunk.runs), key=lambda one: len(one.programme))
    brief = scenario.without_own_code().model_copy(update={"weeks": 1})
    simulate(brief, organisation, chunk.seed, 0)
