"""Read the reporting tree from an HR export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.organisation.chart import Chart, Labels, build_chart
from uptake.organisation.checks import Findings, Lines, check_ids
from uptake.organisation.columns import LEAVING_COLUMN, normal_header
from uptake.organisation.dates import SLASHES, day_comes_first, read_date
from uptake.organisation.repairs import Repairs
from uptake.organisation.reporting_lines import check_managers
from uptake.organisation.staff_table import StaffTable, read_staff_table
from uptake.organisation.summary import ChartSummary, summarise

YES = frozenset({"yes", "y", "true", "1", "x", "frontline"})
NO = frozenset({"", "no", "n", "false", "0", "desk"})


@dataclass(frozen=True)
class ChartReading:
    """A chart read from a file, and what there is to say about it.

    Attributes
    ----------
    chart : Chart
        The reporting tree.
    summary : ChartSummary
        What it looks like.
    headers : dict of str to str
        Header of the column that each field was read from.
    warnings : tuple of Problem
        Cells that could not be used; nothing was refused for them.
    notes : tuple of str
        How the file was understood.
    repairs : tuple of str
        What was mended because the user asked for it.
    """

    chart: Chart
    summary: ChartSummary
    headers: dict[str, str]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]
    repairs: tuple[str, ...]


def read_chart(
    path: str | Path | Given,
    columns: Mapping[str, str] | None = None,
    repairs: Repairs | None = None,
    encoding: str = "utf-8",
    quote: bool = True,
) -> ChartReading:
    """Read the reporting tree from an HR export.

    Names and e-mail addresses are never read. The order of rows does not matter.

    Parameters
    ----------
    path : str, Path or Given
        A delimited text file, plain or gzip, with one row a person and a row of headers; or what
        such a file would hold.
    columns : mapping of str to str, optional
        Header to field (`uptake.organisation.columns.FIELDS`), where the headers that are known
        do not suffice.
    repairs : Repairs, optional
        What to mend; everything else that is wrong is refused.
    encoding : str
        How the text is encoded.
    quote : bool
        Whether problems, warnings and repairs quote cells (ids, dates) besides naming their rows.

    Raises
    ------
    InputError
        With every problem of the file and its row.
    """
    file = path if isinstance(path, Given) else Path(path)
    wanted = repairs or Repairs()
    table = read_staff_table(file, columns or {}, encoding)
    findings = Findings()
    unreadable = _check_rows(table, wanted, findings)
    fields, rows = table.fields, table.rows
    where, notes, warnings = file.name, _notes(table), list[Problem]()
    effective = _dates(table, "effective_date", where, warnings, notes)
    dated = None if effective is None else [day.toordinal() if day else 0 for day in effective]
    lines = Lines(where, "row", fields["employee"], fields["manager"], rows, quote)
    kept = check_ids(lines, dated, wanted, findings)
    manager = check_managers(lines, kept, unreadable, wanted, findings)
    if findings.problems:
        raise InputError(sorted(findings.problems, key=_row_of))
    tenure = _tenure(table, effective, where, warnings, notes)[kept]
    chart = build_chart(
        file.name.removesuffix(".gz").removesuffix(".csv"),
        [lines.ids[i] for i in kept],
        manager,
        department=_labels(table, "department", kept),
        site=_labels(table, "location", kept),
        role=_labels(table, "title", kept),
        grade=_labels(table, "level", kept),
        tenure_weeks=tenure,
        frontline=_frontline(table, where, warnings)[kept],
    )
    return ChartReading(
        chart=chart,
        summary=summarise(chart),
        headers=table.headers,
        warnings=tuple(one if quote else replace(one, found="") for one in warnings),
        notes=tuple(notes),
        repairs=tuple(findings.repairs),
    )


def _row_of(problem: Problem) -> int:
    row = problem.where.rpartition(":row ")[2]
    return int(row) if row.isdigit() else 0


def _check_rows(table: StaffTable, repairs: Repairs, findings: Findings) -> frozenset[str]:
    if repairs.broken_rows is None:
        findings.problems += table.problems
        return table.broken_ids
    for problem in table.problems:
        row = problem.where.rpartition(":")[2]
        findings.repairs.append(f"left out {row}: {problem.wrong}")
    return frozenset()


def _notes(table: StaffTable) -> list[str]:
    notes = []
    if table.empty_rows:
        listed = ", ".join(str(row) for row in table.empty_rows)
        notes.append(f"rows without any value were passed over: {listed}")
    if "department" not in table.fields:
        notes.append("no department column: everybody counts as one department")
    notes += [
        f'the column "{header}" was not read: leave people who have left out of the export'
        for header in table.other_headers
        if LEAVING_COLUMN.search(normal_header(header))
    ]
    return notes


def _labels(table: StaffTable, field: str, kept: list[int]) -> Labels | None:
    cells = table.fields.get(field)
    return None if cells is None else Labels.of([cells[i] for i in kept])


def _dates(
    table: StaffTable, field: str, where: str, warnings: list[Problem], notes: list[str]
) -> list[date | None] | None:
    """Read the dates of a column; an unreadable cell gives a warning and None."""
    cells = table.fields.get(field)
    if cells is None:
        return None
    known = {text: None for text in cells if text}
    day_first = day_comes_first(list(known))
    if day_first is None and any(SLASHES.fullmatch(text) for text in known):
        notes.append(f"{table.headers[field]}: dates were read as month/day/year")
    meaning = {text: read_date(text, bool(day_first)) for text in known}
    for row, text in zip(table.rows, cells, strict=True):
        if text and meaning[text] is None:
            right = "DD/MM/YYYY" if day_first else "MM/DD/YYYY"
            warnings.append(
                Problem(f"{where}:row {row}", field, "unreadable date", text, f"{right} or ISO")
            )
    return [meaning.get(text) for text in cells]


def _tenure(
    table: StaffTable,
    effective: list[date | None] | None,
    where: str,
    warnings: list[Problem],
    notes: list[str],
) -> NDArray[np.int32]:
    """Whole weeks from hire to the effective date, or else to the last hire of the file."""
    hired = _dates(table, "hire_date", where, warnings, notes)
    tenure = np.full(len(table.rows), -1, np.int32)
    known = [day for day in hired or [] if day]
    if hired is None or not known:
        return tenure
    snapshots = [day for day in effective or [] if day]
    today = max(snapshots) if snapshots else max(known)
    if not snapshots:
        notes.append(f"no effective date: tenure counts to the latest hire date, {today}")
    for i, day in enumerate(hired):
        if day is None:
            continue
        if day > today:
            wrong = f"hire date after the effective date {today}"
            warnings.append(
                Problem(f"{where}:row {table.rows[i]}", "hire_date", wrong, day.isoformat())
            )
        else:
            tenure[i] = (today - day).days // 7
    return tenure


def _frontline(table: StaffTable, where: str, warnings: list[Problem]) -> NDArray[np.bool_]:
    cells = table.fields.get("frontline", [""] * len(table.rows))
    for row, text in zip(table.rows, cells, strict=True):
        if text.casefold() not in YES | NO:
            warnings.append(
                Problem(f"{where}:row {row}", "frontline", "neither yes nor no", text, "yes or no")
            )
    return np.fromiter((text.casefold() in YES for text in cells), np.bool_, len(cells))
