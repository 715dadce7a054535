"""The runs of a store that count, and reading them: each once, whatever happened before.

A file of runs counts if it can be read and the series that belong to it are there in full. A run
that is in several such files, because two drivers made it, is read from the first by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from uptake.study.chunk_files import RUNS, SERIES, SERIES_ROWS, file_of

T = TypeVar("T")
U = TypeVar("U")

THREADS: Final = 8
"""Small files are read so many at a time: what takes time is opening them."""


@dataclass(frozen=True)
class CommittedFile:
    """A file of runs that counts.

    Attributes
    ----------
    name : str
        Name of the files of these runs and of their series.
    runs : tuple of str
        The runs to be read from it: those that are in no file before it. May be none.
    others : bool
        Whether its files hold other runs as well.
    """

    name: str
    runs: tuple[str, ...]
    others: bool


def committed_files(folder: Path) -> list[CommittedFile]:
    """The files of runs in a store that count, by name.

    Raises
    ------
    FileNotFoundError
        If a file went away meanwhile, as another process settled the store: look again.
    """
    files = []
    seen: set[str] = set()
    for held in _at_once(lambda name: _held(folder, name), file_names(folder / RUNS)):
        if held is not None:
            own = tuple(run for run in held.runs if run not in seen)
            seen.update(own)
            others = held.others or len(own) < len(held.runs)
            files.append(replace(held, runs=own, others=others))
    return files


def file_names(folder: Path) -> list[str]:
    """Names, without their ending, of the Parquet files in a folder; sorted."""
    return sorted(path.stem for path in folder.glob("*.parquet") if path.is_file())


def read_runs(folder: Path, files: Sequence[CommittedFile]) -> pa.Table | None:
    """The rows of runs, each once; None if there are none.

    Raises
    ------
    FileNotFoundError
        As `committed_files`.
    """
    kept = [file for file in files if file.runs]
    return _together(_at_once(lambda file: rows_of(folder, RUNS, file), kept))


def read_series(
    folder: Path,
    files: Sequence[CommittedFile],
    columns: Sequence[str] | None = None,
    runs: Collection[str] | None = None,
) -> pa.Table | None:
    """The weekly rows of runs, each once; None if there are none.

    Parameters
    ----------
    folder : Path
        The store.
    files : sequence of CommittedFile
        The files to read.
    columns : sequence of str, optional
        The columns wanted; all if left out.
    runs : collection of str, optional
        The runs wanted; all if left out.

    Raises
    ------
    FileNotFoundError
        As `committed_files`.
    """
    if runs is not None:
        wanted = frozenset(runs)
        files = [_without(file, wanted) for file in files]
    kept = [file for file in files if file.runs]
    return _together(_at_once(lambda file: rows_of(folder, SERIES, file, columns), kept))


def rows_of(
    folder: Path, kind: str, file: CommittedFile, columns: Sequence[str] | None = None
) -> pa.Table:
    """The rows in a file, of `RUNS` or `SERIES`, that are of the runs to be read from it.

    The runs of series are given as a dictionary, as each has many rows.
    """
    repeated = ["run"] if kind == SERIES else None
    there = pq.ParquetFile(file_of(folder, kind, file.name), read_dictionary=repeated)
    if not file.others:
        return there.read(columns)
    rows = there.read(None if columns is None else [*{"run", *columns}])
    kept = pc.is_in(rows["run"].cast(pa.string()), value_set=pa.array(file.runs, pa.string()))
    rows = rows.filter(kept)
    return rows if columns is None else rows.select([n for n in columns if n in rows.schema.names])


def footer_of(path: Path) -> pq.FileMetaData | None:
    """What a Parquet file says of itself; None if it is torn or no such file.

    Raises
    ------
    OSError
        If it is not there or the system cannot read it.
    """
    return unless_torn(lambda: pq.read_metadata(path))


def unless_torn(read: Callable[[], T]) -> T | None:
    """What reading a Parquet file gives; None if it is torn or no such file.

    Raises
    ------
    OSError
        If it is not there or the system cannot read it: no reason to take it for torn.
    """
    try:
        return read()
    except OSError as error:
        if error.errno is not None:
            raise
    except (pa.ArrowException, ValueError):
        pass
    return None


def _held(folder: Path, name: str) -> CommittedFile | None:
    """The runs that a file holds, whether they are in others or not; None if it does not count."""
    path = file_of(folder, RUNS, name)
    there = unless_torn(lambda: _runs_in(path))
    if there is None or len(set(there[0])) < len(there[0]):
        return None
    runs, expected = there
    try:
        footer = footer_of(file_of(folder, SERIES, name))
    except FileNotFoundError:
        path.stat()  # Files of runs are deleted first: then this one does not count, it is gone.
        return None
    if footer is None or footer.num_rows < expected:
        return None
    return CommittedFile(name, runs, footer.num_rows > expected)


def _runs_in(path: Path) -> tuple[tuple[str, ...], int] | None:
    """The runs in a file and the rows their series have; None if it is not one of ours."""
    there = pq.ParquetFile(path)
    marks = there.metadata.metadata or {}
    if SERIES_ROWS not in marks or "run" not in there.schema_arrow.names:
        return None
    return tuple(there.read(["run"])["run"].to_pylist()), int(marks[SERIES_ROWS])


def _without(file: CommittedFile, wanted: frozenset[str]) -> CommittedFile:
    kept = tuple(run for run in file.runs if run in wanted)
    return replace(file, runs=kept, others=file.others or len(kept) < len(file.runs))


def _at_once(work: Callable[[T], U], items: Sequence[T]) -> list[U]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def _together(tables: Sequence[pa.Table]) -> pa.Table | None:
    if not tables:
        return None
    return pa.concat_tables(tables, promote_options="default").unify_dictionaries()
