"""Read weekly use of a network from what its administrators can export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.errors import InputError, Problem
from uptake.organisation.columns import is_name_column, normal_header
from uptake.usage.columns import DISCOURSE, SLACK_MEMBERS, Kind
from uptake.usage.member_list import weeks_of_members
from uptake.usage.outages import ASKED_FOR, OUTAGE, doubtful_weeks, masked_weeks, outages
from uptake.usage.times import Times, read_days, read_weeks
from uptake.usage.usage_table import (
    UsageTable,
    check_no_more_than,
    distinct_rows,
    read_counts,
    read_usage_table,
)
from uptake.usage.weekly_usage import FEWEST_WEEKS, Meaning, WeeklyUsage, iso_week, monday_of
from uptake.usage.weeks import Weeks, weeks_of_days, weeks_of_rows

ACTIVE: Final = ("weekly_active", "active", "daily_active")
POSTERS: Final = ("weekly_posters", "posters", "daily_posters")
REACTED: Final = frozenset({"liked", "likes", "reacted", "reactions", "reactors", "likers"})
SHARE_OF_FALLS: Final = 0.1
"""A count of all messages so far that falls more often than this on its days is not one."""


def read_usage(
    path: str | Path,
    columns: Mapping[str, str] | None = None,
    mask: Sequence[str] = (),
    encoding: str = "utf-8",
) -> WeeklyUsage:
    """Read a usage export: Slack, Viva Engage (Yammer), Discourse, or a plain table.

    Names and e-mail addresses are never read. The order of rows does not matter.

    Parameters
    ----------
    path : str or Path
        A delimited text file, plain or gzip, with a row of headers and one row a day or week.
    columns : mapping of str to str, optional
        Header to field (`uptake.usage.columns.FIELDS`), where known headers do not suffice.
    mask : sequence of str
        Weeks to leave out: ``8-10``, ``2024-W05``.
    encoding : str
        How the text is encoded.

    Returns
    -------
    WeeklyUsage
        Every week from the first to the last in the file.

    Raises
    ------
    InputError
        With every problem of the file and its row.
    """
    table = read_usage_table(Path(path), columns or {}, encoding, _missing)
    if not table.rows and not table.problems:
        raise InputError([Problem(table.name, "", "there is no row under the headers")])
    usage = _member_usage(table) if table.kind is SLACK_MEMBERS else _series_usage(table)
    kind_notes = () if table.kind is DISCOURSE and columns else table.kind.notes
    usage = replace(usage, notes=(*kind_notes, *usage.notes))
    usage = _with_mask(usage, masked_weeks(usage, mask))
    if usage.usable < FEWEST_WEEKS:
        wrong = f"only {usage.usable} of {len(usage.weeks)} weeks can be used"
        why = next((reason for reason in usage.reasons if reason), "")
        raise InputError([Problem(table.name, "", wrong, why, f"{FEWEST_WEEKS} weeks or more")])
    return usage


def _missing(
    kind: Kind, headers: Sequence[str], places: Mapping[str, int], where: str
) -> list[Problem]:
    """Columns without which a file says nothing."""
    readable = [header for header in headers if not is_name_column(header)]
    found = ", ".join(readable) if readable else "only names or e-mail addresses"
    problems = []
    if kind is SLACK_MEMBERS:
        if "joined" not in places:
            right = 'a column "Claimed Date (UTC)"'
            problems.append(Problem(where, "joined", "missing column", found, right))
        return problems
    if not {"date", "week"} & set(places):
        right = "a column of days or weeks, such as date, or --map COLUMN=date"
        problems.append(Problem(where, "date", "missing column", found, right))
    if not {*ACTIVE, *POSTERS} & set(places):
        right = "a column of how many were active, such as active, or --map COLUMN=active"
        problems.append(Problem(where, "active", "missing column", found, right))
    return problems


def _series_usage(table: UsageTable) -> WeeklyUsage:
    times, problems = _times(table)
    counts: dict[str, NDArray[np.float64]] = {}
    for field in table.fields:
        if field not in ("date", "week"):
            counts[field], wrong = read_counts(table, field)
            problems = problems + wrong
    if times is not None:
        problems += _wrong_windows(table, times)
    problems += table.problems
    chosen = _chosen(counts, weekly=times.weekly if times else False)
    if "members" in counts and "active" in chosen:
        field = chosen["active"]
        problems += check_no_more_than(table, field, counts[field], "members", counts["members"])
    if times is None:
        raise InputError(_by_row(problems))
    when, keys, unit = _keys(times)
    distinct = distinct_rows(table, when, keys, counts, unit)
    if problems or distinct.problems:
        raise InputError(_by_row([*problems, *distinct.problems]))
    values = {name: counts[field][distinct.order] for name, field in chosen.items()}
    weeks, first_monday, numbers = _weeks(times, distinct.order, values, chosen)
    notes = [*times.notes, *distinct.notes, *_notes(table, values), *weeks.notes]
    return _usage(table, weeks, first_monday, numbers, _meaning(table, chosen), notes, chosen)


def _member_usage(table: UsageTable) -> WeeklyUsage:
    weeks, first, problems = weeks_of_members(table)
    if weeks is None or problems or table.problems:
        raise InputError(_by_row([*problems, *table.problems]))
    numbers = np.arange(weeks.count)
    chosen = {"members": "joined"}
    return _usage(table, weeks, first, numbers, "account", weeks.notes, chosen)


def _times(table: UsageTable) -> tuple[Times | None, list[Problem]]:
    field = "date" if "date" in table.fields else "week"
    read = read_days if field == "date" else read_weeks
    return read(table.fields[field], table.rows, table.name, table.headers[field])


def _wrong_windows(table: UsageTable, times: Times) -> list[Problem]:
    """Daily counts on rows that are weeks: nothing says which day they are of."""
    daily = [one for one in ("daily_active", "daily_posters") if one in table.fields]
    if not times.weekly or not daily or set(table.fields) & {*ACTIVE[:2], *POSTERS[:2]}:
        return []
    header = table.headers[daily[0]]
    wrong = "counts people in one day, and each row is a week"
    right = f'people in the week, or --map "{header}={daily[0].removeprefix("daily_")}" if it is'
    return [Problem(f"{table.name}:row 1", header, wrong, right=right)]


def _chosen(counts: Mapping[str, object], *, weekly: bool) -> dict[str, str]:
    """Field of the file for each field of the result."""
    chosen = {}
    for name, fields in (("active", ACTIVE), ("posters", POSTERS)):
        usable = [one for one in fields if one in counts and not (weekly and "daily" in one)]
        if usable:
            chosen[name] = usable[0]
    if "active" not in chosen and "posters" in chosen:
        chosen["active"] = chosen["posters"]
    others = ("messages", "members", "newcomers")
    chosen.update({name: name for name in others if name in counts})
    if "messages_so_far" in counts and "messages" not in chosen:
        chosen["messages_so_far"] = "messages_so_far"
    return chosen


def _keys(times: Times) -> tuple[list[str], list[int], str]:
    """What to call the time of each row, a number for it, and its unit."""
    if times.numbers is not None:
        return [str(number) for number in times.numbers], times.numbers, "week"
    assert times.days is not None
    if times.weekly:
        mondays = [monday_of(day) for day in times.days]
        return [iso_week(day) for day in mondays], [day.toordinal() // 7 for day in mondays], "week"
    return [day.isoformat() for day in times.days], [day.toordinal() for day in times.days], "day"


def _weeks(
    times: Times,
    order: Sequence[int],
    values: dict[str, NDArray[np.float64]],
    chosen: Mapping[str, str],
) -> tuple[Weeks, date | None, NDArray[np.int64]]:
    if times.numbers is not None:
        numbers = [times.numbers[place] for place in order]
        weeks = weeks_of_rows([number - numbers[0] for number in numbers], _whole(values), "active")
        return weeks, None, np.arange(weeks.count) + numbers[0]
    assert times.days is not None
    days = [times.days[place] for place in order]
    first = monday_of(days[0])
    if times.weekly:
        places = [(day - first).days // 7 for day in days]
        weeks = weeks_of_rows(places, _whole(values), "active")
    else:
        windows = {
            name: "week" if chosen[name].startswith("weekly_") else "day"
            for name in ("active", "posters")
            if name in chosen
        }
        weeks = weeks_of_days(days, _daily(values), windows)
    return weeks, first, np.arange(weeks.count)


def _whole(values: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Messages of each row instead of messages so far."""
    if "messages_so_far" not in values:
        return values
    kept = {name: column for name, column in values.items() if name != "messages_so_far"}
    so_far = values["messages_so_far"]
    return {**kept, "messages": np.maximum(np.diff(so_far, prepend=np.nan), 0.0)}


