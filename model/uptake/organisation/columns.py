"""Which column of an HR export is which field: the headers that real systems write.

Viva Insights organisational data, BambooHR and Workday reports and plain spellings. Columns with
names of people or e-mail addresses belong to no field and are never read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from uptake.errors import Problem

ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "employee": (
            "personid", "employeeid", "employeenumber", "employee#", "employeeno", "workerid",
            "associateid", "staffid", "staffnumber", "staffno", "personnelnumber", "personnelno",
            "personnelid", "eeid", "eid", "empid", "empno", "id",
        ),
        "manager": (
            "managerid", "manageremployeeid", "manageremployeenumber", "managerpersonid",
            "managerworkerid", "managerassociateid", "managernumber", "managerno",
            "manager#", "mgrid", "supervisor#", "supervisorid", "supervisoreid",
            "supervisoremployeeid", "supervisoremployeenumber", "linemanagerid", "reportstoid",
            "reportstoemployeeid", "reportingtoid", "reportsto", "reportingto", "linemanager",
            "manager", "supervisor",
        ),
        "department": (
            "organization", "organisation", "department", "departmentname", "dept",
            "supervisoryorganization", "supervisoryorganisation", "division", "businessunit",
            "orgunit", "organizationalunit", "organisationalunit", "teamname", "team", "unit",
        ),
        "title": (
            "jobtitle", "title", "jobprofile", "currentjobprofile", "businesstitle",
            "positiontitle", "position", "jobname", "job", "role", "functiontype",
        ),
        "location": (
            "location", "locationname", "site", "office", "officelocation", "worklocation",
            "worksite", "city",
        ),
        "hire_date": (
            "hiredate", "dateofhire", "originalhiredate", "startdate", "datejoined", "joindate",
            "joiningdate", "employmentstartdate",
        ),
        "level": (
            "leveldesignation", "joblevel", "managementlevel", "grade", "jobgrade", "paygrade",
            "band", "level",
        ),
        "effective_date": (
            "effectivedate", "asofdate", "asof", "snapshotdate", "reporteffectivedate",
        ),
        "frontline": (
            "frontline", "isfrontline", "frontlineworker", "isfrontlineworker", "frontlineflag",
            "deskless",
        ),
    }
)  # fmt: skip
"""Headers of each field, without case, spaces and punctuation; earlier ones are preferred."""

FIELDS: Final = tuple(ALIASES)
REQUIRED_FIELDS: Final = ("employee", "manager")
NAME_COLUMN = re.compile(
    r"(^|first|last|middle|full|display|preferred|given|family|sur|user|legal|nick|employee|worker"
    r"|person|manager|supervisor|reportsto|reportingto)(names?|surname)$"
    r"|^name|mail|userprincipal|^upn$|alias$|login"
)
LEAVING_COLUMN = re.compile(r"^(termination|leaving|lastworking|end)(date|day)$")
ENTRA_COLUMNS: Final = frozenset({"userprincipalname", "displayname", "objectid"})


def normal_header(header: str) -> str:
    """Header without case, spaces and punctuation; ``#`` stays, since it stands for "number"."""
    return re.sub(r"[^\w#]|_", "", header).casefold()


def is_name_column(header: str) -> bool:
    """Whether a header announces names of people, e-mail addresses or log-in names."""
    return NAME_COLUMN.search(normal_header(header)) is not None


def match_columns(
    headers: Sequence[str], columns: Mapping[str, str], where: str
) -> tuple[dict[str, int], list[Problem]]:
    """Find the column of each field.

    Parameters
    ----------
    headers : sequence of str
        The first row of the file.
    columns : mapping of str to str
        The user's own: header to field. They come before the aliases.
    where : str
        The file, for problems.

    Returns
    -------
    found : dict of str to int
        Place of the column of each field found.
    problems : list of Problem
        No such column or field, a column of names, a column twice, a required one missing.
    """
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for header, field in columns.items():
        place = _mapped(headers, header, field, where, problems)
        if place is None:
            continue
        if field in found:
            wrong = "the field is given two columns"
            problems.append(Problem(where, f"{header}={field}", wrong))
        found[field] = place
    normal = [normal_header(header) for header in headers]
    taken = set(found.values())
    for field in FIELDS:
        if field in found or field in columns.values():
            continue
        place = _by_alias(normal, field, headers, taken, where, problems)
        if place is not None:
            found[field] = place
            taken.add(place)
    _prefer_matching_supervisor(normal, found, columns)
    missing = [f for f in REQUIRED_FIELDS if f not in found and f not in columns.values()]
    problems += [_missing(field, headers, normal, where) for field in missing]
    return found, problems


def _mapped(
    headers: Sequence[str], header: str, field: str, where: str, problems: list[Problem]
) -> int | None:
    key = f"{header}={field}"
    if field not in FIELDS:
        problems.append(Problem(where, key, "no such field", field, _nearest(field, FIELDS)))
        return None
    places = [i for i, other in enumerate(headers) if other == header] or [
        i for i, other in enumerate(headers) if normal_header(other) == normal_header(header)
    ]
    if not places:
        problems.append(Problem(where, key, "no such column", header, _nearest(header, headers)))
        return None
    if len(places) > 1:
        problems.append(_twice(where, header, places))
        return None
    if is_name_column(headers[places[0]]):
        wrong = "columns with names or e-mail addresses are never read"
        problems.append(Problem(where, key, wrong, header, "a column with employee numbers"))
        return None
    return places[0]


def _by_alias(
    normal: Sequence[str],
    field: str,
    headers: Sequence[str],
    taken: set[int],
    where: str,
    problems: list[Problem],
) -> int | None:
    for alias in ALIASES[field]:
        places = [i for i, header in enumerate(normal) if header == alias and i not in taken]
        if len(places) > 1:
            problems.append(_twice(where, headers[places[0]], places))
        if places:
            return places[0]
    return None


def _prefer_matching_supervisor(
    normal: Sequence[str], found: dict[str, int], columns: Mapping[str, str]
) -> None:
    # BambooHR: supervisorEId holds the supervisor's `id`, supervisorId the employee number.
    mapped = columns.values()
    both = "supervisorid" in normal and "supervisoreid" in normal and "manager" not in mapped
    if both and "employee" in found and normal[found["employee"]] == "id":
        found["manager"] = normal.index("supervisoreid")


def _twice(where: str, header: str, places: Sequence[int]) -> Problem:
    at = " and ".join(str(place + 1) for place in places)
    wrong = "more than one column has this header"
    return Problem(where, header, wrong, f"columns {at}", "one of them renamed")


def _missing(field: str, headers: Sequence[str], normal: Sequence[str], where: str) -> Problem:
    needed = {
        "employee": "each person's employee number",
        "manager": "the employee number of each person's manager (empty at the top)",
    }[field]
    if ENTRA_COLUMNS & set(normal):
        right = (
            f'a column with {needed}; Entra\'s "Download users" has none: ask HR for an export '
            "with employee id, manager's employee id, department, job title, location and hire "
            "date, without names"
        )
    else:
        right = f"a column with {needed}, such as {ALIASES[field][0]}, or --map COLUMN={field}"
    readable = [header for header in headers if not is_name_column(header)]
    found = ", ".join(readable) if readable else "only names or e-mail addresses"
    return Problem(where, field, "missing column", found, right)


def _nearest(word: str, words: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.casefold(), [w.casefold() for w in words], 1, 0.6)
    for candidate in words:
        if near and candidate.casefold() == near[0]:
            return candidate
    return "one of " + ", ".join(words)
