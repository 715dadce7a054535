from __future__ import annotations

import pandas as pd
import pytest

from fake_inputs import Runner, number
from uptake.report.sensitivity_folder import SensitivityReport, write_sensitivity
from uptake.report.sensitivity_sentences import (
    chance_sentence,
    sensitivity_answer,
    sensitivity_certainty,
    sensitivity_sentences,
)
from uptake.study.sensitivity.analysis import analyse
from uptake.study.sensitivity.findings import About, Design

SHARE = "participation_last_half_year"
ABOUT = About("A <b>study</b>", "What?", SHARE, "Plan", "Nothing", 1, 4)
LEVEL = About("Level", "", SHARE, "Plan", "", 1, 4)


def found_of(function, names, replicates=4, chance=None, **design):
    run = Runner(function, replicates, chance)
    return analyse([number(name) for name in names], Design(**{"samples": 128, **design}), run)


def independent(rng, points, replicates):
    return rng.normal(size=(points, replicates))


def plain(texts):
    return " ".join(texts).replace("\u00a0", " ")


def test_the_answer_names_what_matters_and_the_sentences_how_much():
    found = found_of(
        lambda habit_gain, pack_value, value_rate: 2 * habit_gain + pack_value + 1e-4 * value_rate,
        ("habit_gain", "pack_value", "value_rate"),
    )
    assert sensitivity_answer(found, ABOUT) == (
        "Of what was varied, habit gain and pack value drive the difference in weekly visitors "
        "(last half-year) between “Plan” and “Nothing”."
    )
    said = plain(sensitivity_sentences(found, ABOUT))
    assert "Habit gain accounts for 80 % of the variance" in said
    assert "Pack value accounts for 20 % of the variance" in said
    assert "Value rate does not matter." in said
    assert "Chance is 0 % (95 % interval 0 % to 0 %) of the variance of single pairs" in said


def test_what_inputs_do_together_is_said():
    found = found_of(
        lambda habit_gain, pack_value: (habit_gain - 0.5) * (pack_value - 0.5),
        ("habit_gain", "pack_value"), samples=1024, method="sobol",
    )  # fmt: skip
    said = plain(sensitivity_sentences(found, LEVEL))
    assert "is what they do together" in said or "accounts for 100 %" in said


def test_of_nothing_but_chance_nothing_is_claimed():
    found = found_of(
        lambda habit_gain, pack_value: 0.2, ("habit_gain", "pack_value"), 4, independent
    )
    assert sensitivity_answer(found, LEVEL).startswith("Nothing that was varied ")
    assert "worlds do not differ by more than chance" in chance_sentence(found, LEVEL)
    assert "accounts for" not in plain(sensitivity_sentences(found, LEVEL))


def test_effects_are_said_where_there_are_no_indices():
    found = found_of(lambda habit_gain: -0.03 * habit_gain, ["habit_gain"], method="morris")
    said = plain(sensitivity_sentences(found, LEVEL))
    assert (
        "Habit gain, over its whole range, moves the outcome by 3.0 percentage points of staff on "
        "average (95 % interval 3.0 to 3.0), down." in said
    )


def test_what_was_not_looked_at_is_named():
    found = found_of(
        lambda habit_gain, pack_value: habit_gain + 0.9 * pack_value,
        ("habit_gain", "pack_value"), keep=1,
    )  # fmt: skip
    said = plain(sensitivity_sentences(found, LEVEL))
    assert "Pack value was not looked at further and kept at its usual value" in said


def test_one_replicate_says_nothing_of_chance():
    found = found_of(lambda habit_gain: habit_gain, ["habit_gain"], replicates=1)
    assert chance_sentence(found, LEVEL).startswith("How much is chance is not known")
    assert "wider one makes it matter" in plain(sensitivity_certainty(found, LEVEL))


def test_the_folder_is_written_whole_and_what_a_study_says_is_escaped(tmp_path):
    found = found_of(
        lambda habit_gain, pack_value: 0.2 * habit_gain + 0.1 * pack_value,
        ("habit_gain", "pack_value"), samples=32,
    )  # fmt: skip
    page = write_sensitivity(SensitivityReport(found, ABOUT, {"seed": 1}), tmp_path / "export")
    text = page.read_text()
    assert "A &lt;b&gt;study&lt;/b&gt;" in text
    assert "<b>study</b>" not in text
    names = {path.name for path in (tmp_path / "export").iterdir()}
    assert names == {
        "chance.csv", "convergence.csv", "figures", "manifest.json", "one_at_a_time.csv",
        "report.html", "sensitivity.csv",
    }  # fmt: skip
    table = pd.read_csv(tmp_path / "export" / "sensitivity.csv")
    assert table["ST"].tolist() == pytest.approx(found.indices["ST"].tolist())


def test_nothing_is_left_of_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    from uptake.report import sensitivity_folder

    found = found_of(lambda habit_gain: habit_gain, ["habit_gain"], samples=32)

    def broken(*_):
        raise OSError("no")

    monkeypatch.setattr(sensitivity_folder, "sensitivity_csv", broken)
    with pytest.raises(OSError, match="no"):
        write_sensitivity(SensitivityReport(found, ABOUT, {}), tmp_path / "export")
    assert not (tmp_path / "export").exists()
