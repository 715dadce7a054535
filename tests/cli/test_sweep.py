from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from uptake.cli import sweep as command
from uptake.study import estimate as estimating
from uptake.study.store import Store

STUDY = """\
name: Cadence
question: How often should it come?
scenarios: [plan.yaml]
weeks: 20
replicates: 2
levers:
  vary:
    newsletter.every_weeks: [1, 2, 4]
uncertainties:
  points: 3
  vary: {visit_newsletter: }
"""


@pytest.fixture
def study(tmp_path, plan):
    path = tmp_path / "cadence.yaml"
    path.write_text(STUDY)
    return path


def change(study, old, new):
    text = study.read_text()
    assert old in text
    study.write_text(text.replace(old, new))


def test_a_dry_run_says_what_it_takes_and_makes_nothing(uptake, study, tmp_path):
    before = set(tmp_path.iterdir())
    found = uptake("sweep", study, "--dry-run", "--workers", 2)
    assert found.exit_code == 0, found.output
    assert "three programmes in three worlds: 9 cells, 18 runs of 20 weeks." in found.stdout
    assert "seconds on two workers and " in found.stdout
    assert "kB on disk." in found.stdout
    assert set(tmp_path.iterdir()) == before


def test_a_sweep_says_where_its_runs_are_and_that_nothing_is_left(uptake, study, tmp_path):
    first = uptake("sweep", study, "--serial")
    assert first.exit_code == 0, first.output
    assert "18 of 18 runs are in uptake-results/cadence." in first.stdout
    assert "What they say: uptake compare uptake-results/cadence" in first.stdout
    again = uptake("sweep", study, "--serial")
    assert again.exit_code == 0, again.output
    assert "All of them are there already." in again.stdout
    assert "seconds" not in again.stdout
    assert len(Store.open(tmp_path / "uptake-results" / "cadence").runs()) == 18


def test_what_is_there_is_not_estimated_again(uptake, study):
    uptake("sweep", study, "--serial", "--out", "out")
    change(study, "replicates: 2", "replicates: 3")
    found = uptake("sweep", study, "--out", "out", "--dry-run")
    assert "27 runs of 20 weeks.\n18 of them are there already.\n" in found.stdout


def test_the_command_is_kept_so_that_it_can_be_typed_again(uptake, study, monkeypatch, tmp_path):
    typed = ["uptake", "sweep", str(study), "--out", "two words", "--serial"]
    monkeypatch.setattr(sys, "argv", typed)
    found = uptake(*typed[1:])
    assert "uptake compare 'two words'" in found.stdout
    (record,) = Store.open(tmp_path / "two words").studies().values()
    assert record["command"] == f"uptake sweep {study} --out 'two words' --serial"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "every_weeks: [1, 2, 4]",
            "evry_weeks: [1]",
            "cadence.yaml:8:5 levers.vary.newsletter.evry_weeks: is no lever; "
            "found newsletter.evry_weeks; expected programme.newsletter.every_weeks (the nearest)",
        ),
        (
            "[1, 2, 4]",
            "{from: 4, to: 1, steps: 2}",
            "cadence.yaml:8:29 levers.vary.newsletter.every_weeks: is an empty range; "
            "found from 4 to 1; expected from below to",
        ),
        (
            "weeks: 20",
            "weeks: -20",
            "cadence.yaml:4:8 weeks: is too small; found -20; expected a whole number from 1",
        ),
        (
            "name: Cadence",
            "outputs: {measures: [money_totl]}",
            'cadence.yaml:1:22 outputs.measures[0]: is none of the choices; found "money_totl"',
        ),
        (
            "visit_newsletter: ",
            "visit_newsleter: ",
            "cadence.yaml:11:10 uncertainties.vary.visit_newsleter: is no assumption; "
            "found visit_newsleter; expected visit_newsletter (the nearest)",
        ),
    ],
    ids=["unknown lever", "empty range", "negative horizon", "unknown measure", "uncertainty"],
)
def test_each_mistake_is_told_with_its_place_and_once(uptake, study, tmp_path, old, new, said):
    change(study, old, new)
    found = uptake("sweep", study)
    assert found.exit_code == 2
    assert said in found.stderr
    assert "1 mistake; nothing was done." in found.stderr
    assert found.stdout == ""
    assert not (tmp_path / "uptake-results").exists()


def test_several_mistakes_are_told_at_once(uptake, study):
    change(study, "weeks: 20", "weeks: -20")
    change(study, "replicates: 2", "replicates: none")
    found = uptake("sweep", study)
    assert found.exit_code == 2
    assert "2 mistakes; nothing was done." in found.stderr


