from __future__ import annotations

import numpy as np
import pytest
from made_history import first_posts, history, joiners, run_of

from uptake.study import person_measures as measures
from uptake.study.populations import PopulationRun


def returns_as_one_over_silence(longest):
    """Visits whose chance of coming back after k silent weeks is exactly 1 / (k + 1), k >= 1.

    Of people who visit in week 0, half come back after one week of silence, a third of the rest
    after two, and so forth; nobody is seen any longer then.
    """
    people = int(np.lcm.reduce(np.arange(1, longest + 2)))
    visited = np.zeros((longest + 2, people), bool)
    visited[0] = True
    left = np.arange(people)
    for silence in range(1, longest + 1):
        came = left[: left.size // (silence + 1)]
        visited[silence + 1, came] = True
        left = left[came.size :]
    account = np.ones_like(visited)
    person = np.zeros(visited.shape, np.int16)
    for row in range(people):
        back = np.flatnonzero(visited[1:, row])
        if back.size:
            # Who has come back is replaced, so as not to be counted again.
            person[back[0] + 2 :, row] = 1
            account[back[0] + 2 :, row] = False
    return history(visited, account=account, person=person)


def test_a_chance_of_one_over_the_silence_has_the_slope_of_one_over_the_silence():
    made = returns_as_one_over_silence(7)
    chances = 1.0 / np.arange(2, 9)
    hazard = measures.hazard_of_visits(made, measures.weeks_silent(made), 7)
    assert hazard.chance[1:] == pytest.approx(chances)
    weights = np.sqrt(hazard.events[1:])
    wanted = np.polyfit(np.log(np.arange(1, 8)), np.log(chances), 1, w=weights)[0]
    assert measures.slope_of_coming_back(run_of(made), weeks=7) == pytest.approx(wanted)


def test_a_power_of_the_silence_is_found_again(monkeypatch):
    from uptake.study.spells import Hazard

    silence = np.arange(1, 21)
    events = np.concatenate([[0], np.full(20, 3600)])
    cases = np.concatenate([[0], 3600 * silence])
    monkeypatch.setattr(measures, "hazard_of_visits", lambda *_: Hazard(cases, events))
    made = run_of(history(np.zeros((2, 1), bool)))
    assert measures.slope_of_coming_back(made, weeks=20) == pytest.approx(-1.0)


def test_going_on_counts_what_follows_a_streak():
    visited = np.array([[0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 0], [1, 0, 1, 0]], bool)
    made = run_of(history(visited))
    assert measures.going_on(made, least=1, most=1) == pytest.approx(3 / 4)
    assert measures.going_on(made, least=2, most=2) == pytest.approx(2 / 3)
    assert measures.going_on(made, least=1, most=9) == pytest.approx(5 / 7)
    assert np.isnan(measures.going_on(made, least=5, most=9))


def test_posting_again_with_a_reply_is_the_difference_of_two_shares():
    posted = np.zeros((10, 6), bool)
    posted[3, [0, 1, 4]] = True
    posts = first_posts([(1, row, row < 3, False) for row in range(6)])
    made = run_of(history(np.ones((10, 6), bool), posted=posted, first_posts=posts))
    found = measures.posting_again_with_a_reply(made, first=0, last=5, within=4)
    assert found == pytest.approx(2 / 3 - 1 / 3)


def test_a_second_post_in_the_same_week_or_too_late_is_no_posting_again():
    posted = np.zeros((10, 2), bool)
    posted[1] = True
    posted[6, 0] = True
    posts = first_posts([(1, 0, True, False), (1, 1, False, False)])
    made = run_of(history(np.ones((10, 2), bool), posted=posted, first_posts=posts))
    found = [measures.posting_again_with_a_reply(made, first=0, last=4, within=w) for w in (4, 5)]
    assert found == [0.0, 1.0]


def test_a_record_that_ends_too_early_is_no_answer():
    made = run_of(history(np.ones((10, 2), bool)))
    with pytest.raises(ValueError, match="not seen for 5 weeks"):
        measures.posting_again_with_a_reply(made, first=0, last=5, within=5)


def test_authors_who_leave_the_organisation_are_left_out():
    posted = np.zeros((10, 3), bool)
    posted[2, 0] = True
    person = np.zeros((10, 3), np.int16)
    person[4:, 1] = -1
    posts = first_posts([(1, 0, True, False), (1, 1, True, False), (1, 2, False, False)])
    made = history(np.ones((10, 3), bool), posted=posted, person=person, first_posts=posts)
    assert measures.posting_again_with_a_reply(run_of(made), first=0, last=5, within=4) == 1.0


def test_more_replies_are_judged_by_those_the_coin_chose_in_both_runs():
    def run(again):
        posted = np.zeros((8, 8), bool)
        posted[5, again] = True
        posts = first_posts([(12, row, False, row < 4) for row in range(8)])
        made = history(np.ones((8, 8), bool), posted=posted, first_posts=posts, first_week=10)
        return run_of(made)

    found = measures.posting_again_with_more_replies(
        run([0, 1, 6, 7]), run([0, 1, 2, 4, 5, 6, 7]), first=10, last=12, within=4
    )
    assert found == pytest.approx(3 / 2 - 1)


def stopping(contacts_to_share, people=400):
    """People in a first visit with some active contacts, of whom exactly a share stops."""
    columns, contacts = [], []
    for number, share in contacts_to_share.items():
        visited = np.zeros((4, people), bool)
        visited[0] = True
        visited[2, round(share * people) :] = True
        columns.append(visited)
        contacts += [number] * people
    visited = np.concatenate(columns, axis=1)
    of_contacts = np.zeros(visited.shape, np.uint8)
    of_contacts[0] = contacts
    # Only the first week has a sequel of three weeks.
    return run_of(history(visited, contacts=of_contacts))


def odds(share):
    return share / (1 - share)


def test_stopping_is_compared_between_one_contact_and_none():
    made = stopping({0: 0.5, 1: 0.4, 3: 0.1})
    found = measures.stopping_with_one_contact(made, silent=3)
    assert found == pytest.approx(odds(0.4) / odds(0.5))


def test_further_contacts_count_one_by_one():
    made = stopping({0: 0.5, 1: 0.4, 3: 0.3})
    a_contact = (odds(0.3) / odds(0.4)) ** (1 / 2)
    found = measures.further_contact_to_first(made, silent=3)
    assert found == pytest.approx(a_contact / (odds(0.4) / odds(0.5)))
    assert found > 1.0


def test_contacts_that_all_count_alike_give_one():
    shares = {k: 1 / (1 + 1 / (2 * 0.7**k)) for k in (0, 1, 3)}
    made = stopping(shares, people=100_000)
    assert measures.further_contact_to_first(made, silent=3) == pytest.approx(1.0, abs=0.01)


def test_weeks_with_more_of_the_company_are_compared_with_others():
    # 100 people visit in week 0, 74 others in week 1, and as many in week 2; who does not stop is
    # back in week 3.
    visited = np.zeros((6, 248), bool)
    first = 0
    for week, people, stop in ((0, 100, 20), (1, 74, 37), (2, 74, 37)):
        visited[week, first : first + people] = True
        visited[3, first + stop : first + people] = True
        first += people
    found = measures.stopping_with_an_active_company(run_of(history(visited)), silent=3)
    assert found == pytest.approx(odds(0.2) / odds(0.5))


def test_tourists_are_the_share_gone_by_week():
    visits = [[]] * 30 + [[1, 5, 9, 30]] * 70
    made = run_of(joiners(visits, weeks=40))
    given = {"joined_by": 10, "silent": 9}
    assert measures.gone_for_good(made, first=4, last=8, **given) == pytest.approx(0.3)


def test_a_constant_hazard_has_a_straight_log_survival():
    last, left, visits = 0, 4096, []
    while left > 1:
        visits += [range(last + 1)] * (left // 2)
        left -= left // 2
        last += 1
    visits += [range(last + 1)] * left
    made = run_of(joiners(visits, weeks=60))
    given = {"joined_by": 10, "silent": 26}
    straight = measures.straightness_of_survival(made, first=0, last=6, **given)
    assert straight == pytest.approx(1.0)
    bent = run_of(joiners([[]] * 500 + [range(30)] * 500, weeks=60))
    assert measures.straightness_of_survival(bent, first=0, last=20, **given) < 0.5


def test_too_few_joiners_say_nothing_about_a_curve():
    made = run_of(joiners([[1], [2], [3]], weeks=60))
    given = {"joined_by": 10, "silent": 26}
    assert np.isnan(measures.straightness_of_survival(made, first=1, last=9, **given))


def managed(chance, level):
    """Two managers with 1000 silent reports each; the first visits. Shares of reports resume."""
    reports = 1000
    rows = 2 + 2 * reports
    manager = np.array([-1, -1, *[0] * reports, *[1] * reports], np.int32)
    visited = np.zeros((12, rows), bool)
    visited[0] = True
    visited[:11, 0] = True
    visited[10, 2 : 2 + round(chance[0] * reports)] = True
    visited[10, 2 + reports : 2 + reports + round(chance[1] * reports)] = True
    levels = np.array([level, level, *[level + 1] * (2 * reports)], np.int16)
    contacts = np.zeros((12, rows), np.uint8)
    contacts[:11, 2 : 2 + reports] = 1
    return history(visited, manager=manager, level=levels, contacts=contacts)


def test_odds_of_resuming_are_compared_between_active_managers_and_others():
    made = run_of(managed((0.3, 0.2), level=2))
    found = measures.odds_with_an_active_manager(made, first=10)
    # Besides those of week 10 there are those of week 11, when nobody resumes.
    (a, c), (b, d) = (300, 200), (700 + 700, 800 + 800)
    assert found == pytest.approx((a / b) / (c / d))


def side_by_side(executives, middle):
    """Two companies as one history."""
    rows = executives.visited.shape[1]
    return history(
        np.concatenate([executives.visited, middle.visited], axis=1),
        manager=np.concatenate(
            [executives.manager, np.where(middle.manager < 0, -1, middle.manager + rows)]
        ),
        level=np.concatenate([executives.level, middle.level]),
        contacts=np.concatenate([executives.contacts, middle.contacts], axis=1),
    )


def test_layers_are_compared_by_their_own_odds():
    executives, middle = managed((0.3, 0.2), level=0), managed((0.4, 0.2), level=2)
    together = side_by_side(executives, middle)
    alone = [
        measures.odds_with_an_active_manager(run_of(one), first=10) for one in (executives, middle)
    ]
    found = measures.middle_managers_to_executives(run_of(together), first=10)
    assert found == pytest.approx(alone[1] / alone[0])


def test_layers_cannot_be_compared_where_nobody_starts_under_an_active_executive():
    together = side_by_side(managed((0.0, 0.2), level=0), managed((0.4, 0.2), level=2))
    assert np.isnan(measures.middle_managers_to_executives(run_of(together), first=10))


def test_managers_are_not_compared_where_nobody_follows_them():
    made = PopulationRun(history=managed((0.3, 0.2), level=2), managers_lead=False)
    assert np.isnan(measures.odds_with_an_active_manager(made, first=10, where_managers_lead=True))
    assert np.isnan(measures.middle_managers_to_executives(made, first=10))
    assert measures.odds_with_an_active_manager(made, first=10) > 1.0


def test_starting_is_counted_as_one_by_one_would():
    """A slow count of every person-week, on a history full of everything that can happen."""
    generator = np.random.default_rng(3)
    shape = (70, 60)
    person = np.cumsum(generator.random(shape) < 0.03, axis=0).astype(np.int16)
    person[generator.random(shape) < 0.05] = -1
    account = (generator.random(shape) < 0.7) & (person >= 0)
    visited = (generator.random(shape) < 0.15) & account
    manager = np.concatenate([[-1], generator.integers(0, 12, 59)]).astype(np.int32)
    made = history(
        visited,
        person=person,
        account=account,
        account_before=generator.random(60) < 0.5,
        contacts=generator.integers(0, 14, shape).astype(np.uint8),
        manager=manager,
        level=np.where(np.arange(60) < 12, np.arange(60) % 4, 5).astype(np.int16),
        first_week=20,
    )
    silent, cells = measures.weeks_silent(made), {}
    for week in range(6, 70):
        for row in range(1, 60):
            boss = manager[row]
            if person[week, row] == -1 or person[week, row] != person[week - 1, row]:
                continue
            if person[week - 1, boss] == -1:
                continue
            outside = not account[week - 1, row]
            if not outside and silent[week, row] < 4:
                continue
            others = int(made.contacts[week - 1, row]) - int(visited[week - 1, boss])
            alike = (
                week // 26,
                0 if outside else int(measures.banded(silent[week, row], (4, 8, 16, 32))),
                int(measures.banded(np.int64(others), (1, 2, 3, 5, 9))),
                made.level[boss] >= 2,
            )
            exposed = bool(visited[week - 4 : week, boss].any())
            event = bool(account[week, row] if outside else visited[week, row])
            cells.setdefault(alike, np.zeros((2, 2)))[int(exposed), int(event)] += 1
    assert len(cells) > 40

    def ratio(tables):
        cases = [table.sum() for table in tables]
        both = sum(t[1, 1] * t[0, 0] / n for t, n in zip(tables, cases, strict=True))
        return both / sum(t[1, 0] * t[0, 1] / n for t, n in zip(tables, cases, strict=True))

    found = measures.odds_with_an_active_manager(run_of(made), first=26)
    assert found == pytest.approx(ratio(list(cells.values())))
    layers = [ratio([t for key, t in cells.items() if key[3] == middle]) for middle in (0, 1)]
    found = measures.middle_managers_to_executives(run_of(made), first=26)
    assert found == pytest.approx(layers[1] / layers[0])


def test_joining_counts_as_starting_and_vacant_managers_do_not_count():
    made = managed((0.0, 0.0), level=2)
    account = np.ones(made.visited.shape, bool)
    account[:, 2:] = False
    account[10:, 2:302] = True
    account[10:, 1002:1202] = True
    visited = made.visited.copy()
    visited[:, 2:] = False
    starting = history(
        visited, manager=made.manager, level=made.level, contacts=made.contacts, account=account,
        account_before=account[0],
    )  # fmt: skip
    (a, c), (b, d) = (300, 200), (700 + 700, 800 + 800)
    wanted = (a / b) / (c / d)
    assert measures.odds_with_an_active_manager(run_of(starting), first=10) == pytest.approx(wanted)
    person = np.zeros(visited.shape, np.int16)
    person[:, :2] = -1
    vacant = history(
        visited, manager=made.manager, level=made.level, contacts=made.contacts, account=account,
        account_before=account[0], person=person,
    )  # fmt: skip
    assert np.isnan(measures.odds_with_an_active_manager(run_of(vacant), first=10))
