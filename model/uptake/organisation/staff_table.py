"""Read the wanted columns of a delimited text file, and note each row that cannot be read."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from uptake.errors import InputError, Problem
from uptake.organisation.columns import match_columns

DELIMITERS = (",", ";", "\t", "|")
LONGEST_RECORD = 20
"""Lines that a row may have when a quoted cell contains line breaks."""
UNDECODABLE = "undecodable bytes"
UNEQUAL = "the row has another number of fields than the header"
BYTE_ORDER_MARK = "\ufeff"


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


def read_staff_table(path: Path, columns: Mapping[str, str], encoding: str = "utf-8") -> StaffTable:
    """Read a file of staff, plain or gzip, delimited by comma, semicolon, tab or bar.

    Cells of columns that belong to no field are dropped as each row is read.

    Parameters
    ----------
    path : Path
        The file.
    columns : mapping of str to str
        The user's own columns: header to field.
    encoding : str
        How the text is encoded; a byte order mark is allowed.

    Raises
    ------
    InputError
        If the file cannot be opened, has no header, or the columns needed are not there.
    """
    try:
        "".encode(encoding)
    except LookupError:
        right = "utf-8, windows-1252, ..."
        raise InputError([Problem(path.name, "encoding", "unknown", encoding, right)]) from None
    try:
        with _open(path) as stream:
            return _read(stream, path.name, columns, encoding)
    except FileNotFoundError:
        raise InputError([Problem(str(path), "", "no such file")]) from None
    except IsADirectoryError:
        raise InputError([Problem(str(path), "", "a folder, not a file")]) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError([Problem(path.name, "", "damaged gzip file")]) from None
    except OSError as error:
        raise InputError([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from None


def _open(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")


@dataclass(frozen=True)
class _Record:
    """One row: the line it begins on, its cells, and what is wrong with it."""

    line: int
    cells: list[str]
    wrong: str = ""
    found: str = ""


class _Lines:
    """Decoded lines of a stream; lines that were read too far can be given back."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream = stream
        self.encoding = encoding
        self.line = 0
        self.undecodable: dict[int, str] = {}
        self.given_back: list[str] = []

    def next(self) -> str | None:
        self.line += 1
        if self.given_back:
            return self.given_back.pop()
        raw = self.stream.readline()
        return self._decoded(raw) if raw else None

    def give_back(self, lines: Sequence[str]) -> None:
        self.given_back.extend(reversed(lines))
        self.line -= len(lines)

    def _decoded(self, raw: bytes) -> str:
        try:
            text = raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            wrong = raw[error.start : error.start + 1].hex()
            self.undecodable[self.line] = f"byte 0x{wrong} at place {error.start + 1}"
            text = raw.decode(self.encoding, errors="replace")
        if "\x00" in text:
            self.undecodable.setdefault(self.line, "byte 0x00")
        return text.replace("\x00", "")


def _read(stream: IO[bytes], name: str, columns: Mapping[str, str], encoding: str) -> StaffTable:
    lines = _Lines(stream, encoding)
    first = (lines.next() or "").removeprefix(BYTE_ORDER_MARK)
    if not first.strip():
        wrong = "the file is empty" if not first else "the first row is empty"
        raise InputError([Problem(f"{name}:row 1", "", wrong, right="a row of column headers")])
    if 1 in lines.undecodable:
        right = f'text in {encoding}; save as "CSV UTF-8" or give --encoding'
        found = lines.undecodable[1]
        raise InputError([Problem(f"{name}:row 1", "", "undecodable bytes", found, right)])
    delimiter = max(DELIMITERS, key=first.count)
    headers = [header.strip() for header in next(csv.reader([first], delimiter=delimiter))]
    places, problems = match_columns(headers, columns, f"{name}:row 1")
    if problems:
        raise InputError(problems)
    return _rows(lines, name, headers, places, delimiter)


def _rows(
    lines: _Lines,
    name: str,
    headers: list[str],
    found: dict[str, int],
    delimiter: str,
) -> StaffTable:
    cells: dict[str, list[str]] = {field: [] for field in found}
    wanted = [(cells[field], place) for field, place in found.items()]
    rows: list[int] = []
    empty: list[int] = []
    problems: list[Problem] = []
    broken_ids: set[str] = set()
    employee = found["employee"]
    for record in _records(lines, delimiter, len(headers)):
        if not any(cell.strip() for cell in record.cells):
            empty.append(record.line)
        elif record.wrong:
            broken_ids.update(cell.strip() for cell in record.cells[employee : employee + 1])
            problems.append(_problem(name, record, lines.encoding, len(headers)))
        else:
            rows.append(record.line)
            for column, place in wanted:
                column.append(record.cells[place].strip())
    places = set(found.values())
    return StaffTable(
        fields=cells,
        rows=rows,
        headers={field: headers[place] for field, place in found.items()},
        other_headers=tuple(h for i, h in enumerate(headers) if i not in places),
        empty_rows=tuple(empty),
        problems=problems,
        broken_ids=frozenset(broken_ids),
    )


def _records(lines: _Lines, delimiter: str, width: int) -> Iterator[_Record]:
    while (first := lines.next()) is not None:
        line = lines.line
        taken = [first]
        cells = _cells(taken, delimiter)
        while cells is None and len(taken) < LONGEST_RECORD:
            following = lines.next()
            if following is None:
                lines.line -= 1
                break
            taken.append(following)
            cells = _cells(taken, delimiter)
        if len(taken) > 1 and (cells is None or len(cells) != width):
            # The quotation mark was a stray one: only the first line is lost.
            lines.give_back(taken[1:])
            taken, cells = taken[:1], None
        bad_line = next((k for k in range(line, line + len(taken)) if k in lines.undecodable), 0)
        if bad_line:
            known = cells or first.split(delimiter)
            yield _Record(bad_line, known, UNDECODABLE, lines.undecodable[bad_line])
        elif cells is None:
            yield _Record(line, first.split(delimiter), "a quotation mark does not close")
        elif len(cells) != width:
            yield _Record(line, cells, UNEQUAL, str(len(cells)))
        else:
            yield _Record(line, cells)


def _cells(lines: Sequence[str], delimiter: str) -> list[str] | None:
    """Cells of a record, or None if a quotation mark is open or misplaced."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _problem(name: str, record: _Record, encoding: str, width: int) -> Problem:
    right = {
        UNDECODABLE: f'text in {encoding}; save as "CSV UTF-8" or give --encoding windows-1252',
        UNEQUAL: str(width),
    }.get(record.wrong, "")
    return Problem(f"{name}:row {record.line}", "", record.wrong, record.found, right)
