"""Levers, uncertainties and measures are said in the words and units of their declarations."""

import math

import numpy as np
import pytest

from uptake.figures.measure_words import (
    MEASURE_WORDS,
    difference_said,
    interval_said,
    measure_words,
    short_values,
    value_said,
)
from uptake.parameters import Assumptions
from uptake.programme import KINDS
from uptake.study.lever_words import lever_called, lever_name, lever_words, setting_words
from uptake.study.summary import MEASURES

NB = "\u00a0"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("programme.newsletter.every_weeks", "newsletter: weeks between issues"),
        ("newsletter.every_weeks", "newsletter: weeks between issues"),
        ("programme.newsletter", "newsletter"),
        ("champion", "champion"),
        ("champion.leaves_in_week", "champion: week in which the champion is gone"),
        ("champion.successor", "successor"),
        ("programme.moderation.policy", "moderation: policy"),
        ("programme.march_letter.from_week", "march letter: week in which it starts"),
        ("programme.march_letter.quality", "march letter: quality"),
        ("assumptions.visit_habit", "visit habit: full habit (logit)"),
        (
            "assumptions.habit_loss",
            "habit loss: share a week of the habit lost in a week without a visit",
        ),
        ("assumptions.contagion", "contagion: how active contacts add up"),
        ("initial_accounts", "with an account before the first week (employees)"),
        ("nobody.knows_this", "nobody: knows this"),
    ],
)
def test_a_path_is_said_with_its_unit(path, said):
    assert lever_words(path) == said


def test_every_declared_path_has_words_without_underscores():
    paths = [f"assumptions.{name}" for name in Assumptions.model_fields]
    for kind, model in KINDS.items():
        paths += [f"programme.{kind}.{name}" for name in model.model_fields]
    for path in paths:
        assert lever_words(path)
        assert "_" not in lever_words(path) + lever_name(path)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("programme.newsletter.every_weeks", 1.0, "newsletter every week"),
        ("programme.newsletter.every_weeks", "2.0", f"newsletter every 2{NB}weeks"),
        ("champion.hours_a_week", 8.0, f"champion 8{NB}hours a week"),
        ("programme.newsletter.quality", 0.7, f"newsletter quality 70{NB}%"),
        ("programme.newsletter", "off", "newsletter off"),
        ("champion.leaves_in_week", "none", "champion stays"),
        ("champion.leaves_in_week", "78.0", "champion leaves in week 78"),
        ("programme.newsletter.until_week", None, "newsletter until week: never"),
        ("assumptions.visit_level", -3.5, "visit level \u22123.5"),
        ("assumptions.manager_influence", "bottom_up", "manager influence: bottom up"),
    ],
)
def test_a_setting_is_said_as_in_a_sentence(path, value, said):
    assert setting_words(path, value) == said


def test_long_words_give_way_to_the_short_name():
    assert lever_called("programme.newsletter.every_weeks") == "newsletter: weeks between issues"
    assert lever_called("assumptions.habit_loss") == "habit loss"


def test_every_measure_of_a_run_has_words_of_its_own():
    assert set(MEASURE_WORDS) == set(MEASURES)


def test_values_and_differences_carry_their_units():
    assert value_said("participation_last_half_year", 0.098) == f"9.8{NB}% of staff"
    assert value_said("money_total", 26_412) == "$26,400"
    assert value_said("half_life_weeks", math.inf) == "never"
    assert value_said("posts_a_week_last_half_year", 12.34) == f"12.3{NB}posts a week"
    assert difference_said("participation_last_half_year", -0.0123) == (
        "\u22121.2 percentage points"
    )
    assert difference_said("participation_last_half_year", 0.0004) == "+0.04 percentage points"
    assert difference_said("half_life_weeks", 12.0) == f"+12{NB}weeks"
    assert difference_said("half_life_weeks", math.inf) == "to never"
    assert difference_said("money_total", 1204) == "+$1,200"
    assert interval_said("participation_last_half_year", 0.061, 0.0731) == "6.1 to 7.3"
    assert interval_said("participation_last_half_year", math.nan, 0.07) == "not known"


def test_less_money_is_less_and_a_half_life_is_shorter():
    assert measure_words("money_total").more("less") == "less money spent"
    assert measure_words("half_life_weeks").most("more") == "longest momentum half-life"


def test_numbers_of_one_map_are_written_alike():
    values = np.array([0.1, 0.123, np.nan, np.inf])
    assert short_values("participation_last_half_year", values) == ["10.0", "12.3", "", "never"]
    close = np.array([0.0441, 0.0449])
    assert short_values("participation_last_half_year", close) == ["4.41", "4.49"]
    assert short_values("money_total", np.array([57_000.0, 182_000.0])) == ["57k", "182k"]
