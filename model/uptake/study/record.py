"""What a store keeps of a study so that anyone can know what was done, and do it again."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from uptake.documents import Place
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.scenario import OrganisationSource, Scenario
from uptake.scenario_files import load_organisation
from uptake.study.design import bases, in_world
from uptake.study.manifest import organisation_counts, versions
from uptake.study.plan import Plan
from uptake.study.settings import with_settings
from uptake.study.study_file import StudyFile
from uptake.study.varied import Combinations

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """Where an organisation comes from.

    Attributes
    ----------
    source : OrganisationSource
        File or synthetic.
    columns : mapping of header to field
        Besides those of the source.
    positions : int
        Positions at least, growth included.
    """

    source: OrganisationSource
    columns: Mapping[str, str]
    positions: int

    def load(self) -> Organisation:
        """Read or make the organisation.

        Raises
        ------
        InputError
            With every problem of the export.
        """
        scenario = Scenario(organisation=self.source)
        return load_organisation(scenario, None, self.columns, self.positions)


def record_of(
    study: StudyFile, plan: Plan, sources: Sequence[Source], command: Sequence[str]
) -> dict[str, Any]:
    """Describe a study; of organisations only where they come from and counts, never ids."""
    form = study.form
    return {
        "name": form.name,
        "question": form.question,
        "command": shlex.join(command),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "levers": list(plan.levers),
        "uncertainties": list(plan.uncertainties),
        "varied": {
            "levers": _varied(study.levers),
            "uncertainties": _varied(study.uncertainties),
        },
        "measures": list(plan.outputs.measures),
        "weekly": list(plan.outputs.weekly),
        "baseline": 0,
        "weeks": plan.programmes[0].scenario.weeks,
        "seed": plan.seed,
        "replicates": study.replicates,
        "until": form.until.model_dump() if form.until else None,
        "organisations": [
            {
                "label": label,
                "source": _from_anywhere(source.source),
                "columns": dict(source.columns),
                "positions": source.positions,
                "counts": organisation_counts(organisation),
            }
            for (label, organisation), source in zip(
                plan.organisations.items(), sources, strict=True
            )
        ],
        "bases": [
            {
                "scenario": file.scenario.model_dump(mode="json", exclude={"organisation"}),
                "folder": str(Path(file.document.file).absolute().parent),
            }
            for file in bases(study)
        ],
        "programmes": [
            {
                "label": one.label,
                "base": one.base,
                "settings": [[list(place), value] for place, value in one.settings.items()],
            }
            for one in plan.programmes
        ],
        "versions": versions(),
        "platform": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }


def scenario_of(record: Record, row: Mapping[str, Any]) -> Scenario:
    """The scenario of a run, from the record of its study and its row in the plan.

    Raises
    ------
    InputError
        If an intervention of the user's own can no longer be loaded.
    """
    programme = record["programmes"][int(row["programme"])]
    base = record["bases"][programme["base"]]
    settings: dict[Place, Any] = {tuple(place): value for place, value in programme["settings"]}
    try:
        scenario = Scenario.model_validate(base["scenario"], context={"folder": base["folder"]})
    except ValueError as error:
        wrong = "holds a scenario that can no longer be made"
        raise InputError(
            [Problem("the store", "bases", wrong, " ".join(str(error).split()))]
        ) from None
    scenario = with_settings(scenario, settings).model_copy(update={"name": programme["label"]})
    values = {name.rpartition(".")[2]: row[name] for name in record["uncertainties"]}
    return scenario.model_copy(update={"assumptions": in_world(scenario.assumptions, values)})


def organisation_of(record: Record, label: str) -> Organisation:
    """Read or make an organisation of a study again.

    Raises
    ------
    InputError
        If its file has gone or changed.
    """
    (one,) = (entry for entry in record["organisations"] if entry["label"] == label)
    source = OrganisationSource.model_validate(one["source"])
    found = Source(source, one["columns"], one["positions"]).load()
    if found.fingerprint != one["counts"]["fingerprint"]:
        wrong = "is no longer the organisation that the study was run in"
        raise InputError([Problem(source.file or "the store", "organisation", wrong)])
    return found


def _varied(combinations: Combinations) -> dict[str, Any]:
    """The design and, in words, what each parameter was varied over."""
    return {
        "design": combinations.design,
        "count": combinations.count,
        "ensemble": combinations.ensemble,
        "over": {
            one.name: [choice.shown for choice in one.choices] or {"from": one.low, "to": one.high}
            for one in combinations.varied
        },
    }


def _from_anywhere(source: OrganisationSource) -> dict[str, Any]:
    """The source with the whole path of its file."""
    whole = None if source.file is None else str(Path(source.file).absolute())
    return source.model_copy(update={"file": whole}).model_dump(mode="json")
