"""Read the wanted columns of a delimited text file, and note each row that cannot be read."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from uptake.errors import InputError, Problem
from uptake.organisation.columns import match_columns

DELIMITERS = (",", ";", "\t", "|")
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
    cut_short : bool
        Whether reading stopped before the end, so that people are missing.
    """

    fields: dict[str, list[str]]
    rows: list[int]
    headers: dict[str, str]
    other_headers: tuple[str, ...]
    empty_rows: tuple[int, ...]
    problems: list[Problem]
    broken_ids: frozenset[str]
    cut_short: bool


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


class _Lines:
    """Decoded lines of a stream; remembers the lines with undecodable bytes."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream = stream
        self.encoding = encoding
        self.line = 0
        self.undecodable: dict[int, str] = {}

    def __iter__(self) -> Iterator[str]:
        for raw in self.stream:
            self.line += 1
            try:
                text = raw.decode(self.encoding)
            except UnicodeDecodeError as error:
                wrong = raw[error.start : error.start + 1].hex()
                self.undecodable[self.line] = f"byte 0x{wrong} at place {error.start + 1}"
                text = raw.decode(self.encoding, errors="replace")
            if "\x00" in text:
                self.undecodable.setdefault(self.line, "byte 0x00")
                text = text.replace("\x00", "")
            yield text


def _read(stream: IO[bytes], name: str, columns: Mapping[str, str], encoding: str) -> StaffTable:
    lines = _Lines(stream, encoding)
    text = iter(lines)
    first = next(text, "").removeprefix(BYTE_ORDER_MARK)
    if not first.strip():
        wrong = "the file is empty" if lines.line == 0 else "the first row is empty"
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
    return _rows(lines, text, name, headers, places, delimiter)


def _rows(
    lines: _Lines,
    text: Iterator[str],
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
    cut_short = False
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    begins = 2
    try:
        for row in reader:
            ends = reader.line_num + 1
            broken = next((k for k in range(begins, ends + 1) if k in lines.undecodable), None)
            if broken is None and len(row) == len(headers):
                if any(cell.strip() for cell in row):
                    rows.append(begins)
                    for column, place in wanted:
                        column.append(row[place].strip())
                else:
                    empty.append(begins)
            elif broken is None and not any(row):
                empty.append(begins)
            else:
                broken_ids.update(cell.strip() for cell in row[employee : employee + 1])
                problems.append(
                    _unequal(name, begins, len(row), len(headers))
                    if broken is None
                    else _undecodable(name, broken, lines)
                )
            begins = ends + 1
    except csv.Error as error:
        wrong = f"a quotation mark does not close ({error}); the rest of the file was not read"
        problems.append(Problem(f"{name}:row {begins}", "", wrong))
        cut_short = True
    places = set(found.values())
    return StaffTable(
        fields=cells,
        rows=rows,
        headers={field: headers[place] for field, place in found.items()},
        other_headers=tuple(h for i, h in enumerate(headers) if i not in places),
        empty_rows=tuple(empty),
        problems=problems,
        broken_ids=frozenset(broken_ids),
        cut_short=cut_short,
    )


def _undecodable(name: str, line: int, lines: _Lines) -> Problem:
    return Problem(
        f"{name}:row {line}",
        "",
        "undecodable bytes",
        lines.undecodable[line],
        f'text in {lines.encoding}; save as "CSV UTF-8" or give --encoding windows-1252',
    )


def _unequal(name: str, row: int, found: int, headers: int) -> Problem:
    wrong = "the row has another number of fields than the header"
    return Problem(f"{name}:row {row}", "", wrong, f"{found}", f"{headers}")
