"""The files of a chunk: the weekly series of its runs, its failures, and its runs as commit mark.

A run counts once its row in ``runs/`` is on the disk, and that file is put in its place after the
series that belong to it. Imported by workers: what it needs at import is what they need anyway.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from uptake.study.chunks import FailedRun, MadeChunk
from uptake.study.whole_files import whole_file

RUNS: Final = "runs"
SERIES: Final = "series"
FAILED: Final = "failed"
TMP: Final = "tmp"

SERIES_ROWS: Final = b"series_rows"
"""Key in the footer of a file of runs: rows that the file of their series has."""

FAILED_COLUMNS: Final = pa.schema(
    {
        "run": pa.string(),
        "scenario": pa.string(),
        "replicate": pa.int32(),
        "error": pa.string(),
        "traceback": pa.string(),
        "command": pa.string(),
    }
)
"""Columns of a file of failures."""

COUNTED_IN: Final = frozenset({"employees", "posts", "packs"})
EXPECTED: Final = frozenset({"incidents_open"})
"""Weekly measures in a unit of counts that are expected values, not counts."""


def write_chunk(folder: Path, made: MadeChunk, command: str = "") -> None:
    """Write what a chunk gave into a store: series, then failures, then runs as commit mark.

    Whatever happens meanwhile, a run is in ``runs/`` with its whole series, or not at all. The
    same made chunk gives the same files, series byte by byte.

    Parameters
    ----------
    folder : Path
        The store.
    made : MadeChunk
        What the chunk gave.
    command : str
        What repeats a run that failed when the run is put behind it.

    Raises
    ------
    DiskFullError
        If there is no space left. No temporary file is left.
    ValueError
        If a weekly measure that counts something is not a whole number.
    """
    runs, series = table_of_runs(made.runs), table_of_series(made.series)
    if made.failures:
        write_failures(folder, made.name, table_of_failures(made.failures, command))
    if runs.num_rows:
        write_pair(folder, made.name, runs, series)


def write_pair(folder: Path, name: str, runs: pa.Table, series: pa.Table) -> None:
    """Write the series of some runs and then, as their commit mark, the runs.

    Parameters
    ----------
    folder : Path
        The store.
    name : str
        Name of both files.
    runs, series : pyarrow.Table
        As of `table_of_runs` and `table_of_series`.

    Raises
    ------
    DiskFullError
        If there is no space left. No temporary file is left.
    """
    marked = runs.replace_schema_metadata({SERIES_ROWS: str(series.num_rows)})
    _write(series, folder, SERIES, name)
    _write(marked, folder, RUNS, name)


def write_failures(folder: Path, name: str, failures: pa.Table) -> None:
    """Write runs that failed, one a row.

    Raises
    ------
    DiskFullError
        If there is no space left. No temporary file is left.
    """
    _write(failures, folder, FAILED, name)


def file_of(folder: Path, kind: str, name: str) -> Path:
    """Where a store keeps the file of a chunk; `kind` is `RUNS`, `SERIES` or `FAILED`."""
    return folder / kind / f"{name}.parquet"


def table_of_runs(runs: pd.DataFrame) -> pa.Table:
    """Runs with their columns typed: texts run and series_digest, all others float64.

    What has no value, nan, is kept as missing: all tools leave that out of a mean, not all a nan.
    """
    texts = {"run", "series_digest"}
    return _typed(
        runs, {name: pa.string() if name in texts else pa.float64() for name in map(str, runs)}
    )


def table_of_series(series: pd.DataFrame) -> pa.Table:
    """Series with their columns typed: run text, week int16, counts int32, others as in runs.

    Which measures are counts goes by their names: were it to go by the values, a column could
    differ in type between files, and no tool could read them together.
    """
    own = {"run": pa.string(), "week": pa.int16()}
    types = {
        name: own.get(name) or (pa.int32() if name in counts() else pa.float64())
        for name in map(str, series.columns)
    }
    return _typed(series, types)


def table_of_failures(failures: tuple[FailedRun, ...], command: str) -> pa.Table:
    """Failures, one a row, with the command that repeats them."""
    rows = [
        dataclasses.asdict(failure) | {"command": f"{command} {failure.run}".strip()}
        for failure in failures
    ]
    return pa.Table.from_pylist(rows, FAILED_COLUMNS)


@functools.cache
def counts() -> frozenset[str]:
    """Names of the weekly measures that count something, and so are whole numbers."""
    # The measures bring the compiler with them, which those who only read need not wait for.
    from uptake.measures import WEEKLY

    return frozenset(measure.name for measure in WEEKLY if measure.unit in COUNTED_IN) - EXPECTED


def _typed(frame: pd.DataFrame, types: dict[str, pa.DataType]) -> pa.Table:
    columns = []
    for name, kind in types.items():
        try:
            missing = pa.types.is_floating(kind)
            columns.append(pa.array(frame[name], kind, from_pandas=missing))
        except pa.ArrowInvalid as error:
            raise ValueError(f"column {name} cannot be kept as {kind}: {error}") from None
    return pa.table(columns, pa.schema(list(types.items())))


def _write(table: pa.Table, folder: Path, kind: str, name: str) -> None:
    encodings = {field.name: _encoding(field.type) for field in table.schema}
    texts = [name for name, encoding in encodings.items() if encoding is None]
    with whole_file(file_of(folder, kind, name), folder / TMP) as path:
        pq.write_table(
            table,
            path,
            compression="zstd",
            use_dictionary=texts,
            column_encoding={name: known for name, known in encodings.items() if known},
        )


def _encoding(kind: pa.DataType) -> str | None:
    """How values of a type are packed; None for texts, of which a dictionary is made."""
    if pa.types.is_integer(kind):
        return "DELTA_BINARY_PACKED"
    return "BYTE_STREAM_SPLIT" if pa.types.is_floating(kind) else None
