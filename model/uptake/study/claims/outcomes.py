"""What becomes of a claim under a condition, with chance and the number of conditions counted in.

A condition *fails* only if its runs exclude what is claimed, which is asked of many conditions at
once: Holm's step-down procedure (Holm 1979) keeps the chance that any of them fails by accident at
a fortieth for either edge of the range. That a condition *holds* is claimed of all of them
together, and is tested with each at its own level: a claim that would be robust by accident would
have to pass every one of them (an intersection-union test; Berger 1982), so no correction is
needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from uptake.study.claims.estimates import Estimate
from uptake.study.claims.form import ClaimForm
from uptake.study.statistics import CONFIDENCE

Outcome = Literal["holds", "undecided", "other size", "no effect", "other sign"]

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "holds", "undecided", "other size", "no effect", "other sign",
)  # fmt: skip
"""From the best to the worst."""
NO_DIRECTION: Final[frozenset[Outcome]] = frozenset({"no effect", "other sign"})
"""Outcomes in which the direction fails."""
FAILS: Final[frozenset[Outcome]] = frozenset({"other size", *NO_DIRECTION})
LEVEL: Final = (1.0 - CONFIDENCE) / 2.0
"""Of one-sided tests: a value is excluded where the 95 % interval excludes it."""


@dataclass(frozen=True)
class Claimed:
    """What is claimed of a size.

    Attributes
    ----------
    low, high : float
        Its range, in the unit of the measure; infinite without an edge.
    direction : {"higher", "lower", "same", "within"}
        Above or below `pivot`, in the range whose inside counts as no effect, or simply within.
    pivot : float
        The size that means no effect.
    """

    low: float
    high: float
    direction: Literal["higher", "lower", "same", "within"]
    pivot: float

    def on_its_side(self, value: float) -> bool:
        """Whether a value has the direction claimed, whatever its size and whatever chance did."""
        if self.direction == "higher":
            return value > self.pivot
        if self.direction == "lower":
            return value < self.pivot
        return self.low <= value <= self.high

    def margin(self, value: float) -> float:
        """How far inside of the range a value lies; negative outside of it."""
        return min(value - self.low, self.high - value)

    def direction_shown(self, one: Estimate) -> bool:
        """Whether the runs of one condition, looked at alone, show the direction."""
        if self.direction == "higher":
            return one.known and one.low > self.pivot
        if self.direction == "lower":
            return one.known and one.high < self.pivot
        if self.direction == "same":
            return one.known and self.low <= one.low and one.high <= self.high
        return self.low <= one.value <= self.high

    def against_direction(self, one: Estimate) -> float:
        """Chance of such a value if the direction were as claimed, or there were no effect."""
        if self.direction == "higher":
            return one.chance_below(self.pivot)
        if self.direction == "lower":
            return one.chance_above(self.pivot)
        return 1.0

    def against_size(self, one: Estimate) -> float:
        """Chance of a value so far off if the size lay in the range."""
        return min(one.chance_below(self.low), one.chance_above(self.high))


def claimed_of(form: ClaimForm, unit: float) -> Claimed:
    """What a claim says of its size.

    Parameters
    ----------
    form : ClaimForm
        The claim.
    unit : float
        What one unit of its range is in that of the measure: 0.01 for points and per cent.
    """
    low = -math.inf if form.size.at_least is None else form.size.at_least * unit
    high = math.inf if form.size.at_most is None else form.size.at_most * unit
    if form.kind == "order":
        return Claimed(low, high, "higher", 0.0)
    return Claimed(low, high, form.direction or "within", form.pivot)


def outcomes(claimed: Claimed, found: Sequence[Estimate], *, holm: bool) -> list[Outcome]:
    """The outcome of each of some conditions.

    Parameters
    ----------
    claimed : Claimed
        What is claimed.
    found : sequence of Estimate
        The size under each condition.
    holm : bool
        Whether failures are corrected for the number of conditions. Members of an ensemble are
        counted, a tenth of them may fail, and so need no correction.

    Returns
    -------
    list of Outcome
        *other sign*: the direction claimed is excluded, or, where no effect is claimed, there is
        one. *other size*: the range is excluded, the
        direction is shown. *no effect*: the range is excluded and the direction is not shown.
        *holds*: neither is excluded and the direction is shown; an interval across an edge of the
        range counts as inside, for ranges are judgement. *undecided*: nothing is excluded, and the
        direction is not shown.
    """
    reject = holm_rejected if holm else _rejected
    signs = reject([claimed.against_direction(one) for one in found])
    sizes = reject([claimed.against_size(one) for one in found])
    return [
        _outcome(claimed, one, sign_fails=sign, size_fails=size)
        for one, sign, size in zip(found, signs, sizes, strict=True)
    ]


def _outcome(claimed: Claimed, one: Estimate, *, sign_fails: bool, size_fails: bool) -> Outcome:
    if sign_fails:
        return "other sign"
    if size_fails:
        if claimed.direction == "same":
            return "other sign"
        # Without a direction there is only the range: outside of it is another size.
        compared = claimed.direction != "within"
        return "no effect" if compared and not claimed.direction_shown(one) else "other size"
    return "holds" if claimed.direction_shown(one) else "undecided"


def holm_rejected(chances: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Which of some hypotheses are rejected so that all rejections are right with 1 - `level`.

    Parameters
    ----------
    chances : sequence of float
        The chance of each under its hypothesis (p-value).
    level : float
        Of the family.
    """
    rejected = [False] * len(chances)
    for rank, number in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[number] > level / (len(chances) - rank):
            break
        rejected[number] = True
    return rejected


def _rejected(chances: Sequence[float]) -> list[bool]:
    return [chance <= LEVEL for chance in chances]
