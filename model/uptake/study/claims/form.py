"""What a claims file may say."""

from __future__ import annotations

import re
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.checking import nearest, one_of
from uptake.parameters import inconsistent
from uptake.scenario import OrganisationSource
from uptake.study.better import MAY_BE_NEVER
from uptake.study.claims.placeholders import placeholders_in, placeholders_of
from uptake.study.study_form import MeasureName

Kind = Literal["difference", "ratio", "level", "order"]
Direction = Literal["higher", "lower", "same"]

ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_SCENARIOS: Final = 6
NUMBER_OF_SCENARIOS: Final = {
    "difference": (2, 2),
    "ratio": (2, 2),
    "level": (1, 1),
    "order": (3, MOST_SCENARIOS),
}
"""How many scenarios a claim of each kind is about, at least and at most."""


class Size(BaseModel):
    """How large an effect is claimed to be, as a range, and why that range."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    at_least: float | None = Field(
        None, description="smallest size claimed; percentage points or per cent for shares"
    )
    at_most: float | None = Field(None, description="largest size claimed")
    reason: str = Field(min_length=1, description="why this range: what somebody would decide by")

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        low, high = self.at_least, self.at_most
        if low is None and high is None:
            raise inconsistent(
                "at_least", "is missing, and so is at_most", "neither", "one of the two or both"
            )
        if low is not None and high is not None and low >= high:
            raise inconsistent(
                "at_most", "is no larger than at_least", high, f"more than {low}",
                reads=("at_least",),
            )  # fmt: skip
        return self


class ClaimForm(BaseModel):
    """One claim."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(description="name in tables and marks: small letters, digits and hyphens")
    name: str = Field(min_length=1, max_length=60, description="the claim in a few words")
    statement: str = Field(
        min_length=1, description="the claim as a sentence, with {difference} or such for the size"
    )
    stated_in: tuple[str, ...] = Field(
        (), description="files that state it, relative to this one; none for what others believe"
    )
    measure: MeasureName = Field(
        "participation_last_half_year", description="measure of a run that it is about"
    )
    kind: Kind = Field("difference", description="what its size is")
    scenarios: tuple[str, ...] = Field(
        min_length=1,
        max_length=MOST_SCENARIOS,
        description="names of the scenarios: baseline and alternative of a difference or a ratio "
        "(alternative to baseline), one of a level, the highest first of an order",
    )
    direction: Direction | None = Field(
        None, description="where the alternative lies; of a difference or a ratio"
    )
    size: Size = Field(description="how large, as a range")
    organisation: OrganisationSource | None = Field(
        None, description="where it is tested; the organisation of the scenarios if left out"
    )

    @property
    def pivot(self) -> float:
        """The size that means no effect."""
        return 1.0 if self.kind == "ratio" else 0.0

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        self._check_id_and_measure()
        self._check_scenarios()
        self._check_direction()
        self._check_statement()
        return self

    def _check_id_and_measure(self) -> None:
        if ID.fullmatch(self.id) is None:
            raise inconsistent(
                "id", "is no plain name", f'"{self.id}"', "small letters, digits and hyphens"
            )
        if self.measure in MAY_BE_NEVER:
            raise inconsistent(
                "measure", "may be never, so that it has no mean", self.measure,
                "a measure that every run has, such as self_sustaining",
            )  # fmt: skip

    def _check_scenarios(self) -> None:
        least, most = NUMBER_OF_SCENARIOS[self.kind]
        if not least <= len(self.scenarios) <= most:
            right = f"{least}" if least == most else f"{least} to {most}"
            raise inconsistent(
                "scenarios", f"are not what a claim of the kind {self.kind} is about",
                f"{len(self.scenarios)}", f"{right} of them", reads=("kind",),
            )  # fmt: skip
        if len(set(self.scenarios)) < len(self.scenarios):
            found = ", ".join(self.scenarios)
            raise inconsistent("scenarios", "name one of them twice", found, "different ones")

    def _check_direction(self) -> None:
        compared = self.kind in ("difference", "ratio")
        if compared and self.direction is None:
            raise inconsistent(
                "direction", "is missing", "nothing", "higher, lower or same", reads=("kind",)
            )
        if not compared and self.direction is not None:
            raise inconsistent(
                "direction", f"means nothing for the kind {self.kind}", self.direction,
                "a claim without it", reads=("kind",),
            )  # fmt: skip
        low, high, none = self.size.at_least, self.size.at_most, self.pivot
        if (self.direction == "higher" or self.kind == "order") and (low is None or low < none):
            wrong = "allows sizes without the effect that is claimed"
            raise inconsistent(
                "size", wrong, f"at_least: {low}", f"at_least: {none:g} or more",
                reads=("direction", "kind"),
            )  # fmt: skip
        if self.direction == "lower" and (high is None or high > none):
            wrong = "allows sizes without the effect that is claimed"
            raise inconsistent(
                "size", wrong, f"at_most: {high}", f"at_most: {none:g} or less",
                reads=("direction", "kind"),
            )  # fmt: skip
        if self.direction == "same" and (low is None or high is None or not low < none < high):
            raise inconsistent(
                "size", "does not say how little counts as the same", f"{low} to {high}",
                f"at_least and at_most, {none:g} between them", reads=("direction", "kind"),
            )  # fmt: skip

    def _check_statement(self) -> None:
        known, used = placeholders_of(self.kind), placeholders_in(self.statement)
        unknown = [one for one in used if one not in known]
        if unknown:
            near = nearest(unknown[0], known)
            right = f"{{{near}}}" if near else one_of([f"{{{one}}}" for one in known])
            raise inconsistent(
                "statement", "has a placeholder that means nothing here", f"{{{unknown[0]}}}",
                right, reads=("kind",),
            )  # fmt: skip
        if not used:
            right = one_of([f"{{{one}}}" for one in known])
            raise inconsistent(
                "statement", "has no placeholder for what is measured", f'"{self.statement}"',
                right, reads=("kind",),
            )  # fmt: skip


class ClaimsForm(BaseModel):
    """A claims file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(1, ge=0, le=2**62, description="seed of the runs as stated")
    scenarios: dict[str, Any] = Field(
        description="scenarios by name: each a file, or what such a file would say"
    )
    claims: tuple[ClaimForm, ...] = Field((), description="the claims, at least one")
