"""The plans that the search tries keep to the money and the hours."""

from __future__ import annotations

from uptake.web.game.calendar import calendar_of, idle
from uptake.web.game.candidates import drawn_calendar, varied_calendar
from uptake.web.game.rows import HOURS_A_WEEK, MONEY, QUARTERS, WEEKS_A_QUARTER, rows


def is_feasible(calendar):
    hours = [sum(calendar.hours_in(quarter)) for quarter in range(QUARTERS)]
    return calendar.money <= MONEY and max(hours) <= HOURS_A_WEEK * WEEKS_A_QUARTER


def test_drawn_plans_can_be_afforded_and_differ():
    plans = [drawn_calendar(7, number) for number in range(200)]
    assert all(is_feasible(plan) for plan in plans)
    assert len(set(plans)) > 190
    assert all(any(plan.uses(row.name) for plan in plans) for row in rows())


def test_a_drawn_plan_follows_from_company_and_number():
    assert drawn_calendar(7, 3) == drawn_calendar(7, 3)
    assert drawn_calendar(7, 3) != drawn_calendar(8, 3)


def test_a_variation_changes_a_row_or_two_and_can_be_afforded():
    plan = calendar_of([{"newsletter": "weekly", "managers": "some"}] * 8)
    changed = []
    for number in range(100):
        varied = varied_calendar(plan, 7, number)
        assert is_feasible(varied)
        changed.append(sum(varied.numbers(r.name) != plan.numbers(r.name) for r in rows()))
    assert max(changed) <= 3
    assert sum(one > 0 for one in changed) > 70


def test_a_plan_beyond_its_means_is_cut():
    greedy = idle()
    for row in rows():
        greedy = greedy.with_row(row.name, [len(row.stops) - 1] * QUARTERS)
    varied = varied_calendar(greedy, 7, 1)
    assert not is_feasible(greedy)
    assert is_feasible(varied)
    assert varied.money > 0.8 * MONEY
