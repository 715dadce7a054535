from __future__ import annotations

import contextlib
import itertools
import shutil
from pathlib import Path

import made_chunks
import pandas as pd
import pyarrow.parquet as pq
import pytest
from made_chunks import chunk, run_id

from uptake.study import committed, settling
from uptake.study.chunk_files import write_chunk
from uptake.study.store import Store

RUNS = ["a", "b", "c", "d", "e"]


class ProcessEndedError(BaseException):
    pass


@pytest.fixture
def store(tmp_path):
    store = Store.create_or_open(tmp_path / "store", "model")
    for made in (
        chunk("a", "b", failing=["x", "c"]),
        chunk("b", "c"),
        chunk("c"),
        chunk("a", "b"),
        chunk("d"),
        chunk("e", failing=["y"]),
        chunk(failing=["x"]),
    ):
        write_chunk(store.folder, made)
    return store


def rows_on_disk(store, kind):
    return sum(pq.read_metadata(path).num_rows for path in (store.folder / kind).iterdir())


def assert_settled(store, names=RUNS):
    made_chunks.assert_holds(store, names)
    assert rows_on_disk(store, "runs") == len(names)
    assert rows_on_disk(store, "series") == len(names) * made_chunks.WEEKS


def names_of(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_each_run_is_in_one_file_and_failures_are_up_to_date(store):
    store.settle()
    assert_settled(store)
    assert len(list((store.folder / "runs").iterdir())) == 1
    assert store.failed()["run"].tolist() == [run_id("y"), run_id("x")]
    assert rows_on_disk(store, "failed") == 2


def test_files_are_merged_up_to_a_size_and_then_left_alone(store, monkeypatch):
    monkeypatch.setattr(settling, "LARGEST", 3)
    for number in range(8):
        write_chunk(store.folder, chunk(f"more {number}"))
    names = RUNS + [f"more {number}" for number in range(8)]
    for _ in range(5):
        store.settle()
    assert_settled(store, names)
    sizes = [pq.read_metadata(path).num_rows for path in (store.folder / "runs").iterdir()]
    assert max(sizes) == 3
    before = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*.parquet")}
    store.settle()
    assert {p: p.stat().st_mtime_ns for p in store.folder.rglob("*.parquet")} == before


def test_runs_that_keep_other_measures_are_not_put_into_one_file(store):
    write_chunk(store.folder, chunk("p", weekly=("posts",)))
    write_chunk(store.folder, chunk("q", weekly=("posts",)))
    store.settle()
    assert len(list((store.folder / "runs").iterdir())) == 2
    assert store.committed() == {run_id(name) for name in [*RUNS, "p", "q"]}
    assert len(store.series(["posts"]).dropna()) == 2 * made_chunks.WEEKS


def test_counts_stay_whole_numbers(store):
    store.settle()
    (path,) = (store.folder / "series").iterdir()
    assert str(pq.read_schema(path).field("visitors").type) == "int32"
    assert str(pq.read_schema(path).field("run").type) == "string"


def test_one_line_of_duckdb_counts_each_run_once(store):
    duckdb = pytest.importorskip("duckdb")
    store.settle()
    query = f"SELECT count(*), count(DISTINCT run) FROM '{store.folder}/runs/*.parquet'"
    assert duckdb.sql(query).fetchall() == [(5, 5)]
    assert len(pd.read_parquet(store.folder / "series")) == 5 * made_chunks.WEEKS


def test_an_empty_store_is_settled(tmp_path):
    store = Store.create_or_open(tmp_path, "model")
    store.settle()
    assert store.committed() == frozenset()


def test_an_end_at_any_step_loses_nothing_and_counts_nothing_twice(store, tmp_path):
    failed = store.failed()["run"].tolist()
    for step in itertools.count():
        copy = Store(tmp_path / f"copy {step}")
        shutil.copytree(store.folder, copy.folder)
        ended = settle_until(copy, step)
        made_chunks.assert_holds(copy, RUNS)
        assert sorted(copy.failed()["run"]) == sorted(failed)
        copy.settle()
        assert_settled(copy)
        assert rows_on_disk(copy, "failed") == 2
        if not ended:
            break
    assert step > 15


def test_a_file_that_has_the_name_of_what_is_merged_into_it_loses_nothing(tmp_path):
    """The first try of a chunk made one of its runs only; the others came one by one."""
    store = Store.create_or_open(tmp_path / "store", "model")
    first, second = sorted("ab", key=lambda name: chunk(name).name)
    both = chunk(first, second)
    write_chunk(store.folder, chunk(first, failing=[second]))
    write_chunk(store.folder, chunk(second))
    assert (store.folder / "runs" / f"{both.name}.parquet").exists()
    for step in itertools.count():
        copy = Store(tmp_path / f"copy {step}")
        shutil.copytree(store.folder, copy.folder)
        ended = settle_until(copy, step)
        made_chunks.assert_holds(copy, ["a", "b"])
        copy.settle()
        assert_settled(copy, ["a", "b"])
        if not ended:
            break


def end_at(patch, step):
    """Let the process end at a change to the disk: neither that nor any later one happens."""
    steps = itertools.count()
    ended = []

    def ending(function):
        def change(*arguments, **options):
            if ended or next(steps) == step:
                ended.append(True)
                raise ProcessEndedError
            return function(*arguments, **options)

        return change

    patch.setattr(Path, "replace", ending(Path.replace))
    patch.setattr(Path, "unlink", ending(Path.unlink))
    return lambda: bool(ended)


def test_a_reader_misses_nothing_while_files_are_merged_under_it(tmp_path, monkeypatch):
    store = Store.create_or_open(tmp_path / "store", "model")
    for names in ("ab", "c", "de"):
        write_chunk(store.folder, chunk(*names))
    monkeypatch.setattr(committed, "THREADS", 1)
    footer_of = committed.footer_of
    for step in itertools.count():
        copy = Store(tmp_path / f"copy {step}")
        shutil.copytree(store.folder, copy.folder)
        ended = []

        def meanwhile(path, copy=copy, step=step, ended=ended):
            if not ended:
                ended.append(False)
                ended.append(settle_until(copy, step))
            return footer_of(path)

        with monkeypatch.context() as patch:
            patch.setattr(committed, "footer_of", meanwhile)
            made_chunks.assert_holds(copy, RUNS)
        if not ended[-1]:
            break


def settle_until(store, step):
    with pytest.MonkeyPatch.context() as patch:
        ended = end_at(patch, step)
        with contextlib.suppress(ProcessEndedError):
            store.settle()
    return ended()
