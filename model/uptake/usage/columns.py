"""Which column of a usage export is which field: the headers that real systems write.

Slack, Viva Engage (Yammer), Discourse and plain spellings. Columns with names of people or e-mail
addresses belong to no field and are never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from uptake.checking import nearest, one_of
from uptake.errors import InputError, Problem
from uptake.organisation.columns import is_name_column, normal_header

ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "date": (
            "date", "reportdate", "day", "weekstarting", "weekbeginning", "weekending", "weekof",
        ),
        "week": ("week", "weeknumber", "weekno", "isoweek", "yearweek"),
        "active": (
            "active", "activeusers", "activemembers", "visitors", "activevisitors", "users",
        ),
        "weekly_active": (
            "weeklyactive", "weeklyactivemembers", "weeklyactiveusers", "weeklyvisitors",
            "activethisweek", "wau",
        ),
        "daily_active": (
            "dailyactive", "dailyactivemembers", "dailyactiveusers", "dailyvisitors", "dau",
        ),
        "posters": ("posters", "senders", "authors", "membersposting", "usersposting"),
        "weekly_posters": (
            "weeklymemberspostingmessages", "weeklymembersposting", "weeklyposters",
            "weeklyactivesenders", "weeklysenders",
        ),
        "daily_posters": (
            "dailymemberspostingmessages", "dailymembersposting", "dailyposters",
        ),
        "messages": ("messages", "posts", "messagessent"),
        "messages_so_far": ("messagessofar", "totalmessages", "cumulativemessages"),
        "members": (
            "totalclaimedmembers", "claimedmembers", "totalenabledmembership", "totalmembers",
            "members", "accounts", "totalusers", "registeredusers", "membership",
        ),
        "newcomers": (
            "newcomers", "newmembers", "newusers", "newaccounts", "newsenders", "signups",
            "joiners", "joined",
        ),
    }
)  # fmt: skip
"""Headers of each field, without case, spaces and punctuation; earlier ones are preferred."""

LIST_ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "joined": ("claimeddateutc", "claimeddate", "accountcreatedutc", "accountcreated"),
        "left": ("deactivateddateutc", "deactivateddate"),
        "last_active": ("lastactiveutc", "lastactive"),
    }
)
"""The same for a list of members, one row a person: dates only."""

UNUSED: Final = "unused"
"""As a field: the column is not read, whatever its header says."""
FIELDS: Final = (*ALIASES, UNUSED)


@dataclass(frozen=True)
class Kind:
    """A kind of export.

    Attributes
    ----------
    name : str
        What it is called.
    aliases : mapping of str to sequence of str
        Headers of each field, as `normal_usage_header` writes them.
    notes : tuple of str
        What a reader should know of it.
    """

    name: str
    aliases: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()


def _with(**aliases: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({**ALIASES, **aliases})


SLACK: Final = Kind(
    "Slack workspace overview",
    _with(messages=(), messages_so_far=("messagesposted",)),
    ("Slack counts as active who has read or sent a message: a visitor",),
)
SLACK_MEMBERS: Final = Kind(
    "Slack member analytics", LIST_ALIASES, ("names and e-mail addresses were not read",)
)
VIVA: Final = Kind(
    "Viva Engage (Yammer) activity by day",
    _with(date=("reportdate",), daily_active=("read",), daily_posters=("posted",)),
    (
        "the export has no column of visitors: those who read a message are the nearest to it",
        'the export of messages has the same headers: make sure that this is "user counts", which '
        "counts people",
    ),
)
DISCOURSE: Final = Kind(
    "Discourse report",
    _with(active=("value",)),
    (
        'the file does not say what "value" counts: it was read as visitors; if it counts others, '
        'say so, as in --map "value=posters"',
    ),
)
PLAIN: Final = Kind("table of usage", ALIASES)


def normal_usage_header(header: str) -> str:
    """Header without case, spaces and punctuation, in the wording with members, not people."""
    return normal_header(header).replace("people", "members")


def kind_of(headers: Sequence[str], where: str) -> Kind:
    """Tell what kind of export has these headers.

    Raises
    ------
    InputError
        If it is one without a series of people over time, with what to ask for instead.
    """
    normal = {normal_usage_header(header) for header in headers}
    refused = _refused(normal)
    if refused:
        wrong, right = refused
        raise InputError([Problem(where, "", wrong, right=right)])
    if {"reportrefreshdate", "reportdate", "read", "posted"} <= normal:
        return VIVA
    if "daysactive" in normal and normal & set(LIST_ALIASES["joined"]):
        return SLACK_MEMBERS
    if "date" in normal and "weeklyactivemembers" in normal:
        return SLACK
    return DISCOURSE if normal == {"date", "value"} else PLAIN


def _refused(normal: set[str]) -> tuple[str, str] | None:
    """Why an export of Viva Engage cannot be used, and what can; None if nothing is against it."""
    if "reportrefreshdate" not in normal:
        return None
    right = 'the Viva Engage (Yammer) activity export "user counts", one row a day'
    if "groupdisplayname" in normal:
        return "an export with one row a group says nothing of single weeks", right
    if {"total", "active", "reportdate"} <= normal:
        return "this export counts groups, not people", right
    if "lastactivitydate" in normal:
        return "an export with one row a person says nothing of single weeks", right
    return None


def match_columns(
    headers: Sequence[str], kind: Kind, columns: Mapping[str, str], where: str
) -> tuple[dict[str, int], list[Problem]]:
    """Find the column of each field.

    Parameters
    ----------
    headers : sequence of str
        The first row of the file.
    kind : Kind
        What kind of export it is.
    columns : mapping of str to str
        The user's own: header to field. They come before the aliases.
    where : str
        The file, for problems.

    Returns
    -------
    found : dict of str to int
        Place of the column of each field found.
    problems : list of Problem
        No such column or field, a column of names, a field or a header twice.
    """
    fields = (*kind.aliases, UNUSED)
    normal = [normal_usage_header(header) for header in headers]
    found: dict[str, int] = {}
    taken: set[int] = set()
    problems: list[Problem] = []
    for header, field in columns.items():
        key = f"{header}={field}"
        places = [i for i, other in enumerate(headers) if other == header] or [
            i for i, other in enumerate(normal) if other == normal_usage_header(header)
        ]
        wrong = _wrong_mapping(headers, fields, places, header, field, found)
        if wrong:
            problems.append(Problem(where, key, *wrong))
            continue
        taken.add(places[0])
        if field != UNUSED:
            found[field] = places[0]
    for field, aliases in kind.aliases.items():
        for alias in aliases if field not in columns.values() else ():
            places = [i for i, one in enumerate(normal) if one == alias and i not in taken]
            if len(places) > 1:
                at = " and ".join(str(place + 1) for place in places)
                wrong_twice = "more than one column has this header"
                right = "one of them renamed, or mapped with --map"
                problems.append(
                    Problem(where, headers[places[0]], wrong_twice, f"columns {at}", right)
                )
            if places:
                found[field] = places[0]
                taken.add(places[0])
                break
    return found, problems


def _wrong_mapping(
    headers: Sequence[str],
    fields: Sequence[str],
    places: Sequence[int],
    header: str,
    field: str,
    found: Mapping[str, int],
) -> tuple[str, str, str] | None:
    """What is wrong with a mapping of the user's, what was found, and what would be right."""
    if field not in fields:
        return "no such field", field, nearest(field, fields) or one_of(fields)
    if not places:
        return "no such column", header, nearest(header, headers) or one_of(headers)
    if len(places) > 1:
        return "more than one column has this header", header, "one of them renamed"
    if is_name_column(headers[places[0]]):
        wrong = "columns with names or e-mail addresses are never read"
        return wrong, header, "a column of counts or dates"
    if field in found:
        return "the field is given two columns", header, "one column"
    return None
