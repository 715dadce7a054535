"""Claims files: read, with every mistake in them and in the scenarios they name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from uptake.checking import checked, nearest, one_of, shown
from uptake.documents import Document, Place, read_document
from uptake.errors import InputError, Problem
from uptake.scenario import OrganisationSource, Scenario
from uptake.scenario_files import (
    ScenarioFile,
    read_scenario_file,
    scenario_within,
)
from uptake.study.claims.form import ClaimForm, ClaimsForm


@dataclass(frozen=True, eq=False)
class Claim:
    """A claim that can be tested.

    Attributes
    ----------
    form : ClaimForm
        What the file says of it.
    scenarios : tuple of ScenarioFile
        What it is about, in the order of the claim; named as in the claims file.
    source : OrganisationSource
        Where it is tested; paths start from the current folder.
    """

    form: ClaimForm
    scenarios: tuple[ScenarioFile, ...]
    source: OrganisationSource


@dataclass(frozen=True, eq=False)
class ClaimsFile:
    """The claims of a file.

    Attributes
    ----------
    form : ClaimsForm
        What the file says.
    document : Document
        Where it says so.
    claims : tuple of Claim
        In the order of the file.
    """

    form: ClaimsForm
    document: Document = field(repr=False)
    claims: tuple[Claim, ...]


def read_claims(path: str | Path) -> ClaimsFile:
    """Read a claims file and the scenarios it names.

    Raises
    ------
    InputError
        With every mistake, each with file, line and column.
    """
    document = read_document(Path(path))
    form, problems = checked(ClaimsForm, document.data, document)
    if form is None:
        raise InputError(problems)
    if not form.claims:
        right = "a list of claims"
        raise InputError([document.problem(("claims",), "holds no claim", right=right)])
    problems += _twice(document, form)
    files = {
        name: _scenario(document, name, value, problems) for name, value in form.scenarios.items()
    }
    claims = [
        _claim(document, number, one, files, problems) for number, one in enumerate(form.claims)
    ]
    problems += _idle(document, form)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return ClaimsFile(form, document, tuple(one for one in claims if one is not None))


def _twice(document: Document, form: ClaimsForm) -> list[Problem]:
    ids = [one.id for one in form.claims]
    return [
        document.problem(
            ("claims", number, "id"), "is the id of another claim", name, "an id of its own"
        )
        for number, name in enumerate(ids)
        if name in ids[:number]
    ]


def _idle(document: Document, form: ClaimsForm) -> list[Problem]:
    used = {name for one in form.claims for name in one.scenarios}
    return [
        document.key_problem(
            ("scenarios", name), "is a scenario that no claim names", right="a claim about it"
        )
        for name in form.scenarios
        if name not in used
    ]


def _scenario(
    document: Document, name: str, value: object, problems: list[Problem]
) -> ScenarioFile | None:
    place: Place = ("scenarios", name)
    try:
        if isinstance(value, str):
            path = Path(os.path.normpath(document.file.parent / value))
            if not path.is_file():
                problems.append(document.problem(place, "there is no such file", str(path)))
                return None
            file = read_scenario_file(path)
        elif isinstance(value, dict):
            file = scenario_within(document, place, name)
        else:
            right = "a scenario file, or a mapping as in one"
            problems.append(document.problem(place, "is no scenario", shown(value), right))
            return None
    except InputError as error:
        problems += error.problems
        return None
    return ScenarioFile(file.scenario.model_copy(update={"name": name}), file.document)


def _claim(
    document: Document,
    number: int,
    form: ClaimForm,
    files: Mapping[str, ScenarioFile | None],
    problems: list[Problem],
) -> Claim | None:
    named = []
    for at, name in enumerate(form.scenarios):
        if name not in files:
            wrong, right = "is none of the scenarios", nearest(name, files) or one_of(list(files))
            place: Place = ("claims", number, "scenarios", at)
            problems.append(document.problem(place, wrong, f'"{name}"', right))
        elif (file := files[name]) is not None:
            named.append(file)
    if len(named) < len(form.scenarios):
        return None
    source = _source(document, number, form, [one.scenario for one in named], problems)
    return None if source is None else Claim(form, tuple(named), source)


def _source(
    document: Document,
    number: int,
    form: ClaimForm,
    scenarios: list[Scenario],
    problems: list[Problem],
) -> OrganisationSource | None:
    """The one organisation of a claim."""
    if form.organisation is None:
        first = scenarios[0].organisation
        if all(one.organisation == first for one in scenarios):
            return first
        place: Place = ("claims", number, "scenarios")
        wrong, right = "are of different organisations", "the same, or organisation: in the claim"
        problems.append(document.problem(place, wrong, right=right))
        return None
    file = form.organisation.file
    if file is None:
        return form.organisation
    found = os.path.normpath(document.file.parent / file)
    return form.organisation.model_copy(update={"file": found})
