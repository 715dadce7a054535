"""A calendar becomes a scenario that does what the calendar says."""

from __future__ import annotations

import numpy as np
import pytest

from uptake.web.game.calendar import calendar_of, idle
from uptake.web.game.company import Company, Event, company_of
from uptake.web.game.playing import KEPT, Job, play
from uptake.web.game.scenarios import champion_of, scenario_of, succession_of

QUIET = Company(0, 0.2, ())


def test_the_same_choice_in_neighbouring_quarters_is_one_intervention():
    quarters = [{"managers": "some"}] * 2 + [{}] + [{"managers": "many"}] + [{}] * 4
    programme = scenario_of(QUIET, calendar_of(quarters), 0).programme
    assert list(programme) == ["managers_1", "managers_4"]
    assert (programme["managers_1"].from_week, programme["managers_1"].until_week) == (0, 26)
    assert (programme["managers_4"].from_week, programme["managers_4"].until_week) == (39, 52)


def test_only_what_can_be_handed_over_goes_on_after_two_years():
    everything = {
        "newsletter": "weekly", "packs": "forty", "managers": "some", "evidence": "one",
        "moderation": "members", "deputies": "five",
    }  # fmt: skip
    programme = scenario_of(QUIET, calendar_of([everything] * 8), 0).programme
    lasting = {name for name, one in programme.items() if one.in_force(104)}
    assert lasting == {"newsletter", "packs", "moderation_1", "deputies_1"}


def test_nobody_is_in_post_in_the_third_year():
    assert champion_of(idle(), None).presence(103).hours == 16.0
    assert not champion_of(idle(), None).presence(104).in_post
    heir = calendar_of([{"succession": "both"}] + [{}] * 7)
    assert champion_of(heir, 60).presence(103).in_post
    assert not champion_of(heir, 60).presence(104).in_post


@pytest.mark.parametrize(
    ("quarter", "value", "expected"),
    [
        (0, "both", (True, 60)),
        (0, "playbook", (True, None)),
        (4, "both", (False, 60)),  # Still being written when the champion goes in week 60.
        (5, "successor", (False, 72)),
        (7, "successor", (False, 98)),
    ],
)
def test_who_follows_and_when_depends_on_when_it_was_paid_for(quarter, value, expected):
    quarters = [{"succession": value} if q == quarter else {} for q in range(8)]
    assert succession_of(calendar_of(quarters), 60) == expected


def test_more_packs_than_ordered_are_never_sent():
    plan = calendar_of([{"newsletter": "weekly", "campaign": "small", "packs": "forty"}] + [{}] * 7)
    runs = play(Job(7, plan, (140, 141)))
    assert (runs[:, :, KEPT.index("packs_sent")].sum(1) == 40).all()


def test_the_newsletter_goes_on_by_deputies_who_have_the_hours_and_by_nobody_else():
    used = {}
    for deputies in ("none", "five", "twenty"):
        plan = calendar_of([{"newsletter": "weekly", "deputies": deputies}] * 2)
        plan = calendar_of([{}] * 6 + plan.as_decisions())
        runs = play(Job(7, plan, (140,), without=("resignation",)))
        used[deputies] = runs[0, 105:118, KEPT.index("deputy_hours")].mean()
    assert used["none"] == 0.0
    assert used["five"] < 4.0 < used["twenty"]


def test_the_past_keeps_its_bits_when_a_quarter_is_added():
    quarters = [
        {"newsletter": "weekly", "packs": "forty", "deputies": "five", "moderation": "champion"},
        {"newsletter": "monthly", "packs": "eighty", "deputies": "five", "managers": "some"},
        {"newsletter": "weekly", "deputies": "ten", "managers": "some", "drops": "one"},
        {"evidence": "one", "succession": "both"},
    ]
    company = company_of(7)
    whole = play(Job(7, calendar_of(quarters), tuple(company.replicates[:2]), 52))
    for played in range(1, 4):
        part = play(Job(7, calendar_of(quarters[:played]), (140, 141), 13 * played))
        np.testing.assert_array_equal(part, whole[:, : 13 * played])


def test_events_meet_the_company_in_their_week_and_not_before():
    event = next(one for one in company_of(7).events if one.kind == "reorganisation")
    plan = calendar_of([{"newsletter": "weekly"}] * 8)
    with_it, without = (
        play(Job(7, plan, (140, 141, 142), 104, spared))
        for spared in (("resignation",), ("resignation", "reorganisation"))
    )
    np.testing.assert_array_equal(with_it[:, : event.week], without[:, : event.week])
    visitors = KEPT.index("visitors")
    later = slice(event.week, event.week + 8)
    assert with_it[:, later, visitors].mean() < without[:, later, visitors].mean()


def test_a_scenario_has_the_assumptions_of_its_replicate():
    one, other = (scenario_of(QUIET, idle(), replicate).assumptions for replicate in (0, 64))
    assert one == other
    assert one != scenario_of(QUIET, idle(), 1).assumptions


def test_other_events_than_the_companys_can_be_put_in_their_place():
    headline = (Event("headline", 30),)
    assert "event_headline" in scenario_of(QUIET, idle(), 0, events=headline).programme
    assert scenario_of(company_of(7), idle(), 0, events=()).champion.leaves_in_week is None
