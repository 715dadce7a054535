"""`uptake usage` as its users meet it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def file(tmp_path):
    weeks = np.arange(40)
    active = np.round(60 + 300 * np.exp2(-weeks / 4) + 5 * np.sin(weeks))
    rows = [f"{week},{value:.0f},{200 + week},Ada" for week, value in enumerate(active)]
    path = tmp_path / "network.csv"
    path.write_text("\n".join(["week,active,messages,Display name", *rows]) + "\n")
    return path


def test_check_says_what_was_read(uptake, file):
    result = uptake("usage", "check", file, "--mask", "8-10")
    assert result.exit_code == 0
    assert "40 weeks, 0 to 39; 37 can be used. Active: visited in the week" in result.stdout
    assert "8 to 10  asked for with --mask" in result.stdout
    assert "Ada" not in result.stdout


def test_check_takes_columns_of_ones_own(uptake, file):
    file.write_text(file.read_text().replace("active", "How many"))
    assert uptake("usage", "check", file).exit_code == 2
    assert uptake("usage", "check", file, "--map", "How many=active").exit_code == 0


def test_check_names_every_mistake_and_ends_with_two(uptake, file):
    file.write_text(file.read_text() + "40,-3,5,Ada\n41,x,5,Ada\n")
    result = uptake("usage", "check", file)
    assert result.exit_code == 2
    assert "network.csv:row 42 active: a negative count; found -3" in result.stderr
    assert "network.csv:row 43 active: not a whole number; found x" in result.stderr


def test_forecast_writes_a_table_of_all_baselines_and_a_figure(uptake, file, tmp_path):
    words = ("usage", "forecast", file, "--fit-until", "25", "--horizon", "20", "--out", "here")
    result = uptake(*words, "--mask", "8-10")
    assert result.exit_code == 0
    errors = pd.read_csv(tmp_path / "here/errors.csv", encoding="utf-8-sig")
    assert list(errors["baseline"]) == [
        "last value",
        "a year ago",
        "decay to a floor",
        "Bass",
        "Ribeiro",
    ]
    for name in errors["baseline"]:
        assert name in result.stdout
    assert "a year apart" in errors.loc[1, "not_fitted"]
    assert set(errors["weeks"]) == {14, 0}
    decay = json.loads(errors.loc[2, "parameters"])
    assert decay["half_life_weeks"] == pytest.approx(4.0, abs=0.6)
    paths = pd.read_csv(tmp_path / "here/forecasts.csv", encoding="utf-8-sig")
    one = paths[paths["baseline"] == "decay to a floor"]
    assert one["number"].tolist() == list(range(26, 46))
    assert one["actual"].notna().sum() == 14
    mae = (one["forecast"] - one["actual"]).abs().mean()
    assert mae == pytest.approx(errors.loc[2, "mae"])
    assert (tmp_path / "here/forecast.png").stat().st_size > 10_000
    manifest = json.loads((tmp_path / "here/manifest.json").read_text())
    assert sorted(manifest["masked"]) == ["10", "8", "9"]
    assert uptake(*words, "--mask", "8-10").exit_code == 0
    other = uptake(*words)
    assert other.exit_code == 2
    assert "another study" in other.stderr


def test_forecast_of_few_weeks_is_refused_in_words(uptake, file):
    lines = file.read_text().splitlines()
    file.write_text("\n".join(lines[:10]) + "\n")
    assert uptake("usage", "check", file).exit_code == 0
    result = uptake("usage", "forecast", file)
    assert result.exit_code == 2
    assert "only 9 weeks can be used; a forecast needs at least 10" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fit-until", "99"), "no such week in the file"),
        (("--fit-until", "5"), "only 6 usable weeks to fit to"),
        (("--fit-until", "39"), "no week is left to forecast"),
    ],
)
def test_splits_that_make_no_sense_are_refused(uptake, file, options, said):
    result = uptake("usage", "forecast", file, *options)
    assert result.exit_code == 2
    assert said in result.stderr
