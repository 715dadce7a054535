"""Decisions are read, priced and refused in words."""

from __future__ import annotations

import re

import pytest

from uptake.errors import InputError
from uptake.programme.champion import SKILL_WITH_PLAYBOOK, SKILL_WITHOUT_PLAYBOOK, Successor
from uptake.programme.deputies import DEPUTY_SKILL, Deputies
from uptake.programme.newsletter import Newsletter
from uptake.web.game.calendar import calendar_of, idle
from uptake.web.game.rows import MONEY, QUARTERS, WEEKS_A_QUARTER, row_number, rows
from uptake.web.game.scenarios import DROP_HOURS, DROP_REACH, PACK_HOURS, PACK_MONEY


def test_decisions_come_back_as_they_went_in():
    decisions = [{"newsletter": "weekly", "packs": "forty"}, {}, {"succession": "both"}]
    assert calendar_of(decisions).as_decisions() == decisions


def test_doing_nothing_costs_and_takes_nothing():
    assert idle().money == 0.0
    assert all(sum(idle().hours_in(quarter)) == 0.0 for quarter in range(QUARTERS))


def test_money_and_hours_add_up_over_rows():
    calendar = calendar_of([{"newsletter": "fortnightly", "drops": "one", "campaign": "small"}])
    assert calendar.money == 600 + 1500
    hours = calendar.hours_in(0)
    assert hours[0] == 8 + 6
    assert hours[1] == 6
    assert hours[2] == 8 + 10 + 6
    assert hours[7] == 0


def test_a_pace_goes_on_over_the_end_of_a_quarter():
    calendar = calendar_of([{"newsletter": "fortnightly"}] * 2)
    issues = [hours > 0 for quarter in (0, 1) for hours in calendar.hours_in(quarter)]
    assert issues == [week % 2 == 0 for week in range(2 * WEEKS_A_QUARTER)]


def test_debt_is_refused_in_the_quarter_in_which_it_begins():
    big = {"campaign": "big"}
    with pytest.raises(InputError, match=r"quarter 3 money: .*found 5,000; expected at most 2,000"):
        calendar_of([big, big, big])
    assert calendar_of([big, big]).money <= MONEY


def test_all_that_is_unknown_is_named_with_what_would_be_right():
    with pytest.raises(InputError) as caught:
        calendar_of([{"newsleter": "weekly"}, {"packs": "three", "managers": 7}])
    first, *others = caught.value.problems
    assert (first.where, first.key, first.right) == ("quarter 1", "newsleter", "newsletter")
    assert [one.key for one in others] == ["packs", "managers"]
    assert "none, forty, eighty or many" in str(others[0])


@pytest.mark.parametrize("decisions", [None, "weekly", [{}] * 9, [3], {"newsletter": "weekly"}])
def test_what_is_no_calendar_is_refused(decisions):
    with pytest.raises(InputError):
        calendar_of(decisions)


def test_prices_and_hours_in_the_rows_are_those_of_the_model():
    for stop in rows()[row_number("packs")].stops:
        assert stop.money == stop.amount * PACK_MONEY
        assert stop.hours * WEEKS_A_QUARTER == pytest.approx(stop.amount * PACK_HOURS, abs=0.1)
    for stop in rows()[row_number("drops")].stops[1:]:
        assert stop.hours == DROP_HOURS
        assert stop.amount == len(stop.weeks)
    for stop in rows()[row_number("newsletter")].stops[1:]:
        assert stop.hours == Newsletter(kind="newsletter").hours_an_issue


def test_what_rows_say_agrees_with_the_numbers_of_the_model():
    about = {row.name: re.sub(r"\s+", " ", row.about) for row in rows()}
    stays = Deputies(kind="deputies").share_without_champion
    assert f"worth {DEPUTY_SKILL} of yours" in about["deputies"]
    assert f"with {stays} of their hours" in about["deputies"]
    starts = f"{SKILL_WITH_PLAYBOOK} of your skill instead of {SKILL_WITHOUT_PLAYBOOK}"
    assert starts in about["succession"]
    assert Successor().vacancy_weeks == 7
    assert "seven weeks" in about["succession"]
    assert DROP_REACH == 0.5
    assert "half of the staff" in about["drops"]
