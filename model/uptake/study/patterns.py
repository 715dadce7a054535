"""The patterns that the model should reproduce, as data: what is measured where, against what."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Status = Literal["R", "R2", "D", "A", "B"]
"""Read in the source, quoted by others, derived, judged, commonly cited and not checked."""


class Quantity(BaseModel):
    """One quantity of a pattern.

    Attributes
    ----------
    name : str
        What it is called in tables and figures; no two are the same.
    measure : str
        Function of `uptake.study.measured.MEASURES`.
    given : dict
        Its arguments besides the runs.
    populations : tuple of str
        Populations whose runs it takes, in that order.
    band : tuple of (float or None), or None
        Lowest and highest value at which it holds; None is no bound, or no band at all: then the
        value is stated and not judged.
    band_status, status : str
        How well the edges of the band, and the fact behind them, are known.
    unit : str
        Of the value.
    source : str
        Where the fact was read.
    fitted : bool
        Whether it was looked at when the default assumptions were fitted.
    note : str
        What a reader should know besides.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(min_length=1)
    measure: str
    given: dict[str, Any] = Field(default_factory=dict)
    populations: tuple[str, ...] = Field(min_length=1)
    band: tuple[float | None, float | None] | None = None
    band_status: Status | None = None
    unit: str = Field(min_length=1)
    source: str = Field(min_length=1)
    status: Status
    fitted: bool
    note: str = ""

    @model_validator(mode="after")
    def _band_in_order(self) -> Self:
        if (self.band is None) != (self.band_status is None):
            raise ValueError("a band and its status come together")
        if self.band == (None, None) or (self.band is not None and not self.low < self.high):
            raise ValueError("a band has a lower edge below its upper one")
        return self

    @property
    def low(self) -> float:
        """Lower edge of the band; minus infinity if there is none."""
        edge = self.band[0] if self.band else None
        return -math.inf if edge is None else edge

    @property
    def high(self) -> float:
        """Upper edge of the band; infinity if there is none."""
        edge = self.band[1] if self.band else None
        return math.inf if edge is None else edge


class Pattern(BaseModel):
    """A pattern: its number, its name and what is measured of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    name: str = Field(min_length=1)
    quantities: tuple[Quantity, ...] = Field(min_length=1)


@cache
def read_patterns() -> tuple[Pattern, ...]:
    """Read the patterns that come with the package."""
    from ruamel.yaml import YAML

    text = (files("uptake.study") / "patterns.yaml").read_text(encoding="utf-8")
    return tuple(Pattern.model_validate(entry) for entry in YAML(typ="safe").load(text))


def all_quantities() -> tuple[Quantity, ...]:
    """All quantities of all patterns, in their order."""
    return tuple(quantity for pattern in read_patterns() for quantity in pattern.quantities)
