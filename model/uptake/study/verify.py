"""Make runs of a store again and compare every bit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from uptake.compilation import code_digest
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.study.chunks import Chunk, MadeChunk, Outputs, PlannedRun
from uptake.study.making import make_chunk
from uptake.study.record import organisation_of, scenario_of
from uptake.study.store import Store


@dataclass(frozen=True)
class Verification:
    """What making runs again showed.

    Attributes
    ----------
    checked : int
        Runs made again.
    differing : tuple of (run, columns)
        Runs that came out otherwise, and in what.
    same_code : bool
        Whether the code is that which made the store.
    """

    checked: int
    differing: tuple[tuple[str, tuple[str, ...]], ...]
    same_code: bool


def verify(
    store: Store, fingerprint: str, sample: int, tell: Callable[[int, int], None]
) -> Verification:
    """Make a sample of the runs of a study again, each on its own and sharing nothing.

    Parameters
    ----------
    store, fingerprint
        The study.
    sample : int
        Runs at most, taken at even distances from all over the plan.
    tell : callable
        Told how many are done, of how many.

    Raises
    ------
    InputError
        If an organisation or an intervention of the study's can no longer be read.
    """
    record = store.studies()[fingerprint]
    known = store.plan(fingerprint).merge(store.runs(), on="run")
    known = known.drop_duplicates("run").reset_index(drop=True)
    chosen = np.unique(np.linspace(0, len(known) - 1, min(sample, len(known))).astype(int))
    organisations: dict[str, Organisation] = {}
    differing = []
    for done, position in enumerate(chosen.tolist()):
        row = known.loc[position].to_dict()
        label = row["organisation"]
        if label not in organisations:
            organisations = {label: organisation_of(record, label)}
        again = again_alone(record, row, organisations[label])
        columns = _differences(row, again, record["measures"])
        if columns:
            differing.append((str(row["run"]), columns))
        tell(done + 1, len(chosen))
    return Verification(len(chosen), tuple(differing), store.model == code_digest())


def again_alone(
    record: Mapping[str, Any], row: Mapping[str, Any], organisation: Organisation
) -> MadeChunk:
    """Make one run of a study again, in this process.

    Parameters
    ----------
    record : mapping
        Of the study.
    row : mapping
        Of the run, from the plan.
    organisation : Organisation
        From `organisation_of`.
    """
    planned = PlannedRun(str(row["run"]), scenario_of(record, row), int(row["replicate"]))
    chunk = Chunk(organisation.fingerprint, record["seed"], (planned,))
    kept = Outputs(tuple(record["measures"]), tuple(record["weekly"]))
    return make_chunk(chunk, organisation, kept, branching=False)


def row_of(store: Store, run: str) -> tuple[str, dict[str, Any]]:
    """The study that asks for a run, and its row in the plan; the first digits are enough.

    Raises
    ------
    InputError
        If there is no such run, or more than one begins so.
    """
    found = {
        str(row["run"]): (fingerprint, {str(name): row[name] for name in row.index})
        for fingerprint in store.studies()
        for _, row in _beginning(store.plan(fingerprint), run).iterrows()
    }
    if len(found) != 1:
        wrong, right = "is no run of this folder", "one of those that uptake study export writes"
        if found:
            wrong, right = f"is how {len(found):,} runs begin", "more digits of one of them"
        raise InputError([Problem("the command", "RUN", wrong, run, right)])
    return next(iter(found.values()))


def _beginning(plan: pd.DataFrame, run: str) -> pd.DataFrame:
    return plan[plan["run"].str.startswith(run)]


def _differences(row: Mapping[str, Any], again: MadeChunk, measures: list[str]) -> tuple[str, ...]:
    if again.failures:
        return ("it failed this time: " + again.failures[0].error,)
    fresh = again.runs.iloc[0].to_dict()
    return tuple(
        name
        for name in (*measures, "series_digest")
        if not (row[name] == fresh[name] or (row[name] != row[name] and fresh[name] != fresh[name]))
    )
