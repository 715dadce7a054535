"""What the page lets one move: levers, assumptions, organisations and presets, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from uptake.scenario import SyntheticOrganisation


class Stop(BaseModel):
    """One position of a lever: its value in links, its words, and what it adds to a scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    words: str
    scenario: dict[str, Any] = Field(default_factory=dict)


class Lever(BaseModel):
    """Something one can decide, and what a facilitator says about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    group: str
    default: str
    stops: tuple[Stop, ...]
    what: str
    example: str
    message: str
    watch: str
    cost: str

    @model_validator(mode="after")
    def _default_is_a_stop(self) -> Self:
        self.stop(self.default)
        return self

    def stop(self, value: str) -> Stop:
        """The stop of a value.

        Raises
        ------
        ValueError
            If there is none.
        """
        for stop in self.stops:
            if stop.value == value:
                return stop
        raise ValueError(f"no stop {value!r}; one of {', '.join(self.values)}")

    @property
    def values(self) -> tuple[str, ...]:
        """The values of all stops, in order."""
        return tuple(stop.value for stop in self.stops)


class Made(BaseModel):
    """An organisation that the page offers from the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    synthetic: SyntheticOrganisation


class Assumed(BaseModel):
    """An assumption that the page lets one fix by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    unit: str


class Preset(BaseModel):
    """A programme to start from: levers that differ from their defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    says: str
    levers: dict[str, str]


class Controls(BaseModel):
    """Everything one can move, by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    organisations: dict[str, Made]
    levers: dict[str, Lever]
    assumptions: dict[str, Assumed]
    presets: dict[str, Preset]

    @model_validator(mode="after")
    def _presets_move_levers(self) -> Self:
        for preset in self.presets.values():
            for lever, value in preset.levers.items():
                self.levers[lever].stop(value)
        return self


@cache
def controls() -> Controls:
    """Everything one can move."""
    text = (files("uptake.web") / "controls.yaml").read_text(encoding="utf-8")
    return Controls.model_validate(YAML(typ="safe").load(text))
