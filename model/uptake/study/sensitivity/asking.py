"""What is asked of a study: which outcome of which programme, in which organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from uptake.checking import nearest, one_of
from uptake.documents import dotted
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.study import design
from uptake.study.better import MAY_BE_NEVER
from uptake.study.design import Programme
from uptake.study.prepare import loaded, organisation_sources, outputs
from uptake.study.record import Source
from uptake.study.sensitivity.findings import About
from uptake.study.sensitivity.inputs import Input, inputs_of
from uptake.study.study_file import StudyFile
from uptake.study.varied import Choice, Combinations

HEADLINE_MEASURE = "participation_last_half_year"


@dataclass(frozen=True, eq=False)
class Asked:
    """An outcome, and what may drive it.

    Attributes
    ----------
    study : StudyFile
        The one programme and its baseline (or a single scenario) in one organisation, with the
        replicates wanted and nothing varied.
    inputs : tuple of Input
        What is varied.
    measure : str
        Measure of a run.
    programme : str
        Label of the programme.
    baseline : str
        Label of what it is compared with; empty if the outcome is the level of the measure.
    sources : mapping of name to Source
        Where the organisation comes from.
    organisations : mapping of name to Organisation
        The organisation.
    """

    study: StudyFile
    inputs: tuple[Input, ...]
    measure: str
    programme: str
    baseline: str
    sources: Mapping[str, Source]
    organisations: Mapping[str, Organisation]

    @property
    def about(self) -> About:
        """What the outcome is, for words."""
        form = self.study.form
        return About(
            study=form.name,
            question=form.question,
            measure=self.measure,
            programme=self.programme,
            baseline=self.baseline,
            seed=form.seed,
            replicates=self.study.replicates,
        )


def ask(
    study: StudyFile,
    *,
    measure: str | None = None,
    programme: str | None = None,
    levers: bool = False,
    replicates: int | None = None,
    organisation: str | None = None,
    org: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Asked:
    """Find out what is asked of a study.

    Parameters
    ----------
    study : StudyFile
        From `uptake.study.study_file.read_study`.
    measure : str, optional
        The outcome; weekly visitors of the last half-year if the study keeps them.
    programme : str, optional
        Label or number of the programme; the first scenario's by default. Not with levers.
    levers : bool
        Whether the levers of the first scenario are varied too.
    replicates : int, optional
        In place of those of the study.
    organisation : str, optional
        Which, if the study has several.
    org, columns
        As in `uptake.study.prepare.prepare`.

    Raises
    ------
    InputError
        With what is wrong.
    """
    chosen = _programme(study, programme, levers)
    inputs = inputs_of(study, chosen.scenario, levers=levers)
    alone = _alone(_in_one_organisation(study, organisation, org), chosen, replicates)
    judged = _measure(alone.form.outputs.measures or (), measure)
    sources = organisation_sources(alone, org, columns)
    compared = levers or chosen.number > 0
    return Asked(
        study=alone,
        inputs=inputs,
        measure=judged,
        programme=chosen.label,
        baseline=design.bases(study)[0].scenario.name if compared else "",
        sources=sources,
        organisations=loaded(sources),
    )


def _programme(study: StudyFile, wanted: str | None, levers: bool) -> Programme:
    """The programme asked for; by default the first scenario's as it stands."""
    if levers and wanted is not None:
        _refuse("--programme", "stands beside --levers, which vary it", wanted, "one of both")
    if wanted is None:
        first, number = study.scenarios[0].scenario, 1 if study.baseline else 0
        return Programme(number, first.name, number, {}, {}, first)
    known = design.programmes(study)
    labels = [one.label for one in known]
    if wanted in labels:
        return known[labels.index(wanted)]
    if not wanted.isdigit() or int(wanted) >= len(known):
        right = nearest(wanted, labels) or f"a number up to {len(known) - 1}, or one of the labels"
        _refuse("--programme", "is no programme of this study", wanted, right)
    return known[int(wanted)]


def _in_one_organisation(study: StudyFile, wanted: str | None, org: Path | None) -> StudyFile:
    names = list(study.organisations)
    if org is not None or (wanted is None and len(names) == 1):
        return study
    if wanted not in names:
        wrong = "is no organisation of this study"
        if wanted is None:
            wrong = "is missing, and the study has several organisations"
        _refuse("--organisation", wrong, wanted or "", one_of(names))
    return replace(study, organisations={wanted: study.organisations[wanted]})


def _alone(study: StudyFile, chosen: Programme, replicates: int | None) -> StudyFile:
    """The study with one programme and its baseline, and nothing varied."""
    files = design.bases(study)
    choices = {
        place: Choice(value, chosen.shown[dotted(place)])
        for place, value in chosen.settings.items()
    }
    listed = Combinations("list", listed=((chosen.label, choices),))
    alone = replace(
        study,
        scenarios=(files[chosen.base],),
        baseline=files[0] if chosen.base else None,
        levers=listed if choices else Combinations("grid"),
        uncertainties=Combinations("grid"),
    )
    kept = outputs(alone, design.programmes(alone)).measures
    changed: dict[str, object] = {
        "until": None,
        "replicates": replicates or alone.replicates,
        "outputs": study.form.outputs.model_copy(update={"measures": kept, "weekly": ()}),
    }
    return replace(alone, form=study.form.model_copy(update=changed))


def _measure(measures: Sequence[str], wanted: str | None) -> str:
    if wanted is None:
        return HEADLINE_MEASURE if HEADLINE_MEASURE in measures else measures[0]
    if wanted not in measures:
        right = nearest(wanted, measures) or one_of(measures)
        _refuse("--measure", "is no measure of this study", wanted, right)
    if wanted in MAY_BE_NEVER:
        wrong = "may be never, so that it has no variance to share out"
        right = one_of([one for one in measures if one not in MAY_BE_NEVER])
        _refuse("--measure", wrong, wanted, right)
    return wanted


def _refuse(option: str, wrong: str, found: str, right: str) -> NoReturn:
    raise InputError([Problem("the command", option, wrong, found, right)])
