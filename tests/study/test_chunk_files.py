from __future__ import annotations

import errno
import math
import os
from pathlib import Path

import made_chunks
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from made_chunks import chunk, run_id

from uptake.measures import NAMES
from uptake.study import chunk_files
from uptake.study.chunk_files import counts, write_chunk
from uptake.study.chunks import MadeChunk
from uptake.study.store import Store
from uptake.study.whole_files import DiskFullError


@pytest.fixture
def store(tmp_path):
    return Store.create_or_open(tmp_path / "store", "model")


def file_of(store, kind, made):
    return store.folder / kind / f"{made.name}.parquet"


def temporary(store):
    return list((store.folder / "tmp").iterdir())


def test_a_chunk_is_read_back_and_leaves_no_temporary_file(store):
    write_chunk(store.folder, chunk("a", "b"))
    made_chunks.assert_holds(store, ["a", "b"])
    assert temporary(store) == []


def test_the_same_chunk_gives_the_same_bytes(store):
    made = chunk("a", "b")
    write_chunk(store.folder, made)
    first = file_of(store, "series", made).read_bytes()
    write_chunk(store.folder, made)
    assert file_of(store, "series", made).read_bytes() == first


def test_runs_are_put_in_place_after_all_that_belongs_to_them(store, monkeypatch):
    order = []
    replace = Path.replace

    def noting(path, target):
        order.append(target.parent.name)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", noting)
    write_chunk(store.folder, chunk("a", failing=["b"]))
    assert sorted(order) == ["failed", "runs", "series"]
    assert order[-1] == "runs"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of open files needed")
def test_files_and_names_are_on_the_disk_before_the_next_step(store, monkeypatch):
    steps = []
    fsync, replace = os.fsync, Path.replace

    def noting_fsync(handle):
        steps.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    def noting_replace(path, target):
        assert steps[-1] == path.name
        steps.append("replaced")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(Path, "replace", noting_replace)
    write_chunk(store.folder, chunk("a"))
    assert [step for step in steps if not step.startswith(".")] == [
        *("replaced", "series"),
        *("replaced", "runs"),
    ]


def test_counts_are_whole_numbers_and_expected_values_are_not():
    assert {"visitors", "posts", "packs_sent", "newsletter_clicks"} <= counts()
    assert counts() < set(NAMES)
    assert counts().isdisjoint({"incidents_open", "participation", "hours_saved", "money"})


def test_counts_and_other_measures_are_packed_each_in_their_way(store):
    made = chunk("a")
    write_chunk(store.folder, made)
    footer = pq.read_metadata(file_of(store, "series", made))
    columns = {
        (column := footer.row_group(0).column(at)).path_in_schema: column
        for at in range(footer.num_columns)
    }
    assert columns["visitors"].physical_type == "INT32"
    assert "DELTA_BINARY_PACKED" in columns["visitors"].encodings
    assert columns["participation"].physical_type == "DOUBLE"
    assert "BYTE_STREAM_SPLIT" in columns["participation"].encodings
    assert {column.compression for column in columns.values()} == {"ZSTD"}


@pytest.mark.parametrize("value", [2.5, math.nan, math.inf, 3e9])
def test_a_count_that_is_none_is_refused_and_nothing_is_written(store, value):
    made = chunk("a")
    wrong = made.series.assign(visitors=value)
    with pytest.raises(ValueError, match="visitors"):
        write_chunk(store.folder, MadeChunk(made.name, made.runs, wrong, ()))
    assert store.committed() == frozenset()
    assert not file_of(store, "series", made).exists()


def test_whole_numbers_in_a_measure_that_is_no_count_stay_float(store):
    for name, level in (("a", 0.0), ("b", 0.5)):
        made = chunk(name)
        series = made.series.assign(participation=level)
        write_chunk(store.folder, MadeChunk(made.name, made.runs, series, ()))
    types = {pq.read_schema(path).field("participation").type for path in series_files(store)}
    assert {str(kind) for kind in types} == {"double"}


def test_nan_and_infinity_come_back(store):
    values = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324, 1 / 3])
    made = chunk("a")
    series = made.series.assign(participation=values)
    runs = made.runs.assign(half_life_weeks=np.inf, posts_a_week_last_half_year=np.nan)
    write_chunk(store.folder, MadeChunk(made.name, runs, series, ()))
    back = store.series(["participation"])["participation"].to_numpy()
    assert np.array_equal(back, values, equal_nan=True)
    assert np.signbit(back[3])
    assert store.runs()["half_life_weeks"].tolist() == [np.inf]
    assert store.runs()["posts_a_week_last_half_year"].isna().all()


def test_a_chunk_without_weekly_measures_counts(store):
    made = chunk("a")
    empty = pd.DataFrame(columns=["run", "week"])
    write_chunk(store.folder, MadeChunk(made.name, made.runs, empty, ()))
    assert store.committed() == {run_id("a")}


def test_a_chunk_of_failures_alone_commits_nothing(store):
    write_chunk(store.folder, chunk(failing=["a", "b"]), "uptake again")
    assert store.committed() == frozenset()
    assert store.failed()["run"].tolist() == [run_id("a"), run_id("b")]
    commands = [f"uptake again {run_id(name)}" for name in "ab"]
    assert store.failed()["command"].tolist() == commands
    assert store.runs().empty


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
@pytest.mark.parametrize("call", [0, 1, 2])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(store, monkeypatch, code, step, call):
    write_chunk(store.folder, chunk("before"))
    made = chunk("a", "b", failing=["c"])
    full = OSError(code, "full")
    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(
                chunk_files.pq, "write_table", torn_at(call, chunk_files.pq.write_table, full)
            )
        elif step == "fsync":
            patch.setattr(os, "fsync", failing_at(2 * call, os.fsync, full))
        else:
            patch.setattr(Path, "replace", failing_at(call, Path.replace, full))
        with pytest.raises(DiskFullError, match="no space"):
            write_chunk(store.folder, made)
    assert temporary(store) == []
    made_chunks.assert_holds(store, ["before"])
    write_chunk(store.folder, made)
    made_chunks.assert_holds(store, ["before", "a", "b"])


def test_other_trouble_with_the_disk_is_not_taken_for_a_full_one(store, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing_at(0, os.fsync, OSError(errno.EIO, "broken")))
    with pytest.raises(OSError, match="broken"):
        write_chunk(store.folder, chunk("a"))
    assert temporary(store) == []


def series_files(store):
    return list((store.folder / "series").iterdir())


def failing_at(call, function, error):
    calls = iter(range(100))

    def failing(*arguments):
        if next(calls) == call:
            raise error
        return function(*arguments)

    return failing


def torn_at(call, write, error):
    calls = iter(range(100))

    def torn(table, path, **options):
        write(table, path, **options)
        if next(calls) == call:
            path.write_bytes(path.read_bytes()[:-20])
            raise error

    return torn
