"""Tidying a store: what does not count is removed, small files are merged.

Safe against an end at any moment: what is merged is on the disk before anything that it replaces
is removed, and until then reading tells each run once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from uptake.study.chunk_files import (
    FAILED,
    RUNS,
    SERIES,
    SERIES_ROWS,
    TMP,
    file_of,
    write_failures,
    write_pair,
)
from uptake.study.chunks import digest_of
from uptake.study.committed import (
    CommittedFile,
    committed_files,
    file_names,
    footer_of,
    rows_of,
)
from uptake.study.failures import failure_files, last_failures

LARGEST: Final = 500
"""Runs in a merged file: fewer read slowly, more gain nothing and are rewritten more often."""


def sweep(folder: Path) -> None:
    """Remove temporary and torn files, runs without their series and series without their runs.

    Files of others that can be read are left alone; they never count.
    """
    for path in (folder / TMP).iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    # Listed before it is seen what counts, so that nothing is removed that comes in meanwhile.
    names = {kind: file_names(folder / kind) for kind in (RUNS, SERIES, FAILED)}
    counted = {file.name for file in committed_files(folder)}
    for kind in (RUNS, SERIES, FAILED):
        for name in names[kind]:
            path = file_of(folder, kind, name)
            if name not in counted and _is_rest(path, kind):
                path.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Merge small files of a store and leave each run in one file only.

    Raises
    ------
    DiskFullError
        If there is no space left; nothing is lost.
    """
    sweep(folder)
    files = committed_files(folder)
    _remove(folder, [file.name for file in files if not file.runs])
    for group in _groups(folder, [file for file in files if file.runs]):
        if len(group) > 1 or group[0].others:
            _merge(folder, group)
    _settle_failures(folder, {run for file in files for run in file.runs})


def _is_rest(path: Path, kind: str) -> bool:
    """Whether a file that does not count is torn, or one of ours that belongs to nothing."""
    footer = footer_of(path)
    if footer is None:
        return True
    if kind == RUNS:
        return SERIES_ROWS in (footer.metadata or {})
    return kind == SERIES and {"run", "week"} <= set(footer.schema.names)


def _groups(folder: Path, files: Iterable[CommittedFile]) -> list[list[CommittedFile]]:
    """Files of the same columns, put together as long as they have no more than `LARGEST` runs."""
    groups: list[list[CommittedFile]] = []
    last: dict[tuple[str, ...], list[CommittedFile]] = {}
    for file in files:
        kinds = [footer_of(file_of(folder, kind, file.name)) for kind in (RUNS, SERIES)]
        columns = tuple(name for footer in kinds if footer for name in footer.schema.names)
        group = last.get(columns)
        if group is None or sum(len(one.runs) for one in group) + len(file.runs) > LARGEST:
            group = last[columns] = []
            groups.append(group)
        group.append(file)
    return groups


def _merge(folder: Path, group: Sequence[CommittedFile]) -> None:
    runs = pa.concat_tables([rows_of(folder, RUNS, file) for file in group])
    series = pa.concat_tables([_plain(rows_of(folder, SERIES, file)) for file in group])
    # A file of this name may be there already; it then holds no other runs than these.
    name = digest_of(runs["run"].to_pylist())
    write_pair(folder, name, runs, series)
    _remove(folder, [file.name for file in group if file.name != name])


def _plain(series: pa.Table) -> pa.Table:
    at = series.schema.get_field_index("run")
    return series.set_column(at, "run", series["run"].cast(pa.string()))


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of runs and then their series, as a reader takes a lack of runs for settling."""
    for name in names:
        for kind in (RUNS, SERIES):
            file_of(folder, kind, name).unlink(missing_ok=True)


def _settle_failures(folder: Path, made: set[str]) -> None:
    files = failure_files(folder)
    rows = last_failures(files.values(), made)
    name = digest_of(rows["run"].to_pylist()) if rows.num_rows else None
    if name is not None and list(files) != [name]:
        write_failures(folder, name, rows)
    for other in files:
        if other != name:
            file_of(folder, FAILED, other).unlink(missing_ok=True)
