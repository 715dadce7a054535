"""The runs of a store that failed and have not been made since."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from uptake.study.chunk_files import FAILED, FAILED_COLUMNS, file_of
from uptake.study.committed import file_names, unless_torn


def failure_files(folder: Path) -> dict[str, pa.Table]:
    """The failures in each file that holds some, the oldest file first; torn files are left out.

    Raises
    ------
    FileNotFoundError
        If a file went away meanwhile, as another process settled the store: look again.
    """
    paths = {name: file_of(folder, FAILED, name) for name in file_names(folder / FAILED)}
    made = {name: path.stat().st_mtime_ns for name, path in paths.items()}
    found = {}
    for name in sorted(paths, key=lambda name: made[name]):
        rows = _rows_in(paths[name])
        if rows is not None and rows.schema.equals(FAILED_COLUMNS):
            found[name] = rows
    return found


def last_failures(files: Collection[pa.Table], made: Collection[str]) -> pa.Table:
    """How each run failed that is not among those made: the last time, if it did several times."""
    together = pa.concat_tables([FAILED_COLUMNS.empty_table(), *files])
    last = {run: row for row, run in enumerate(together["run"].to_pylist())}
    made = frozenset(made)
    rows = sorted(row for run, row in last.items() if run not in made)
    return together.take(pa.array(rows, pa.int64()))


def _rows_in(path: Path) -> pa.Table | None:
    return unless_torn(lambda: pq.ParquetFile(path).read())
