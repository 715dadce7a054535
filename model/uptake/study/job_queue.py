"""A file that says which batch system starts Dask workers, how many, and what each may use."""

from __future__ import annotations

import inspect
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from uptake.checking import nearest, one_of, shown
from uptake.documents import Document, read_document
from uptake.errors import InputError, Problem, in_one_line
from uptake.study.engines import GOES_ON, EngineLostError

if TYPE_CHECKING:
    from dask_jobqueue.core import JobQueueCluster

KINDS: Final = {
    "slurm": "SLURMCluster",
    "pbs": "PBSCluster",
    "sge": "SGECluster",
    "lsf": "LSFCluster",
    "htcondor": "HTCondorCluster",
    "oar": "OARCluster",
    "local": "LocalCluster",
}
"""Batch systems and their classes in dask-jobqueue; ``local`` needs none, to try a file out."""

SECONDS_UNTIL_ENDED: Final = 20.0
"""So long a worker that was killed may take to come back."""

NOT_SETTINGS: Final = frozenset(
    {
        *("self", "name", "config_name", "n_workers", "job_cls", "scheduler", "scheduler_cls"),
        *("loop", "asynchronous", "security", "host", "dashboard_address"),
    }
)
"""Parameters of those classes that are not the user's, or that they refuse themselves."""


@dataclass(frozen=True)
class JobQueue:
    """What a file says.

    Attributes
    ----------
    document : Document
        The file.
    kind : str
        One of `KINDS`.
    jobs : int
        How many jobs are submitted.
    settings : dict
        Keyword arguments of the class of dask-jobqueue.
    """

    document: Document
    kind: str
    jobs: int
    settings: dict[str, Any]

    def start(self) -> Jobs:
        """Start a scheduler here and submit the jobs; their workers come when they come.

        Raises
        ------
        InputError
            If the settings do not go together or the batch system refuses the jobs.
        """
        try:
            cluster = _cluster_class(self.kind)(**self.settings)
        except Exception as error:
            wrong = f"dask-jobqueue refuses these settings: {in_one_line(error)}"
            raise InputError([self.document.problem((), wrong)]) from None

        jobs = Jobs(cluster, _names_of_workers(cluster))
        try:
            jobs.submit(self.jobs)
        except Exception as error:
            jobs.close()
            wrong = f"the jobs cannot be submitted: {in_one_line(error)}"
            raise InputError([self.document.problem(("kind",), wrong)]) from None
        return jobs


@dataclass(frozen=True)
class Jobs:
    """Jobs in a batch system, whose number is kept up.

    Attributes
    ----------
    cluster : JobQueueCluster
        Knows the jobs; its scheduler runs in this process.
    known : set of str
        Names of all workers there have ever been.
    missed : dict of str to float
        When each job that has had workers was first found without any.
    """

    cluster: JobQueueCluster
    known: set[str]
    missed: dict[str, float] = field(default_factory=dict)

    def submit(self, count: int, instead_of: Sequence[str] = ()) -> None:
        """Submit more jobs; raises what the batch system says against it."""

        async def submitted() -> None:
            # Unlike `scale`, this tells what goes wrong.
            await self.cluster

        for _ in range(count):
            self.cluster.worker_spec.update(self.cluster.new_worker_spec())
        # Only now, or a new job would get the name of an old one and pass for it.
        for job in instead_of:
            del self.cluster.worker_spec[job]
        self.cluster.sync(submitted)

    def close(self) -> None:
        """End all jobs and the scheduler."""
        from distributed.core import Status

        # What it tells of jobs, which it only submits, keeps a cluster from being closed.
        for job in self.cluster.workers.values():
            job.status = Status.closed
        self.cluster.close()

    def replace_ended(self) -> None:
        """Submit a new job for each that has ended, as jobs do when their time is over.

        Raises
        ------
        EngineLostError
            If the batch system does not take them.
        """
        scheduler: Any = self.cluster.scheduler
        present = {str(worker.name) for worker in list(scheduler.workers.values())}
        for job in self.cluster.worker_spec:
            workers = self._workers_of(job)
            if workers & present:
                self.missed.pop(job, None)
            elif workers & self.known:
                self.missed.setdefault(job, time.monotonic())
        latest = time.monotonic() - SECONDS_UNTIL_ENDED
        ended = [job for job, since in self.missed.items() if since < latest]
        if not ended:
            return
        for job in ended:
            # Its name may be that of a later job, which is to be waited for as long as it takes.
            self.known.difference_update(self._workers_of(job))
            del self.missed[job]
        try:
            self.submit(len(ended), instead_of=ended)
        except Exception as error:
            wrong = f"jobs have ended and cannot be submitted again: {in_one_line(error)}"
            raise EngineLostError(f"{wrong}; {GOES_ON}") from error

    def _workers_of(self, job: str) -> set[str]:
        suffixes = self.cluster.worker_spec[job].get("group", [""])
        return {job + suffix for suffix in suffixes}


