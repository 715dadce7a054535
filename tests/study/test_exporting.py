from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_chunks import chunk, expected, expected_series, plan, run_id

from uptake.errors import InputError
from uptake.study.chunk_files import write_chunk
from uptake.study.store import Store

NAMES = ["a", "b", "c", "d", "e", "f"]


@pytest.fixture
def store(tmp_path):
    store = Store.create_or_open(tmp_path / "store", "model")
    write_chunk(store.folder, chunk("a", "b", "c"))
    write_chunk(store.folder, chunk("d", "e", "not of this study", failing=["f"]))
    record = {"name": "A", "weekly": ["visitors", "participation"]}
    store.save_study("fingerprint", record, plan(*NAMES))
    return store


def read(store, name):
    return pd.read_csv(store.folder / "export" / name)


def test_runs_have_their_plan_and_measures(store):
    assert [path.name for path in store.export_csv()] == ["runs.csv", "weeks.csv", "failed.csv"]
    runs = read(store, "runs.csv").set_index("run")
    assert set(runs.index) == {run_id(name) for name in NAMES[:5]}
    assert set(runs["label"]) == {"Nothing", "Brücke"}
    known = expected(NAMES[:5]).set_index("run")
    measure = "posts_a_week_last_half_year"
    pd.testing.assert_series_equal(runs[measure].sort_index(), known[measure])


def test_excel_is_told_that_tables_are_utf8(store):
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in store.export_csv())


def test_the_fan_is_by_programme_and_week(store):
    store.export_csv()
    weeks = read(store, "weeks.csv")
    assert len(weeks) == 2 * 6
    assert list(weeks.columns[:6]) == [
        *("organisation", "programme", "label", "week", "visitors_mean", "visitors_p05")
    ]
    nothing = weeks[(weeks["label"] == "Nothing") & (weeks["week"] == 2)].iloc[0]
    own = expected_series(["a", "c", "e"])
    values = own.loc[own["week"] == 2, "visitors"]
    assert nothing["visitors_mean"] == pytest.approx(values.mean())
    for label, quantile in (("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p95", 0.95)):
        assert nothing[f"visitors_{label}"] == pytest.approx(np.quantile(values, quantile))
    assert weeks.loc[weeks["week"] == 0, "participation_p50"].isna().all()


def test_a_run_that_stands_for_two_programmes_counts_in_both(store):
    both = plan(*NAMES)
    both.loc[1, "run"] = run_id("a")
    store.save_study("fingerprint", store.studies()["fingerprint"], both)
    store.export_csv()
    weeks = read(store, "weeks.csv").set_index(["label", "week"])
    shared = expected_series(["a", "d"])
    values = shared.loc[shared["week"] == 2, "visitors"]
    assert weeks.loc[("Brücke", 2), "visitors_mean"] == pytest.approx(values.mean())
    own = expected_series(["a", "c", "e"])
    assert weeks.loc[("Nothing", 2), "visitors_mean"] == pytest.approx(
        own.loc[own["week"] == 2, "visitors"].mean()
    )
    assert len(read(store, "runs.csv")) == 5


def test_failures_are_told_and_gone_once_they_are_made(store):
    store.export_csv()
    assert read(store, "failed.csv")["run"].tolist() == [run_id("f")]
    write_chunk(store.folder, chunk("f"))
    assert [path.name for path in store.export_csv("fingerprint")] == ["runs.csv", "weeks.csv"]
    assert not (store.folder / "export" / "failed.csv").exists()


def test_a_study_of_which_nothing_is_made_yet_is_exported(store):
    store.save_study("new", {"name": "B", "weekly": ["visitors"]}, plan("g", "h", study="B"))
    own = "new"
    assert {path.parent.name for path in store.export_csv("B")} == {own}
    assert read(store, f"{own}/runs.csv").empty
    assert read(store, f"{own}/weeks.csv").empty
    with pytest.raises(InputError, match="several studies"):
        store.export_csv()


def test_files_go_where_they_are_wanted(store, tmp_path):
    paths = store.export_csv(folder=tmp_path / "deep" / "mine")
    assert {path.parent for path in paths} == {tmp_path / "deep" / "mine"}
    assert all(path.exists() for path in paths)
    assert list((store.folder / "export").iterdir()) == []


def test_trouble_leaves_the_former_export(store, monkeypatch):
    store.export_csv()
    before = (store.folder / "export" / "runs.csv").read_bytes()
    write_chunk(store.folder, chunk("f"))
    monkeypatch.setattr("uptake.study.exporting.write_table", lambda table, path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.export_csv()
    assert (store.folder / "export" / "runs.csv").read_bytes() == before
