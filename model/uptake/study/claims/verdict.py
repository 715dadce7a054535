"""From what became of a claim under each condition to one word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from uptake.study.claims.outcomes import FAILS, NO_DIRECTION, Outcome

Verdict = Literal["robust", "shifted", "fragile", "undecided", "wrong"]

VERDICTS: Final[tuple[Verdict, ...]] = ("robust", "shifted", "fragile", "undecided", "wrong")
MOST_MEMBERS: Final = 0.1
"""The largest share of the members of the ensemble that may speak against a claim."""


def verdict(
    stated: Outcome,
    fresh: Outcome,
    others: Sequence[Outcome],
    members: Sequence[Outcome],
    on_its_side: Sequence[bool],
) -> Verdict:
    """The verdict on a claim.

    Parameters
    ----------
    stated, fresh : Outcome
        As stated, and with fresh seeds.
    others : sequence of Outcome
        Relabelled, doubled, and each structural variant.
    members : sequence of Outcome
        Under each member of the ensemble.
    on_its_side : sequence of bool
        Whether the mean under each member has the direction claimed, chance left aside.

    Returns
    -------
    {"wrong", "fragile", "shifted", "robust", "undecided"}
        The first that is true: *wrong*: it fails, in direction or size, as stated or with fresh
        seeds. *fragile*: the direction fails under some condition, or under more than a tenth of
        the members. *shifted*: the size does. *robust*: the direction is shown under every
        condition, and nine in ten members lie on its side. *undecided*: nothing fails, but the
        runs are too few to show that.

    Notes
    -----
    Undecided conditions never count as failures, and keep a claim from being robust. An undecided
    member, of which there are few runs, counts by its mean.
    """
    if stated in FAILS or fresh in FAILS:
        return "wrong"
    if NO_DIRECTION.intersection(others) or _too_many([one in NO_DIRECTION for one in members]):
        return "fragile"
    if FAILS.intersection(others) or _too_many([one in FAILS for one in members]):
        return "shifted"
    shown = all(one == "holds" for one in (stated, fresh, *others))
    return "robust" if shown and not _too_many([not one for one in on_its_side]) else "undecided"


def _too_many(against: Sequence[bool]) -> bool:
    return sum(against) > MOST_MEMBERS * len(against)
