"""Sequential Monte Carlo ABC: pyABC's algorithm, with chance, workers and budget of ours.

Toni, Welch, Strelkowa, Ipsen & Stumpf 2009, Journal of the Royal Society Interface 6:187. Each
generation takes candidates that come nearer to what was observed than half of the one before;
candidates are its particles, perturbed, and weights make up for where they came from.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from loky import cpu_count
from numpy.typing import NDArray

from uptake.chance import seed_numpy
from uptake.compilation import code_digest
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.fitting.candidates import MOST_CANDIDATES, Simulate, Simulated, Simulation
from uptake.study.fitting.kernel import ScorePrior, ShrunkKernel
from uptake.study.fitting.posterior import ANY_DISTANCE, Posterior, posterior_of
from uptake.study.fitting.priors import Prior
from uptake.study.fitting.sampler import DRIVER, Budget, InOrderSampler, KeptOpen, Tell
from uptake.study.private_folder import private_folder
from uptake.study.store_lock import store_lock
from uptake.study.whole_files import refuse_folder, whole_file

POPULATIONS: Final = "populations.db"
FIT: Final = "fit.json"

Distance = Callable[[Simulated, Simulated], float]
"""Takes what was simulated and what was observed; a value that is not finite is never accepted."""


def fit(
    simulate: Simulate,
    observed: Mapping[str, float | NDArray[np.float64]],
    distance: Distance,
    prior: Prior,
    *,
    particles: int,
    most_runs: int,
    seed: int,
    folder: Path,
    fingerprint: str,
    workers: int | None = None,
    tell: Tell = lambda _done, _of: None,
) -> Posterior:
    """Find the assumptions under which the simulation comes near to what was observed.

    Parameters
    ----------
    simulate : callable
        Takes assumptions by name and a replicate number, and gives numbers or arrays by name, the
        same for the same arguments. Can be pickled, as `distance`.
    observed : mapping
        What was observed, by the same names.
    distance : callable
        See `Distance`.
    prior : Prior
        What is fitted.
    particles : int
        In each generation.
    most_runs : int
        Runs of `simulate`, at least twice the particles. The last generation takes the nearest of
        the candidates that the budget leaves for it.
    seed : int
        Of all chance.
    folder : Path
        Where generations are kept. After a crash the same call goes on with the generation that was
        under way, and gives the same result.
    fingerprint : str
        Digest of all that decides what `simulate`, `observed` and `distance` give.
    workers : int, optional
        Processes; all cores by default. It never changes a result.
    tell : callable
        Told how many runs are done, and of how many.

    Raises
    ------
    InputError
        If the folder holds another fit.
    ValueError
        If the budget is less than two generations, or more than can be numbered.
    CandidateLostError, EngineLostError, CodeChangedError
        If a candidate's worker was killed three times, there are none to be had, or the package
        changed meanwhile.
    """
    if not 2 * particles <= most_runs <= MOST_CANDIDATES:
        raise ValueError(f"{most_runs} runs: from {2 * particles} to {MOST_CANDIDATES} are wanted")
    logging.getLogger("ABC").setLevel(logging.WARNING)
    digest = _digest(prior, particles, most_runs, seed, fingerprint)
    folder.mkdir(parents=True, exist_ok=True)
    processes = workers or cpu_count()
    # Compiled here, so that workers find it compiled.
    simulate(prior.assumptions(np.full(len(prior.ranges), 0.5)), 0)
    with ExitStack() as stack:
        stack.enter_context(store_lock(folder))
        begun = _begun(folder, digest)
        private = stack.enter_context(private_folder()) if processes > 1 else None
        engine = loky_engine(processes, str(private)) if private else serial_engine()
        budget = Budget(most_runs, particles, len(prior.ranges))
        sampler = InOrderSampler(KeptOpen(engine), private, seed, budget, tell)
        stack.callback(sampler.stop)
        history = _run(simulate, observed, distance, prior, sampler, folder, begun)
    tell(most_runs, most_runs)
    return posterior_of(history, prior)


def _run(
    simulate: Simulate,
    observed: Mapping[str, float | NDArray[np.float64]],
    distance: Distance,
    prior: Prior,
    sampler: InOrderSampler,
    folder: Path,
    begun: bool,
) -> Any:  # noqa: ANN401 (pyABC's History)
    import pyabc

    scores = ScorePrior(prior.names, len(prior.variants))
    database = f"sqlite:///{(folder / POPULATIONS).absolute()}"
    goes_on = begun and generations_in(folder) > 0
    # Without a generation there is no distance to start from: the first takes whatever comes.
    start = "from_sample" if goes_on else ANY_DISTANCE
    abc: Any = pyabc.ABCSMC(
        Simulation(simulate, prior),
        scores,
        _Finite(distance),
        population_size=_sizes(sampler, lambda: abc.history),
        transitions=ShrunkKernel(scores),
        eps=pyabc.QuantileEpsilon(initial_epsilon=start, alpha=0.5, weighted=False),
        sampler=sampler,
    )
    if goes_on:
        abc.load(database, observed_sum_stat=dict(observed))
        sampler.nr_evaluations_ = int(abc.history.get_all_populations()["samples"].iloc[-1])
    else:
        for path in folder.glob(f"{POPULATIONS}*"):
            path.unlink()
        abc.new(database, dict(observed))
    if abc.history.total_nr_simulations < sampler.budget.runs:
        seed_numpy(sampler.seed, abc.history.max_t + 1, DRIVER)
        abc.run(max_total_nr_simulations=sampler.budget.runs)
    return abc.history


def _sizes(sampler: InOrderSampler, history: Callable[[], Any]) -> Any:  # noqa: ANN401
    """PyABC's population strategy: few particles on the way down, and all in the last generation.

    A sampler knows how many runs the generation before took, and the database how many all did.
    """
    from pyabc.populationstrategy import PopulationStrategy

    class FewThenAll(PopulationStrategy):  # type: ignore[misc]
        def __call__(self, t: int | None = None) -> int:
            budget = sampler.budget
            last = budget.is_last(int(history().total_nr_simulations), sampler.nr_evaluations_)
            return budget.particles if last else budget.few

    return FewThenAll()


def generations_in(folder: Path) -> int:
    """Generations that are complete; pyABC refuses to open a database it was killed in making."""
    if not (folder / POPULATIONS).exists():
        return 0
    with closing(sqlite3.connect(folder / POPULATIONS)) as there:
        try:
            (count,) = there.execute("SELECT count(*) FROM populations WHERE t >= 0").fetchone()
        except sqlite3.OperationalError:  # No such table yet.
            return 0
    return int(count)


@dataclass(frozen=True)
class _Finite:
    """A distance, or nan, which is near nothing."""

    distance: Distance

    def __call__(self, simulated: Simulated, observed: Simulated) -> float:
        found = float(self.distance(simulated, observed))
        return found if np.isfinite(found) else float("nan")


def _digest(prior: Prior, particles: int, most_runs: int, seed: int, fingerprint: str) -> str:
    content = [code_digest(), repr(prior), particles, most_runs, seed, fingerprint]
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=12).hexdigest()


def _begun(folder: Path, digest: str) -> bool:
    """Whether this fit was begun in the folder; else it is marked as its own."""
    mark = folder / FIT
    if mark.exists():
        try:
            found = json.loads(mark.read_text(encoding="utf-8")).get("fit")
        except (ValueError, AttributeError):
            found = None
        if found != digest:
            refuse_folder(folder, "holds another fit", "a new folder, or that of the same fit")
        return True
    with whole_file(mark, folder) as partial:
        partial.write_text(json.dumps({"fit": digest}) + "\n", encoding="utf-8")
    return False
