"""Numbers are rounded and spelt in one way."""

import math

import pytest

from uptake.study import wording

NB = wording.NO_BREAK


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0984, f"9.8{NB}%"), (0.0, f"0.0{NB}%"), (1.0, f"100.0{NB}%"), (math.nan, "not known")],
)
def test_a_share_is_said_in_per_cent(value, said):
    assert wording.percent(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.067, "+6.7"), (-0.0213, "−2.1"), (0.0001, "0.0"), (-0.0001, "0.0")],
)
def test_a_difference_has_a_sign_unless_it_rounds_to_nought(value, said):
    assert wording.points(value) == f"{said} percentage points"


@pytest.mark.parametrize(
    ("value", "said"),
    [(30.6, f"31{NB}weeks"), (1.2, f"1{NB}week"), (math.inf, "never"), (math.nan, "not known")],
)
def test_weeks_are_whole_or_never(value, said):
    assert wording.weeks(value) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "$0"),
        (84, "$84"),
        (840.4, "$840"),
        (26_449, "$26,400"),
        (1_254_000, "$1.25 million"),
        (-2_500, "−$2,500"),
        (math.nan, "not known"),
    ],
)
def test_money_has_about_three_digits(amount, said):
    assert wording.money(amount) == said


def test_lists_and_counts_read_as_in_a_sentence():
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed(["a"]) == "a"
    assert wording.counted(1, "run") == "one run"
    assert wording.counted(20, "run") == "20 runs"