def read_job_queue(path: Path) -> JobQueue:
    """Read a file such as ``{kind: slurm, jobs: 4, cores: 8, memory: 16GB, walltime: 02:00:00}``.

    Raises
    ------
    InputError
        With every mistake and its line.
    """
    document = read_document(path)
    settings = dict(document.data)
    kind, jobs = settings.pop("kind", None), settings.pop("jobs", None)
    problems = [*_wrong_jobs(document, jobs), *_wrong_kind(document, kind)]
    if kind in KINDS:
        problems += _wrong_settings(document, kind, settings)
    if problems:
        raise InputError(problems)
    if isinstance(settings.get("cores"), int):
        # A run keeps one core busy; threads of one process would take turns where it does not.
        settings.setdefault("processes", settings["cores"])
    # What goes wrong with workers is dealt with by whoever gives them work.
    settings.setdefault("silence_logs", "critical")
    options = {"dashboard_address": ":0", **settings.get("scheduler_options", {})}
    return JobQueue(document, kind, jobs, {**settings, "scheduler_options": options})


def _wrong_jobs(document: Document, jobs: object) -> list[Problem]:
    right = "how many jobs to submit, 1 or more"
    if "jobs" not in document.data:
        return [document.problem((), "jobs is missing", right=right)]
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        return [document.problem(("jobs",), "is no number of jobs", shown(jobs), right)]
    return []


def _wrong_kind(document: Document, kind: object) -> list[Problem]:
    if "kind" not in document.data:
        return [document.problem((), "kind is missing", right=one_of(list(KINDS)))]
    if kind not in KINDS:
        wrong = "is no batch system that is known here"
        return [document.problem(("kind",), wrong, shown(kind), one_of(list(KINDS)))]
    command = str(getattr(_job_class(str(kind)), "submit_command", None) or "").split()
    if command and shutil.which(command[0]) is None:
        wrong = f"needs the command {command[0]}, which is not on this machine"
        return [document.problem(("kind",), wrong, right="a machine from which jobs are submitted")]
    return []


def _wrong_settings(document: Document, kind: str, settings: dict[str, Any]) -> list[Problem]:
    known = _setting_names(kind)
    problems = []
    for key in sorted(settings.keys() - known):
        close = nearest(key, known)
        right = close or "a keyword argument of " + KINDS[kind]
        problems.append(document.key_problem((key,), "is no setting of this kind", right=right))
    options = settings.get("scheduler_options", {})
    if not isinstance(options, dict):
        wrong = "is not a mapping"
        problems.append(document.problem(("scheduler_options",), wrong, shown(options)))
    return problems


def _setting_names(kind: str) -> frozenset[str]:
    import dask_jobqueue.core

    core = dask_jobqueue.core
    makers = (_cluster_class(kind), _job_class(kind), core.JobQueueCluster, core.Job)
    parameters = [one for made in makers for one in inspect.signature(made).parameters.values()]
    named = {one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD}
    return frozenset(named - NOT_SETTINGS)


def _cluster_class(kind: str) -> type[JobQueueCluster]:
    import dask_jobqueue
    import dask_jobqueue.local

    # The package does not offer the one without a batch system itself.
    place: Any = dask_jobqueue.local if kind == "local" else dask_jobqueue
    chosen: type[JobQueueCluster] = getattr(place, KINDS[kind])
    return chosen


def _names_of_workers(cluster: JobQueueCluster) -> set[str]:
    """A set to which the scheduler adds each worker that comes, however soon it goes again."""
    from distributed import Scheduler, SchedulerPlugin

    names: set[str] = set()

    class Remember(SchedulerPlugin):
        def add_worker(self, scheduler: Scheduler, worker: str) -> None:
            names.add(str(scheduler.workers[worker].name))

    scheduler: Any = cluster.scheduler
    scheduler.add_plugin(Remember(), name="uptake-names")
    return names


def _job_class(kind: str) -> Callable[..., object]:
    chosen: Any = _cluster_class(kind)
    made: Callable[..., object] = chosen.job_cls
    return made
