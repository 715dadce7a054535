"""A sampler for pyABC that makes candidates on our workers and accepts them by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from pyabc.population import Particle, Sample
from pyabc.sampler import Sampler

from uptake.chance import seed_numpy
from uptake.compilation import code_digest
from uptake.study.dispatch import dispatch
from uptake.study.engines import Engine
from uptake.study.fitting.candidates import (
    CandidateLostError,
    Candidates,
    Made,
    make,
    make_from_file,
    save,
)

SECONDS_A_CHUNK: Final = 2.0
CHUNKS_A_GENERATION: Final = 8
"""At least: what is in flight when a generation is complete is lost."""
DRIVER: Final = 2**32 - 1
"""Stands for a candidate's number in what the driver itself draws."""

DESCENT: Final = 0.6
"""Share of the budget after which the last generation begins."""
ANOTHER: Final = 1.5
"""A generation is begun if so many times the runs of the one before are left for the descent."""
FEWEST: Final = 60
PARTICLES_A_NUMBER: Final = 4
"""Particles on the way down, for each number that is fitted: enough to learn where to look."""

Tell = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""


@dataclass
class KeptOpen:
    """An engine whose workers live on from one generation to the next."""

    engine: Engine
    executor: Executor | None = None

    @property
    def name(self) -> str:
        """As the engine's."""
        return self.engine.name

    @property
    def workers(self) -> int:
        """As the engine's."""
        return self.engine.workers

    @property
    def own(self) -> bool:
        """As the engine's."""
        return self.engine.own

    def open(self) -> Executor:
        """Start workers, if there are none."""
        if self.executor is None:
            self.executor = self.engine.open()
        return self.executor

    def check(self) -> None:
        """Look after workers."""
        self.engine.check()

    def close(self, executor: Executor, *, kill: bool) -> None:
        """Leave workers alone that did well."""
        if kill:
            self.end()

    def end(self) -> None:
        """Stop the workers."""
        if self.executor is not None:
            self.engine.close(self.executor, kill=True)
        self.executor = None


@dataclass(frozen=True)
class Budget:
    """How many candidates are made, and how many particles are kept.

    Many small generations come down to what was observed; one large generation there tells what
    lies around it. For the way down a few particles do: they only say where to look next.

    Attributes
    ----------
    runs : int
        Candidates in all generations.
    particles : int
        Of the last generation.
    numbers : int
        That are fitted.
    """

    runs: int
    particles: int
    numbers: int

    @property
    def few(self) -> int:
        """Particles on the way down."""
        return min(self.particles, max(FEWEST, PARTICLES_A_NUMBER * self.numbers))

    def is_last(self, spent: int, before: int) -> bool:
        """Whether the generation after so many candidates is the last.

        Parameters
        ----------
        spent : int
            Candidates so far.
        before : int
            Those of the generation before; 0 if this is the first.
        """
        return spent > 0 and DESCENT * self.runs - spent < ANOTHER * max(before, self.few)

    def left(self, spent: int, last: bool) -> int:
        """Candidates that the generation may make."""
        return self.runs - spent if last else max(self.few, int(DESCENT * self.runs) - spent)


