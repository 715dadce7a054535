"""`uptake calibrate` as its users meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

import uptake as package
from uptake.cli.main import app
from uptake.study.ensemble import read_ensemble

QUICK = ("--most-runs", "240", "--particles", "50", "--workers", "1", "--size", "60")


def export(path, rows):
    path.write_text("\n".join(["week,active,members", *rows]) + "\n")
    return path


def rows(weeks=24):
    active = np.round(12 + 14 * np.exp2(-np.arange(weeks) / 5) + 2 * np.sin(np.arange(weeks)))
    return [f"{week},{value:.0f},{30 + week}" for week, value in enumerate(active)]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    here = tmp_path_factory.mktemp("calibrate")
    file = export(here / "network.csv", rows())
    words = ["calibrate", file, *QUICK, "--mask", "8-9", "--beyond", "4", "--out", here / "out"]
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return here / "out", result.output


def table(folder, name):
    return pd.read_csv(folder / name, encoding="utf-8-sig")


def test_it_says_what_was_read_and_what_is_masked_and_why(done):
    _, said = done
    assert "24 weeks, 0 to 23; two weeks masked" in said
    assert "Masked: 8, 9: asked for with --mask" in said
    assert "an open community of 60 (--size)" in said
    assert "kept their defaults" in said


def test_errors_hold_the_model_and_every_simple_forecast(done):
    folder, said = done
    errors = table(folder, "errors.csv")
    assert list(errors["forecast"]) == [
        "this model", "last value", "a year ago", "decay to a floor", "Bass", "Ribeiro",
    ]  # fmt: skip
    weeks = table(folder, "weeks.csv")
    later = weeks[~weeks["fitted"] & weeks["masked"].isna() & weeks["active"].notna()]
    assert errors.loc[0, "weeks"] == len(later)
    off = (later["model_50"] - later["active"]).abs().mean()
    assert errors.loc[0, "mae"] == pytest.approx(off)
    for name in errors["forecast"]:
        assert name in said.lower() or name in said


def test_weeks_reach_beyond_the_data(done):
    folder, _ = done
    weeks = table(folder, "weeks.csv")
    assert list(weeks["number"]) == list(range(28))
    assert not weeks.loc[[8, 9], "fitted"].any()
    assert (weeks["model_5"] <= weeks["model_95"]).all()


def test_the_posterior_has_all_particles_and_numbers(done):
    folder, _ = done
    posterior = table(folder, "posterior.csv")
    assert len(posterior) == 50
    assert posterior["weight"].sum() == pytest.approx(1.0)
    assert {"distance", "visit_level", "habit_loss", "observation_noise", "contagion"} <= set(
        posterior.columns
    )


def test_the_ensemble_can_be_read_and_holds_assumptions_alone(done):
    folder, _ = done
    ensemble = read_ensemble(folder / "ensemble.csv")
    assert len(ensemble.members) == 64
    assert "visit_level" in ensemble.member(0)
    assert "observation_noise" not in ensemble.member(0)


def test_the_report_needs_nothing_else_and_says_where_it_comes_from(done):
    folder, _ = done
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Calibration on network.csv" in page
    assert "Weeks that nothing was fitted to" in page
    assert page.count("data:image/") == 2
    assert 'src="http' not in page
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 1
    assert manifest["masked"] == {"8": "asked for with --mask", "9": "asked for with --mask"}
    for name in ("forecast", "informed"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 10_000


def test_nothing_of_the_fit_is_left_behind(done):
    folder, _ = done
    assert [path.name for path in folder.parent.iterdir() if "fit" in path.name] == []


MANY = [f"{week},20,30" for week in range(14)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (rows(9), "only 9 weeks can be used; a forecast needs at least 10"),
        (rows(3), "weeks"),
        ([*rows(), "24,-3,60"], "a negative count"),
        ([*rows(), "24,90,60"], "active"),
        ([*rows(), "23,10,60"], "row"),
    ],
)
def test_data_that_cannot_be_used_end_with_two_and_leave_nothing(uptake, tmp_path, content, said):
    file = export(tmp_path / "network.csv", content)
    result = uptake("calibrate", file, *QUICK, "--out", "out")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["network.csv"]


def test_dates_in_two_ways_and_no_dates_end_with_two(uptake, tmp_path):
    file = tmp_path / "network.csv"
    days = [f"2024-01-{day:02d},20" for day in range(1, 29)]
    file.write_text("\n".join(["date,active", *days, "29/01/2024,20"]) + "\n")
    assert uptake("calibrate", file, *QUICK).exit_code == 2
    file.write_text("active\n20\n30\n")
    assert uptake("calibrate", file, *QUICK).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--launch", "99"), "--launch: no such week"),
        (("--most-runs", "200", "--particles", "100"), "--most-runs: is too few"),
        (("--assumptions", "nonsense"), "is no variant of the model"),
        (("--split", "3"), "usable weeks to fit to"),
        (("--size", "40"), "is fewer than the 53 seen"),
        (("--org", "staff.csv"), "--size: is for an open community"),
    ],
)
def test_options_that_cannot_be_end_with_two(uptake, tmp_path, words, said):
    file = export(tmp_path / "network.csv", rows())
    result = uptake("calibrate", file, *QUICK, *words)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.slow
def test_a_staff_file_takes_the_place_of_the_community(uptake, tmp_path):
    file = export(tmp_path / "network.csv", rows())
    people = ["e0,,Team 0", *(f"e{n},e{(n - 1) // 6},Team {n % 4}" for n in range(1, 70))]
    (tmp_path / "staff.csv").write_text(
        "\n".join(["PersonId,ManagerId,Organization", *people]) + "\n"
    )
    words = ("--most-runs", "240", "--particles", "50", "--workers", "1", "--out", "out")
    result = uptake("calibrate", file, "--org", "staff.csv", *words)
    assert result.exit_code == 0, result.stderr
    assert "the organisation of 70 (the staff file)" in result.stdout
    assert "bottom_up" in result.stdout


@pytest.mark.slow
def test_killed_it_goes_on_and_gives_the_same(done, tmp_path):
    folder, _ = done
    file = export(tmp_path / "network.csv", rows())
    words = ["calibrate", file, *QUICK, "--mask", "8-9", "--beyond", "4", "--out", tmp_path / "out"]
    command = [sys.executable, "-m", "uptake.cli", *(str(word) for word in words)]
    environment = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parent.parent)}
    driver = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    database = tmp_path / "out.fit" / "populations.db"
    end = time.monotonic() + 120
    while not database.exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.0)
    driver.send_signal(signal.SIGKILL)
    assert driver.wait() == -signal.SIGKILL, "it ended before it was killed"
    assert not (tmp_path / "out").exists()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    for name in ("posterior.csv", "weeks.csv", "errors.csv", "ensemble.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes()
