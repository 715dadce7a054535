"""What the page shows of an organisation, a scenario or an ensemble that was opened in it.

Ids and names of people are not part of it, and departments under five people are not named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from uptake.errors import InputError, Problem
from uptake.organisation import Chart, GraphMeasures, Organisation, connect, measure_graph
from uptake.organisation.reading_words import (
    CONTACTS_NOTE,
    contact_rows,
    kinds_of_tie,
)
from uptake.programme.own import is_own
from uptake.scenario import Scenario
from uptake.study.ensemble import Ensemble
from uptake.study.wording import counted

SHOWN_PROBLEMS: Final = 500
"""Problems listed in the page; the rest is counted."""
FIELD_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "employee": "employee number",
        "manager": "manager's employee number",
        "department": "department",
        "title": "job title",
        "location": "site",
        "hire_date": "hire date",
        "level": "grade",
        "effective_date": "date of the export",
        "frontline": "works away from a desk (yes or no)",
    }
)
REPAIR_WORDS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("several_roots", "join"): "Several people without a manager: join them below one",
        ("several_roots", "keep"): "Several people without a manager: keep each at a top",
        ("unknown_manager", "top"): "A manager who is not listed: as if there were none",
        ("self_managed", "top"): "People who are their own manager: as if they had none",
        ("duplicates", "first"): "Several rows with one number: the first counts",
        ("duplicates", "latest"): "Several rows with one number: the latest date counts",
        ("broken_rows", "skip"): "Rows that cannot be read: leave them out",
    }
)
"""Repairs that can be ticked: field of `Repairs`, value, what the page calls it."""
ENCODING_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"utf-8": "UTF-8", "windows-1252": "Windows (Western Europe)", "mac-roman": "old Macintosh"}
)


def connected(chart: Chart) -> tuple[Organisation, GraphMeasures]:
    """Draw the contact graph and measure it: takes a second with thousands of people."""
    organisation = connect(chart, 0)
    return organisation, measure_graph(organisation)


def organisation_said(said: Mapping[str, Any], measures: GraphMeasures) -> dict[str, Any]:
    """What the page shows of an organisation that was read."""
    warnings = [Problem(**one) for one in said["warnings"]]
    return {
        **{name: said[name] for name in ("headline", "people", "overview", "departments")},
        "columns": said["columns"],
        "repairs": _first(said["repairs"]),
        "notes": list(said["notes"]),
        "warnings": _first([str(one) for one in warnings]),
        "contacts": contact_rows(measures),
        "ties": kinds_of_tie(measures),
        "contacts_note": CONTACTS_NOTE,
    }


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN_PROBLEMS
    return lines if more <= 0 else [*lines[:SHOWN_PROBLEMS], f"and {more:,} more"]


def problems_said(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems in the page's words: where the terminal has an option, the page has a control."""
    listed = [in_page(one) for one in problems]
    more = len(listed) - SHOWN_PROBLEMS
    if more > 0:
        last = Problem("", "", f"and {more:,} more; uptake org check lists all of them")
        listed = [*listed[:SHOWN_PROBLEMS], last]
    names = ("where", "key", "wrong", "found", "right", "excerpt")
    return [{name: getattr(one, name) for name in names} for one in listed]


def in_page(problem: Problem) -> Problem:
    """The problem with what the page has in place of an option of the command line."""
    right = problem.right
    for option, words in OPTION_WORDS.items():
        right = right.replace(option, words)
    return replace(problem, right=right)


OPTION_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            f"--{field.replace('_', '-')} {value}": f"tick “{words}”"
            for (field, value), words in REPAIR_WORDS.items()
        },
        **{
            f"--map COLUMN={field}": f"choose the column of the {words} below"
            for field, words in FIELD_WORDS.items()
        },
        "give --encoding windows-1252": "choose another encoding below",
        "give --encoding": "choose another encoding below",
    }
)
"""Options of ``uptake org check`` in problems, and what they are in the page."""


def controls_said() -> dict[str, Any]:
    """Repairs, fields and encodings that the page offers."""
    return {
        "repairs": [
            {"field": field, "value": value, "words": words}
            for (field, value), words in REPAIR_WORDS.items()
        ],
        "fields": dict(FIELD_WORDS),
        "encodings": dict(ENCODING_WORDS),
    }


def opened_scenario(said: Mapping[str, Any]) -> Scenario:
    """The scenario that the reading process found, checked once more on this side.

    Its organisation and its headcount path are dropped: the page has organisations of its own, and
    they keep their size.

    Raises
    ------
    InputError
        If an intervention names code of its own.
    """
    data = dict(said["scenario"])
    for name, entry in data.get("programme", {}).items():
        if is_own(name) or is_own(str(entry.get("kind", name))):
            wrong = "is code of your own, and none is run here"
            raise InputError([Problem("the scenario", f"programme.{name}", wrong)])
    for name in ("organisation", "headcount_path"):
        data.pop(name, None)
    return Scenario.model_validate(data)


def scenario_said(
    scenario: Scenario, said: Mapping[str, Any], organisation: Organisation
) -> dict[str, Any]:
    """What the page shows of a scenario that was opened.

    Parameters
    ----------
    scenario : Scenario
        As `opened_scenario` gives it.
    said : mapping
        What the reading process said.
    organisation : Organisation
        The one that is chosen in the page.
    """
    content = scenario.model_dump(mode="json", exclude_defaults=True)
    champion = content.get("champion", {})
    kinds = {name: one.kind for name, one in scenario.programme.items()}
    return {
        "name": scenario.name,
        "description": scenario.description,
        "champion": "nobody" if scenario.champion is None else _settings(champion) or "as usual",
        "programme": [
            {"name": name, "kind": kinds[name], "settings": _settings(entry) or "as usual"}
            for name, entry in content.get("programme", {}).items()
        ],
        "assumptions": _settings(
            {name: getattr(scenario.assumptions, name) for name in said["assumptions"]}
        ),
        "notes": [*_not_taken(said["scenario"]), *_strange_names(scenario, organisation)],
        "warnings": [str(Problem(**one)) for one in said["notes"]],
    }


def _settings(values: Mapping[str, Any]) -> str:
    """Settings that differ from the default, as ``every weeks 2, quality 0.9``."""
    said = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            inner = _settings(value)
            said += [f"{_spaced(name)} ({inner})"] if inner else []
        elif name != "kind":
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            said.append(f"{_spaced(name)} {'yes' if shown is True else shown}")
    return ", ".join(said)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _not_taken(content: Mapping[str, Any]) -> list[str]:
    notes = ["The horizon is the page's: weeks of the file are not used."]
    if "organisation" in content:
        notes.append("The organisation of the file is not used: choose one in the page.")
    if "headcount_path" in content:
        notes.append("The headcount path is not used: organisations of the page keep their size.")
    return notes


def _strange_names(scenario: Scenario, organisation: Organisation) -> list[str]:
    return [
        f"{_spaced(name)}: the organisation chosen now has no {key.removesuffix('s')} "
        f"“{unknown}”, so it reaches nobody there."
        for name, one in scenario.programme.items()
        for key, unknown in one.audience.unknown_names(organisation)
    ]


def ensemble_said(ensemble: Ensemble) -> dict[str, Any]:
    """What the page shows of an ensemble that was opened."""
    names = list(ensemble.members[0])
    return {
        "name": ensemble.name,
        "headline": f"{ensemble.name}: {counted(len(ensemble.members), 'set')} of assumptions",
        "assumptions": [_spaced(name) for name in names],
    }
