"""Comparisons say what the runs show, and no more."""

import numpy as np
import pytest

from uptake.organisation import connect, synthetic_chart
from uptake.organisation.departments import departments_of
from uptake.scenario import Scenario
from uptake.simulation import simulate
from uptake.study.frontier import CostPoint, efficient
from uptake.study.statistics import mean_interval
from uptake.study.summary import summarise
from uptake.web.answering import answers_content, count_replies, heat_departments
from uptake.web.choice import Choice
from uptake.web.comparing import compare_pins, cost_of, departure_of
from uptake.web.comparing_words import (
    crossing_sentence,
    departure_sentence,
    difference_sentence,
    half_life_words,
)
from uptake.web.pinned import OUTCOMES, PinnedRuns, change_words
from uptake.web.runs import SHOWN, run_once

PARTICIPATION, ACCOUNTS, HOURS, MONEY = OUTCOMES


def made(participation, *, money=0.0, name="A", choice=None, departure=None, weeks=60):
    """Runs of constant participation, one a value."""
    series = np.zeros((len(participation), weeks, len(SHOWN)))
    series[:, :, SHOWN.index("participation")] = np.array(participation)[:, None]
    series[:, :, SHOWN.index("headcount")] = 100.0
    series[:, :, SHOWN.index("money")] = money
    choice = choice or Choice(weeks=weeks)
    return PinnedRuns(name, choice, series, departure)


def says(differences, outcome=PARTICIPATION):
    each = np.array(differences)
    return difference_sentence("B", mean_interval(each, 0.9), each, outcome)


def test_a_clear_difference_is_said_with_its_interval_and_runs():
    each = np.array([0.01, 0.02, 0.03, 0.025])
    found = mean_interval(each, 0.9)
    low, high = (f"{100 * end:.1f}" for end in (found.low, found.high))
    expected = f"B: 2.1 points more, {low} to {high}; more in 4 of four runs."
    assert says(each) == expected


def test_a_clear_loss_is_said_as_fewer():
    assert says([-0.02, -0.03, -0.025]).startswith("B: 2.5 points fewer, ")
    assert "fewer in 3 of" in says([-0.02, -0.03, -0.025])


def test_an_interval_around_nought_is_no_clear_difference():
    text = says([0.05, -0.04, 0.02, -0.02])
    assert text.startswith("B: no clear difference, −")
    assert " points; " in text
    assert "more in 2 of four runs" in text


def test_equal_runs_are_said_to_be_equal():
    assert says([0.0, 0.0, 0.0]) == "B: the same in all 3 runs."


def test_a_difference_too_small_to_say_is_practically_none():
    assert says([0.01, 0.02, 0.01], HOURS) == "B: practically the same."
    assert says([1e-5, 2e-5]) == "B: practically the same."


def test_a_single_run_is_said_to_say_little():
    assert "a single run, which says little" in says([0.03])


def test_money_is_said_as_money():
    text = says([4000.0, 4200.0, 4100.0], MONEY)
    assert text.startswith("B: $4,100 more, $")


def test_the_same_choice_is_the_same_in_every_run():
    found = compare_pins([made([0.1, 0.2]), made([0.1, 0.2], name="B")])
    outcome = found["differences"][0]["outcomes"]["participation"]
    assert outcome["mean"] == outcome["low"] == outcome["high"] == 0.0
    assert "the same in all 2 runs" in outcome["says"]


def test_other_organisations_are_not_paired_and_say_why():
    other = made([0.1, 0.2], name="B", choice=Choice(organisation="three_hundred", weeks=60))
    found = compare_pins([made([0.1, 0.2]), other])
    assert found["differences"] == []
    assert found["unpaired"] == [{"name": "B", "why": "is about another organisation"}]
    assert [point["name"] for point in found["cost"]["points"]] == ["A"]
    assert [line["name"] for line in found["lines"]] == ["A", "B"]


def test_other_assumptions_are_noted():
    other = made([0.1, 0.2], name="B", choice=Choice(assumptions={"basis": "default"}, weeks=60))
    assert (
        "assumes other things" in compare_pins([made([0.1, 0.2]), other])["differences"][0]["note"]
    )


def test_a_change_of_one_lever_is_said_in_its_words():
    assert change_words(Choice(levers={"managers": "week 8"}), Choice()) == (
        "Briefing managers: from week 8 instead of after 1½ years"
    )
    assert change_words(Choice(), Choice()) == ""


