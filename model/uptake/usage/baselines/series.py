"""What a baseline is fitted to: weekly values, the weeks left out, and who has joined so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uptake.usage.weekly_usage import WeeklyUsage

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Weekly values without gaps in the weeks.

    Attributes
    ----------
    weeks : array (weeks,) of int
        Their numbers, each one more than the one before.
    values : array (weeks,) of float
        What is forecast; nan where not known.
    masked : array (weeks,) of bool
        Weeks that nothing is fitted to or judged by.
    adopters : array (weeks,) of float or None
        How many have joined by the end of each week, where that is known.
    adopters_are : str
        What is counted as joining; empty if not known.
    """

    weeks: NDArray[np.int64]
    values: Values
    masked: NDArray[np.bool_]
    adopters: Values | None = None
    adopters_are: str = ""

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Weeks that are known and not masked."""
        return np.asarray(~self.masked & ~np.isnan(self.values))

    @property
    def scale(self) -> float:
        """Largest usable value, by which numbers are divided before a fit; 1 if all are 0."""
        return float(self.values[self.usable].max(initial=0.0)) or 1.0

    def until(self, week: int) -> Series:
        """The same up to and including a week."""
        kept = self.weeks <= week
        adopters = None if self.adopters is None else self.adopters[kept]
        return Series(
            self.weeks[kept], self.values[kept], self.masked[kept], adopters, self.adopters_are
        )


def series(
    weeks: ArrayLike,
    values: ArrayLike,
    masked: ArrayLike | None = None,
    adopters: ArrayLike | None = None,
    adopters_are: str = "adopters",
) -> Series:
    """Make a series of anything like arrays.

    Raises
    ------
    ValueError
        If the weeks have gaps, or lengths differ.
    """
    numbers = np.asarray(weeks, np.int64)
    known = np.asarray(values, np.float64)
    mask = np.zeros(numbers.size, np.bool_) if masked is None else np.asarray(masked, np.bool_)
    joined = None if adopters is None else np.asarray(adopters, np.float64)
    if np.any(np.diff(numbers) != 1):
        raise ValueError("the weeks have gaps: give them a value of nan")
    others = [known, mask] if joined is None else [known, mask, joined]
    if any(other.shape != numbers.shape for other in others):
        raise ValueError("weeks, values, mask and adopters have different lengths")
    return Series(numbers, known, mask, joined, "" if joined is None else adopters_are)


def series_of(usage: WeeklyUsage) -> Series:
    """Who was active each week, with accounts, or else newcomers added up, as adopters."""
    known = ~usage.masked
    adopters, adopters_are = None, ""
    if known.any() and not np.isnan(usage.members[known]).any():
        adopters, adopters_are = usage.members, "accounts"
    elif known.any() and not np.isnan(usage.newcomers[known]).any():
        adopters, adopters_are = np.nancumsum(usage.newcomers), "newcomers so far"
    return Series(usage.weeks, usage.active, usage.masked, adopters, adopters_are)
