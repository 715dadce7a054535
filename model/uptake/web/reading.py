"""The process that reads an opened file: ``python -m uptake.web.reading``, with pipes only.

Standard input holds a line of JSON that says what to read and how, then the content. Standard
output gets a line of JSON with what there is to say, then what was read as bytes, if that takes
more than words. Cells of a staff file (ids, dates) are never part of the words.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from uptake.delimited import open_delimited
from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.organisation import Repairs, read_chart
from uptake.organisation.columns import is_name_column, match_columns
from uptake.organisation.reading_words import headline, largest_departments, overview
from uptake.scenario_alone import read_scenario_alone
from uptake.scenario_files import notes_on
from uptake.study.ensemble import read_ensemble
from uptake.web.confinement import bound, confine
from uptake.web.parcels import packed, without_ids

MOST_PEOPLE: Final = 200_000
"""People of an organisation that is opened in the page."""
MOST_MEMBERS: Final = 5_000
Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    """Read one file and end."""
    memory, seconds = (int(word) for word in sys.argv[1:3])
    bound(memory, seconds)
    confine()
    asked = json.loads(sys.stdin.buffer.readline())
    said, content = answer(asked, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def answer(asked: Mapping[str, Any], content: bytes) -> Answer:
    """Read what was handed over; whatever goes wrong is said in words."""
    given = Given(asked["name"], content)
    try:
        return TASKS[asked["task"]](given, asked)
    except InputError as error:
        return {"problems": [asdict(one) for one in error.problems], **_columns(asked, given)}, b""
    except MemoryError:
        wrong = "takes more memory to read than a file is given here"
    except RecursionError:
        wrong = "is nested too deeply"
    except Exception as error:
        wrong = f"cannot be read ({type(error).__name__})"
    return {"problems": [asdict(Problem(given.name, "", wrong))]}, b""


def _organisation(given: Given, asked: Mapping[str, Any]) -> Answer:
    repairs = Repairs.model_validate(asked["repairs"])
    reading = read_chart(given, asked["columns"], repairs, asked["encoding"], quote=False)
    people = reading.summary.people
    if people > MOST_PEOPLE:
        right = f"at most {MOST_PEOPLE:,} in the page; uptake run --org reads more"
        raise InputError([Problem(given.name, "", "too many people", f"{people:,}", right)])
    said = {
        "headline": headline(reading),
        "people": people,
        "name": reading.chart.name,
        "overview": overview(reading.summary, ids=False),
        "departments": largest_departments(reading.summary),
        "repairs": reading.repairs,
        "notes": reading.notes,
        "warnings": [asdict(one) for one in reading.warnings],
        **_columns(asked, given),
    }
    return said, packed(without_ids(reading.chart))


def _scenario(given: Given, asked: Mapping[str, Any]) -> Answer:
    file = read_scenario_alone(given)
    scenario = file.scenario
    said = {
        "scenario": scenario.model_dump(mode="json", exclude_unset=True),
        "assumptions": sorted(scenario.assumptions.model_fields_set),
        "organisation": "organisation" in scenario.model_fields_set,
        "notes": [asdict(note) for note in notes_on(file)],
    }
    return said, b""


def _ensemble(given: Given, asked: Mapping[str, Any]) -> Answer:
    members = read_ensemble(given).members
    if len(members) > MOST_MEMBERS:
        right = f"at most {MOST_MEMBERS:,}"
        raise InputError([Problem(given.name, "", "too many rows", f"{len(members):,}", right)])
    return {"members": [dict(one) for one in members]}, b""


def _columns(asked: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """Every header of a staff file: the field it was read as, or whether it could be one."""
    if asked["task"] != "organisation":
        return {}
    try:
        with open_delimited(given, asked["encoding"]) as text:
            found, _ = match_columns(text.headers, asked["columns"], given.name)
            field_of = {place: field for field, place in found.items()}
            return {
                "columns": [
                    {"header": h, "field": field_of.get(i), "names": is_name_column(h)}
                    for i, h in enumerate(text.headers)
                ]
            }
    except InputError:
        return {"columns": []}


TASKS: Final[Mapping[str, Callable[[Given, Mapping[str, Any]], Answer]]] = {
    "organisation": _organisation,
    "scenario": _scenario,
    "ensemble": _ensemble,
}

if __name__ == "__main__":
    main()
