"""Run every population and measure every pattern: what `uptake validate` does."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from loky import cpu_count

from uptake.compilation import code_digest
from uptake.study.dispatch import dispatch
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.ensemble import Ensemble
from uptake.study.patterns import all_quantities, read_patterns
from uptake.study.verdicts import Found, found_of

if TYPE_CHECKING:
    from uptake.study.populations import Populations

SEED: Final = 4001
"""No fit has used it: they count their seeds from 1 on, and reach some hundreds."""
WARM_SHRINK, WARM_COMPANY = 500, 60


@dataclass(frozen=True)
class Scale:
    """How large the populations are.

    Attributes
    ----------
    shrink : int
        Humana is simulated at one in so many of its size.
    company : int
        Employees of the other company.
    """

    shrink: int
    company: int


FULL: Final = Scale(shrink=1, company=10_000)
QUICK: Final = Scale(shrink=10, company=5000)


@dataclass(frozen=True)
class Round:
    """One run of populations that belong together, under one set of assumptions.

    Attributes
    ----------
    variants : tuple of str
        Names of the variants under which it comes out like this.
    populations : tuple of str
        Which.
    replicate : int
        Number of the replicate.
    assumptions : mapping
        Assumptions to change.
    """

    variants: tuple[str, ...]
    populations: tuple[str, ...]
    replicate: int
    assumptions: Mapping[str, Any] = field(hash=False)

    def split(self) -> tuple[Round, ...]:
        """It cannot be divided."""
        return (self,)


@dataclass(frozen=True)
class RoundWork:
    """Makes the runs of a round and measures them, in a worker."""

    scale: Scale
    seed: int
    code: str

    def __call__(self, one: Round) -> dict[str, float]:
        """Return the values by name of the quantity.

        Raises
        ------
        CodeChangedError
            If the package here is not that of the driver.
        """
        from uptake.study.measured import measure
        from uptake.study.worker import CodeChangedError

        if code_digest() != self.code:
            raise CodeChangedError("the files of the package changed meanwhile; run it again")
        there = _populations(self.scale.shrink, self.scale.company)
        runs = there.run(one.populations, one.assumptions, self.seed, one.replicate)
        return measure(all_quantities(), runs)


class RoundLostError(Exception):
    """A round had its worker killed each time it was tried, most often for want of memory."""


def validate(
    variants: Mapping[str, Ensemble],
    scale: Scale,
    replicates: int,
    seed: int = SEED,
    *,
    workers: int | None = None,
    tell: Callable[[int, int], None] = lambda _done, _wanted: None,
) -> dict[str, list[Found]]:
    """Measure all patterns under some variants of the model.

    Parameters
    ----------
    variants : mapping of name to Ensemble
        See `uptake.study.judged`. Replicates are run under one member after the other.
    scale : Scale
        How large the populations are.
    replicates : int
        Runs of each population.
    seed : int
        Seed of all runs.
    workers : int, optional
        Processes; all cores by default. It never changes a result.
    tell : callable
        Told how many rounds are done, and of how many.

    Returns
    -------
    dict of str to list of Found
        By variant, in the order of the patterns.

    Raises
    ------
    RoundLostError, EngineLostError, CodeChangedError
        If a worker was killed time and again, if there are none to be had, or if the package
        changed meanwhile.
    """
    rounds = planned(variants, replicates)
    values: dict[tuple[str, str], dict[int, float]] = {}
    count = 0

    def done(one: Round, measured: dict[str, float]) -> None:
        nonlocal count
        for variant, (name, value) in product(one.variants, measured.items()):
            values.setdefault((variant, name), {})[one.replicate] = value
        count += 1
        tell(count, len(rounds))

    def lost(one: Round) -> None:
        raise RoundLostError(
            f"a worker was killed three times while it ran {one.populations[0]}, most often "
            "because memory ran out; fewer --workers need less of it"
        )

    processes = min(workers or cpu_count(), len(rounds))
    tell(0, len(rounds))
    with tempfile.TemporaryDirectory(prefix="uptake-") as folder:
        if processes > 1:
            _warm_up()
        engine = loky_engine(processes, folder) if processes > 1 else serial_engine()
        work = RoundWork(scale, seed, code_digest())
        dispatch(rounds, work, engine, done=done, lost=lost, admit=lambda: True)
    return {
        name: [
            found_of(pattern, quantity, values[name, quantity.name], len(ensemble.members))
            for pattern in read_patterns()
            for quantity in pattern.quantities
        ]
        for name, ensemble in variants.items()
    }


def planned(variants: Mapping[str, Ensemble], replicates: int) -> list[Round]:
    """All rounds, the longest first, so that no worker is left with one at the end.

    What two variants have in common is run once: the company where managers follow their teams does
    so under all of them, for one.
    """
    from uptake.study.populations import GROUPS, decisive

    rounds: dict[tuple[object, ...], Round] = {}
    for group, (name, ensemble), replicate in product(GROUPS, variants.items(), range(replicates)):
        assumptions = decisive(group, ensemble.member(replicate))
        key = (group, replicate, *sorted(assumptions.items()))
        others = rounds[key].variants if key in rounds else ()
        rounds[key] = Round((*others, name), group, replicate, assumptions)
    return list(rounds.values())


def validation_fingerprint(
    variants: Mapping[str, Ensemble], scale: Scale, replicates: int, seed: int
) -> str:
    """Digest of what decides the result: model, patterns, assumptions, scale and seed."""
    content = [
        code_digest(),
        [pattern.model_dump(mode="json") for pattern in read_patterns()],
        {name: [dict(member) for member in one.members] for name, one in variants.items()},
        [scale.shrink, scale.company, replicates],
        seed,
    ]
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=12).hexdigest()


@cache
def _populations(shrink: int, company: int) -> Populations:
    """Organisations and scenarios, made once a process."""
    from uptake.study.populations import populations

    return populations(shrink, company)


def _warm_up() -> None:
    """Compile everything here, so that workers find it compiled."""
    from uptake.study.populations import BRANCHES, populations

    there = populations(WARM_SHRINK, WARM_COMPANY)
    alone = [name for name in there.by_name if name not in BRANCHES]
    there.run([*alone, "colleagues"], {}, seed=0)
