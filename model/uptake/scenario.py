"""A scenario: organisation, programme, assumptions and horizon; plain data with a fingerprint."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from uptake.organisation.repairs import Repairs
from uptake.parameters import Assumptions, declared, inconsistent
from uptake.programme.champion import Champion
from uptake.programme.kinds import AnyIntervention, resolve_kind
from uptake.programme.own import code_of


class SyntheticOrganisation(BaseModel):
    """An organisation made up by `uptake.organisation.synthetic_chart`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headcount: int = Field(1000, ge=2, le=5_000_000, description="employees")
    spans: Literal["public-sector", "survey"] = Field(
        "public-sector", description="whose spans of control: see organisation/spans.py"
    )
    departments: int | None = Field(
        None, ge=1, description="number of departments; 18 at 1,000 employees if left out"
    )
    sites: int | None = Field(None, ge=1, description="number of sites; 3 at 1,000 if left out")
    frontline_share: float = Field(
        0.3, ge=0.0, le=1.0, description="share of employees who do not work at a desk"
    )
    seed: int = Field(0, ge=0, description="another seed, another organisation")


class OrganisationSource(BaseModel):
    """Where the organisation comes from: an HR export or made up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str | None = Field(None, description="an HR export (CSV), relative to this file")
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="header of the export: field, where headers are not recognised",
    )
    repairs: Repairs = Field(
        default_factory=Repairs, description="what to do about mistakes in the export; else refused"
    )
    synthetic: SyntheticOrganisation | None = Field(None, description="an organisation made up")
    tie_seed: int = Field(0, ge=0, description="another seed, other contacts")

    @model_validator(mode="after")
    def _one_of_two(self) -> OrganisationSource:
        if self.file is not None and self.synthetic is not None:
            raise inconsistent(
                "synthetic", "stands beside a file", self.file, "one of the two", reads=("file",)
            )
        return self


class Headcount(BaseModel):
    """A point of the headcount path; between points it is interpolated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: int = Field(ge=0, description="week")
    employees: int = Field(ge=1, description="employees in that week")


class Scenario(BaseModel):
    """Everything that decides a run, apart from the seed.

    Validation takes the folder that relative paths start from as ``context={"folder": ...}``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        "Scenario", min_length=1, description="what it is called in tables and figures"
    )
    description: str = Field("", description="what it asks, for the report")
    organisation: OrganisationSource = Field(
        default_factory=OrganisationSource, description="who works here"
    )
    weeks: int = declared(156, (52, 520), "weeks", "that are simulated", valid=(1, 5200))
    initial_accounts: int = declared(
        0, (0, 3000), "employees", "with an account before the first week", valid=(0, None)
    )
    headcount_path: tuple[Headcount, ...] = Field(
        (), description="planned headcount; today's throughout if left out"
    )
    champion: Champion | None = Field(
        default_factory=Champion, description="the champion's time and departure; null for none"
    )
    programme: dict[str, AnyIntervention] = Field(
        default_factory=dict, description="interventions by name"
    )
    assumptions: Assumptions = Field(
        default_factory=Assumptions, description="what is not known; the same in all comparisons"
    )

    @model_validator(mode="before")
    @classmethod
    def _resolve_kinds(cls, data: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
        if isinstance(data, dict) and isinstance(data.get("programme"), dict):
            folder = Path((info.context or {}).get("folder", "."))
            programme = data["programme"].items()
            resolved = {name: resolve_kind(name, entry, folder) for name, entry in programme}
            return {**data, "programme": resolved}
        return data

    @model_validator(mode="after")
    def _path_in_order(self) -> Scenario:
        weeks = [point.week for point in self.headcount_path]
        if weeks != sorted(set(weeks)):
            found = ", ".join(str(week) for week in weeks)
            raise inconsistent(
                "headcount_path", "has weeks that do not rise", found, "rising weeks"
            )
        return self

    @property
    def positions_needed(self) -> int:
        """Most employees that the headcount path asks for at once; 0 without a path."""
        return max((point.employees for point in self.headcount_path), default=0)

    @property
    def departure_week(self) -> int | None:
        """First week without the champion; None if they stay until the horizon."""
        week = self.champion.leaves_in_week if self.champion else None
        return week if week is not None and week < self.weeks else None

    @property
    def hour_cost(self) -> float:
        """Money that an hour costs or, saved, is worth."""
        return (self.champion or Champion()).hour_cost

    @property
    def fingerprint(self) -> str:
        """Digest of what decides a result, given an organisation and a seed.

        That is everything but the name, the description and where the organisation comes from: the
        organisation itself has a fingerprint of its own.
        """
        content = self.model_dump(mode="json", exclude={"name", "description", "organisation"})
        content["own_code"] = {name: code_of(one) for name, one in self.programme.items()}
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.blake2b(canonical.encode(), digest_size=12).hexdigest()

    def without_own_code(self) -> Scenario:
        """The same without interventions of the user's own: nothing in it can go wrong."""
        programme = {name: one for name, one in self.programme.items() if not code_of(one)}
        return self.model_copy(update={"programme": programme})

    def unmanaged(self) -> Scenario:
        """The same organisation and assumptions without champion and programme."""
        return self.model_copy(
            update={"name": f"{self.name}, unmanaged", "champion": None, "programme": {}}
        )