def test_a_billion_runs_are_estimated_and_refused(uptake, study, monkeypatch):
    """Without any of them being planned: that alone would take minutes and all memory."""
    change(
        study,
        "newsletter.every_weeks: [1, 2, 4]",
        "newsletter.quality: {from: 0.1, to: 0.9, steps: 1000}\n"
        "    newsletter.hours_an_issue: {from: 1, to: 9, steps: 1000}",
    )
    change(study, "points: 3", "points: 500")
    monkeypatch.setattr("uptake.study.design.programmes", None)
    found = uptake("sweep", study)
    assert found.exit_code == 2, found.output
    assert "500,000,500 cells, 1,000,001,000 runs of 20 weeks." in found.stdout
    assert "on disk." in found.stdout
    assert "asks for too many runs; found 1,000,001,000; expected 5,000,000 at most" in found.stderr


@pytest.mark.parametrize("more", [{"seconds": 4000.0}, {"disk_bytes": 3e9}], ids=["time", "disk"])
def test_much_is_not_begun_unless_it_is_meant(uptake, study, tmp_path, monkeypatch, more):
    estimate = estimating.estimate
    monkeypatch.setattr(estimating, "estimate", lambda *words: replace(estimate(*words), **more))
    found = uptake("sweep", study, "--serial")
    assert found.exit_code == 2
    assert "--yes" in found.stderr
    assert not (tmp_path / "uptake-results").exists()
    assert uptake("sweep", study, "--serial", "--yes").exit_code == 0


def test_what_does_not_fit_on_the_disk_is_not_begun(uptake, study, tmp_path, monkeypatch):
    monkeypatch.setattr(command.shutil, "disk_usage", lambda _: type("Disk", (), {"free": 1000}))
    found = uptake("sweep", study, "--yes")
    assert found.exit_code == 2
    assert "has room for 1 kB" in found.stderr
    assert not (tmp_path / "uptake-results").exists()


def test_a_folder_with_other_files_is_refused(uptake, study, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear")
    found = uptake("sweep", study, "--out", "letters")
    assert found.exit_code == 2
    assert "holds other files" in found.stderr
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_runs_that_fail_are_counted_and_decide_the_exit_code(uptake, study, plan, tmp_path):
    (tmp_path / "own.py").write_text(
        "from uptake import Intervention\n"
        "class Own(Intervention):\n"
        "    kind: str = 'own.py:Own'\n"
        "    every: int = 1\n"
        "    def act(self, now, wish, granted):\n"
        "        1 / self.every\n"
    )
    plan.write_text(plan.read_text().replace("{newsletter: {}", "{own: {kind: 'own.py:Own'}"))
    change(study, "newsletter.every_weeks: [1, 2, 4]", "own.every: [0, 1]")
    found = uptake("sweep", study, "--serial", "--out", "out")
    assert found.exit_code == 1, found.output
    assert "6 of 12 runs are in out." in found.stdout
    assert "6 failed; which and why: uptake study status out" in found.stdout
    assert "Stopped" not in found.stdout
    stopped = uptake("sweep", study, "--serial", "--out", "out 2", "--on-error", "stop")
    assert stopped.exit_code == 1
    status = uptake("study", "status", "out")
    assert "Cadence: 6 of 12 runs, 6 failed" in status.stdout
    assert "to try those that failed again: " in status.stdout
    assert "six runs of “" in status.stdout
    assert "failed: ZeroDivisionError: division by zero" in status.stdout
    again = status.stdout.split("uptake study repeat out ")[1].split()[0]
    repeated = uptake("study", "repeat", "out", again)
    assert repeated.exit_code == 1
    assert "own.py" in repeated.stderr
    assert "ZeroDivisionError: division by zero" in repeated.stderr


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 seconds"),
        (40.4, "40 seconds"),
        (100.0, "1.7 minutes"),
        (5000.0, "83 minutes"),
        (3e5, "3.5 days"),
        (1e9, "32 years"),
    ],
)
def test_time_is_said_in_the_unit_that_fits(seconds, said):
    assert command.duration(seconds) == said


@pytest.mark.parametrize(
    ("amount", "said"), [(300, "0 kB"), (2_500, "2 kB"), (3.44e9, "3.4 GB"), (5e12, "5.0 TB")]
)
def test_disk_is_said_in_the_unit_that_fits(amount, said):
    assert command.size(amount) == said
