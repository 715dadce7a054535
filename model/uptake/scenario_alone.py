"""A scenario that comes without its folder: it may neither read other files nor bring code."""

from __future__ import annotations

from uptake.checking import shown
from uptake.documents import Document, read_document
from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.programme.own import is_own
from uptake.scenario_files import ScenarioFile, scenario_in


def read_scenario_alone(given: Given) -> ScenarioFile:
    """Read a scenario from what its file would hold, and from nothing else.

    Raises
    ------
    InputError
        If it extends another file, names an HR export or an intervention in a Python file: then no
        file is opened and no code is run. Otherwise with every mistake, with line and column.
    """
    document = read_document(given)
    problems = [*_other_files(document), *_own_code(document)]
    if problems:
        raise InputError(problems)
    return scenario_in(document, given.stem)


def _other_files(document: Document) -> list[Problem]:
    problems = []
    base = document.data.get("extends")
    if base is not None:
        problems.append(
            document.problem(
                ("extends",),
                "builds on another file, and none is read here",
                shown(base),
                "all of the scenario in one file, or uptake run, which reads both",
            )
        )
    organisation = document.data.get("organisation")
    if isinstance(organisation, dict) and organisation.get("file") is not None:
        problems.append(
            document.problem(
                ("organisation", "file"),
                "names another file, and none is read here",
                shown(organisation["file"]),
                "the line left out, and the HR export opened by itself",
            )
        )
    return problems


def _own_code(document: Document) -> list[Problem]:
    programme = document.data.get("programme")
    problems = []
    for name, entry in programme.items() if isinstance(programme, dict) else ():
        says_kind = isinstance(entry, dict) and "kind" in entry
        kind = entry["kind"] if says_kind else name
        if isinstance(kind, str) and is_own(kind):
            complain = document.problem if says_kind else document.key_problem
            place = ("programme", name, "kind") if says_kind else ("programme", name)
            wrong = "is code of your own, and none is run here"
            right = "a kind that comes with uptake, or uptake run, which runs the code"
            problems.append(complain(place, wrong, kind, right))
    return problems
