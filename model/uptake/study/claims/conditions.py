"""Under which conditions a claim is tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from uptake.study.variants import variants

STATED, FRESH, RELABELLED, DOUBLED = "as stated", "fresh seeds", "relabelled", "doubled"


@dataclass(frozen=True)
class Condition:
    """One way to run all claims.

    Attributes
    ----------
    name : str
        What it is called; a structural variant by its name.
    seed : int
        Of all runs.
    replicates : int
        Runs of each scenario under each member of the ensemble.
    relabelled, doubled : bool
        Whether employees have other ids, and whether there are twice as many.
    forced : mapping
        Assumptions that take the place of the members'.
    """

    name: str
    seed: int
    replicates: int
    relabelled: bool = False
    doubled: bool = False
    forced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scale:
    """How much is run: members of the ensemble (all if None) and runs under each of them."""

    members: int | None
    stated: int
    fresh: int
    relabelled: int
    doubled: int
    variants: int


FULL: Final = Scale(members=None, stated=4, fresh=2, relabelled=2, doubled=1, variants=1)
QUICK: Final = Scale(members=8, stated=2, fresh=1, relabelled=1, doubled=1, variants=1)


def conditions(scale: Scale, seed: int) -> tuple[Condition, ...]:
    """All conditions, the one that is stated first.

    The members of the ensemble are no conditions of their own: the runs as stated, with fresh
    seeds and relabelled, which differ by chance alone, are looked at member by member.
    """
    structural = [
        Condition(name, seed, scale.variants, forced=choices)
        for name, choices in variants().items()
    ]
    return (
        Condition(STATED, seed, scale.stated),
        Condition(FRESH, seed + 1, scale.fresh),
        Condition(RELABELLED, seed, scale.relabelled, relabelled=True),
        Condition(DOUBLED, seed, scale.doubled, doubled=True),
        *structural,
    )
