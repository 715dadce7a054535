from __future__ import annotations

import json

import pandas as pd
import pytest

from uptake.study.landscape import asked

NEW = ("--replicates", 4, "--workers", 1, "--week", 20)


@pytest.fixture(autouse=True)
def little(monkeypatch):
    monkeypatch.setattr(asked, "LEVELS", 3)
    monkeypatch.setattr(asked, "LONG_WEEKS", 60)


def test_a_landscape_is_written_whole_and_said_in_words(uptake, plan, tmp_path):
    found = uptake("landscape", plan, *NEW, "--out", "out")
    assert found.exit_code == 0, found.output
    assert "With the programme activity" in found.stdout
    said = " ".join(found.stdout.split())
    assert "Hysteresis" in said or "no other past leads to the same levels" in said
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        "distances.csv",
        "figures",
        "hysteresis.csv",
        "landscape.csv",
        "landscape.txt",
        "long_runs.csv",
        "manifest.json",
        "points.csv",
    }
    assert {path.name for path in (out / "figures").iterdir()} == {"landscape.png", "landscape.svg"}
    states = pd.read_csv(out / "landscape.csv")
    assert set(states["regime"]) == {"programme", "unmanaged"}
    assert set(states["past"]) == {"own", "half a year", "accounts for all", "never managed"}
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["week"] == 20
    again = uptake("landscape", plan, *NEW, "--out", "out")
    assert again.exit_code == 0, again.output


def test_the_folder_of_something_else_is_refused_before_any_run(uptake, plan, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    found = uptake("landscape", plan, *NEW, "--out", "out")
    assert found.exit_code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_too_few_replicates_are_refused(uptake, plan):
    assert uptake("landscape", plan, "--replicates", 2).exit_code == 2


def test_a_mistake_in_the_scenario_is_named(uptake, plan):
    plan.write_text(plan.read_text() + "assumptions: {habit_gian: 0.1}\n")
    found = uptake("landscape", plan, *NEW)
    assert found.exit_code == 2
    assert "habit_gain" in found.output
