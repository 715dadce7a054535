from __future__ import annotations

import os
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest
import sweeps
from sweeps import assert_same
from typer.testing import CliRunner

from uptake.cli.main import app
from uptake.study import plan
from uptake.study import sweep as sweeping
from uptake.study.plan import MOST_RUNS_A_CHUNK
from uptake.study.store import Store
from uptake.study.sweep import sweep

RUNS = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is nothing to mount")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(plan, "SECONDS_A_CHUNK", 0.0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return sweeps.write_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def oracle(study, tmp_path_factory):
    out = tmp_path_factory.mktemp("oracle")
    assert sweep(study, out, serial=True).done == RUNS
    return out


@pytest.fixture
def small_disk(tmp_path):
    """A disk that can be made larger; a small file takes 4 kB of it."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize(
    ("spare", "engine"),
    [
        pytest.param(True, ["--serial"], id="some is kept free"),
        pytest.param(False, ["--serial"], id="none is kept free"),
        pytest.param(False, ["--workers", "2"], id="none for workers", marks=pytest.mark.slow),
        pytest.param(
            True, ["--workers", "2"], id="some is kept from workers", marks=pytest.mark.slow
        ),
    ],
)
def test_a_full_disk_stops_a_sweep_that_goes_on_with_more_space(
    spare, engine, small_disk, study, oracle, monkeypatch
):
    if spare:
        enlarge(small_disk, "700k")
        monkeypatch.setattr(sweeping, "bytes_a_run", lambda *_: 400_000 / MOST_RUNS_A_CHUNK)
    else:
        monkeypatch.setattr(sweeping, "SPARE_BYTES", 0)
    out = small_disk / "out"
    command = ["sweep", str(study), "--out", str(out), *engine]
    found = CliRunner().invoke(app, command)
    assert found.exit_code == 1, found.output
    if spare:
        assert "are left on the disk of" in found.stderr
        assert "with more space the same command goes on" in found.stderr
    else:
        assert f"no space is left on the disk of {out}" in found.stderr
    assert "Traceback" not in found.output
    assert list((out / "tmp").iterdir()) == []
    assert_part_of(out, oracle)
    if "--serial" in engine:
        again = CliRunner().invoke(app, command)
        assert again.exit_code in (1, 2)
        assert str(out) in again.stderr
        assert_part_of(out, oracle)
    enlarge(small_disk, "8m")
    found = CliRunner().invoke(app, command)
    assert found.exit_code == 0, found.output
    assert_same(out, oracle)


def enlarge(disk, size):
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def assert_part_of(folder, oracle):
    """Every file can be read and every run that is there is right."""
    for path in folder.rglob("*.parquet"):
        pq.read_table(path)
    found = Store.open(folder).runs().set_index("run")["series_digest"]
    expected = Store.open(oracle).runs().set_index("run")["series_digest"]
    assert 0 < len(found) < RUNS
    assert found.equals(expected[found.index])
    weeks = Store.open(folder).series(["run"])["run"].value_counts()
    assert (weeks == 24).all()
    assert len(weeks) == len(found)


def test_a_store_on_a_full_disk_is_refused_in_words(small_disk, study):
    fill(small_disk)
    found = CliRunner().invoke(app, ["sweep", str(study), "--out", str(small_disk / "out")])
    assert found.exit_code == 2, found.output
    assert "has room for 0 kB" in found.stderr


def fill(folder):
    with (folder / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


# Files that are torn, stale or of somebody else


@pytest.fixture
def stopped(study, tmp_path):
    """A store of a sweep that was stopped after some chunks."""
    out = tmp_path / "stopped"
    finished = []
    stop = lambda: bool(finished) and finished[-1] >= 40  # noqa: E731
    result = sweep(
        study, out, serial=True, stop=stop, tell=lambda done, _planned: finished.append(done)
    )
    assert (result.done, result.stopped) == (40, True)
    assert sweeps.chunks_in(out) == 20
    return out


def test_torn_stale_and_foreign_files_are_no_results(stopped, study, oracle):
    runs, series = (sorted((stopped / kind).iterdir()) for kind in ("runs", "series"))
    for torn, path in enumerate([runs[0], series[1]]):
        os.truncate(path, path.stat().st_size // (2 + torn))
    os.truncate(runs[2], 0)
    os.truncate(series[3], 0)
    series[4].unlink()
    runs[5].unlink()
    (stopped / "runs" / f"{'0' * 24}.parquet").write_bytes(b"PAR1 and nothing more")
    (stopped / "tmp" / f".{runs[6].name}-0123456789ab.part").write_bytes(b"half a file")
    (stopped / "tmp" / "driver-1-1").touch()
    foreign = [stopped / "runs" / "notes.txt", stopped / "notes.txt"]
    for path in foreign:
        path.write_text("mine")
    table = stopped / "series" / "mine.parquet"
    pd.DataFrame({"mine": [1.0]}).to_parquet(table)
    told = []
    result = sweep(study, stopped, serial=True, tell=lambda *now: told.append(now))
    assert told[0] == (40 - 6 * 2, RUNS)
    assert result.done == RUNS
    assert [path.read_text() for path in foreign] == ["mine", "mine"]
    assert pd.read_parquet(table)["mine"].tolist() == [1.0]
    table.unlink()
    assert_same(stopped, oracle)


@pytest.mark.parametrize("kind", ["runs", "series"])
def test_a_finished_store_that_is_torn_is_made_again(kind, study, oracle, tmp_path):
    out = tmp_path / "out"
    sweep(study, out, serial=True)
    (path,) = (out / kind).iterdir()
    os.truncate(path, path.stat().st_size - 1)
    assert sweep(study, out, serial=True).done == RUNS
    assert_same(out, oracle)


def test_a_plan_that_has_gone_is_written_again(study, oracle, tmp_path):
    out = tmp_path / "out"
    sweep(study, out, serial=True)
    (path,) = (out / "plan").iterdir()
    path.unlink()
    assert sweep(study, out, serial=True).done == RUNS
    assert_same(out, oracle)
