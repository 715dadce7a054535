"""What a team gets to know: what happened, never what is to come."""

from __future__ import annotations

import json

import numpy as np

from uptake.web.game.calendar import Calendar, calendar_of
from uptake.web.game.company import company_of
from uptake.web.game.playing import Job, play
from uptake.web.game.state import state_of

COMPANY = company_of(7)
PLAN = [{"newsletter": "weekly", "managers": "some", "packs": "forty", "campaign": "small"}] + [
    {"newsletter": "weekly", "managers": "some"}
] * 7


def state(quarters):
    calendar = calendar_of(PLAN[:quarters])
    if not quarters:
        return state_of(COMPANY, calendar, None)
    runs = play(Job(7, calendar, tuple(COMPANY.replicates[:4]), 13 * quarters))
    return state_of(COMPANY, calendar, runs)


def test_before_the_start_there_is_a_budget_and_no_past():
    known = state(0)
    assert known["money"] == {"all": 12_000, "left": 12_000}
    assert known["played"] == [] and known["news"] == [] and known["weekly"] is None
    assert known["hours_there"]["as_it_is"] == [16.0] * 13


def test_the_future_is_not_told():
    for quarters in range(1, 8):
        known = state(quarters)
        assert len(known["weekly"]["own"]) == 13 * quarters
        assert all(one["week"] < 13 * quarters for one in known["news"])
        json.dumps(known, allow_nan=False)


def test_a_quarter_is_summed_up_from_the_run_that_the_team_sees():
    known = state(2)
    runs = play(Job(7, calendar_of(PLAN[:2]), (COMPANY.replicates[0],), 26))
    assert known["played"][1]["visitors"] == float(runs[0, 22:, 1].mean())
    np.testing.assert_allclose(known["weekly"]["own"], runs[0, :, 0], atol=1e-5)
    assert known["money"]["left"] == 12_000 - 320 - 1500


def test_too_much_for_the_hours_is_counted_in_weeks():
    assert state(1)["played"][0]["short_weeks"] == 6
    assert state(2)["played"][1]["short_weeks"] == 0


def test_notice_is_news_before_the_champion_is_gone_and_changes_the_hours_to_count_on():
    departure = COMPANY.departure
    known = state(6)
    assert departure == 76
    told = [one for one in known["news"] if one["kind"] == "resignation"]
    assert told[0]["week"] == departure - 4
    assert "gone in week 77" in told[0]["text"]
    assert "Nobody follows unless you pay" in told[0]["text"]
    assert known["hours_there"]["as_it_is"] == [0.0] * 13 or known["hours_there"]["as_it_is"][0]
    after = state_of(COMPANY, Calendar(calendar_of(PLAN[:6]).columns), None)
    assert after["hours_there"]["with_successor"][7] == 16.0
    assert after["hours_there"]["as_it_is"][7] == 0.0
