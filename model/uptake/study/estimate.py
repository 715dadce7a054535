"""What a study will take, in time and on disk, before it is begun."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from loky import cpu_count

from uptake.adoption import AdoptionModel
from uptake.branching import fork, same_setting
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.chunks import Outputs
from uptake.study.design import Programme
from uptake.study.making import needs_twin
from uptake.study.prepare import Prepared, outputs
from uptake.study.store import Store
from uptake.study.study_file import StudyFile

SECONDS_OF_TRIAL = 1.0
WEEKS_OF_TRIAL = 13
COMPILING = 20.0
"""A week that takes so many times the usual one has something compiled, which is done once."""
MOST_FORKED = 2_000
"""Programmes among which shared pasts are looked for; with more, none are counted on."""
BYTES_A_VALUE = 1.2
BYTES_A_RUN = 60
BYTES_A_MEASURE = 9
"""Disk of a weekly value, a run and a measure of a run, about: see tests/benchmarks/sweep.py."""
START_SECONDS = 3.0
"""Until the workers have loaded what they need."""


@dataclass(frozen=True)
class Estimate:
    """What a study takes, about.

    Attributes
    ----------
    organisations, programmes, worlds : int
        How many.
    runs : int
        Runs in all.
    there : int
        Runs that are in the store already.
    until : bool
        Whether fewer may be enough.
    weeks : int
        Of each run.
    workers : int
        How many runs are made at once.
    seconds : float
        For the runs that are not there.
    disk_bytes : float
        For their results.
    shared : float
        Share of all weeks that need not be simulated because runs share their past.
    ensemble : bool
        Whether the worlds are plausible sets of assumptions.
    """

    organisations: int
    programmes: int
    worlds: int
    runs: int
    there: int
    until: bool
    weeks: int
    workers: int
    seconds: float
    disk_bytes: float
    shared: float = 0.0
    ensemble: bool = False

    @property
    def cells(self) -> int:
        """Organisations x programmes x worlds."""
        return self.organisations * self.programmes * self.worlds


def estimate(prepared: Prepared, folder: Path, workers: int | None) -> Estimate:
    """Estimate what is left of a study, from a trial run in each organisation.

    Parameters
    ----------
    prepared : Prepared
        The study.
    folder : Path
        Where its results go, and perhaps are.
    workers : int or None
        Processes; all cores if None.
    """
    plan = prepared.plan
    unseen = estimate_unseen(
        prepared.study, list(plan.organisations.values()), workers, plan.outputs
    )
    runs = unseen.runs * len(plan.programmes) // unseen.programmes
    there = min(runs, _there(prepared, folder))
    shared = _shared(plan.programmes)
    twins = 1.0 / len(plan.programmes) if needs_twin(plan.outputs.measures) else 0.0
    left = (runs - there) / unseen.runs
    return replace(
        unseen,
        programmes=len(plan.programmes),
        runs=runs,
        there=there,
        seconds=START_SECONDS + (unseen.seconds - START_SECONDS) * left * (1.0 - shared + twins),
        disk_bytes=unseen.disk_bytes * left,
        shared=shared,
    )


def estimate_unseen(
    study: StudyFile,
    organisations: Sequence[Organisation],
    workers: int | None,
    kept: Outputs | None = None,
) -> Estimate:
    """Estimate a study from its size alone, however many programmes and worlds it has."""
    scenario = study.scenarios[0].scenario.without_own_code()
    at_once = workers or cpu_count()
    a_run = statistics.mean(seconds_a_run(scenario, one) for one in organisations)
    return Estimate(
        organisations=len(organisations),
        programmes=study.programme_count,
        worlds=study.uncertainties.count,
        runs=study.run_count,
        there=0,
        until=study.form.until is not None,
        weeks=scenario.weeks,
        workers=at_once,
        seconds=START_SECONDS + study.run_count * a_run / at_once,
        disk_bytes=study.run_count * bytes_a_run(scenario.weeks, kept or outputs(study, ())),
        ensemble=study.uncertainties.design == "ensemble" and study.uncertainties.count > 1,
    )


def _there(prepared: Prepared, folder: Path) -> int:
    """Runs of a study that its store has, or another study in it."""
    if not (folder / "manifest.json").is_file():
        return 0
    plan, study = prepared.plan, prepared.study
    committed = Store.open(folder).committed()
    if not committed:
        return 0
    most = range(study.form.until.at_most if study.form.until else study.replicates)
    wanted = (plan.run_id(cell, number) for cell in plan.cells for number in most)
    return sum(run in committed for run in wanted)


def seconds_a_run(scenario: Scenario, organisation: Organisation) -> float:
    """Time a run here, or the first weeks of it if it is long."""
    model = AdoptionModel(scenario, organisation, collect=False)
    weeks: list[float] = []
    while model.week < scenario.weeks:
        if sum(weeks) > SECONDS_OF_TRIAL and len(weeks) >= WEEKS_OF_TRIAL:
            break
        begin = time.perf_counter()
        model.step()
        weeks.append(time.perf_counter() - begin)
    compiling = COMPILING * statistics.median(weeks)
    return scenario.weeks * statistics.mean(one for one in weeks if one <= compiling)


def bytes_a_run(weeks: int, outputs: Outputs) -> float:
    """Disk that the results of a run take, about."""
    weekly = BYTES_A_VALUE * weeks * len(outputs.weekly)
    return BYTES_A_RUN + BYTES_A_MEASURE * len(outputs.measures) + weekly


def _shared(programmes: Sequence[Programme]) -> float:
    if not 1 < len(programmes) <= MOST_FORKED:
        return 0.0
    settings: list[list[Scenario]] = []
    for one in programmes:
        alike = next((g for g in settings if same_setting(g[0], one.scenario)), None)
        if alike is None:
            settings.append([one.scenario])
        else:
            alike.append(one.scenario)
    simulated = sum(fork(group).weeks_simulated() for group in settings)
    return 1.0 - simulated / sum(one.scenario.weeks for one in programmes)
