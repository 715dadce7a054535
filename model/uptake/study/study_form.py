"""What a study file may say."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.measures import NAMES
from uptake.parameters import inconsistent
from uptake.scenario import OrganisationSource
from uptake.study.ensemble import REFERENCE
from uptake.study.summary import MEASURES
from uptake.study.varied import SAMPLED

LeverDesign = Literal["grid", "list", "latin_hypercube", "sobol"]
UncertaintyDesign = Literal["ensemble", "grid", "list", "latin_hypercube", "sobol"]
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

    design: str | None = None
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


class Levers(Variation):
    """What one can decide, and how its values are combined."""

    design: LeverDesign | None = Field(
        None,
        description="grid (all combinations), list (those given), latin_hypercube or sobol "
        "(a sample); grid if left out",
    )


class Uncertainties(Variation):
    """What one does not know: sets of assumptions that fit the evidence, or values of one's own."""

    design: UncertaintyDesign | None = Field(
        None,
        description="ensemble (plausible sets of assumptions), grid (all combinations), list "
        "(those given), latin_hypercube or sobol (a sample); ensemble if nothing is varied, and "
        "latin_hypercube if left out beside vary and points",
    )
    ensemble: str = Field(
        REFERENCE,
        description="whose sets: reference (the ensemble that comes with uptake), default (the "
        "default assumptions alone), a structural variant such as simple/bottom_up, or a CSV file "
        "such as uptake calibrate writes, relative to this one",
    )
    points: int | None = Field(
        None,
        ge=1,
        description="size of a sample; of an ensemble, how many of its sets, all if left out",
    )

    @property
    def is_ensemble(self) -> bool:
        """Whether worlds are members of an ensemble."""
        said = self.design or ("" if self.vary or self.combinations else "ensemble")
        return said == "ensemble"

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if self.design == "ensemble" and self.vary:
            raise inconsistent(
                "design", "stands beside vary", self.design,
                "an ensemble, or values of your own under vary", reads=("vary",),
            )  # fmt: skip
        if "ensemble" in self.model_fields_set and not self.is_ensemble:
            raise inconsistent(
                "ensemble", "stands beside another design", self.ensemble,
                "an ensemble, or values of your own", reads=("design", "vary", "combinations"),
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
    replicates: int | None = Field(
        None,
        ge=1,
        le=100_000,
        description="runs of each cell; with until, how many to begin "
        "with; if left out, 1 with several sets of assumptions and no until, else 20",
    )
    until: Until | None = Field(None, description="go on until differences are known well enough")
    levers: Levers = Field(
        default_factory=lambda: Levers(), description="what one can decide: champion, programme"
    )
    uncertainties: Uncertainties = Field(
        default_factory=lambda: Uncertainties(),
        description="what one does not know: assumptions; the reference ensemble if left out",
    )
    outputs: Kept = Field(default_factory=lambda: Kept(), description="what is kept of each run")

    @model_validator(mode="after")
    def _begins_with_enough(self) -> Self:
        if self.until is None or self.replicates is None:
            return self
        if self.replicates < 2:
            raise inconsistent(
                "replicates", "are too few to know how far runs differ", self.replicates,
                "2 or more beside until", reads=("until",),
            )  # fmt: skip
        if self.until.at_most < self.replicates:
            raise inconsistent(
                "replicates", "are more than until allows", self.replicates,
                f"at most {self.until.at_most}", reads=("until",),
            )  # fmt: skip
        return self
