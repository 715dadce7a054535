"""What a study file may say."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.measures import NAMES
from uptake.parameters import inconsistent
from uptake.scenario import OrganisationSource
from uptake.study.summary import MEASURES
from uptake.study.varied import SAMPLED

Design = Literal["grid", "list", "latin_hypercube", "sobol"]
USUALLY_KEPT = (
    "headcount",
    "accounts",
    "visitors",
    "visitors_four_weekly",
    "posters",
    "posts",
    "questions",
    "questions_answered_day",
    "champion_hours",
    "money",
)
"""Weekly measures that are kept unless the study says otherwise."""

MeasureName = Literal[MEASURES]  # type: ignore[valid-type]
WeeklyName = Literal[NAMES]  # type: ignore[valid-type]


class Variation(BaseModel):
    """What is varied, and how its values are combined."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    design: Design | None = Field(
        None,
        description="grid (all combinations), list (those given), latin_hypercube or sobol "
        "(a sample); grid for levers and latin_hypercube for uncertainties if left out",
    )
    vary: dict[str, Any] = Field(
        default_factory=dict,
        description="name of a parameter: a list of values, {from: , to: , steps: }, words with "
        "the value each stands for, or nothing for its declared range",
    )
    combinations: tuple[dict[str, Any], ...] = Field(
        (), description="for a list: the value of each parameter in each combination"
    )
    points: int | None = Field(None, ge=1, description="size of a sample")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="another seed, another sample")

    @model_validator(mode="after")
    def _fits_its_design(self) -> Self:
        sampled, listed = self.design in SAMPLED, self.design == "list"
        if sampled and self.points is None:
            raise inconsistent(
                "design", "is a sample of no size", self.design, "points: beside it, as in 64",
                reads=("points",),
            )  # fmt: skip
        if self.design == "sobol" and self.points is not None and self.points & (self.points - 1):
            raise inconsistent(
                "points", "is no power of two, which Sobol sequences need", self.points,
                f"{1 << self.points.bit_length() - 1} or {1 << self.points.bit_length()}",
                reads=("design",),
            )  # fmt: skip
        if listed and not self.combinations:
            raise inconsistent(
                "combinations", "is missing for a list", "none", "a list of mappings",
                reads=("design",),
            )  # fmt: skip
        if self.combinations and (not listed or self.vary):
            raise inconsistent(
                "combinations", "stand beside another design", self.design or "vary",
                "design: list and no vary", reads=("design", "vary"),
            )  # fmt: skip
        return self


class Until(BaseModel):
    """How well a difference has to be known before a cell gets no more replicates."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    measure: MeasureName = Field(description="measure of a run whose difference is looked at")
    narrower_than: float = Field(
        gt=0.0, description="width of the 95 % interval, in the measure's unit"
    )
    at_most: int = Field(200, ge=2, le=100_000, description="replicates")


class Kept(BaseModel):
    """What is kept of each run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measures: tuple[MeasureName, ...] | None = Field(
        None, min_length=1, description="measures of a run; all that make sense if left out"
    )
    weekly: tuple[WeeklyName, ...] = Field(USUALLY_KEPT, description="weekly measures; [] for none")


class StudyForm(BaseModel):
    """A study file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("Study", min_length=1, description="what the study is called")
    question: str = Field("", description="what it asks, for the report")
    scenarios: tuple[str, ...] = Field(
        min_length=1, description="scenario files, relative to this one, whose levers are varied"
    )
    baseline: str | None = Field(
        None,
        description="scenario file that all is compared with; the first scenario as it stands if "
        "left out",
    )
    organisations: dict[str, OrganisationSource] = Field(
        default_factory=dict,
        description="organisations by name, each to be run in; the scenarios' own if left out",
    )
    weeks: int | None = Field(
        None, ge=1, le=5200, description="horizon in place of that of the scenarios"
    )
    seed: int = Field(1, ge=0, le=2**63 - 1, description="seed of all chance, the same everywhere")
    replicates: int = Field(
        20, ge=1, le=100_000, description="runs of each cell; with until, how many to begin with"
    )
    until: Until | None = Field(None, description="go on until differences are known well enough")
    levers: Variation = Field(
        default_factory=lambda: Variation(), description="what one can decide: champion, programme"
    )
    uncertainties: Variation = Field(
        default_factory=lambda: Variation(), description="what one does not know: assumptions"
    )
    outputs: Kept = Field(default_factory=lambda: Kept(), description="what is kept of each run")

    @model_validator(mode="after")
    def _begins_with_enough(self) -> Self:
        if self.until is not None and self.replicates < 2:
            raise inconsistent(
                "replicates", "are too few to know how far runs differ", self.replicates,
                "2 or more beside until", reads=("until",),
            )  # fmt: skip
        if self.until is not None and self.until.at_most < self.replicates:
            raise inconsistent(
                "replicates", "are more than until allows", self.replicates,
                f"at most {self.until.at_most}", reads=("until",),
            )  # fmt: skip
        return self
