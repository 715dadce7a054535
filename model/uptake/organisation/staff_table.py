"""Read the wanted columns of a delimited text file, and note each row that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from uptake.delimited import DelimitedText, open_delimited
from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.organisation.columns import match_columns


@dataclass(frozen=True)
class StaffTable:
    """The wanted columns of a staff file as text.

    Attributes
    ----------
    fields : dict of str to list of str
        Cells of each field found, without surrounding spaces, one entry a row that could be read.
    rows : list of int
        Line of the file that each row begins on; the header is line 1.
    headers : dict of str to str
        Header of each field's column.
    other_headers : tuple of str
        Headers of the columns that were not read.
    empty_rows : tuple of int
        Lines without any value, which are no rows.
    problems : list of Problem
        Rows that could not be read.
    broken_ids : frozenset of str
        Employee ids of rows that could not be read, as far as they can be told.
    """

    fields: dict[str, list[str]]
    rows: list[int]
    headers: dict[str, str]
    other_headers: tuple[str, ...]
    empty_rows: tuple[int, ...]
    problems: list[Problem]
    broken_ids: frozenset[str]


def read_staff_table(
    path: Path | Given, columns: Mapping[str, str], encoding: str = "utf-8"
) -> StaffTable:
    """Read a file of staff, plain or gzip, delimited by comma, semicolon, tab or bar.

    Cells of columns that belong to no field are dropped as each row is read.

    Parameters
    ----------
    path : Path or Given
        The file, or what it would hold.
    columns : mapping of str to str
        The user's own columns: header to field.
    encoding : str
        How the text is encoded; a byte order mark is allowed.

    Raises
    ------
    InputError
        If the file cannot be opened, has no header, or the columns needed are not there.
    """
    with open_delimited(path, encoding) as text:
        places, problems = match_columns(text.headers, columns, f"{text.name}:row 1")
        if problems:
            raise InputError(problems)
        return _rows(text, places)


def _rows(text: DelimitedText, found: dict[str, int]) -> StaffTable:
    cells: dict[str, list[str]] = {field: [] for field in found}
    wanted = [(cells[field], place) for field, place in found.items()]
    rows: list[int] = []
    empty: list[int] = []
    problems: list[Problem] = []
    broken_ids: set[str] = set()
    employee = found["employee"]
    for record in text.records():
        if record.empty:
            empty.append(record.line)
        elif record.wrong:
            broken_ids.update(cell.strip() for cell in record.cells[employee : employee + 1])
            problems.append(text.problem(record))
        else:
            rows.append(record.line)
            for column, place in wanted:
                column.append(record.cells[place].strip())
    places = set(found.values())
    return StaffTable(
        fields=cells,
        rows=rows,
        headers={field: text.headers[place] for field, place in found.items()},
        other_headers=tuple(h for i, h in enumerate(text.headers) if i not in places),
        empty_rows=tuple(empty),
        problems=problems,
        broken_ids=frozenset(broken_ids),
    )
