"""Scenario files: read with ``extends:``, checked as a whole, written; and their organisation."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from uptake.checking import checked, nearest, one_of, shown
from uptake.documents import Document, Place, merged, part_of, read_document
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation, connect, grow, read_chart, synthetic_chart
from uptake.programme.base import Intervention
from uptake.programme.kinds import KINDS
from uptake.programme.own import is_own, load_own
from uptake.scenario import OrganisationSource, Scenario, SyntheticOrganisation

NO_CHAMPION = frozenset({("champion",)})
"""Where null says something (nobody does the job) and does not remove what the base says."""


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario and the document it was read from.

    Attributes
    ----------
    scenario : Scenario
        Its ``organisation.file`` is a path from the current folder; its name is that of the file
        if the file gives none (a name is not taken over from what it extends).
    document : Document
        The file laid over what it extends.
    """

    scenario: Scenario
    document: Document = field(repr=False)


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario; see `read_scenario_file`."""
    return read_scenario_file(path).scenario


def read_scenario_file(path: str | Path) -> ScenarioFile:
    """Read a scenario and everything it extends.

    Raises
    ------
    InputError
        With every mistake, each with file, line and column.
    """
    return scenario_in(_extended(Path(path), ()), Path(path).stem)


def scenario_within(document: Document, place: Place, name: str) -> ScenarioFile:
    """Read a scenario that stands inside another document, as a file beside it would say it.

    Parameters
    ----------
    document : Document
        The file it stands in; ``extends:`` and other paths start from there.
    place : Place
        Where in it the mapping stands.
    name : str
        What the scenario is called if the mapping does not say.

    Raises
    ------
    InputError
        With every mistake, each with file, line and column.
    """
    return scenario_in(_laid_over(part_of(document, place), ()), name)


def scenario_in(document: Document, name: str) -> ScenarioFile:
    """Check a document that is laid over what it extends, and find its scenario in it.

    Parameters
    ----------
    document : Document
        The whole document; its paths start from the file that names them.
    name : str
        What the scenario is called if the document does not say.

    Raises
    ------
    InputError
        With every mistake, each with file, line and column.
    """
    data = {"name": name, **document.data}
    programme, problems = _programme(document)
    data["programme"] = programme
    scenario, others = checked(Scenario, data, document, other_keys=("extends",))
    problems = sorted([*others, *problems], key=_by_line)
    if scenario is None or problems:
        raise InputError(problems)
    if scenario.organisation.file is not None:
        written = document.mark(("organisation", "file")).file.parent
        found = os.path.normpath(written / scenario.organisation.file)
        source = scenario.organisation.model_copy(update={"file": found})
        scenario = scenario.model_copy(update={"organisation": source})
    return ScenarioFile(scenario, document)


def scenario_yaml(scenario: Scenario) -> str:
    """Write a scenario as a file that reads back as the same one; defaults are left out."""
    content = scenario.model_dump(mode="json", exclude_defaults=True)
    for name, one in scenario.programme.items():
        content["programme"][name]["kind"] = one.kind
    if scenario.champion is None:
        content["champion"] = None
    text = io.StringIO()
    writer = YAML()
    writer.default_flow_style = False
    writer.dump({"name": scenario.name, **content}, text)
    return text.getvalue()


def load_organisation(
    scenario: Scenario,
    org_path: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    positions_needed: int | None = None,
) -> Organisation:
    """Read or make the organisation of a scenario, with vacant positions for planned growth.

    Parameters
    ----------
    scenario : Scenario
        Names a file, a synthetic organisation, or nothing: then 1,000 synthetic employees.
    org_path : path, optional
        An HR export that takes the place of what the scenario names.
    columns : mapping, optional
        Header of the export to field, besides those that the scenario gives.
    positions_needed : int, optional
        Most employees at once; by default what the scenario's headcount path asks for.

    Raises
    ------
    InputError
        With every problem of the export.
    """
    source = scenario.organisation
    if org_path is not None:
        source = OrganisationSource(
            file=str(org_path), repairs=source.repairs, tie_seed=source.tie_seed
        )
    if source.file is not None:
        headers = {**source.columns, **(columns or {})}
        chart = read_chart(source.file, headers, source.repairs).chart
    else:
        made = source.synthetic or SyntheticOrganisation()
        chart = synthetic_chart(**made.model_dump())
    needed = scenario.positions_needed if positions_needed is None else positions_needed
    missing = needed - len(chart.employee_ids)
    if missing > 0:
        chart = grow(chart, missing, source.tie_seed)
    return connect(chart, source.tie_seed)


def check_with_organisation(file: ScenarioFile, organisation: Organisation) -> list[Problem]:
    """Mistakes that show only once the organisation is known: unknown names, too many accounts."""
    scenario, document, chart = file.scenario, file.document, organisation.chart
    problems = []
    staff = int(chart.staffed.sum())
    if scenario.initial_accounts > staff:
        problems.append(
            document.problem(
                ("initial_accounts",),
                "is more than there are employees",
                str(scenario.initial_accounts),
                f"{staff} or fewer",
            )
        )
    names = {"departments": chart.department_names, "sites": chart.site_names}
    for entry, intervention in scenario.programme.items():
        audience = intervention.audience
        for key, unknown in audience.unknown_names(organisation):
            place = ("programme", entry, "audience", key)
            index = getattr(audience, key).index(unknown)
            close = nearest(unknown, names[key])
            some = sorted(names[key])
            right = f'"{close}"' if close else one_of([*some[:8], "another"][: len(some)])
            wrong = f"{chart.name} has no such {key.removesuffix('s')}"
            problems.append(document.problem((*place, index), wrong, shown(unknown), right))
    return problems


def _extended(path: Path, above: tuple[Path, ...]) -> Document:
    """A file laid over the one it extends, and so on to the last."""
    return _laid_over(read_document(path), above)


def _laid_over(document: Document, above: tuple[Path, ...]) -> Document:
    path, base = document.file, document.data.get("extends")
    if base is None:
        return document
    if not isinstance(base, str):
        wrong = "is not the name of a file"
        raise InputError([document.problem(("extends",), wrong, shown(base), "a path")])
    target = Path(os.path.normpath(path.parent / base))
    chain = (*above, path)
    if target.resolve() in [one.resolve() for one in chain]:
        loop = " extends ".join(str(one) for one in (*chain, target))
        wrong = "extends itself in the end"
        raise InputError([document.problem(("extends",), wrong, loop, "a base without a way back")])
    if not target.is_file():
        wrong = "there is no such file"
        raise InputError([document.problem(("extends",), wrong, str(target))])
    under = _extended(target, chain)
    idle = _idle_removals(under, document)
    if idle:
        raise InputError(idle)
    nameless = {key: value for key, value in under.data.items() if key != "name"}
    return _without_extends(merged(replace(under, data=nameless), document, NO_CHAMPION))


def _idle_removals(under: Document, document: Document) -> list[Problem]:
    """Interventions set to null that the base does not have: defaults or nothing, who knows."""
    known, own = under.data.get("programme"), document.data.get("programme")
    right = "{} for an intervention with its defaults"
    return [
        document.problem(("programme", name), "there is nothing to remove", right=right)
        for name, entry in (own.items() if isinstance(own, dict) else ())
        if entry is None and not (isinstance(known, dict) and name in known)
    ]


def _without_extends(document: Document) -> Document:
    data = {key: value for key, value in document.data.items() if key != "extends"}
    return replace(document, data=data)


def _programme(document: Document) -> tuple[Any, list[Problem]]:
    """Interventions by name, without those that are wrong, and what is wrong with them."""
    entries = document.data.get("programme", {})
    if not isinstance(entries, dict):
        return entries, []
    programme: dict[str, Intervention] = {}
    problems: list[Problem] = []
    for name, entry in entries.items():
        intervention, mistakes = _intervention(document, name, entry)
        problems += mistakes
        if intervention is not None:
            programme[name] = intervention
    return programme, problems


def _intervention(
    document: Document, name: str, entry: object
) -> tuple[Intervention | None, list[Problem]]:
    place = ("programme", name)
    levers = {} if entry is None else entry
    if not isinstance(levers, dict):
        right = "a mapping of its levers, or nothing"
        return None, [document.problem(place, "is not a mapping", shown(entry), right)]
    kind = levers.get("kind", name)
    says_kind = "kind" in levers
    model: type[Intervention]
    if isinstance(kind, str) and is_own(kind):
        mark = document.mark((*place, "kind")) if says_kind else document.key_mark(place)
        try:
            model = load_own(kind, mark.file.parent)
        except ValueError as error:
            complain = document.problem if says_kind else document.key_problem
            at = (*place, "kind") if says_kind else place
            return None, [complain(at, f"cannot be loaded: {error}")]
    elif isinstance(kind, str) and kind in KINDS:
        model = KINDS[kind]
    else:
        return None, [_unknown_kind(document, name, kind, says_kind)]
    return checked(model, {**levers, "kind": kind}, document, place)


def _unknown_kind(document: Document, name: str, kind: object, says_kind: bool) -> Problem:
    near = nearest(kind, KINDS) if isinstance(kind, str) else None
    right = f"{near} (the nearest)" if near else one_of([*KINDS, "your own as file.py:Class"])
    wrong = "is no kind of intervention"
    if says_kind:
        return document.problem(("programme", name, "kind"), wrong, shown(kind), right)
    if near is None:
        right = "a kind: " + right
    return document.key_problem(("programme", name), wrong, shown(kind), right)


def notes_on(file: ScenarioFile) -> list[Problem]:
    """What a scenario says that is allowed but perhaps not meant."""
    scenario, document, notes = file.scenario, file.document, list[Problem]()
    horizon = f"the run ends after {scenario.weeks} weeks"
    for name, one in scenario.programme.items():
        if one.from_week >= scenario.weeks:
            start = ("programme", name, "from_week")
            notes.append(document.problem(start, "never starts", f"week {one.from_week}", horizon))
    leaves = scenario.champion.leaves_in_week if scenario.champion else None
    if leaves is not None and leaves >= scenario.weeks:
        departure = ("champion", "leaves_in_week")
        notes.append(document.problem(departure, "never happens", f"week {leaves}", horizon))
    return notes


def _by_line(problem: Problem) -> tuple[str, int, int]:
    file, line, column = problem.where.rsplit(":", 2)
    return file, int(line), int(column)
