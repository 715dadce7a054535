"""The champion's hours are shared by priority; a departure and a succession take their course."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import worlds
from uptake.programme import Champion, Successor
from uptake.programme.base import Intervention, Ledger, Now, Wish
from uptake.programme.champion import VACANT, Presence
from uptake.programme.week_plan import Hours, carry_out, in_order
from uptake.scenario import Scenario

STAYS = Champion(hours_a_week=40.0, diligence=0.8)
LEAVES = Champion(
    hours_a_week=40.0, diligence=0.8, leaves_in_week=50, notice_weeks=4,
    successor=Successor(vacancy_weeks=6, diligence=0.5, ramp_up_weeks=10),
)  # fmt: skip


def test_a_champion_who_stays_gives_the_diligent_share_of_the_hours():
    assert STAYS.presence(0) == STAYS.presence(5000) == Presence(32.0, 1.0, in_post=True)


@pytest.mark.parametrize(
    ("week", "hours", "skill", "in_post"),
    [
        (45, 32.0, 1.0, True),
        (46, 16.0, 1.0, True),
        (49, 16.0, 1.0, True),
        (50, 0.0, 0.0, False),
        (55, 0.0, 0.0, False),
        (56, 20.0, 0.46, True),
        (60, 20.0, 0.7, True),
        (65, 20.0, 1.0, True),
        (200, 20.0, 1.0, True),
    ],
)
def test_notice_vacancy_and_ramp_up(week, hours, skill, in_post):
    presence = LEAVES.presence(week)
    assert (presence.hours, presence.skill) == pytest.approx((hours, skill))
    assert presence.in_post is in_post


def test_a_playbook_gives_the_successor_a_better_start_and_the_same_end():
    written = LEAVES.model_copy(update={"playbook": True})
    assert written.presence(56).skill == pytest.approx(0.73)
    assert written.presence(65).skill == 1.0
    assert all(written.presence(w).skill >= LEAVES.presence(w).skill for w in range(120))


def test_nobody_follows_without_a_successor():
    alone = LEAVES.model_copy(update={"successor": None})
    assert all(alone.presence(week) == VACANT for week in range(50, 300))


def test_a_successor_of_somebody_who_never_leaves_is_refused():
    with pytest.raises(ValidationError, match="never leaves"):
        Champion(successor=Successor())


# Sharing the hours of a week.

ACTED: list[tuple[str, float]] = []


class Task(Intervention):
    """Wants hours and remembers what it was granted."""

    kind: str = "task"
    name: str
    hours: float
    rank: int = 50

    @property
    def priority(self) -> int:  # type: ignore[override]
        return self.rank

    def wish(self, now: Now) -> Wish:
        return Wish(self.hours, self.name)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        ACTED.append((wish.work, granted))


class Waiting(Task):
    """The same, but what is not granted waits."""

    waits = True


def a_week(programme, champion, hours, skill=1.0, first_posts=0):
    """Carry out one week; returns what was granted in order, the backlog and the ledger."""
    ACTED.clear()
    ledger = Ledger()
    empty = dict.fromkeys(Now.__dataclass_fields__)
    now = Now(**{
        **empty, "week": 0, "ledger": ledger, "skill": 0.0, "memory": {},
        "presence": Presence(hours, skill, in_post=hours > 0),
        "assumptions": Scenario().assumptions,
    })  # fmt: skip
    backlog = carry_out(in_order(programme), {}, champion, first_posts, now)
    return list(ACTED), backlog, ledger, now


def tasks(kind=Task, **entries):
    return {name: kind(name=name, hours=h, rank=r) for name, (h, r) in entries.items()}


def test_hours_go_by_priority_then_by_name():
    programme = tasks(c=(4.0, 20), b=(4.0, 20), a=(4.0, 30), d=(4.0, 10))
    granted, backlog, ledger, _ = a_week(programme, STAYS, 10.0)
    assert granted == [("d", 1.0), ("b", 1.0), ("c", 0.5), ("a", 0.0)]
    assert backlog == 0.0
    assert ledger.champion_hours == pytest.approx(10.0)
    assert ledger.money == pytest.approx(10.0 * 50.0)


def test_what_waits_is_backlog_and_what_does_not_is_dropped():
    waiting = tasks(Waiting, a=(6.0, 10), b=(8.0, 20))
    assert a_week(waiting, STAYS, 10.0)[1] == pytest.approx(4.0)
    assert a_week(tasks(a=(6.0, 10), b=(8.0, 20)), STAYS, 10.0)[1] == 0.0


def test_work_that_takes_no_time_is_done_without_a_champion():
    granted, _, ledger, now = a_week(tasks(a=(0.0, 10), b=(1.0, 20)), None, 0.0)
    assert granted == [("a", 1.0), ("b", 0.0)]
    assert ledger.money == 0.0
    assert now.skill == 0.0


def test_hours_left_over_answer_first_posts_in_part_or_all():
    champion = Champion(answering_hours=2.0)
    rate = Scenario().assumptions.reply_rate_champion
    _, _, ledger, _ = a_week({}, champion, 30.0, first_posts=10)
    assert ledger.champion_hours == pytest.approx(1.0)
    assert ledger.answering_rate == pytest.approx(rate)
    _, _, ledger, _ = a_week({}, champion, 30.0, first_posts=40)
    assert ledger.champion_hours == pytest.approx(2.0)
    assert ledger.answering_rate == pytest.approx(rate / 2)
    _, _, ledger, _ = a_week(tasks(a=(30.0, 10)), champion, 30.0, first_posts=40)
    assert ledger.answering_rate == 0.0


def skills(programme, hours, skill, deputies):
    """Skill of each piece of work, in the order it is done."""
    found = []

    class Noted(Task):
        def offer(self, now: Now) -> float:
            return deputies if self.name == "a" else 0.0

        def act(self, now: Now, wish: Wish, granted: float) -> None:
            found.append(now.skill)

    a_week(tasks(Noted, **programme), STAYS, hours, skill)
    return found


def test_the_skill_of_work_is_that_of_the_hours_it_gets():
    assert skills({"a": (4.0, 10)}, 30.0, 0.46, deputies=0.0) == pytest.approx([0.46])
    # Two hours of the champion are left for the second, which deputies finish.
    work = {"a": (8.0, 10), "b": (8.0, 20)}
    assert skills(work, 10.0, 1.0, deputies=20.0) == pytest.approx([1.0, (2 + 6 * 0.6) / 8])


def test_who_is_more_skilled_works_first():
    work = {"a": (8.0, 10), "b": (8.0, 20)}
    assert skills(work, 10.0, 0.4, deputies=8.0) == pytest.approx([0.6, 0.4])


def test_work_that_takes_no_time_has_the_skill_of_the_most_skilled():
    assert skills({"a": (10.0, 10), "b": (0.0, 20)}, 10.0, 1.0, deputies=4.0) == [1.0, 1.0]
    assert skills({"a": (0.0, 10)}, 0.0, 0.0, deputies=4.0) == [0.6]


def test_when_the_champion_has_gone_the_work_stops(small):
    champion = {"leaves_in_week": 20, "notice_weeks": 0}
    model = worlds.run(worlds.busy(30, champion=champion, programme={"newsletter": {}}), small)
    weekly = model.weekly
    assert (weekly["champion_hours"][:20] > 0).all()
    assert (weekly["champion_hours"][20:] == 0).all()
    assert (weekly["newsletter_opens"][20:] == 0).all()
    np.testing.assert_array_equal(weekly["money"][20:], 0.0)


def test_hours_of_a_week_never_exceed_those_there_are(small):
    champion = {"hours_a_week": 12.0, "diligence": 1.0}
    weekly = worlds.run(worlds.busy(40, champion=champion), small).weekly
    assert weekly["champion_hours"].max() <= 12.0 + 1e-9
    assert weekly["champion_hours"].max() > 11.0


def test_the_settling_of_incidents_takes_hours_and_response_time(small):
    def left(**moderation):
        world = worlds.busy(40, programme={"moderation": moderation}, incident_fading=0.1)
        return worlds.run(world, small).weekly["incidents_open"].mean()

    assert left(response_days=0.1) < left(response_days=7.0) < left(policy="community")


@given(
    st.floats(0.0, 40.0),
    st.floats(0.0, 20.0),
    st.sampled_from([0.3, 1.0]),
    st.lists(st.floats(0.0, 20.0), max_size=8),
)
def test_hours_never_run_below_nothing_however_they_are_shared(champion, deputies, skill, wishes):
    hours = Hours(champion, deputies, skill)
    for wish in wishes:
        granted = 1.0 if wish <= hours.left else hours.left / wish
        assert 0.0 <= granted <= 1.0
        hours.spend(granted * wish)
        assert 0.0 <= hours.left <= champion + deputies


def test_a_wish_for_nothing_is_granted_when_rounding_has_left_less_than_nothing():
    hours = Hours(champion=-8.9e-16, deputies=0.0, skill=0.3)
    assert hours.left == 0.0
