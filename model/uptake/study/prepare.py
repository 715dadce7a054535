"""From a study file to its plan: organisations read, programmes and worlds made, all checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.scenario import OrganisationSource
from uptake.scenario_files import check_with_organisation
from uptake.study import design
from uptake.study.chunks import Outputs
from uptake.study.design import Programme
from uptake.study.plan import Plan
from uptake.study.record import Source
from uptake.study.study_file import StudyFile
from uptake.study.summary import AGAINST_THE_TWIN, MEASURES

LARGEST_STUDY = 5_000_000
"""Runs that one study may have: its plan is held in memory."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A study that can be run.

    Attributes
    ----------
    study : StudyFile
        What was asked.
    plan : Plan
        What that means.
    sources : tuple of Source
        Where the organisations come from, in the order of the plan.
    """

    study: StudyFile
    plan: Plan
    sources: tuple[Source, ...]


def prepare(
    study: StudyFile, org: Path | None = None, columns: Mapping[str, str] | None = None
) -> Prepared:
    """Read the organisations of a study and make its plan.

    Parameters
    ----------
    study : StudyFile
        From `read_study`.
    org : Path, optional
        An HR export that takes the place of the organisations of the study.
    columns : mapping, optional
        Header of the export to field.

    Raises
    ------
    InputError
        If the study is too large, or with every mistake in the organisations, in combinations of
        levers, or in names that an organisation does not have.
    """
    refuse_what_is_too_large(study)
    sources = organisation_sources(study, org, columns)
    return prepare_in(study, sources, loaded(sources))


def prepare_in(
    study: StudyFile, sources: Mapping[str, Source], organisations: Mapping[str, Organisation]
) -> Prepared:
    """Make the plan of a study in organisations that were read before.

    Parameters
    ----------
    study : StudyFile
        From `read_study`.
    sources : mapping of name to Source
        From `organisation_sources`.
    organisations : mapping of name to Organisation
        From `loaded`.

    Raises
    ------
    InputError
        As `prepare`, apart from the organisations.
    """
    programmes = design.programmes(study)
    problems = [
        problem
        for organisation in organisations.values()
        for file in design.bases(study)
        for problem in check_with_organisation(file, organisation)
    ]
    if not problems:
        problems = _unknown_audiences(study, programmes, list(organisations.values()))
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    plan = Plan(
        name=study.form.name,
        organisations=organisations,
        programmes=programmes,
        worlds=design.worlds(study),
        levers=design.levers(study),
        uncertainties=design.uncertainties(study),
        seed=study.form.seed,
        outputs=outputs(study, programmes),
    )
    return Prepared(study, plan, tuple(sources.values()))


def loaded(sources: Mapping[str, Source]) -> dict[str, Organisation]:
    """Read or make organisations, by name; one without a name has that of its chart.

    Raises
    ------
    InputError
        With every problem of an export.
    """
    found = {label: source.load() for label, source in sources.items()}
    return {label or one.chart.name: one for label, one in found.items()}


def refuse_what_is_too_large(study: StudyFile) -> None:
    """Make sure that the plan of a study fits into memory.

    Raises
    ------
    InputError
        If it does not.
    """
    if study.run_count > LARGEST_STUDY:
        problem = study.document.problem(
            (), "asks for too many runs", f"{study.run_count:,}", f"{LARGEST_STUDY:,} at most"
        )
        raise InputError([problem])


def organisation_sources(
    study: StudyFile, org: Path | None, columns: Mapping[str, str] | None
) -> dict[str, Source]:
    """Where the organisations of a study come from, by name; the name may be empty if it is one."""
    positions = max(file.scenario.positions_needed for file in design.bases(study))
    if org is None:
        return {
            label: Source(source, dict(columns or {}), positions)
            for label, source in study.organisations.items()
        }
    first = next(iter(study.organisations.values()))
    export = OrganisationSource(file=str(org), repairs=first.repairs, tie_seed=first.tie_seed)
    return {"": Source(export, dict(columns or {}), positions)}


def outputs(study: StudyFile, programmes: Sequence[Programme]) -> Outputs:
    """What is kept; measures of a departure only if somebody leaves, for they take a run more."""
    kept = study.form.outputs
    if kept.measures is not None:
        measures = tuple(dict.fromkeys(kept.measures))
    else:
        leaves = any(one.scenario.departure_week is not None for one in programmes)
        measures = tuple(one for one in MEASURES if leaves or one not in AGAINST_THE_TWIN)
    if study.form.until is not None and study.form.until.measure not in measures:
        measures = (*measures, study.form.until.measure)
    return Outputs(measures, tuple(dict.fromkeys(kept.weekly)))


def _unknown_audiences(
    study: StudyFile, programmes: Sequence[Programme], organisations: Sequence[Organisation]
) -> list[Problem]:
    """Departments and sites that a combination of levers names and an organisation lacks."""
    problems = []
    for programme in programmes:
        for organisation in organisations:
            for name, one in programme.scenario.programme.items():
                for key, unknown in one.audience.unknown_names(organisation):
                    place = ("levers",)
                    wrong = f"name a {key.removesuffix('s')} that {organisation.chart.name} lacks"
                    found = f"{unknown} (audience of {name} in “{programme.label}”)"
                    problems.append(study.document.problem(place, wrong, found))
    return problems