def test_the_frontier_holds_what_nothing_cheaper_beats():
    pins = [
        made([0.1, 0.1], money=10.0, name="cheap"),
        made([0.3, 0.3], money=30.0, name="dear"),
        made([0.05, 0.2], money=20.0, name="poor"),
        made([0.2, 0.2], money=15.0, name="fair"),
    ]
    found = cost_of(pins)
    assert found["frontier"] == ["cheap", "fair", "dear"]
    text = " ".join(found["says"])
    assert "“fair” brings more than “poor” on average and costs no more" in text
    assert "it brings more in 1 of two runs, though the difference is not clear" in text
    points = tuple(CostPoint(p["name"], p["money"], 0, p["participation"]) for p in found["points"])
    assert [point.name for point in efficient(points, 0.0)] == found["frontier"]


def test_programmes_that_the_champion_leaves_are_no_purchase():
    pins = [made([0.1], money=9.0), made([0.9], money=1.0, name="leaves", departure=30)]
    found = cost_of(pins)
    assert found["frontier"] == ["A"]
    assert "Left out of this: one programme that the champion leaves." in found["says"]


def test_what_is_left_after_a_departure_is_a_share_of_before():
    pin = made([0.4, 0.2], departure=30)
    pin.series[:, 40:, SHOWN.index("participation")] *= 0.25
    found = departure_of(pin)
    assert found["weeks"][0] == -26 and found["weeks"][-1] == 29
    assert found["mean"][found["weeks"].index(-1)] == pytest.approx(1.0)
    assert found["left"] == pytest.approx(0.25)
    assert "29 weeks after the champion leaves, 25 % of the activity" in found["says"].replace(
        "\u00a0", " "
    )


def test_half_lives_are_those_of_the_package():
    organisation = connect(synthetic_chart(headcount=120))
    scenario = Scenario.model_validate(
        {
            "weeks": 90,
            "champion": {"leaves_in_week": 50},
            "programme": {"newsletter": {"kind": "newsletter"}},
        }
    )
    runs = [run_once(scenario, organisation, 1, n) for n in range(3)]
    twins = [run_once(scenario.unmanaged(), organisation, 1, n) for n in range(3)]
    pin = PinnedRuns("A", Choice(weeks=90), np.stack(runs), 50, np.stack(twins))
    expected = []
    for n in range(3):
        run = simulate(scenario, organisation, 1, n).weekly
        twin = simulate(scenario.unmanaged(), organisation, 1, n).weekly
        expected.append(summarise(run, twin, 50, 50.0)["half_life_weeks"])
    assert np.array_equal(pin.half_lives(), expected, equal_nan=True)


def test_never_is_said_as_not_within_what_was_watched():
    assert half_life_words(np.array([np.inf, np.inf]), 52).endswith(
        "is not gone within 52 weeks in any run."
    )
    assert (
        "after 10 weeks in the middle run; in 1 of 3 it never is within the 52 weeks watched"
        in half_life_words(np.array([8.0, 10.0, np.inf]), 52)
    )
    assert "in 2 of three runs" in half_life_words(np.array([8.0, np.inf, np.inf]), 52)
    assert half_life_words(np.array([np.nan]), 52).startswith("Nothing had been built")


def test_a_departure_at_the_end_says_nothing():
    assert "too few weeks" in departure_sentence("A", np.array([np.nan]), 0, np.array([np.nan]))


def test_replies_across_departments_are_those_of_the_measures():
    organisation = connect(synthetic_chart(headcount=200))
    scenario = Scenario.model_validate(
        {"weeks": 70, "programme": {"launch": {"kind": "launch_campaign", "size": 0.3}}}
    )
    found = count_replies(scenario, organisation, 1, 0)
    late = simulate(scenario, organisation, 1, 0).weekly.iloc[-52:]
    assert found.between.sum() == late["answers"].sum() > 0
    assert found.crossing == late["answers_cross_department"].sum() / late["answers"].sum()
    posts = found.between.sum() + found.by_champion + found.unanswered
    assert posts == late["posts"].sum()


def test_shares_of_replies_are_of_those_to_a_department_s_posts():
    organisation = connect(synthetic_chart(headcount=200))
    scenario = Scenario.model_validate(
        {"weeks": 60, "programme": {"launch": {"kind": "launch_campaign", "size": 0.3}}}
    )
    runs = [count_replies(scenario, organisation, 1, n) for n in range(2)]
    found = answers_content(runs, organisation)
    for shares, replies in zip(found["shares"], found["replies"], strict=True):
        if shares is None:
            assert sum(replies) < 10
        else:
            assert sum(shares) == pytest.approx(1.0)
    assert found["runs"] == 2


def test_many_departments_become_few_with_everyone_in_one():
    chart = synthetic_chart(headcount=3000, departments=40)
    shown = heat_departments(departments_of(chart))
    assert len(shown.names) == 14
    assert np.bincount(shown.codes).sum() == 3000
    assert "smaller ones" in shown.names[-1]


def test_no_reply_at_all_is_said():
    assert crossing_sentence(np.array([np.nan]), 0) == "Nobody answered anybody in the last year."
