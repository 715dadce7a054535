"""The wanted columns of a usage export: times and counts, with every cell that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from uptake.delimited import open_delimited
from uptake.errors import InputError, Problem
from uptake.usage.columns import Kind, kind_of, match_columns

COUNT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.0+)?")


@dataclass(frozen=True, eq=False)
class UsageTable:
    """Cells of a usage export.

    Attributes
    ----------
    name : str
        The file.
    kind : Kind
        What kind of export it is.
    fields : dict of str to list of str
        Cells of each field found, one a row that could be read.
    rows : list of int
        Line of the file that each row begins on; the header is line 1.
    headers : dict of str to str
        Header of each field's column.
    problems : list of Problem
        Rows that could not be read.
    empty_rows : tuple of int
        Lines without any value, which are no rows.
    """

    name: str
    kind: Kind
    fields: dict[str, list[str]]
    rows: list[int]
    headers: dict[str, str]
    problems: list[Problem]
    empty_rows: tuple[int, ...]

    def where(self, row: int) -> str:
        """Place of a row, for a problem."""
        return f"{self.name}:row {row}"


def read_usage_table(
    path: Path,
    columns: Mapping[str, str],
    encoding: str,
    needed: Callable[[Kind, Sequence[str], Mapping[str, int], str], list[Problem]],
) -> UsageTable:
    """Read the columns of a usage export that belong to a field; the others are dropped at once.

    Parameters
    ----------
    path : Path
        A delimited text file, plain or gzip.
    columns : mapping of str to str
        The user's own columns: header to field.
    encoding : str
        How the text is encoded.
    needed : callable
        Gets kind, headers, places of fields and file; says what is missing.

    Raises
    ------
    InputError
        If the file cannot be opened, has no header, is an export without weeks, or columns are
        missing.
    """
    with open_delimited(path, encoding) as text:
        where = f"{text.name}:row 1"
        kind = kind_of(text.headers, where)
        places, problems = match_columns(text.headers, kind, columns, where)
        problems += needed(kind, text.headers, places, where)
        if problems:
            raise InputError(problems)
        cells: dict[str, list[str]] = {field: [] for field in places}
        rows, empty = list[int](), list[int]()
        for record in text.records():
            if record.empty:
                empty.append(record.line)
            elif record.wrong:
                problems.append(text.problem(record))
            else:
                rows.append(record.line)
                for field, place in places.items():
                    cells[field].append(record.cells[place].strip())
        headers = {field: text.headers[place] for field, place in places.items()}
        return UsageTable(text.name, kind, cells, rows, headers, problems, tuple(empty))


def read_counts(table: UsageTable, field: str) -> tuple[NDArray[np.float64], list[Problem]]:
    """Read a column of counts; an empty cell is nan.

    Returns
    -------
    counts : array (rows,)
        Nan also where a cell is wrong.
    problems : list of Problem
        Each cell that is no whole number, or a negative one.
    """
    counts = np.full(len(table.rows), np.nan)
    problems = []
    for place, (row, text) in enumerate(zip(table.rows, table.fields[field], strict=True)):
        if not text:
            continue
        match = COUNT.fullmatch(text)
        wrong = "not a whole number" if not match else "a negative count" if text[0] == "-" else ""
        if wrong:
            right = "0 or more"
            problems.append(Problem(table.where(row), table.headers[field], wrong, text, right))
            continue
        counts[place] = float(text.replace(",", ""))
    return counts, problems


def check_no_more_than(
    table: UsageTable,
    field: str,
    counts: NDArray[np.float64],
    limit_field: str,
    limits: NDArray[np.float64],
) -> list[Problem]:
    """Name each row that counts more people active than there are accounts."""
    return [
        Problem(
            table.where(table.rows[place]),
            table.headers[field],
            f"more than there are members ({table.headers[limit_field]})",
            f"{counts[place]:,.0f} of {limits[place]:,.0f}",
            f'no more; or --map "{table.headers[limit_field]}=unused"',
        )
        for place in np.flatnonzero(counts > limits)
    ]


@dataclass(frozen=True, eq=False)
class Distinct:
    """Rows by time, each time once: places in the table, ascending in time."""

    order: list[int]
    problems: list[Problem]
    notes: list[str]


def distinct_rows(
    table: UsageTable,
    when: Sequence[object],
    keys: Sequence[int],
    counts: Mapping[str, NDArray[np.float64]],
    unit: str,
) -> Distinct:
    """Put rows into the order of time, and deal with two of the same time.

    Two rows with the same counts are one; two that differ are a mistake, since either may be true.

    Parameters
    ----------
    table : UsageTable
        The rows.
    when : sequence
        What to call the time of each row.
    keys : sequence of int
        Its time, as a number.
    counts : mapping of str to array
        The columns that are compared.
    unit : str
        ``day`` or ``week``.
    """
    order = sorted(range(len(keys)), key=lambda place: (keys[place], table.rows[place]))
    dropped: set[int] = set()
    problems = []
    for first, second in pairwise(order):
        if keys[first] != keys[second]:
            continue
        same = all(
            np.array_equal(column[[first]], column[[second]], equal_nan=True)
            for column in counts.values()
        )
        if same:
            dropped.add(second)
            continue
        wrong = f"a second row for the {unit} {when[second]}, unlike row {table.rows[first]}"
        problems.append(Problem(table.where(table.rows[second]), "", wrong, right="one row"))
    notes = []
    if dropped:
        listed = ", ".join(str(table.rows[place]) for place in sorted(dropped))
        notes.append(f"rows that repeat the {unit} before word for word were left out: {listed}")
    return Distinct([place for place in order if place not in dropped], problems, notes)
