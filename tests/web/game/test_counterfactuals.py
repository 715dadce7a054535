"""The questions of the debrief fit what was done."""

from __future__ import annotations

from uptake.web.game.calendar import calendar_of, idle
from uptake.web.game.company import Company, Event, company_of
from uptake.web.game.counterfactuals import counterfactuals

BUSY = calendar_of(
    [{"newsletter": "weekly", "packs": "forty", "managers": "some", "moderation": "members"}] * 8
)


def asked(company, calendar):
    return {one.name: one for one in counterfactuals(company, calendar)}


def test_what_was_done_is_left_out_and_what_was_not_is_added():
    busy, lazy = asked(company_of(7), BUSY), asked(company_of(7), idle())
    for row in ("newsletter", "packs", "managers", "moderation"):
        assert busy[row].words.startswith("Without")
        assert not busy[row].calendar.uses(row)
        assert lazy[row].words.startswith("With ")
        assert lazy[row].calendar.uses(row)


def test_nothing_else_is_changed():
    for name, one in asked(company_of(7), BUSY).items():
        if name == "nothing":
            continue
        for row in ("newsletter", "packs", "managers", "moderation"):
            if row != name:
                assert one.calendar.numbers(row) == BUSY.numbers(row)


def test_managers_who_came_late_come_from_the_first_quarter_on():
    late = calendar_of([{}] * 4 + [{"managers": "many"}] * 4)
    assert asked(company_of(7), late)["managers"].calendar.numbers("managers") == [1] * 4 + [2] * 4


def test_a_succession_is_asked_about_only_where_somebody_resigns():
    stays = Company(1, 0.2, (Event("headline", 30), Event("reorganisation", 40)))
    assert "succession" not in asked(stays, idle())
    assert "stays" not in asked(stays, idle())
    assert asked(company_of(7), idle())["succession"].calendar.stop("succession", 0).value == "both"


def test_events_can_be_taken_away():
    events = asked(company_of(7), idle())["events"]
    assert set(events.without) == {one.kind for one in company_of(7).events}
    assert asked(company_of(7), idle())["stays"].without == ("resignation",)


def test_what_could_not_have_been_paid_is_told():
    dear = calendar_of([{"campaign": "big"}, {"campaign": "big"}] + [{}] * 6)
    packs = asked(company_of(7), dear)["packs"]
    assert packs.debt == 10_000 + 8 * 640 - 12_000
    assert asked(company_of(7), idle())["packs"].debt == 0.0
