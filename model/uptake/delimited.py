"""Delimited text files as systems export them: rows as they come, and what is wrong with each."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from uptake.errors import InputError, Problem
from uptake.given import Given

DELIMITERS = (",", ";", "\t", "|")
LONGEST_RECORD = 20
"""Lines that a row may have when a quoted cell contains line breaks."""
UNDECODABLE = "undecodable bytes"
UNEQUAL = "the row has another number of fields than the header"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Record:
    """One row.

    Attributes
    ----------
    line : int
        Line of the file that it begins on; the header is line 1.
    cells : list of str
        Its cells as they stand.
    wrong, found : str
        What is wrong with the row and what was found; empty if nothing is.
    """

    line: int
    cells: list[str]
    wrong: str = ""
    found: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is no value in it."""
        return not any(cell.strip() for cell in self.cells)


class DelimitedText:
    """An open file: its headers, and its rows as they are read."""

    def __init__(self, stream: IO[bytes], name: str, encoding: str) -> None:
        self.name = name
        self.encoding = encoding
        self._lines = _Lines(stream, encoding)
        first = (self._lines.next() or "").removeprefix(BYTE_ORDER_MARK)
        where = f"{name}:row 1"
        if not first.strip():
            wrong = "the file is empty" if not first else "the first row is empty"
            raise InputError([Problem(where, "", wrong, right="a row of column headers")])
        if 1 in self._lines.undecodable:
            right = f'text in {encoding}; save as "CSV UTF-8" or give --encoding'
            raise InputError([Problem(where, "", UNDECODABLE, self._lines.undecodable[1], right)])
        self._delimiter = max(DELIMITERS, key=first.count)
        try:
            row = next(csv.reader([first], delimiter=self._delimiter))
        except csv.Error as error:
            wrong = f"the column headers cannot be read ({error})"
            raise InputError([Problem(where, "", wrong)]) from None
        self.headers = [header.strip() for header in row]

    def records(self) -> Iterator[Record]:
        """Read the rows under the header, once."""
        return _records(self._lines, self._delimiter, len(self.headers))

    def problem(self, record: Record) -> Problem:
        """Say what is wrong with a row."""
        right = {
            UNDECODABLE: (
                f'text in {self.encoding}; save as "CSV UTF-8" or give --encoding windows-1252'
            ),
            UNEQUAL: str(len(self.headers)),
        }.get(record.wrong, "")
        return Problem(f"{self.name}:row {record.line}", "", record.wrong, record.found, right)


@contextmanager
def open_delimited(path: Path | Given, encoding: str = "utf-8") -> Iterator[DelimitedText]:
    """Open a file, plain or gzip, delimited by comma, semicolon, tab or bar.

    Parameters
    ----------
    path : Path or Given
        The file, or what it would hold.
    encoding : str
        How the text is encoded; a byte order mark is allowed.

    Raises
    ------
    InputError
        If the file cannot be opened or read, or has no header.
    """
    try:
        "".encode(encoding)
    except LookupError:
        right = "utf-8, windows-1252, ..."
        raise InputError([Problem(path.name, "encoding", "unknown", encoding, right)]) from None
    try:
        with _open(path) as stream:
            yield DelimitedText(stream, path.name, encoding)
    except FileNotFoundError:
        raise InputError([Problem(str(path), "", "no such file")]) from None
    except IsADirectoryError:
        raise InputError([Problem(str(path), "", "a folder, not a file")]) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError([Problem(path.name, "", "damaged gzip file")]) from None
    except OSError as error:
        raise InputError([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from None


def _open(path: Path | Given) -> IO[bytes]:
    source = BytesIO(path.content) if isinstance(path, Given) else path
    if path.suffix.lower() == ".gz":
        return gzip.open(source, "rb")  # type: ignore[return-value]
    return source if isinstance(source, BytesIO) else source.open("rb")


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


def _records(lines: _Lines, delimiter: str, width: int) -> Iterator[Record]:
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
            yield Record(bad_line, known, UNDECODABLE, lines.undecodable[bad_line])
        elif cells is None:
            yield Record(line, first.split(delimiter), "a quotation mark does not close")
        elif len(cells) != width:
            yield Record(line, cells, UNEQUAL, str(len(cells)))
        else:
            yield Record(line, cells)


def _cells(lines: Sequence[str], delimiter: str) -> list[str] | None:
    """Cells of a record, or None if a quotation mark is open or misplaced."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
