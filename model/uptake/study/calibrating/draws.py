"""Runs of what fits: where bands and forecasts come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from loky import cpu_count
from numpy.typing import NDArray

from uptake.chance import chance_key, uniforms
from uptake.study.calibrating.counts import Network
from uptake.study.dispatch import dispatch
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.fitting.candidates import CandidateLostError
from uptake.study.private_folder import private_folder

Floats = NDArray[np.float64]

FIRST_REPLICATE: Final = 2**31
"""Candidates of a fit have smaller numbers."""
RUNS_A_CHUNK: Final = 10


@dataclass(frozen=True)
class Draws:
    """Some draws to run: places and values of each."""

    first: int
    values: tuple[Mapping[str, Any], ...]

    def split(self) -> tuple[Draws, ...]:
        """Each alone."""
        return tuple(Draws(place, (one,)) for place, one in enumerate(self.values, self.first))


def drawn(weights: Floats, count: int, seed: int) -> NDArray[np.int64]:
    """Places drawn by weight, in random order: any first few stand for all.

    Systematic resampling (Kitagawa 1996): each is drawn as often as its weight says, give or take
    one.
    """
    rows = np.arange(count, dtype=np.uint32)
    start, order = uniforms(chance_key(seed), "study.observing", rows, week=2)[:2]
    at = (np.arange(count) + start[0]) / count
    places = np.minimum(np.searchsorted(np.cumsum(weights), at), weights.size - 1)
    return np.asarray(places[np.argsort(order, kind="stable")], np.int64)


def run_draws(
    network: Network,
    values: Sequence[Mapping[str, Any]],
    weeks: int,
    *,
    workers: int | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> dict[str, Floats]:
    """Run each draw once.

    Returns
    -------
    dict of str to array (draws, weeks)
        The counts of `Network.counts`; the same for any number of workers.

    Raises
    ------
    CandidateLostError, EngineLostError
        If a run had its worker killed three times, or there are no workers to be had.
    """
    chunks = [
        Draws(first, tuple(values[first : first + RUNS_A_CHUNK]))
        for first in range(0, len(values), RUNS_A_CHUNK)
    ]
    found: dict[int, dict[str, Floats]] = {}

    def done(chunk: Draws, made: list[dict[str, Floats]]) -> None:
        found.update(enumerate(made, chunk.first))
        tell(len(found), len(values))

    def lost(chunk: Draws) -> None:
        raise CandidateLostError(
            f"a worker was killed three times while it made draw {chunk.first}, most often because "
            "memory ran out; fewer --workers need less of it"
        )

    processes = min(workers or cpu_count(), len(chunks))
    with private_folder() as folder:
        engine = loky_engine(processes, str(folder)) if processes > 1 else serial_engine()
        work = partial(_run, network, weeks)
        dispatch(chunks, work, engine, done=done, lost=lost, admit=lambda: True)
    return {
        name: np.stack([found[place][name] for place in range(len(values))]) for name in found[0]
    }


def _run(network: Network, weeks: int, chunk: Draws) -> list[dict[str, Floats]]:
    return [
        network.counts(values, FIRST_REPLICATE + place, weeks)
        for place, values in enumerate(chunk.values, chunk.first)
    ]