class InOrderSampler(Sampler):  # type: ignore[misc]
    """Takes the first candidates by number that are accepted, however many workers made them.

    The last generation uses up the budget and takes the nearest of all its candidates instead.

    Parameters
    ----------
    engine : KeptOpen
        Where candidates are made.
    folder : Path or None
        A private folder for what workers need; None if the engine is this process.
    seed : int
        Of the fit.
    budget : Budget
        Candidates that may be made, and particles to keep of them.
    tell : callable
        See `Tell`.
    """

    def __init__(
        self, engine: KeptOpen, folder: Path | None, seed: int, budget: Budget, tell: Tell
    ) -> None:
        super().__init__()
        self.nr_evaluations_: int = 0
        self.engine, self.folder, self.seed = engine, folder, seed
        self.budget, self.tell = budget, tell
        self.seconds_a_run = SECONDS_A_CHUNK

    def sample_until_n_accepted(
        self,
        n: int,
        simulate_one: Any,  # noqa: ANN401 (pyABC's partial)
        t: int,
        *,
        max_eval: float = np.inf,
        all_accepted: bool = False,
        ana_vars: Any = None,  # noqa: ANN401 (pyABC's AnalysisVars)
    ) -> Sample:
        """Make one generation; pyABC calls this, and documents the parameters."""
        spent = int(ana_vars.prev_total_nr_simulations)
        last = self.budget.is_last(spent, self.nr_evaluations_)
        left = self.budget.left(spent, last)
        progress = _Progress(left if last else n)
        self._make(simulate_one, t, n, left, progress, spent)
        seed_numpy(self.seed, t + 1, DRIVER)
        chosen = progress.accepted[:n]
        if len(chosen) == n and not last:
            self.nr_evaluations_ = chosen[-1] + 1
            particles = [progress.made[number] for number in chosen]
        else:
            self.nr_evaluations_ = progress.contiguous
            weight = simulate_one.keywords["weight_function"]
            particles = [_accepted(one, weight) for one in _nearest(progress.made, n)]
        sample = self._create_empty_sample()
        for particle in particles:
            sample.append(particle)
        sample.ok = len(particles) == n
        return sample

    def stop(self) -> None:
        """Stop the workers; pyABC calls this at the end."""
        self.engine.end()

    def _make(
        self,
        simulate_one: Any,  # noqa: ANN401
        generation: int,
        wanted: int,
        left: int,
        progress: _Progress,
        spent: int,
    ) -> None:
        largest = max(1, wanted // CHUNKS_A_GENERATION)

        def chunks() -> Iterator[Candidates]:
            first = 0
            while first < left:
                size = int(np.clip(SECONDS_A_CHUNK / self.seconds_a_run, 1, largest))
                yield Candidates(first, min(size, left - first))
                first += size

        def done(chunk: Candidates, made: Made) -> None:
            # The first results tell the time of compiling too; later ones make up for it.
            self.seconds_a_run = max(1e-6, made.seconds / chunk.count)
            progress.take(chunk.first, made.particles)
            self.tell(spent + progress.useful, self.budget.runs)

        def lost(chunk: Candidates) -> None:
            raise CandidateLostError(
                f"a worker was killed three times while it made candidate {chunk.first} of "
                f"generation {generation}, most often because memory ran out; fewer --workers "
                "need less of it"
            )

        if self.folder is None:
            work = partial(make, simulate_one, self.seed, generation)
        else:
            file = self.folder / f"generation-{generation}.pickle"
            save(simulate_one, file)
            work = partial(make_from_file, str(file), code_digest(), self.seed, generation)
        dispatch(
            chunks(), work, self.engine, done=done, lost=lost, admit=lambda: not progress.complete
        )


@dataclass
class _Progress:
    """Candidates made so far, and what is known of them in the order of their numbers."""

    wanted: int
    made: dict[int, Particle] = field(default_factory=dict)
    contiguous: int = 0
    """All candidates below this number have been made."""
    accepted: list[int] = field(default_factory=list)
    """Numbers of those below it that were accepted."""

    @property
    def complete(self) -> bool:
        return len(self.accepted) >= self.wanted

    @property
    def useful(self) -> int:
        """Candidates up to the last one that is needed."""
        return self.accepted[self.wanted - 1] + 1 if self.complete else self.contiguous

    def take(self, first: int, particles: list[Particle]) -> None:
        self.made.update(enumerate(particles, first))
        while self.contiguous in self.made:
            if self.made[self.contiguous].accepted:
                self.accepted.append(self.contiguous)
            self.contiguous += 1


def _nearest(made: dict[int, Particle], wanted: int) -> list[Particle]:
    """The nearest candidates, in the order of their numbers."""
    there = [number for number in sorted(made) if np.isfinite(made[number].distance)]
    there = sorted(there, key=lambda number: float(made[number].distance))[:wanted]
    return [made[number] for number in sorted(there)]


def _accepted(particle: Particle, weight: Callable[..., float]) -> Particle:
    """The same as if it had been accepted."""
    if particle.accepted:
        return particle
    return Particle(
        m=particle.m,
        parameter=particle.parameter,
        weight=weight(particle.m, particle.parameter, 1.0),
        sum_stat=particle.sum_stat,
        distance=particle.distance,
        accepted=True,
    )