def _daily(values: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """The same values; messages so far are messages of the day if they keep falling."""
    if "messages_so_far" not in values:
        return values
    known = values["messages_so_far"][~np.isnan(values["messages_so_far"])]
    if (np.diff(known) < 0).sum() <= SHARE_OF_FALLS * len(known):
        return values
    kept = {name: column for name, column in values.items() if name != "messages_so_far"}
    return {**kept, "messages": values["messages_so_far"]}


def _meaning(table: UsageTable, chosen: Mapping[str, str]) -> Meaning:
    field = chosen["active"]
    if field in POSTERS:
        return "posted"
    return "reacted" if normal_header(table.headers[field]) in REACTED else "visited"


def _notes(table: UsageTable, values: Mapping[str, NDArray[np.float64]]) -> list[str]:
    notes = []
    if not set(ACTIVE) & set(table.fields):
        notes.append("no column says who visited: active are those who wrote")
    if table.empty_rows:
        listed = ", ".join(str(row) for row in table.empty_rows)
        notes.append(f"rows without any value were passed over: {listed}")
    unknown = int(np.isnan(values["active"]).sum())
    if unknown:
        notes.append(f"{unknown} rows have no count of who was active")
    return notes


def _usage(
    table: UsageTable,
    weeks: Weeks,
    first_monday: date | None,
    numbers: NDArray[np.int64],
    meaning: Meaning,
    notes: Sequence[str],
    chosen: Mapping[str, str],
) -> WeeklyUsage:
    unknown = np.full(weeks.count, np.nan)
    read = {"date", "week", *chosen.values(), "left", "last_active"}
    values = {
        name: weeks.values.get(name, unknown)
        for name in ("active", "posters", "messages", "members", "newcomers")
    }
    return WeeklyUsage(
        source=table.name,
        kind=table.kind.name,
        meaning=meaning,
        weeks=numbers.astype(np.int64),
        first_monday=first_monday,
        reasons=tuple(weeks.reasons),
        headers={field: header for field, header in table.headers.items() if field in read},
        notes=tuple(notes),
        **values,
    )


def _with_mask(usage: WeeklyUsage, wanted: frozenset[int]) -> WeeklyUsage:
    """Mask outages and what was asked for, and tell of weeks that look like outages."""
    down = outages(usage.active)
    reasons = [
        reason or (ASKED_FOR if place in wanted else OUTAGE if place in down else "")
        for place, reason in enumerate(usage.reasons)
    ]
    notes = list(usage.notes)
    for place in doubtful_weeks(usage.active):
        if not reasons[place]:
            label = usage.label(place)
            notes.append(
                f"week {label} has {usage.active[place]:,.0f} active, less than a quarter of the "
                f"weeks around it: if that was an outage, leave it out with --mask {label}"
            )
    return replace(usage, reasons=tuple(reasons), notes=tuple(notes))


def _by_row(problems: Sequence[Problem]) -> list[Problem]:
    def row(problem: Problem) -> int:
        number = problem.where.rpartition(":row")[2].strip("s ").split(",")[0].split(" ")[0]
        return int(number) if number.isdigit() else 0

    return sorted(problems, key=row)
