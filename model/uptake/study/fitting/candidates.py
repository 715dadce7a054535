"""Candidates of a generation, made by number: each the same in whichever process it is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cloudpickle
import numpy as np
from numpy.typing import NDArray
from pyabc import Model, Parameter
from scipy.special import ndtr

from uptake.chance import seed_numpy
from uptake.compilation import code_digest
from uptake.study.fitting.kernel import VARIANT
from uptake.study.fitting.priors import Prior
from uptake.study.worker import CodeChangedError

MOST_CANDIDATES: Final = 2**20
"""In one generation; each candidate's run then has a replicate number of its own."""

Simulated = Mapping[str, float | NDArray[np.float64]]
Simulate = Callable[[dict[str, Any], int], Simulated]
"""Takes assumptions by name and a replicate number; gives what is compared, by name."""


class CandidateLostError(Exception):
    """A candidate had its worker killed each time it was tried, most often for want of memory."""


class Simulation(Model):  # type: ignore[misc]
    """What pyABC runs: scores become assumptions, and `simulate` does the rest.

    Parameters
    ----------
    simulate : callable
        See `Simulate`.
    prior : Prior
        What the scores mean.
    """

    def __init__(self, simulate: Simulate, prior: Prior) -> None:
        super().__init__("uptake")
        self.simulate, self.prior, self.replicate = simulate, prior, 0

    def sample(self, pars: Parameter) -> Simulated:
        """Run the replicate that is due under these scores."""
        return self.simulate(assumptions_of(pars, self.prior), self.replicate)


def assumptions_of(pars: Parameter, prior: Prior) -> dict[str, Any]:
    """Assumptions by name, of scores and a variant."""
    units = ndtr([pars[name] for name in prior.names])
    return prior.assumptions(units, int(pars[VARIANT]))


@dataclass(frozen=True)
class Candidates:
    """Some candidates of one generation: `count` of them, the first of number `first`."""

    first: int
    count: int

    def split(self) -> tuple[Candidates, ...]:
        """Each alone."""
        return tuple(Candidates(self.first + place, 1) for place in range(self.count))


@dataclass(frozen=True, eq=False)
class Made:
    """Particles of pyABC, in the order of the candidates, and the seconds that they took."""

    particles: list[Any]
    seconds: float


def make(simulate_one: Any, seed: int, generation: int, chunk: Candidates) -> Made:  # noqa: ANN401
    """Propose, simulate and judge some candidates.

    Parameters
    ----------
    simulate_one : callable
        PyABC's function for that, a partial with its models among its keywords.
    seed : int
        Of the fit.
    generation : int
        From 0.
    chunk : Candidates
        Which.
    """
    begin = time.perf_counter()
    (model,) = simulate_one.keywords["models"]
    particles = []
    for number in range(chunk.first, chunk.first + chunk.count):
        seed_numpy(seed, generation, number)
        model.replicate = generation * MOST_CANDIDATES + number
        particles.append(simulate_one())
    return Made(particles, time.perf_counter() - begin)


def make_from_file(file: str, code: str, seed: int, generation: int, chunk: Candidates) -> Made:
    """Do the same in a worker process, with the function that lies in a file.

    Raises
    ------
    CodeChangedError
        If the package is not that of the driver, whose digest is `code`.
    """
    if code_digest() != code:
        raise CodeChangedError("the files of the package changed during the fit; run it again")
    return make(_loaded(file), seed, generation, chunk)


def save(simulate_one: object, path: Path) -> None:
    """Write pyABC's function for the workers."""
    path.write_bytes(cloudpickle.dumps(simulate_one))


@lru_cache(maxsize=1)
def _loaded(file: str) -> object:
    """What `save` wrote; a file is read once a process, so it may not change."""
    return cloudpickle.loads(Path(file).read_bytes())
