from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "study"))

from made_verdicts import found_all

from uptake.study import validation
from uptake.study.validation import FULL, QUICK


@pytest.fixture
def asked(monkeypatch):
    """What is asked of the work, which is not done: two quantities miss."""
    seen = {}

    def instead(variants, scale, replicates, seed, *, workers, tell):
        seen.update(variants=variants, scale=scale, runs=replicates, seed=seed, workers=workers)
        tell(1, 1)
        return dict.fromkeys(variants, found_all(["visit in four weeks", "mean path"]))

    monkeypatch.setattr(validation, "validate", instead)
    return seen


def test_patterns_that_miss_are_findings_and_no_failure(uptake, asked):
    done = uptake("validate", "--out", "out")
    assert done.exit_code == 0
    assert "12 of 14 patterns hold in full" in done.output
    assert (asked["scale"], list(asked["variants"])) == (FULL, ["reference"])
    assert asked["seed"] == validation.SEED
    assert Path("out/report.html").exists()
    assert Path("out/patterns.csv").exists()


def test_the_quick_run_says_what_it_leaves_out(uptake, asked):
    done = uptake("validate", "--quick", "--out", "out", "--workers", 2, "--seed", 7)
    assert "leaves out" in done.output
    assert "leaves out" in Path("out/report.html").read_text(encoding="utf-8")
    assert (asked["scale"], asked["seed"], asked["workers"]) == (QUICK, 7, 2)


def test_all_variants_are_asked_for_by_one_word(uptake, asked):
    done = uptake("validate", "--assumptions", "all", "--replicates", 2, "--out", "out")
    assert done.exit_code == 0
    assert len(asked["variants"]) == 9
    assert (asked["scale"], asked["runs"]) == (FULL, 2)
    assert done.output.count("✗") > 9


def test_assumptions_come_from_a_file_of_ones_own(uptake, asked):
    Path("mine.csv").write_text("habit_gain,contagion\n0.11,simple\n0.1,none\n0.12,simple\n")
    assert uptake("validate", "--assumptions", "mine.csv", "--out", "out").exit_code == 0
    assert len(asked["variants"]["mine.csv"].members) == asked["runs"] == 3


def test_a_wrong_variant_is_a_mistake_in_the_input(uptake, asked):
    done = uptake("validate", "--assumptions", "simple/bottomup")
    assert done.exit_code == 2
    assert "simple/bottom_up" in done.output
    assert not asked


def test_a_folder_of_something_else_is_refused_before_any_work(uptake, asked):
    Path("out").mkdir()
    Path("out/letter.txt").write_text("mine")
    assert uptake("validate", "--out", "out").exit_code == 2
    assert not asked


def test_work_that_fails_ends_with_one_and_leaves_nothing(uptake, monkeypatch):
    def broken(*_args, **_named):
        raise validation.RoundLostError("a worker was killed three times")

    monkeypatch.setattr(validation, "validate", broken)
    done = uptake("validate", "--out", "out")
    assert done.exit_code == 1
    assert "killed three times" in done.output
    assert not Path("out").exists()


@pytest.mark.slow
def test_the_quick_run_measures_everything(uptake):
    done = uptake("validate", "--quick", "--replicates", 2, "--workers", 2, "--out", "out")
    assert done.exit_code == 0
    assert "14 Who talks to whom" in done.output
    assert "not measured" not in done.output
