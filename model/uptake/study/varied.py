"""The levers or uncertainties of a study, the values they take, and how these are combined."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from uptake.documents import Mark, Place, dotted

Shown = float | str
"""A value as it stands in tables: a number, or a word for anything else."""
NOTHING = "none"
DECIMALS = 12
"""Of the values of a grid, so that 0.6 is 0.6."""
SAMPLED = ("latin_hypercube", "sobol")
"""Designs that take a sample of a given size."""
LISTED = ("list", "ensemble")
"""Designs whose combinations are given."""


@dataclass(frozen=True)
class Choice:
    """One value and what it is called.

    Attributes
    ----------
    value : object
        What is put into the scenario.
    shown : float or str
        How tables and figures show it.
    mark : Mark or None
        Where it is written, if it is.
    """

    value: Any
    shown: Shown
    mark: Mark | None = None


@dataclass(frozen=True)
class Varied:
    """A lever or an uncertainty: the values listed, or a range.

    Attributes
    ----------
    place : Place
        Where it stands in a scenario.
    mark : Mark
        Where the study file says so.
    choices : tuple of Choice
        The values; empty for a range.
    low, high : float
        Ends of a range.
    steps : int or None
        How many values a grid takes from a range.
    whole : bool
        Whether a range is one of whole numbers.
    """

    place: Place
    mark: Mark
    choices: tuple[Choice, ...] = ()
    low: float = math.nan
    high: float = math.nan
    steps: int | None = None
    whole: bool = False

    @property
    def name(self) -> str:
        """Its path, as in ``programme.newsletter.quality``."""
        return dotted(self.place)

    def grid(self) -> tuple[Choice, ...]:
        """All values of a list, or evenly spaced ones of a range; whole numbers once each."""
        if self.choices:
            return self.choices
        assert self.steps is not None
        spaced = np.linspace(self.low, self.high, self.steps).round(DECIMALS).tolist()
        values = list(dict.fromkeys(round(one) for one in spaced)) if self.whole else spaced
        return tuple(self._number(value) for value in values)

    def at(self, share: float) -> Choice:
        """The value at a share of the way, 0 to 1; each of a list has an equal part of it."""
        if self.choices:
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        if self.whole:
            count = int(self.high) - int(self.low) + 1
            return self._number(int(self.low) + min(int(share * count), count - 1))
        return self._number(self.low + share * (self.high - self.low))

    def ends(self) -> Iterator[Choice]:
        """All values of a list, or the ends of a range."""
        yield from self.choices or (self.at(0.0), self.at(1.0))

    def _number(self, value: float) -> Choice:
        return Choice(value, float(value), self.mark)


@dataclass(frozen=True)
class Combinations:
    """How the levers, or the uncertainties, of a study are combined.

    Attributes
    ----------
    design : str
        grid, list, latin_hypercube, sobol or, of uncertainties, ensemble.
    varied : tuple of Varied
        What is varied, in the order of the file.
    listed : tuple of (name, values by place)
        For a list or an ensemble: the combinations; the name is empty if the file gives none.
    points : int
        Size of a sample.
    seed : int
        Of a sample.
    ensemble : str
        Name of the ensemble; empty for any other design.
    """

    design: str
    varied: tuple[Varied, ...] = ()
    listed: tuple[tuple[str, Mapping[Place, Choice]], ...] = ()
    points: int = 0
    seed: int = 0
    ensemble: str = ""

    @property
    def count(self) -> int:
        """How many combinations there are."""
        if self.design in LISTED:
            return len(self.listed)
        if self.design in SAMPLED:
            return self.points
        return math.prod(len(one.choices) or (one.steps or 1) for one in self.varied)


def shown_as(value: Any) -> Shown:  # noqa: ANN401 (anything a scenario may hold)
    """How a value of a scenario stands in a table."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return value
    return str(value)
