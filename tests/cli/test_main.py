from __future__ import annotations

import subprocess
import sys
import time

import pytest

from uptake.cli import working

FIVE_MISTAKES = """\
name: Plan
weeks: 0
programme:
  newsletter: {every_week: 2, quality: 1.4}
  desk_drop: {reach: most}
assumptions: {contagion: viral}
"""


def test_without_a_command_it_helps(uptake):
    found = uptake()
    assert found.exit_code == 0
    assert all(name in found.output for name in ("run", "compare", "new", "schema", "org"))


@pytest.mark.parametrize("command", ["demo", "run", "compare", "new", "schema"])
def test_each_help_has_an_example(uptake, command):
    found = uptake(command, "--help")
    assert found.exit_code == 0
    assert f"Example: uptake {command}" in found.output


def test_help_starts_fast():
    command = [sys.executable, "-X", "importtime", "-m", "uptake.cli", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    heavy = ("numba", "pandas", "matplotlib", "scipy", "mesa", "pydantic")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not imported & set(heavy)


def test_five_mistakes_give_five_errors_with_lines(uptake, tmp_path):
    (tmp_path / "bad.yaml").write_text(FIVE_MISTAKES)
    found = uptake("run", "bad.yaml", "--out", "out")
    assert found.exit_code == 2
    lines = [line for line in found.stderr.splitlines() if line.startswith("bad.yaml:")]
    assert [line.split(":")[1] for line in lines] == ["2", "4", "4", "5", "6"]
    assert "5 mistakes" in found.stderr
    assert "Traceback" not in found.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml"]


def test_the_line_is_shown_with_a_caret(uptake, tmp_path):
    (tmp_path / "bad.yaml").write_text("weeks: 0\n")
    found = uptake("run", "bad.yaml")
    assert "    weeks: 0\n           ^\n" in found.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--replicates", "0"],
        ["--weeks", "-5"],
        ["--seed", "-1"],
        ["--workers", "0"],
        ["--weeks", "many"],
        ["--org", "none.csv"],
        ["--map", "nonsense"],
        ["--out", "plan.yaml"],
        ["--frobnicate"],
    ],
)
def test_wrong_options_are_said_in_words(uptake, plan, tmp_path, words):
    before = sorted(tmp_path.iterdir())
    found = uptake("run", plan, *words)
    assert found.exit_code == 2
    assert words[0] in found.stderr or words[-1] in found.stderr
    assert "Traceback" not in found.output
    assert sorted(tmp_path.iterdir()) == before


def test_a_missing_scenario_is_an_input_error(uptake):
    found = uptake("run", "none.yaml")
    assert found.exit_code == 2
    assert "there is no such file" in found.stderr


def test_ctrl_c_says_how_to_go_on(uptake, plan, monkeypatch, tmp_path):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(working, "run_study", interrupted)
    found = uptake("run", plan, "--out", "out")
    assert found.exit_code == 130
    assert "the same command" in found.stderr
    assert not (tmp_path / "out").exists()


def test_other_trouble_is_one_line_unless_debugging(uptake, plan, monkeypatch):
    def broken(*_, **__):
        raise OSError("the disk is\nfull")

    monkeypatch.setattr(working, "run_study", broken)
    found = uptake("run", plan)
    assert found.exit_code == 1
    assert "OSError: the disk is full" in found.stderr
    assert "--debug" in found.stderr
    assert "Traceback" not in found.stderr
    found = uptake("--debug", "run", plan)
    assert found.exit_code == 1
    assert "Traceback" in found.stderr


def test_a_run_that_fails_is_named_with_the_command_that_repeats_it(
    uptake, plan, monkeypatch, tmp_path
):
    (tmp_path / "own.py").write_text(
        "from uptake.programme import Intervention\n"
        "class Bad(Intervention):\n"
        "    kind: str = 'own.py:Bad'\n"
        "    def act(self, now, wish, granted):\n"
        "        raise ValueError('no coffee left')\n"
    )
    plan.write_text(plan.read_text().replace("welcome_pack: {}", "x: {kind: 'own.py:Bad'}"))
    words = ["run", "plan.yaml", "--replicates", "2", "--out", "out", "--seed=5"]
    monkeypatch.setattr(sys, "argv", ["uptake", *words])
    found = uptake(*words)
    assert found.exit_code == 1
    assert "replicate 1 of “Mail” failed: ValueError: no coffee left" in found.stderr
    repeat = "uptake --debug run plan.yaml --out out --seed=5 --first-replicate 0 --replicates 1"
    assert repeat in found.stderr
    assert not (tmp_path / "out").exists()
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.slow
def test_a_real_ctrl_c_ends_quickly_and_leaves_nothing(plan, tmp_path):
    import signal

    plan.write_text(plan.read_text().replace("weeks: 40", "weeks: 5000"))
    command = [sys.executable, "-m", "uptake.cli", "run", "plan.yaml", "--replicates", "2000"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    time.sleep(15)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Stopped" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.yaml"]
