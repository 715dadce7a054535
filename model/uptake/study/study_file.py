"""Study files: read, with every mistake in them and in the scenarios they name."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from uptake.checking import checked
from uptake.documents import Document, Place, read_document
from uptake.errors import InputError, Problem
from uptake.scenario import OrganisationSource, Scenario
from uptake.scenario_files import ScenarioFile, read_scenario_file
from uptake.study.study_form import StudyForm
from uptake.study.variations import Block, combinations, ensemble_worlds
from uptake.study.varied import Combinations

USUAL_REPLICATES = 20
"""Runs of a cell where nothing but chance tells its runs apart."""


@dataclass(frozen=True)
class StudyFile:
    """A study as its file describes it.

    Attributes
    ----------
    form : StudyForm
        What the file says.
    document : Document
        Where it says so.
    scenarios : tuple of ScenarioFile
        Whose levers are varied, with the horizon of the study.
    baseline : ScenarioFile or None
        What all is compared with, if it is another scenario.
    organisations : mapping of name to OrganisationSource
        Where all is run; paths start from the current folder.
    levers, uncertainties : Combinations
        What is varied.
    """

    form: StudyForm
    document: Document = field(repr=False)
    scenarios: tuple[ScenarioFile, ...]
    baseline: ScenarioFile | None
    organisations: Mapping[str, OrganisationSource]
    levers: Combinations
    uncertainties: Combinations

    @property
    def replicates(self) -> int:
        """Runs of each cell; with `until`, how many to begin with."""
        form = self.form
        if form.replicates is not None:
            return form.replicates
        if form.until is not None:
            return min(USUAL_REPLICATES, form.until.at_most)
        of_sets = self.uncertainties.design == "ensemble" and self.uncertainties.count > 1
        return 1 if of_sets else USUAL_REPLICATES

    @property
    def programme_count(self) -> int:
        """Programmes at most: combinations of levers in each scenario, and the baseline."""
        return len(self.scenarios) * self.levers.count + 1

    @property
    def cell_count(self) -> int:
        """Cells at most: organisations x programmes x worlds."""
        return len(self.organisations) * self.programme_count * self.uncertainties.count

    @property
    def run_count(self) -> int:
        """Runs at most; with `until`, as many as every cell may get."""
        until = self.form.until
        return self.cell_count * (until.at_most if until else self.replicates)


def read_study(path: str | Path) -> StudyFile:
    """Read a study file and the scenarios it names.

    Raises
    ------
    InputError
        With every mistake, each with file, line and column.
    """
    document = read_document(Path(path))
    form, problems = checked(StudyForm, {"name": Path(path).stem, **document.data}, document)
    if form is None:
        raise InputError(problems)
    scenarios = [
        _scenario(document, ("scenarios", number), name, form, problems)
        for number, name in enumerate(form.scenarios)
    ]
    baseline = None
    if form.baseline is not None:
        baseline = _scenario(document, ("baseline",), form.baseline, form, problems)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    files = [one for one in scenarios if one is not None]
    problems += _unlike(document, form, [*files, *([baseline] if baseline else [])])
    plain = [one.scenario for one in files]
    levers = combinations(Block(document, "levers", plain, problems), form.levers)
    if form.uncertainties.is_ensemble:
        uncertainties = ensemble_worlds(document, form.uncertainties, problems)
    else:
        block = Block(document, "uncertainties", plain, problems)
        uncertainties = combinations(block, form.uncertainties)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    organisations = _organisations(document, form, plain[0])
    return StudyFile(form, document, tuple(files), baseline, organisations, levers, uncertainties)


def _scenario(
    document: Document, place: Place, name: str, form: StudyForm, problems: list[Problem]
) -> ScenarioFile | None:
    path = Path(os.path.normpath(document.file.parent / name))
    if not path.is_file():
        problems.append(document.problem(place, "there is no such file", str(path)))
        return None
    try:
        file = read_scenario_file(path)
    except InputError as error:
        problems += error.problems
        return None
    if form.weeks is None:
        return file
    return replace(file, scenario=file.scenario.model_copy(update={"weeks": form.weeks}))


def _unlike(document: Document, form: StudyForm, files: Sequence[ScenarioFile]) -> list[Problem]:
    """What keeps the scenarios of a study from standing beside each other."""
    problems: list[Problem] = []
    first = files[0].scenario
    for number, file in enumerate(files[1:], 1):
        place: Place = ("scenarios", number) if number < len(form.scenarios) else ("baseline",)
        scenario = file.scenario
        if scenario.name in [other.scenario.name for other in files[:number]]:
            wrong = "has the name of another scenario of the study"
            problems.append(document.problem(place, wrong, scenario.name, "a name of its own"))
        if scenario.weeks != first.weeks:
            right = f"{first.weeks} as the first, or weeks: in the study"
            problems.append(
                document.problem(place, "has another horizon", f"{scenario.weeks} weeks", right)
            )
        if not form.organisations and scenario.organisation != first.organisation:
            wrong = "has another organisation than the first scenario"
            right = "the same, or organisations: in the study"
            problems.append(document.problem(place, wrong, right=right))
    return problems


def _organisations(
    document: Document, form: StudyForm, first: Scenario
) -> dict[str, OrganisationSource]:
    if not form.organisations:
        return {"": first.organisation}
    found = {}
    for name, source in form.organisations.items():
        if source.file is not None:
            path = os.path.normpath(document.file.parent / source.file)
            source = source.model_copy(update={"file": path})
        found[name] = source
    return found
