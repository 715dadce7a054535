"""Whom an intervention is meant for."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.organisation import Organisation
from uptake.parameters import inconsistent


class Audience(BaseModel):
    """Positions that satisfy every condition given; all positions without one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    departments: tuple[str, ...] = Field((), description="names of departments; all if left out")
    sites: tuple[str, ...] = Field((), description="names of sites; all if left out")
    work: Literal["everyone", "desk", "frontline"] = Field(
        "everyone", description="everyone, those at a desk, or those at the frontline"
    )
    managers_only: bool = Field(False, description="only employees with reports")
    top_level: int | None = Field(
        None, ge=0, description="no one above this layer; the head of the organisation is layer 0"
    )
    bottom_level: int | None = Field(None, ge=0, description="no one below this layer")
    least_span: int = Field(0, ge=0, description="only those with at least so many reports")

    @model_validator(mode="after")
    def _layers_are_in_order(self) -> Self:
        top, bottom = self.top_level, self.bottom_level
        if top is not None and bottom is not None and top > bottom:
            raise inconsistent(
                "bottom_level", "is above top_level (layers are counted downwards)",
                bottom, f"{top} or more", reads=("top_level",),
            )  # fmt: skip
        return self

    def positions(self, organisation: Organisation) -> NDArray[np.bool_]:
        """Which positions are meant, shape (positions,)."""
        chart = organisation.chart
        chosen = np.ones(chart.manager.size, bool)
        if self.departments:
            chosen &= _named(chart.department, chart.department_names, self.departments)
        if self.sites:
            chosen &= _named(chart.site, chart.site_names, self.sites)
        if self.work != "everyone":
            chosen &= chart.frontline == (self.work == "frontline")
        spans = np.bincount(chart.manager[chart.manager >= 0], minlength=chosen.size)
        chosen &= spans >= max(self.least_span, int(self.managers_only))
        if self.top_level is not None:
            chosen &= chart.level >= self.top_level
        if self.bottom_level is not None:
            chosen &= chart.level <= self.bottom_level
        return chosen

    def unknown_names(self, organisation: Organisation) -> list[tuple[str, str]]:
        """Names of departments and sites that the organisation does not have, with their key."""
        chart = organisation.chart
        return [
            *(
                ("departments", name)
                for name in self.departments
                if name not in chart.department_names
            ),
            *(("sites", name) for name in self.sites if name not in chart.site_names),
        ]


def _named(
    codes: NDArray[np.int32], names: tuple[str, ...], wanted: tuple[str, ...]
) -> NDArray[np.bool_]:
    return np.isin(codes, [index for index, name in enumerate(names) if name in wanted])
