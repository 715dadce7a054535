"""How much narrower each number became: what the data speak to, and what they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from uptake.study.calibrating.calibration import QUANTILES, Calibration, weighted_quantiles

CLEARLY: Final = 0.6
"""Data speak to a number if its interval is narrower than so much of the one before."""


@dataclass(frozen=True)
class Informed:
    """A number that was fitted, before and after.

    Attributes
    ----------
    name : str
        Which.
    places : tuple of float
        Quantiles `QUANTILES` of its place in the range, 0 to 1.
    values : tuple of float
        The same as values.
    left : float
        Width of the 90 % interval, in that of the prior.
    """

    name: str
    places: tuple[float, ...]
    values: tuple[float, ...]
    left: float

    @property
    def clearly(self) -> bool:
        """Whether the data clearly say something about it."""
        return self.left < CLEARLY


def informed(found: Calibration) -> tuple[Informed, ...]:
    """All numbers that were fitted, those that narrowed most first."""
    rows = []
    for place, at in enumerate(found.posterior.prior.ranges):
        units = found.fitted.units[:, place]
        places = weighted_quantiles(units, found.fitted.weights, QUANTILES).tolist()
        left = (places[-1] - places[0]) / (QUANTILES[-1] - QUANTILES[0])
        values = tuple(at.value(one) for one in places)
        rows.append(Informed(at.name, tuple(places), values, left))
    return tuple(sorted(rows, key=lambda one: one.left))
