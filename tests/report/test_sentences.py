"""Sentences say what the numbers say."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from uptake.figures import ScenarioMark
from uptake.figures.paths import Gain
from uptake.report import Departure, Row, rows
from uptake.report.sentences import (
    answer,
    certainty_sentences,
    departure_sentence,
    gain_sentence,
    helps_sentence,
    lead_sentence,
    row_sentence,
)
from uptake.report.variant_rows import reversal_sentence
from uptake.study.units import Over
from uptake.study.variant_gains import VariantGain


def plain(text):
    return text.replace("\u00a0", " ")


GAIN = Gain(0.031, 0.098, 0.067, 0.061, 0.073, 0.05, 0.08, 20, 1, 1.0)
SHARE = "participation_last_half_year"
RUNS, SETS = Over(1, 20), Over(20, 20)
LEFT = Departure(156, 31.2, 0, 20, 0.62, 104, 104)


def row(name="Letter", participation=0.098, gain=GAIN, departure=None):
    mark = ScenarioMark(name, "#000000", departure.week if departure else None)
    return Row(mark, participation, (0.09, 0.11), 0.5, 30.0, 1000.0, 20.0, gain, departure)


BASE = row("Nothing", 0.031, None)


def test_a_clear_gain_is_said_with_its_interval():
    assert plain(gain_sentence("Newsletter + packs", GAIN)) == (
        "“Newsletter + packs” lifts weekly visitors in the last half-year from 3.1 % to 9.8 % of "
        "staff (+6.7 percentage points, 95 % interval 6.1 to 7.3)."
    )


def test_a_clear_loss_lowers():
    gain = Gain(0.098, 0.031, -0.067, -0.073, -0.061, -0.08, -0.05, 20, 1, 1.0)
    assert plain(gain_sentence("Work only", gain)).startswith("“Work only” lowers weekly visitors")
    assert "−6.7 percentage points, 95 % interval −7.3 to −6.1" in plain(gain_sentence("W", gain))


def test_an_interval_over_nought_is_no_clear_difference():
    gain = Gain(0.031, 0.033, 0.002, -0.001, 0.005, -0.01, 0.01, 20, 1, 1.0)
    assert "makes no clear difference" in gain_sentence("Desk drop", gain)


def over_sets(share, members=20):
    return dataclasses.replace(GAIN, members=members, helps_share=share)


def test_a_gain_over_sets_of_assumptions_says_in_how_many_it_is_one():
    assert plain(helps_sentence(over_sets(0.95))) == (
        "It helps in 19 of 20 plausible sets of assumptions; in 90 % of them the difference "
        "is 5.0 to 8.0 points."
    )
    assert "in all of the 20 plausible sets" in helps_sentence(over_sets(1.0))
    assert "in none of the 20 plausible sets" in helps_sentence(over_sets(0.0))
    assert helps_sentence(over_sets(1.0, members=1)) == ""


def test_a_structural_variant_that_turns_the_sign_is_named():
    variants = (
        VariantGain("simple/none", 12, 0.09, 1.0),
        VariantGain("none/none", 1, -0.004, 0.0),
        VariantGain("reinforced/none", 1, -0.0001, 0.0),
        VariantGain("none/bottom_up", 3, -0.02, 1 / 3),
    )
    assert plain(reversal_sentence(GAIN.difference, variants, SHARE)) == (
        "The sign is the other in the structural variants none/none (−0.4, one set) and "
        "none/bottom_up (−2.0, three sets)."
    )
    assert reversal_sentence(GAIN.difference, variants[:1], SHARE) == ""


def test_certainty_over_assumptions_says_what_was_varied():
    said = plain(" ".join(certainty_sentences((BASE, row()), SETS)))
    assert "under 20 plausible sets of assumptions, each with its own chance." in said
    assert "fit the published evidence about equally well; nobody knows which is true" in said
    own = dataclasses.replace(SETS, ensemble="mine.csv")
    assert "evidence" not in plain(" ".join(certainty_sentences((BASE, row()), own)))
    assert "90 % of the sets of assumptions gain between" in said
    assert "listed below" not in said


def test_one_run_gives_no_interval():
    gain = Gain(0.031, 0.098, 0.067, math.nan, math.nan, 0.067, 0.067, 1, 1, 1.0)
    assert gain_sentence("Letter", gain).endswith("one run gives no interval.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {},
            "half of what the programme had built is gone after 31 weeks; 104 weeks on, "
            "participation is at 62 % of its level before.",
        ),
        ({"never": 3}, "gone after 31 weeks (never in 3 of 20 runs);"),
        (
            {"half_life_weeks": math.inf, "never": 20},
            "more than half of what the programme had built is still there at the end of the "
            "104 weeks watched; ",
        ),
        (
            {"half_life_weeks": math.inf, "never": 16},
            "still there at the end of the 104 weeks watched (not in 4 of 20 runs);",
        ),
        ({"half_life_weeks": math.nan, "known": 0}, "there is nothing to lose"),
        ({"left": math.nan}, "gone after 31 weeks."),
    ],
)
def test_a_departure_is_said_with_its_half_life(change, said):
    text = plain(departure_sentence(dataclasses.replace(LEFT, **change)))
    assert text.startswith("After the champion leaves in week 156, ")
    assert said in text


def test_a_row_holds_gain_and_departure():
    text = row_sentence(row(departure=LEFT), RUNS)
    assert "lifts" in text
    assert "After the champion leaves" in text


def test_the_answer_is_the_best_whose_champion_stays():
    gone = row("Gone", 0.2, departure=LEFT)
    assert plain(answer((BASE, row(), gone), RUNS)) == (
        "Of what was compared, “Letter” keeps most people taking part: 9.8 % of staff visit in a "
        "week, against 3.1 % with “Nothing”."
    )


def test_the_answer_does_not_claim_what_is_not_clear():
    gain = Gain(0.031, 0.033, 0.002, -0.001, 0.005, -0.01, 0.01, 20, 1, 1.0)
    one = answer((BASE, row(gain=gain)), RUNS)
    assert one.startswith("“Letter” does not clearly keep more people taking part")
    two = answer((BASE, row(gain=gain), row("Drop", 0.03, gain)), RUNS)
    assert two.startswith("None of the two programmes compared clearly keeps more")
    assert lead_sentence(pd.DataFrame(), (BASE, row(gain=gain))) == ""


def summary_of(**values):
    return pd.DataFrame(
        [
            (name, replicate, 0, value)
            for name, series in values.items()
            for replicate, value in enumerate(series)
        ],
        columns=["scenario", "replicate", "member", "participation_last_half_year"],
    )


def test_the_lead_over_the_next_is_paired():
    shared = np.array([0.0, 0.05, 0.1, 0.02])
    clear = summary_of(A=0.10 + shared, B=0.08 + shared + [0, 0.001, 0, 0.001])
    found = lead_sentence(clear, (BASE, row("A", 0.14), row("B", 0.12)))
    assert found.startswith("That is 2.0 percentage points more than the next, “B”")
    unclear = summary_of(A=[0.1, 0.2, 0.1], B=[0.2, 0.1, 0.09])
    assert "is not clear" in lead_sentence(unclear, (BASE, row("A", 0.14), row("B", 0.12)))


def test_certainty_names_replicates_and_what_is_unclear():
    unclear = row("Drop", 0.03, Gain(0.031, 0.03, -0.001, -0.01, 0.008, -0.02, 0.02, 20, 1, 1.0))
    said = plain(" ".join(certainty_sentences((BASE, row(), unclear), RUNS)))
    assert "run 20 times" in said
    assert "No clear difference from the baseline: “Drop”." in said
    assert "One run shows what can happen" in " ".join(certainty_sentences((BASE,), Over()))


def test_rows_take_their_numbers_from_the_frames(content):
    found = rows(content)
    newsletter = content.summary[content.summary["scenario"] == "Newsletter"]
    share = newsletter["participation_last_half_year"].mean()
    money = (newsletter["money_total"] + 40 * newsletter["champion_hours_total"]).mean() / 4
    assert found[1].participation == pytest.approx(share)
    assert found[1].cost_a_year == pytest.approx(money)
    assert found[0].gain is None
    assert found[5].departure is not None
    assert found[5].departure.week == 104
    assert 0.3 < found[5].departure.left < 0.7
    assert math.isinf(found[6].departure.half_life_weeks)
