"""What is thought before anything is fitted: ranges as a unit cube, and structural variants."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uptake.parameters.declaration import Parameter

LOGARITHMIC_SPAN: Final = 8.0
"""A positive range that spans more than this factor is as likely in each of its octaves."""


@dataclass(frozen=True)
class Range:
    """The range of one number.

    Attributes
    ----------
    name : str
        Of an assumption, or of anything else that is fitted with them.
    low, high : float
        Its ends.
    """

    name: str
    low: float
    high: float

    @property
    def logarithmic(self) -> bool:
        """Whether the logarithm is uniform in the range, rather than the number."""
        return self.low > 0.0 and self.high > LOGARITHMIC_SPAN * self.low

    def value(self, unit: float) -> float:
        """The number at a share of the way, 0 to 1, from `low` to `high`."""
        if self.logarithmic:
            found = self.low * float((self.high / self.low) ** unit)
        else:
            found = self.low + (self.high - self.low) * unit
        return min(max(found, self.low), self.high)

    def unit(self, value: float) -> float:
        """The share of the way at which a number stands; the other way round."""
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Prior:
    """Independent ranges, and structural variants that are equally likely.

    Attributes
    ----------
    ranges : tuple of Range
        What is fitted.
    variants : tuple of mapping
        Structural choices, such as ``{"contagion": "none"}``; a single empty one if there are none.
    """

    ranges: tuple[Range, ...]
    variants: tuple[Mapping[str, str], ...] = field(default=({},))

    def __post_init__(self) -> None:
        names = self.names
        if not names or not self.variants or len(set(names)) < len(names):
            raise ValueError("a prior needs a range and a variant, and names that differ")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of what is fitted, in the order of the ranges."""
        return tuple(one.name for one in self.ranges)

    def assumptions(self, units: ArrayLike, variant: int = 0) -> dict[str, Any]:
        """The values at a point of the unit cube, and the choices of a variant, by name.

        Parameters
        ----------
        units : array_like (ranges,)
            Each from 0 to 1.
        variant : int
            Its place in `variants`.
        """
        numbers = np.asarray(units, np.float64).tolist()
        values = {at.name: at.value(unit) for at, unit in zip(self.ranges, numbers, strict=True)}
        return {**values, **self.variants[variant]}

    def units(self, assumptions: Mapping[str, Any]) -> NDArray[np.float64]:
        """The point of the unit cube at which these assumptions stand, shape (ranges,)."""
        return np.array([one.unit(float(assumptions[one.name])) for one in self.ranges])


def prior_of(
    parameters: Iterable[Parameter],
    others: Sequence[Range] = (),
    variants: Sequence[Mapping[str, str]] = ({},),
) -> Prior:
    """Make a prior of the plausible ranges of declared numbers, and of others.

    Parameters
    ----------
    parameters : iterable of Parameter
        Such as `uptake.parameters.parameters_of` gives; a name is the last part of a path.
    others : sequence of Range
        What is fitted besides.
    variants : sequence of mapping
        See `Prior`.
    """
    declared = tuple(Range(one.path.rpartition(".")[2], one.low, one.high) for one in parameters)
    return Prior((*declared, *others), tuple(variants))
