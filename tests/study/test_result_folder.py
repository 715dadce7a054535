from __future__ import annotations

import json
import stat

import fake_runs
import pandas as pd
import pytest

from uptake.errors import InputError
from uptake.study.ensemble import read_ensemble
from uptake.study.result_folder import check_folder, result_folder, write_results
from uptake.study.study import run_study


@pytest.fixture
def result(organisation, scenarios):
    return run_study(scenarios, organisation, 1, range(2), simulator=fake_runs.fake_run)


def write(result, out, note="first"):
    with result_folder(out, result.fingerprint) as folder:
        write_results(result, {"note": note}, folder)


def contents(folder):
    return sorted(path.name for path in folder.iterdir())


def test_results_are_written_and_read_back(result, tmp_path):
    write(result, tmp_path / "deep" / "out")
    out = tmp_path / "deep" / "out"
    assert contents(out) == [
        "assumptions.csv",
        "comparison.csv",
        "manifest.json",
        "retention.parquet",
        "summary.csv",
        "variants.csv",
        "weekly.parquet",
    ]
    assert contents(tmp_path / "deep") == ["out"]
    pd.testing.assert_frame_equal(pd.read_csv(out / "summary.csv"), result.summary)
    pd.testing.assert_frame_equal(
        pd.read_parquet(out / "weekly.parquet"), result.weekly, check_dtype=False
    )
    assert read_ensemble(out / "assumptions.csv").members == result.ensemble.members
    assert json.loads((out / "manifest.json").read_text())["study"] == result.fingerprint


def test_excel_is_told_that_tables_are_utf8(result, tmp_path):
    write(result, tmp_path / "out")
    assert (tmp_path / "out" / "summary.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_folder_can_be_read_by_others_like_any_folder(result, tmp_path):
    write(result, tmp_path / "out")
    (tmp_path / "plain").mkdir()
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("out", "plain")]
    assert modes[0] == modes[1]


def test_the_same_study_is_rewritten(result, tmp_path):
    out = tmp_path / "out"
    write(result, out)
    (out / "left over.txt").write_text("old")
    write(result, out, note="second")
    assert read_ensemble(out / "assumptions.csv").members == result.ensemble.members
    assert json.loads((out / "manifest.json").read_text())["note"] == "second"
    assert "left over.txt" not in contents(out)
    assert contents(tmp_path) == ["out"]


def test_an_empty_folder_is_taken(result, tmp_path):
    (tmp_path / "out").mkdir()
    write(result, tmp_path / "out")
    assert "summary.csv" in contents(tmp_path / "out")


@pytest.mark.parametrize("held", ["another study", "files", "a broken manifest", "a list"])
def test_what_belongs_to_others_is_never_touched(result, tmp_path, held):
    out = tmp_path / "out"
    out.mkdir()
    texts = {
        "another study": '{"study": "abc"}',
        "a broken manifest": "{",
        "a list": "[]",
    }
    name = "thesis.txt" if held == "files" else "manifest.json"
    (out / name).write_text(texts.get(held, "dear"))
    before = (out / name).read_bytes()
    with pytest.raises(InputError, match="holds"):
        write(result, out)
    assert (out / name).read_bytes() == before
    assert contents(tmp_path) == ["out"]


def test_a_file_is_no_folder(result, tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        check_folder(tmp_path / "out", result.fingerprint)


def test_a_folder_below_a_file_cannot_be_made(result, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be made"):
        check_folder(tmp_path / "file" / "out", result.fingerprint)


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt])
def test_trouble_while_writing_leaves_nothing(result, tmp_path, trouble):
    with pytest.raises(trouble), result_folder(tmp_path / "out", "abc") as folder:
        (folder / "half").write_text("x")
        raise trouble
    assert contents(tmp_path) == []


def test_trouble_while_rewriting_leaves_what_was_there(result, tmp_path):
    write(result, tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    with (
        pytest.raises(RuntimeError),
        result_folder(tmp_path / "out", result.fingerprint) as folder,
    ):
        (folder / "summary.csv").write_text("half")
        raise RuntimeError
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before
    assert contents(tmp_path) == ["out"]
