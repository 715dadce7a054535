from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import time

import made_chunks
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_chunks import chunk, plan, run_id

from uptake.errors import InputError
from uptake.study.chunk_files import write_chunk
from uptake.study.store import Store, only_study


@pytest.fixture
def store(tmp_path):
    return Store.create_or_open(tmp_path / "store", "model")


@pytest.fixture(scope="module")
def forking():
    """Processes that are forked from one that has imported everything, so that they start fast."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs processes that are forked")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["uptake.measures", "uptake.study.store"])
    return context


def file_of(store, kind, made):
    return store.folder / kind / f"{made.name}.parquet"


def save(store, fingerprint, names, study="A"):
    record = {"name": study, "weekly": ["visitors", "participation"]}
    store.save_study(fingerprint, record, plan(*names, study=study))


# The folder


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_or_missing_folder_becomes_a_store(tmp_path, there):
    folder = tmp_path / "deep" / "store"
    if there:
        folder.mkdir(parents=True)
    Store.create_or_open(folder, "model")
    assert Store.open(folder).studies() == {}
    assert Store.open(folder).model == "model"
    assert sorted(path.name for path in folder.iterdir()) == [
        *("export", "failed", "manifest.json", "plan", "runs", "series", "tmp")
    ]


def test_a_store_is_opened_again_with_all_that_is_in_it(store):
    write_chunk(store.folder, chunk("a"))
    save(store, "f", ["a"])
    again = Store.create_or_open(store.folder, "model")
    made_chunks.assert_holds(again, ["a"])
    assert list(again.studies()) == ["f"]


def test_a_store_whose_making_was_killed_is_made(tmp_path):
    (tmp_path / ".manifest.json-1234.part").write_text("{")
    store = Store.create_or_open(tmp_path, "model")
    store.clear_temporary()
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("thesis.txt", "dear", "other files"),
        ("manifest.json", "{", "other files"),
        ("manifest.json", "[]", "other files"),
        ("manifest.json", '{"study": "abc"}', "other files"),
        ("manifest.json", '{"format": 2, "model": "model", "studies": {}}', "another version"),
        ("manifest.json", '{"format": 1, "model": "other", "studies": {}}', "version of the model"),
    ],
)
def test_what_belongs_to_others_is_never_touched(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=said) as refused:
        Store.create_or_open(tmp_path, "model")
    assert refused.value.problems[0].key == "--out"
    assert "new or empty folder" in refused.value.problems[0].right
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == text


def test_a_file_is_no_store(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        Store.create_or_open(tmp_path / "out", "model")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be made"):
        Store.create_or_open(tmp_path / "file" / "out", "model")


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(InputError, match="cannot be written to"):
        Store.create_or_open(tmp_path, "model")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("held", ["nothing", "no folder", "another format"])
def test_only_a_store_is_opened_to_read(tmp_path, held):
    if held == "another format":
        (tmp_path / "manifest.json").write_text('{"format": 9}')
    with pytest.raises(InputError, match="no results"):
        Store.open(tmp_path / "x" if held == "no folder" else tmp_path)


# The lock


def test_a_second_driver_is_refused_and_told_who_writes(store, forking):
    ours, theirs = forking.Pipe()
    other = forking.Process(target=made_chunks.hold, args=(store, theirs))
    other.start()
    holder = ours.recv()
    with pytest.raises(InputError, match=rf"process {holder} on host .+, since ") as refused:
        store.lock().__enter__()
    assert refused.value.problems[0].key == "--out"
    other.kill()
    other.join()
    with store.lock():
        assert str(os.getpid()) in (store.folder / "driver.txt").read_text()


def test_the_lock_is_given_back_after_trouble(store):
    with pytest.raises(RuntimeError), store.lock():
        raise RuntimeError
    with store.lock(), pytest.raises(InputError, match="another sweep"), store.lock():
        pass
    assert not (store.folder / "driver.txt").exists()


# Each run once, whatever happened


def test_nothing_is_lost_or_torn_when_writers_are_killed(store, forking, tmp_path):
    chance = random.Random(1)
    notes = tmp_path / "notes"
    for seed in range(12):
        notes.touch()
        before = notes.stat().st_size
        writer = forking.Process(
            target=made_chunks.write_for_ever, args=(store.folder, notes, seed)
        )
        writer.start()
        while notes.stat().st_size == before:
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, 0.03))
        writer.kill()
        writer.join()
        check_whole(store, set(notes.read_text().split()))
    store.clear_temporary()
    check_whole(store, set(notes.read_text().split()))
    assert list((store.folder / "tmp").iterdir()) == []
    names = {path.name for path in (store.folder / "runs").iterdir()}
    assert {path.name for path in (store.folder / "series").iterdir()} == names


def check_whole(store, noted):
    committed = store.committed()
    assert {run_id(name) for name in noted} <= committed
    known = {run_id(name): name for name in noted}
    # A chunk may be there of which its writer could not tell any more.
    series = store.series()
    assert series.groupby("run").size().to_dict() == dict.fromkeys(committed, made_chunks.WEEKS)
    runs = store.runs()
    assert sorted(runs["run"]) == sorted(committed)
    kept = runs[runs["run"].isin(known)].sort_values("run", ignore_index=True)
    pd.testing.assert_frame_equal(kept, made_chunks.expected(noted))


def test_a_run_in_two_files_is_read_once(store):
    for made in (chunk("a", "b"), chunk("b", "c"), chunk("c"), chunk("a")):
        write_chunk(store.folder, made)
    made_chunks.assert_holds(store, ["a", "b", "c"])
    assert len(plan("a", "b", "c").merge(store.runs(), on="run")) == 3


@pytest.mark.parametrize("content", [b"", b"PAR1", "half", "footer cut", b"PAR1" + 400 * b"\xff"])
@pytest.mark.parametrize("kind", ["runs", "series"])
def test_a_torn_file_is_run_again(store, kind, content):
    write_chunk(store.folder, chunk("a"))
    torn = chunk("b", "c")
    write_chunk(store.folder, torn)
    path = file_of(store, kind, torn)
    whole = path.read_bytes()
    cuts = {"half": len(whole) // 2, "footer cut": len(whole) - 3}
    path.write_bytes(whole[: cuts[content]] if isinstance(content, str) else content)
    made_chunks.assert_holds(store, ["a"])
    store.clear_temporary()
    assert not file_of(store, "runs", torn).exists()
    assert not file_of(store, "series", torn).exists()
    write_chunk(store.folder, torn)
    made_chunks.assert_holds(store, ["a", "b", "c"])


def test_runs_without_all_of_their_series_do_not_count(store):
    write_chunk(store.folder, chunk("a"))
    for made in (chunk("b"), chunk("c", "d")):
        write_chunk(store.folder, made)
    file_of(store, "series", chunk("b")).unlink()
    shutil.copy(file_of(store, "series", chunk("a")), file_of(store, "series", chunk("c", "d")))
    made_chunks.assert_holds(store, ["a"])
    store.clear_temporary()
    assert len(list((store.folder / "runs").iterdir())) == 1


def test_files_of_others_neither_count_nor_trouble_nor_vanish(store):
    write_chunk(store.folder, chunk("a"))
    for kind in ("runs", "series", "failed"):
        (store.folder / kind / "notes.txt").write_text("dear")
        (store.folder / kind / "folder.parquet").mkdir()
        pq.write_table(pa.table({"x": [1]}), store.folder / kind / "other.parquet")
    pq.write_table(pa.table({"run": ["z"]}), store.folder / "runs" / "mine.parquet")
    store.clear_temporary()
    made_chunks.assert_holds(store, ["a"])
    assert store.failed().empty
    for kind in ("runs", "series", "failed"):
        assert (store.folder / kind / "notes.txt").exists()
        assert (store.folder / kind / "other.parquet").exists()


def test_series_without_runs_are_cleared_away(store):
    made = chunk("a")
    write_chunk(store.folder, made)
    file_of(store, "runs", made).unlink()
    store.clear_temporary()
    assert not file_of(store, "series", made).exists()


def test_temporary_files_are_cleared_away(store):
    (store.folder / "tmp" / "folder").mkdir()
    (store.folder / "tmp" / "folder" / "half").write_text("x")
    (store.folder / "tmp" / ".x.part").write_text("x")
    store.clear_temporary()
    assert list((store.folder / "tmp").iterdir()) == []


def test_what_cannot_be_read_for_other_reasons_is_not_cleared_away(store, monkeypatch):
    made = chunk("a")
    write_chunk(store.folder, made)

    def broken(path):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(pq, "read_metadata", broken)
        with pytest.raises(OSError, match="Input/output"):
            store.clear_temporary()
    made_chunks.assert_holds(store, ["a"])


def test_a_run_that_failed_and_was_made_since_has_not_failed(store):
    write_chunk(store.folder, chunk("a", failing=["b", "c"]))
    assert set(store.failed()["run"]) == {run_id("b"), run_id("c")}
    write_chunk(store.folder, chunk("b"))
    assert store.failed()["run"].tolist() == [run_id("c")]
    made_chunks.assert_holds(store, ["a", "b"])


def test_a_run_that_failed_twice_is_told_once(store):
    write_chunk(store.folder, chunk("a", failing=["b"]), "first")
    write_chunk(store.folder, chunk(failing=["b"]), "second")
    os.utime(file_of(store, "failed", chunk("a", failing=["b"])), ns=(0, 0))
    assert store.failed()["command"].tolist() == [f"second {run_id('b')}"]


# Reading


def test_columns_and_runs_are_chosen(store):
    write_chunk(store.folder, chunk("a", "b"))
    write_chunk(store.folder, chunk("b", "c"))
    wanted = [run_id("b"), run_id("c")]
    some = store.series(["visitors", "week"], runs=wanted)
    assert list(some.columns) == ["visitors", "week"]
    everything = made_chunks.expected_series(["b", "c"])
    assert sorted(some["visitors"]) == sorted(everything["visitors"])
    assert store.series(runs=[]).empty
    with pytest.raises(KeyError):
        store.series(["nonsense"])


def test_studies_that_keep_other_measures_are_read_together(store):
    write_chunk(store.folder, chunk("a"))
    write_chunk(store.folder, chunk("b", weekly=("posts",)))
    series = store.series().set_index("run")
    assert series.loc[run_id("a"), "posts"].isna().all()
    assert series.loc[run_id("b"), "posts"].tolist() == [0, 2, 4, 6, 8, 10]


def test_an_empty_store_reads_as_empty_tables(store):
    assert store.runs().empty
    assert store.failed().empty
    assert store.series().empty
    assert plan("a").merge(store.runs(), on="run").empty


def test_one_line_of_duckdb_or_pandas_gives_what_the_store_gives(store):
    duckdb = pytest.importorskip("duckdb")
    for made in (chunk("a", "b"), chunk("c"), chunk("d", "e", "f")):
        write_chunk(store.folder, made)
    measure = "posts_a_week_last_half_year"
    ours = store.runs()[measure].sum()
    query = f"SELECT sum({measure}), avg(half_life_weeks) FROM '{store.folder}/runs/*.parquet'"
    ((theirs, half_life),) = duckdb.sql(query).fetchall()
    assert theirs == pytest.approx(ours)
    assert half_life == store.runs()["half_life_weeks"].mean()
    assert pd.read_parquet(store.folder / "runs")[measure].sum() == pytest.approx(ours)
    weekly = f"SELECT sum(visitors), avg(participation) FROM '{store.folder}/series/*.parquet'"
    ((visitors, participation),) = duckdb.sql(weekly).fetchall()
    assert visitors == store.series(["visitors"])["visitors"].sum()
    assert participation == pytest.approx(store.series()["participation"].mean())
    assert pd.read_parquet(store.folder / "series")["visitors"].sum() == visitors


def test_measures_of_which_no_run_is_made_yet_are_there(store):
    store.save_study("f", {"name": "A", "measures": ["money_total"]}, plan("a"))
    assert store.runs()["money_total"].tolist() == []
    write_chunk(store.folder, chunk("b"))
    assert store.runs()["money_total"].isna().tolist() == [True]


# Studies


def test_the_plan_keeps_its_columns_and_types(store):
    save(store, "f", ["a", "b"])
    kept = store.plan("f")
    assert list(kept.columns) == list(plan("a", "b").columns)
    assert {name: str(kept[name].dtype) for name in ("programme", "baseline", "replicate")} == {
        "programme": "int32",
        "baseline": "bool",
        "replicate": "int32",
    }
    assert kept["programme.newsletter.every_weeks"].dtype == float
    assert kept["assumptions.hours"].tolist() == ["none", "4"]


def test_studies_are_kept_side_by_side_and_replaced_one_by_one(store):
    save(store, "f", ["a"])
    save(store, "g", ["a", "b"], study="B")
    save(store, "f", ["a", "c"])
    assert store.plan("f")["run"].tolist() == [run_id("a"), run_id("c")]
    assert store.plan("g")["study"].unique().tolist() == ["B"]
    assert len(store.plan()) == 4
    assert set(store.studies()) == {"f", "g"}
    with pytest.raises(KeyError):
        store.plan("h")


def test_trouble_while_a_study_is_saved_leaves_the_former_one(store, monkeypatch):
    save(store, "f", ["a"])
    monkeypatch.setattr(json, "dumps", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(store, "g", ["b"])
    assert set(store.studies()) == {"f"}
    assert len(store.plan()) == 1


def test_the_only_study_needs_no_name_and_several_are_listed(store):
    with pytest.raises(InputError, match="is empty"):
        only_study(store)
    save(store, "f", ["a"])
    assert only_study(store) == "f"
    save(store, "g", ["a"], study="B")
    assert only_study(store, "B") == only_study(store, "g") == "g"
    with pytest.raises(InputError, match=r"A \(f\), B \(g\)"):
        only_study(store)
    with pytest.raises(InputError, match="no such study"):
        only_study(store, "C")


def test_sizes_are_told(store):
    before = store.used_bytes()
    write_chunk(store.folder, chunk("a"))
    files = [path for path in store.folder.rglob("*") if path.is_file()]
    assert before < store.used_bytes() == sum(path.stat().st_size for path in files)
    assert store.free_bytes() > 0
