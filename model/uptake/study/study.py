"""A study: scenarios run on one organisation, over assumptions and chance, and compared."""

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
from uptake.study.assumed import identity, under, variant_of
from uptake.study.compare import compare, compare_by_variant
from uptake.study.ensemble import Ensemble, reference
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
    ensemble : Ensemble
        The sets of assumptions that replicates took turns with.
    weekly : DataFrame
        Columns scenario, replicate, week, member (number of the set of assumptions), variant (its
        structural choices) and those of `uptake.measures.WEEKLY`.
    summary : DataFrame
        Columns scenario, replicate, member, variant and `uptake.study.summary.MEASURES`.
    comparison, variants : DataFrame
        As `uptake.study.compare.compare` and `compare_by_variant` give them; empty for one
        scenario.
    retention : mapping of name to array of shape (replicates, months, months, 2)
        By month of joining and months since: members still there, and those of them visiting.
    people : mapping of name to People
        Everyone at the end of the first replicate.
    """

    scenarios: tuple[Scenario, ...]
    organisation: Organisation
    seed: int
    replicates: tuple[int, ...]
    ensemble: Ensemble
    weekly: pd.DataFrame
    summary: pd.DataFrame
    comparison: pd.DataFrame
    variants: pd.DataFrame
    retention: dict[str, NDArray[np.int32]]
    people: dict[str, People]

    @property
    def fingerprint(self) -> str:
        """See `study_fingerprint`."""
        return study_fingerprint(
            self.scenarios, self.organisation, self.seed, self.replicates, self.ensemble
        )


def run_study(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    *,
    ensemble: Ensemble | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    simulator: Simulator | None = None,
) -> StudyResult:
    """Run scenarios and their unmanaged twins; each distinct one once.

    Parameters are those of `run_replicates`, but that the ensemble is `reference` if left out; the
    names of the scenarios must differ.

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
    ensemble = ensemble or reference()
    distinct = distinct_scenarios(scenarios)
    found = run_replicates(
        list(distinct.values()),
        organisation,
        seed,
        replicates,
        ensemble=ensemble,
        workers=workers,
        progress=progress,
        simulator=simulator,
    )
    outcomes = dict(zip(distinct, found, strict=True))
    by_name = {one.name: outcomes[identity(one)] for one in scenarios}
    under_which = pd.concat(
        [_members(one, replicates, ensemble) for one in scenarios], ignore_index=True
    )
    summary = pd.concat(
        [
            _summary(one, outcomes[identity(one)], outcomes[identity(one.unmanaged())])
            for one in scenarios
        ],
        ignore_index=True,
    )
    summary = pd.concat([under_which, summary], axis="columns")
    return StudyResult(
        tuple(scenarios),
        organisation,
        seed,
        tuple(replicates),
        ensemble,
        _weekly(by_name, under_which),
        summary,
        compare(summary),
        compare_by_variant(summary),
        {name: np.stack([run.retention for run in runs]) for name, runs in by_name.items()},
        {name: runs[0].people for name, runs in by_name.items() if runs[0].people is not None},
    )


def distinct_scenarios(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    """Scenarios and unmanaged twins by their identity: what has to be run."""
    wanted = [*scenarios, *(scenario.unmanaged() for scenario in scenarios)]
    return {identity(one): one for one in reversed(wanted)}


def study_fingerprint(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    ensemble: Ensemble,
) -> str:
    """Digest of what is asked: scenarios by name, organisation, seed, replicates, assumptions."""
    turns = [number % len(ensemble.members) for number in replicates]
    asked = {
        "scenarios": [[scenario.name, identity(scenario)] for scenario in scenarios],
        "organisation": organisation.fingerprint,
        "seed": seed,
        "replicates": list(replicates),
        "members": turns,
        "assumptions": [dict(ensemble.members[one]) for one in sorted(set(turns))],
    }
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=12).hexdigest()


def _members(scenario: Scenario, replicates: Sequence[int], ensemble: Ensemble) -> pd.DataFrame:
    """Under which set of assumptions each replicate of a scenario is run, a row each."""
    return pd.DataFrame(
        {
            "scenario": scenario.name,
            "replicate": np.asarray(replicates, np.int64),
            "member": np.asarray(replicates, np.int64) % len(ensemble.members),
            "variant": [
                variant_of(under(scenario, ensemble.member(number)).assumptions)
                for number in replicates
            ],
        }
    )


def _summary(scenario: Scenario, runs: list[Outcome], twins: list[Outcome]) -> pd.DataFrame:
    departure, worth = scenario.departure_week, scenario.hour_cost
    rows = [
        summarise(run.weekly, twin.weekly, departure, worth)
        for run, twin in zip(runs, twins, strict=True)
    ]
    return pd.DataFrame(rows)


def _weekly(by_name: dict[str, list[Outcome]], under_which: pd.DataFrame) -> pd.DataFrame:
    runs = [run.weekly for of_scenario in by_name.values() for run in of_scenario]
    weeks = [len(run) for run in runs]
    about = under_which.loc[np.repeat(np.arange(len(runs)), weeks)].reset_index(drop=True)
    about.insert(2, "week", np.concatenate([np.arange(count) for count in weeks]))
    return pd.concat([about, pd.concat(runs, ignore_index=True)], axis="columns")
