"""What was measured of each pattern against its band."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.patterns import Pattern, Quantity
from uptake.study.statistics import Interval, mean_interval

Verdict = Literal["holds", "misses", "stated", "not measured"]
PatternVerdict = Literal["holds", "in part", "misses"]
Over = Literal["members", "replicates"]
"""What values are over: sets of assumptions, or runs of one that differ by chance."""

WORST_MISS: Final = 3.0
"""A miss counts for no more widths of the band than this; so does what cannot be measured."""


@dataclass(frozen=True, eq=False)
class Found:
    """What was found of one quantity.

    Attributes
    ----------
    pattern : Pattern
        To which it belongs.
    quantity : Quantity
        What was measured.
    values : array of shape (members,) or (replicates,)
        nan where it could not be measured.
    over : str
        What the values are over.
    """

    pattern: Pattern
    quantity: Quantity
    values: NDArray[np.float64]
    over: Over = "replicates"

    @cached_property
    def interval(self) -> Interval:
        """Mean over those in which it could be measured, with its 95 % interval and spread."""
        return mean_interval(self.values)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which of the values lie in the band; what could not be measured does not."""
        return (self.quantity.low <= self.values) & (self.values <= self.quantity.high)

    @property
    def measured(self) -> int:
        """How many of the values there are: what a structure lacks cannot be measured in it."""
        return int((~np.isnan(self.values)).sum())

    @property
    def verdict(self) -> Verdict:
        """Whether the mean lies in the band."""
        mean = self.interval.mean
        if math.isnan(mean):
            return "not measured"
        if self.quantity.band is None:
            return "stated"
        return "holds" if self.quantity.low <= mean <= self.quantity.high else "misses"

    @property
    def undecided(self) -> bool:
        """Whether the interval lies across an edge, so that more values might tell otherwise.

        With a single value there is no interval and nothing is decided.
        """
        if self.verdict not in ("holds", "misses"):
            return False
        low, high = self.interval.low, self.interval.high
        if math.isnan(low):
            return True
        return any(low < edge < high for edge in (self.quantity.low, self.quantity.high))


def found_of(
    pattern: Pattern, quantity: Quantity, values: Mapping[int, float], members: int
) -> Found:
    """What was found of a quantity, from its values by replicate.

    Replicate r was run under member r mod `members`. Where there are several members, each counts
    once, with the mean of its replicates.
    """
    in_order = np.array([values[replicate] for replicate in sorted(values)])
    if members == 1:
        return Found(pattern, quantity, in_order)
    means = [_mean(in_order[member::members]) for member in range(min(members, in_order.size))]
    return Found(pattern, quantity, np.array(means), "members")


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan


def pattern_verdict(found: Sequence[Found]) -> PatternVerdict:
    """Whether all, some or none of the judged quantities of a pattern hold."""
    judged = [one.verdict == "holds" for one in found if one.quantity.band is not None]
    return "holds" if all(judged) else "in part" if any(judged) else "misses"


def by_pattern(found: Sequence[Found]) -> list[list[Found]]:
    """The same, a list a pattern, in the order of their numbers."""
    patterns: dict[int, list[Found]] = {}
    for one in found:
        patterns.setdefault(one.pattern.number, []).append(one)
    return [them for _, them in sorted(patterns.items())]


def miss(value: float, quantity: Quantity) -> float:
    """Distance of a value from the band, in widths of the band, or of its one edge from nought."""
    if quantity.low <= value <= quantity.high:
        return 0.0
    if not math.isfinite(value):
        return WORST_MISS
    if math.isfinite(quantity.low) and math.isfinite(quantity.high):
        scale = quantity.high - quantity.low
    else:
        scale = abs(quantity.low if math.isfinite(quantity.low) else quantity.high) or 1.0
    return min(WORST_MISS, max(quantity.low - value, value - quantity.high) / scale)


def verdict_table(found: Mapping[str, Sequence[Found]]) -> pd.DataFrame:
    """Everything as a table, a row a quantity and variant; bands without an edge are infinite."""
    return pd.DataFrame(
        [
            {
                "variant": variant,
                "pattern": one.pattern.number,
                "pattern_name": one.pattern.name,
                "quantity": one.quantity.name,
                "value": one.interval.mean,
                "low": one.interval.low,
                "high": one.interval.high,
                "spread_low": one.interval.spread_low,
                "spread_high": one.interval.spread_high,
                "over": one.over,
                "count": one.values.size,
                "measured": one.measured,
                "in_band": int(one.inside.sum()) if one.quantity.band else np.nan,
                "unit": one.quantity.unit,
                "band_low": one.quantity.low if one.quantity.band else np.nan,
                "band_high": one.quantity.high if one.quantity.band else np.nan,
                "verdict": one.verdict,
                "undecided": one.undecided,
                "source": one.quantity.source,
                "status": one.quantity.status,
                "band_status": one.quantity.band_status or "",
                "fitted": one.quantity.fitted,
                "populations": " ".join(one.quantity.populations),
                "note": one.quantity.note,
            }
            for variant, them in found.items()
            for one in them
        ]
    )
