"""Run every population and measure every pattern: what `uptake validate` does."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from loky import cpu_count

from uptake.compilation import code_digest
from uptake.study.dispatch import dispatch
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.patterns import Pattern, all_quantities, read_patterns
from uptake.study.verdicts import Found

if TYPE_CHECKING:
    from uptake.study.populations import Populations

SEED: Final = 4001
"""The fit of the default assumptions used the seeds from 1 on, a few hundred at most."""
WARM_SHRINK, WARM_COMPANY = 500, 60


@dataclass(frozen=True)
class Scale:
    """How large the populations are and how often they are run.

    Attributes
    ----------
    shrink : int
        Humana is simulated at one in so many of its size.
    company : int
        Employees of the other company.
    replicates : int
        Runs of each population.
    """

    shrink: int
    company: int
    replicates: int


FULL: Final = Scale(shrink=1, company=10_000, replicates=12)
QUICK: Final = Scale(shrink=10, company=5000, replicates=4)


@dataclass(frozen=True)
class Round:
    """One run of populations that belong together, under one variant.

    Attributes
    ----------
    variant : str
        Name of the variant.
    populations : tuple of str
        Which.
    replicate : int
        Number of the replicate.
    assumptions : mapping
        Assumptions to change.
    """

    variant: str
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
    variants: Mapping[str, Mapping[str, Any]],
    scale: Scale,
    seed: int = SEED,
    *,
    workers: int | None = None,
    tell: Callable[[int, int], None] = lambda _done, _wanted: None,
) -> dict[str, list[Found]]:
    """Measure all patterns under some variants of the model.

    Parameters
    ----------
    variants : mapping of name to assumptions
        See `uptake.study.variants`.
    scale : Scale
        How much is run.
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
    rounds = planned(variants, scale)
    values: dict[tuple[str, str], dict[int, float]] = {}
    count = 0

    def done(one: Round, measured: dict[str, float]) -> None:
        nonlocal count
        for name, value in measured.items():
            values.setdefault((one.variant, name), {})[one.replicate] = value
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
    return {variant: _found(variant, values, scale) for variant in variants}


def planned(variants: Mapping[str, Mapping[str, Any]], scale: Scale) -> list[Round]:
    """All rounds, the longest first, so that no worker is left with one at the end."""
    from uptake.study.populations import GROUPS

    return [
        Round(variant, group, replicate, assumptions)
        for group in GROUPS
        for variant, assumptions in variants.items()
        for replicate in range(scale.replicates)
    ]


def validation_fingerprint(variants: Sequence[str], scale: Scale, seed: int) -> str:
    """Digest of what decides the result: model, patterns, variants, scale and seed."""
    content = [
        code_digest(),
        [pattern.model_dump(mode="json") for pattern in read_patterns()],
        list(variants),
        [scale.shrink, scale.company, scale.replicates],
        seed,
    ]
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=12).hexdigest()


def _found(
    variant: str, values: Mapping[tuple[str, str], Mapping[int, float]], scale: Scale
) -> list[Found]:
    def of(pattern: Pattern) -> list[Found]:
        return [
            Found(
                pattern,
                quantity,
                np.array([values[variant, quantity.name][n] for n in range(scale.replicates)]),
            )
            for quantity in pattern.quantities
        ]

    return [one for pattern in read_patterns() for one in of(pattern)]


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
