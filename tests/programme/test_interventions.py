"""Each intervention does what it says, to whom it says, when it says, at the cost it says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from pydantic import ValidationError

import worlds
from uptake.programme import KINDS, Audience, occurs_every


def watched(programme, weeks, organisation=None, seed=1, **options):
    """Run week by week; returns the model and what `levers` and the ledger showed each week."""
    world = worlds.scenario(weeks, programme, **options)
    model = worlds.model(world, organisation or worlds.small(), seed)
    seen = []
    while model.week < weeks:
        model.step()
        seen.append({name: lever.copy() for name, lever in model.levers._asdict().items()})
    return model, seen


# Windows and audiences.


def test_an_intervention_is_in_force_from_its_first_to_before_its_last_week():
    letter = KINDS["newsletter"](from_week=3, until_week=6)
    assert [letter.in_force(week) for week in range(8)] == [False] * 3 + [True] * 3 + [False] * 2


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="from_week"):
        KINDS["newsletter"](from_week=6, until_week=6)


@pytest.mark.parametrize(("every", "due"), [(1, [3, 4, 5, 6, 7, 8]), (3, [3, 6]), (4, [3, 7])])
def test_what_is_done_every_so_many_weeks_is_due_then(every, due):
    assert [week for week in range(9) if occurs_every(every, 3, week)] == due


def test_an_audience_is_everyone_who_meets_all_its_conditions(middling):
    chart = middling.chart
    name = chart.department_names[2]
    chosen = Audience(departments=(name,), work="desk", bottom_level=4).positions(middling)
    expected = (chart.department == 2) & ~chart.frontline & (chart.level <= 4)
    np.testing.assert_array_equal(chosen, expected)
    assert Audience().positions(middling).all()
    managers = Audience(managers_only=True).positions(middling)
    np.testing.assert_array_equal(managers, chart.span > 0)
    wide = Audience(least_span=6, top_level=2).positions(middling)
    np.testing.assert_array_equal(wide, (chart.span >= 6) & (chart.level >= 2))
    site = Audience(sites=(chart.site_names[0],)).positions(middling)
    np.testing.assert_array_equal(site, chart.site == 0)


def test_names_that_the_organisation_does_not_have_are_told(middling):
    audience = Audience(
        departments=("Nowhere", middling.chart.department_names[1]), sites=("Mars",)
    )
    assert audience.unknown_names(middling) == [("departments", "Nowhere"), ("sites", "Mars")]


@pytest.mark.parametrize("name", ["newsletter", "desk_drop", "launch_campaign", "induction"])
def test_only_the_audience_is_reached(middling, name):
    department = middling.chart.department_names[3]
    entry = {**worlds.EVERYTHING[name], "audience": {"departments": [department]}}
    _, seen = watched({name: entry}, 12, middling, separation_a_year=0.5, vacancy_weeks=1.0)
    outside = middling.chart.department != 3
    touched = 0
    for levers in seen:
        for lever in levers.values():
            assert not lever[outside].any()
            touched += int(lever[~outside].any())
    assert touched > 0


# The newsletter.


def test_issues_come_in_their_weeks_and_are_opened_at_the_stated_share(middling):
    model, _ = watched({"newsletter": {"every_weeks": 3, "from_week": 2}}, 20, middling)
    opens = model.weekly["newsletter_opens"]
    due = np.array([week >= 2 and (week - 2) % 3 == 0 for week in range(20)])
    assert (opens[due] > 0).all()
    assert (opens[~due] == 0).all()
    expected = model.traits.attention.mean() * 600
    assert opens[due].mean() == pytest.approx(expected, rel=0.05)
    clicks = model.weekly["newsletter_clicks"][due].sum() / opens[due].sum()
    assert 0.10 < clicks <= 0.13


def test_an_issue_pulls_and_is_gone_in_two_weeks():
    programme = {"newsletter": {"every_weeks": 8, "quality": 0.8, "to": "everyone"}}
    _, seen = watched(
        programme, 4, visit_newsletter=2.0, newsletter_afterglow=0.25, separation_a_year=0.0
    )
    opened = seen[0]["visit"] > 0
    assert opened.any()
    for week, left in enumerate([1.0, 0.25, 0.0625]):
        np.testing.assert_allclose(seen[week]["visit"][opened], 1.6 * left, rtol=1e-5)
    assert not seen[1]["join"].any()


def test_an_issue_glows_on_after_the_window_of_its_newsletter():
    _, seen = watched(
        {"newsletter": {"until_week": 1}}, 3, separation_a_year=0.0, newsletter_afterglow=0.25
    )
    assert seen[1]["visit"].max() == pytest.approx(0.25 * seen[0]["visit"].max(), rel=1e-5)


def test_the_response_wears_down_to_its_floor():
    programme = {
        "newsletter": {"wear_half_life_issues": 10.0, "wear_floor": 0.5, "quality": 1.0},
    }
    _, seen = watched(programme, 60, visit_newsletter=1.0, newsletter_afterglow=0.0)
    strength = [levers["visit"].max() for levers in seen]
    np.testing.assert_allclose(
        [strength[0], strength[10], strength[20]], [1.0, 0.75, 0.625], rtol=1e-5
    )
    assert strength[59] > 0.5


def test_a_newsletter_to_members_reaches_nobody_else():
    programme = {"newsletter": {"to": "members"}}
    world = worlds.busy(10, programme=programme)
    model = worlds.model(world, worlds.small())
    while model.week < 10:
        before = model.use.account.copy()
        model.step()
        assert model.latest["newsletter_opens"] <= before.sum()
        assert not model.levers.join.any()
        assert not model.levers.visit[(before == 0) & (model.staffing.hire == 0)].any()


def test_two_newsletters_to_two_halves_are_one_to_all(middling):
    names = middling.chart.department_names
    halves = {
        f"half_{n}": {
            "kind": "newsletter", "hours_an_issue": 0.0, "every_weeks": 2,
            "audience": {"departments": list(names[n::2])},
        }
        for n in (0, 1)
    }  # fmt: skip
    whole = {"newsletter": {"hours_an_issue": 0.0, "every_weeks": 2}}
    one, _ = watched(whole, 20, middling)
    two, _ = watched(halves, 20, middling)
    for name, value in worlds.state(one).items():
        np.testing.assert_array_equal(value, worlds.state(two)[name], err_msg=name)


def test_an_issue_without_half_of_its_hours_is_not_sent():
    short = watched({"newsletter": {"hours_an_issue": 8.0}}, 4, champion={"hours_a_week": 4.0})[0]
    assert short.weekly["newsletter_opens"].sum() == 0
    enough = watched({"newsletter": {"hours_an_issue": 8.0}}, 4, champion={"hours_a_week": 5.0})[0]
    assert (enough.weekly["newsletter_opens"] > 0).all()


# Packs, induction, desk drop, launch.


def test_each_member_gets_one_pack_after_its_delay():
    programme = {"welcome_pack": {"delay_weeks": 2, "hours_each": 0.0}}
    model = worlds.model(
        worlds.scenario(
            20, programme, join_alone=0.1, separation_a_year=0.0, champion={"answering_hours": 0.0}
        ),
        worlds.small(),
    )
    received = np.zeros(200, int)
    while model.week < 20:
        joined = model.use.joined.copy()
        model.step()
        week = model.week - 1
        got = model.levers.pack > 0
        received += got
        np.testing.assert_array_equal(got, joined == week - 2)
        assert model.latest["packs_sent"] == got.sum()
        assert model.latest["money"] == pytest.approx(2.0 * got.sum())
    assert received.max() == 1
    assert received.sum() > 50


def test_packs_are_sent_in_the_order_of_joining_and_the_rest_waits():
    programme = {"welcome_pack": {"delay_weeks": 1, "hours_each": 0.5}}
    world = worlds.scenario(
        12, programme, join_alone=0.1, separation_a_year=0.0,
        champion={"hours_a_week": 2.0, "diligence": 1.0, "answering_hours": 0.0},
    )  # fmt: skip
    model = worlds.model(world, worlds.small())
    while model.week < 12:
        before = model.use.pack_received.copy()
        joined = model.use.joined.copy()
        model.step()
        ready = (before == 0) & (joined >= 0) & (joined <= model.week - 2)
        served = (model.use.pack_received == 1) & (before == 0)
        assert served.sum() == min(4, ready.sum())
        assert model.latest["backlog_hours"] == pytest.approx(
            max(0.0, 0.5 * ready.sum() - 2.0), abs=0.51
        )
        if served.any() and (ready & ~served).any():
            assert joined[served].max() <= joined[ready & ~served].min()
    assert model.latest["backlog_hours"] > 5.0


def test_packs_start_with_those_who_join_while_they_are_in_force():
    programme = {"welcome_pack": {"from_week": 6, "delay_weeks": 1}}
    world = worlds.scenario(12, programme, join_alone=0.1, separation_a_year=0.0)
    model = worlds.run(world, worlds.small())
    received = model.use.pack_received == 1
    assert received.any()
    assert model.use.joined[received].min() >= 6


def test_induction_gives_each_new_hire_an_account_in_the_first_week():
    world = worlds.scenario(
        20, {"induction": {}}, join_alone=0.0, join_contacts=0.0, join_manager=0.0,
        separation_a_year=0.6, vacancy_weeks=2.0,
    )  # fmt: skip
    model = worlds.model(world, worlds.small())
    hires = 0
    while model.week < 20:
        model.step()
        assert np.all(model.use.account[model.hired] == 1)
        assert np.all(model.use.joined[model.hired] == model.week - 1)
        assert np.all(model.levers.pack[model.hired] > 0)
        assert model.latest["joins"] == model.hired.size == model.latest["joins_new_hires"]
        hires += model.hired.size
    assert hires > 20


def test_a_desk_drop_reaches_its_share_in_its_weeks_and_costs_its_leaflets(middling):
    programme = {
        "desk_drop": {
            "weeks": [2, 5],
            "reach": 0.4,
            "awareness": 0.15,
            "money_each": 0.5,
            "hours": 4,
        }
    }
    champion = {"hour_cost": 0.0}
    model, seen = watched(programme, 8, middling, champion=champion, separation_a_year=0.0)
    for week, levers in enumerate(seen):
        reached = levers["join"] > 0
        if week in (2, 5):
            assert reached.mean() == pytest.approx(0.4, abs=0.07)
            np.testing.assert_allclose(levers["join"][reached], 0.15, rtol=1e-6)
            assert model.weekly["money"][week] == pytest.approx(0.5 * reached.sum())
        else:
            assert not reached.any()
    assert ((seen[2]["join"] > 0) != (seen[5]["join"] > 0)).any()


def test_a_wider_drop_reaches_everyone_that_a_narrow_one_does(middling):
    narrow, wide = (
        watched({"desk_drop": {"weeks": [1], "reach": reach}}, 3, middling)[1][1]["join"] > 0
        for reach in (0.2, 0.7)
    )
    assert wide[narrow].all()
    assert wide.sum() > 2 * narrow.sum()


def test_a_drop_outside_of_the_window_is_refused():
    with pytest.raises(ValidationError, match="never happens"):
        KINDS["desk_drop"](weeks=(2, 9), until_week=9)


def test_a_launch_weakens_evenly_until_nothing_is_left():
    programme = {
        "launch_campaign": {"size": 0.2, "visit_pull": 1.0, "duration_weeks": 4, "from_week": 2}
    }
    model, seen = watched(programme, 9, champion={"hour_cost": 0.0})
    pulls = [levers["join"].max() for levers in seen]
    np.testing.assert_allclose(pulls, [0, 0, 0.2, 0.15, 0.1, 0.05, 0, 0, 0], rtol=1e-6)
    np.testing.assert_allclose(
        [levers["visit"].max() for levers in seen][2:6], [1, 0.75, 0.5, 0.25], rtol=1e-6
    )
    assert model.weekly["money"].sum() == pytest.approx(5000.0)


# Managers.


def test_an_evidence_report_shows_managers_use_and_work(middling):
    programme = {"evidence_report": {"every_weeks": 5, "from_week": 1}}
    world = worlds.busy(14, programme=programme)
    model = worlds.model(world, middling)
    while model.week < 14:
        share, work = model.latest["participation_four_weekly"], model.work_share
        model.step()
        if (model.week - 2) % 5 == 0:
            expected = work * share / (share + 0.15)
            np.testing.assert_allclose(model.levers.evidence[model.managers], expected, rtol=1e-5)
        else:
            assert not model.levers.evidence.any()
    assert not model.levers.outreach.any()


@pytest.mark.parametrize(
    ("first", "rank"),
    [
        ("largest_span", lambda o: -o.chart.span),
        ("most_contacts", lambda o: -o.contacts.degree),
        ("highest_level", lambda o: o.chart.level),
    ],
)
def test_managers_are_talked_to_in_turn_as_often_as_there_are_rounds(middling, first, rank):
    programme = {
        "manager_engagement": {
            "first": first, "hours_a_week": 5.0, "hours_a_manager": 0.5, "rounds": 2,
            "managers_own_hours": 2.0,
        }
    }  # fmt: skip
    managers = np.flatnonzero(middling.chart.span > 0)
    weeks = 2 * (-(-2 * managers.size // 10)) // 2 + 3
    model, seen = watched(
        programme, weeks, middling, separation_a_year=0.0, champion={"answering_hours": 0.0}
    )
    talks = sum(levers["outreach"] for levers in seen)
    np.testing.assert_allclose(talks[managers], 2.0)
    assert talks.sum() == pytest.approx(2.0 * managers.size)
    met = np.flatnonzero(seen[0]["outreach"])
    assert met.size == 10
    order = rank(middling)
    others = np.setdiff1d(managers, met)
    assert order[met].max() <= order[others].min()
    assert model.weekly["manager_hours"].sum() == pytest.approx(2.0 * 2 * managers.size)
    assert model.weekly["champion_hours"].sum() == pytest.approx(0.5 * 2 * managers.size)
    assert not seen[-1]["outreach"].any()


# Deputies.


def deputies_at(model):
    rows, hires = model.memories["deputies"]["deputies"]
    return rows, hires


def test_deputies_are_members_chosen_as_stated_and_replaced_when_they_leave():
    world = worlds.busy(60, programme={"deputies": {"number": 5}}, separation_a_year=0.6)
    model = worlds.model(world, worlds.small())
    served = set()
    while model.week < 60:
        model.step()
        rows, _ = deputies_at(model)
        assert rows.size == 5
        served |= {(row, model.staffing.hire[row]) for row in rows.tolist()}
    assert len(served) > 5


@pytest.mark.parametrize("chosen", ["most_interested", "most_contacts"])
def test_the_first_deputies_are_those_asked_for(chosen):
    world = worlds.busy(3, programme={"deputies": {"number": 4, "chosen": chosen}})
    model = worlds.model(world, worlds.small())
    members = np.flatnonzero(model.use.account == 1)
    trait = model.traits.interest if chosen == "most_interested" else worlds.small().contacts.degree
    model.step()
    still = members[model.staffing.employed[members] == 1]
    rows, _ = deputies_at(model)
    assert trait[rows].min() >= np.sort(trait[still])[-4]


def test_without_a_champion_deputies_give_part_of_their_hours_and_are_not_replaced():
    programme = {
        "deputies": {"number": 10, "hours_each": 1.0, "share_without_champion": 0.5},
        "manager_engagement": {"hours_a_week": 30.0, "rounds": 10},
    }
    world = worlds.busy(
        60, programme=programme, separation_a_year=0.5, first_year_separation_ratio=1.0,
        champion={"leaves_in_week": 20, "notice_weeks": 0, "hours_a_week": 10.0, "diligence": 1.0},
    )  # fmt: skip
    model = worlds.model(world, worlds.small())
    counts = []
    while model.week < 60:
        model.step()
        rows, _ = deputies_at(model)
        counts.append(rows.size)
        now = model.latest
        if model.week <= 20:
            assert now["champion_hours"] <= 10.0
        else:
            assert now["champion_hours"] == 0.0
            assert now["deputy_hours"] <= 0.5 * rows.size + 1e-9
    assert counts[19] == 10
    assert all(later <= earlier for earlier, later in itertools.pairwise(counts))
    assert counts[-1] < 10
    assert model.weekly["deputy_hours"].iloc[21] > 0.0
