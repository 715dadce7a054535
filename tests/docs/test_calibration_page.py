"""The page on calibration names every option and says the numbers that hold, and its code runs."""

from __future__ import annotations

import re

import numpy as np
import pytest
import typer
from pages import blocks, page

from uptake.cli.main import app

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

from uptake.report.calibration_folder import CAPTIONS
from uptake.study.calibrating import asked, situation
from uptake.study.calibrating.comparison import BLOCKS
from uptake.study.calibrating.sentences import MISFIT
from uptake.usage.weekly_usage import FEWEST_WEEKS_TO_FORECAST

TEXT = page("calibration.md")
SHARED = {"--seed", "--workers", "--out", "--map", "--org-map", "--encoding", "--help"}


def options():
    command = typer.main.get_command(app).commands["calibrate"]
    return {name for one in command.params for name in one.opts if name.startswith("--")}


def test_the_page_names_every_option_of_its_own_and_no_other():
    named = set(re.findall(r"--[a-z][a-z-]*", TEXT))
    assert options() - SHARED <= named
    assert named <= options()


def test_the_numbers_on_the_page_are_those_of_the_code():
    assert FEWEST_WEEKS_TO_FORECAST == 10
    assert "Fewer than ten usable weeks" in TEXT
    assert f"{situation.MEMBERS_TO_BE:g} times the members" in TEXT
    assert situation.ACTIVE_TO_BE == 4
    assert situation.LAUNCH_WEEKS == 4
    assert f"nearest {asked.PARTICLES} " in TEXT
    assert f"budget of {asked.MOST_RUNS:,} runs" in TEXT
    assert f"{asked.MEMBERS_KEPT} equally plausible sets" in TEXT
    assert f"more than {MISFIT:g} times what chance makes" in TEXT
    assert (
        f"{BLOCKS['active']} of who was active, {BLOCKS['posters']} of who wrote, "
        f"{BLOCKS['members']} of\nmembers"
    ) in TEXT


def test_the_figures_on_the_page_are_drawn():
    for name in CAPTIONS:
        assert f"| `figures/{name}.png` |" in TEXT


@pytest.mark.slow
def test_the_code_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    active = np.round(12 + 14 * np.exp2(-np.arange(24) / 5))
    rows = [f"{week},{value:.0f}" for week, value in enumerate(active)]
    (tmp_path / "slack.csv").write_text("\n".join(["week,active", *rows]) + "\n")
    (code,) = blocks("calibration.md", "python")
    small = code.replace("variants())", "variants(), effort=Effort(50, 200, 10))").replace(
        "import ask\n", "import Effort, ask\n"
    )
    assert small != code
    names = {}
    exec(compile(small, "calibration.md", "exec"), names)
    assert names["found"].errors.weeks == 6
