"""A study: scenarios run on one organisation, summed up and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.simulation import People
from uptake.study.compare import compare
from uptake.study.replicates import Progress, run_replicates
from uptake.study.summary import summarise
from uptake.study.worker import Outcome, Simulator


@dataclass(frozen=True, eq=False)
class StudyResult:
    """What a study gave.

    Attributes
    ----------
    scenarios : tuple of Scenario
        As run; the first is the baseline.
    organisation : Organisation
        Where they were run.
    seed : int
        Seed of all runs.
    replicates : tuple of int
        Numbers of the replicates.
    weekly : DataFrame
        Columns scenario, replicate, week and those of `uptake.measures.WEEKLY`.
    summary : DataFrame
        Columns scenario, replicate and `uptake.study.summary.MEASURES`.
    comparison : DataFrame
        As `uptake.study.compare.compare` gives it; empty for one scenario.
    retention : mapping of name to array of shape (replicates, months, months, 2)
        By month of joining and months since: members still there, and those of them visiting.
    people : mapping of name to People
        Everyone at the end of the first replicate.
    """

    scenarios: tuple[Scenario, ...]
    organisation: Organisation
    seed: int
    replicates: tuple[int, ...]
    weekly: pd.DataFrame
    summary: pd.DataFrame
    comparison: pd.DataFrame
    retention: dict[str, NDArray[np.int32]]
    people: dict[str, People]

    @property
    def fingerprint(self) -> str:
        """See `study_fingerprint`."""
        return study_fingerprint(self.scenarios, self.organisation, self.seed, self.replicates)


def run_study(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    simulator: Simulator | None = None,
) -> StudyResult:
    """Run scenarios and their unmanaged twins; each distinct one once.

    Parameters are those of `run_replicates`; the names of the scenarios must differ.

    Raises
    ------
    ValueError
        If two scenarios have the same name.
    RunsFailedError, WorkerLostError
        As `run_replicates`.
    """
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names):
        raise ValueError("the names of the scenarios must differ")
    distinct = distinct_scenarios(scenarios)
    found = run_replicates(
        list(distinct.values()),
        organisation,
        seed,
        replicates,
        workers=workers,
        progress=progress,
        simulator=simulator,
    )
    outcomes = dict(zip(distinct, found, strict=True))
    by_name = {one.name: outcomes[one.fingerprint] for one in scenarios}
    summary = pd.concat(
        [
            _summary(one, outcomes[one.fingerprint], outcomes[one.unmanaged().fingerprint])
            for one in scenarios
        ],
        ignore_index=True,
    )
    summary.insert(1, "replicate", np.tile(np.asarray(replicates, np.int64), len(names)))
    return StudyResult(
        tuple(scenarios),
        organisation,
        seed,
        tuple(replicates),
        _weekly(by_name, replicates),
        summary,
        compare(summary),
        {name: np.stack([run.retention for run in runs]) for name, runs in by_name.items()},
        {name: runs[0].people for name, runs in by_name.items() if runs[0].people is not None},
    )


def distinct_scenarios(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    """Scenarios and unmanaged twins by fingerprint: what has to be run."""
    wanted = [*scenarios, *(scenario.unmanaged() for scenario in scenarios)]
    return {one.fingerprint: one for one in reversed(wanted)}


def study_fingerprint(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
) -> str:
    """Digest of what is asked: scenarios by name, organisation, seed and replicates."""
    asked = {
        "scenarios": [[scenario.name, scenario.fingerprint] for scenario in scenarios],
        "organisation": organisation.fingerprint,
        "seed": seed,
        "replicates": list(replicates),
    }
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=12).hexdigest()


def _summary(scenario: Scenario, runs: list[Outcome], twins: list[Outcome]) -> pd.DataFrame:
    departure, worth = scenario.departure_week, scenario.hour_cost
    rows = [
        summarise(run.weekly, twin.weekly, departure, worth)
        for run, twin in zip(runs, twins, strict=True)
    ]
    frame = pd.DataFrame(rows)
    frame.insert(0, "scenario", scenario.name)
    return frame


def _weekly(by_name: dict[str, list[Outcome]], replicates: Sequence[int]) -> pd.DataFrame:
    frames = []
    for name, runs in by_name.items():
        for number, run in zip(replicates, runs, strict=True):
            frame = run.weekly.reset_index(drop=True)
            week = np.arange(len(frame))
            frames.append(frame.assign(scenario=name, replicate=number, week=week))
    weekly = pd.concat(frames, ignore_index=True)
    first = ["scenario", "replicate", "week"]
    return weekly[first + [column for column in weekly.columns if column not in first]]
