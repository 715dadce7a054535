"""The runs of a chunk: made with shared pasts, summed up, and laid out as tables to be stored."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.branching import Fork, fork, same_setting, simulate_forked
from uptake.errors import in_one_line
from uptake.measures import NAMES
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.chunks import Chunk, FailedRun, MadeChunk, Outputs, PlannedRun
from uptake.study.summary import AGAINST_THE_TWIN, summarise

Series = NDArray[np.float64]
"""The weekly measures of a run, shape (weeks, measures), in the order of `measures.NAMES`."""


def make_chunk(
    chunk: Chunk, organisation: Organisation, outputs: Outputs, *, branching: bool = True
) -> MadeChunk:
    """Make the runs of a chunk; one that raises an exception becomes a `FailedRun`.

    Parameters
    ----------
    chunk : Chunk
        Runs of one replicate and one setting should stand together: they share their past.
    organisation : Organisation
        Where they are run.
    outputs : Outputs
        What is kept.
    branching : bool
        Whether runs share their past; the bits are the same without.
    """
    forks: dict[tuple[tuple[int, int], ...], Fork] | None = {} if branching else None
    rows: list[dict[str, object]] = []
    series: list[Series] = []
    failures: list[FailedRun] = []
    for group in groups(chunk.runs):
        begin = time.perf_counter()
        made = _make_group(group, organisation, chunk.seed, outputs.measures, forks)
        seconds = (time.perf_counter() - begin) / len(group)
        for planned, one in zip(group, made, strict=True):
            if isinstance(one, FailedRun):
                failures.append(one)
                continue
            summary, weekly = one
            rows.append(
                {
                    "run": planned.run,
                    **{name: summary[name] for name in outputs.measures},
                    "series_digest": series_digest(weekly),
                    "seconds": seconds,
                }
            )
            series.append(weekly)
    columns = ["run", *outputs.measures, "series_digest", "seconds"]
    return MadeChunk(
        chunk.name,
        pd.DataFrame(rows, columns=columns),
        _series_table([str(row["run"]) for row in rows], series, outputs.weekly),
        tuple(failures),
    )


def groups(runs: Sequence[PlannedRun]) -> Iterator[list[PlannedRun]]:
    """Runs that stand together and differ in champion and programme alone."""
    group: list[PlannedRun] = []
    for planned in runs:
        if group and not (
            planned.replicate == group[0].replicate
            and same_setting(planned.scenario, group[0].scenario)
        ):
            yield group
            group = []
        group.append(planned)
    if group:
        yield group


def needs_twin(measures: Sequence[str]) -> bool:
    """Whether some of the measures need the run without any programme."""
    return not AGAINST_THE_TWIN.isdisjoint(measures)


def series_digest(weekly: Series) -> str:
    """Digest of every bit of all weekly measures of a run."""
    return hashlib.blake2b(weekly.astype("<f8").tobytes(), digest_size=12).hexdigest()


def _make_group(
    group: Sequence[PlannedRun],
    organisation: Organisation,
    seed: int,
    measures: Sequence[str],
    forks: dict[tuple[tuple[int, int], ...], Fork] | None,
) -> list[FailedRun | tuple[dict[str, float], Series]]:
    """Measures and weeks of each run of a group; `forks` remembers how the pasts of a group part.

    With None for `forks`, every run is made on its own.
    """
    scenarios = [planned.scenario for planned in group]
    if needs_twin(measures):
        scenarios.append(scenarios[0].unmanaged())
    replicate = group[0].replicate
    if forks is None:
        found = [_together([one], organisation, seed, replicate)[0] for one in scenarios]
    else:
        # The objects live as long as the chunk, so that their addresses tell them apart.
        key = tuple((id(one.scenario.champion), id(one.scenario.programme)) for one in group)
        if key not in forks:
            forks[key] = fork(scenarios)
        found = _together(scenarios, organisation, seed, replicate, forks[key])
    twin = found[-1] if needs_twin(measures) else None
    return [
        _summed_up(planned, result, twin) for planned, result in zip(group, found, strict=False)
    ]


def _together(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicate: int,
    plan: Fork | None = None,
) -> list[Series | Exception]:
    found: dict[int, Series | Exception] = {}
    for members, model in simulate_forked(scenarios, organisation, seed, replicate, plan):
        found |= dict.fromkeys(members, model if isinstance(model, Exception) else model.series)
    return [found[number] for number in range(len(scenarios))]


def _summed_up(
    planned: PlannedRun, result: Series | Exception, twin: Series | Exception | None
) -> FailedRun | tuple[dict[str, float], Series]:
    if isinstance(result, Exception):
        return _failed(planned, result)
    if isinstance(twin, Exception):
        return _failed(planned, twin)
    scenario = planned.scenario
    beside = None if twin is None else _by_name(twin)
    summary = summarise(_by_name(result), beside, scenario.departure_week, scenario.hour_cost)
    return summary, result


def _by_name(series: Series) -> dict[str, NDArray[np.float64]]:
    return dict(zip(NAMES, series.T, strict=True))


def _failed(planned: PlannedRun, error: Exception) -> FailedRun:
    where = "".join(traceback.format_exception(error))
    return FailedRun(
        planned.run, planned.scenario.name, planned.replicate, in_one_line(error), where
    )


def _series_table(
    runs: Sequence[str], series: Sequence[Series], columns: Sequence[str]
) -> pd.DataFrame:
    weeks = [len(one) for one in series]
    wanted = [NAMES.index(name) for name in columns]
    stacked = np.concatenate([np.zeros((0, len(NAMES))), *series])[:, wanted]
    table = pd.DataFrame(stacked, columns=list(columns))
    table.insert(0, "run", np.repeat(np.asarray(runs, object), weeks))
    counted = [np.arange(count) for count in weeks]
    table.insert(1, "week", np.concatenate([np.zeros(0), *counted]).astype(np.int16))
    return table
