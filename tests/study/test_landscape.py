"""States are held, let go and read as they should be."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import toy_landscapes as toy
import worlds
from uptake.study.landscape.asked import HOLD_WEEKS, OWN, Past, ask
from uptake.study.landscape.holding import HOLD, Hold
from uptake.study.landscape.landscape import measure
from uptake.study.landscape.reading import distances, hysteresis
from uptake.study.landscape.states import held_states
from uptake.study.landscape.tables import distance_table, point_table, state_table
from uptake.study.landscape.words import headline, sentences

MANAGED = {"newsletter": {}, "welcome_pack": {}}


def managed(weeks=40, **options):
    return worlds.scenario(weeks, MANAGED, join_alone=0.02, **options)


@pytest.mark.parametrize("level", [0.05, 0.2, 0.35])
def test_activity_is_held_at_its_level(level, middling):
    scenario = managed(160)
    hold = Hold(level=level, accounts=False)
    held = scenario.model_copy(update={"programme": {**scenario.programme, HOLD: hold}})
    weekly = worlds.run(held, middling).weekly["participation"].to_numpy()
    assert weekly[100:].mean() == pytest.approx(level, rel=0.04)


def test_accounts_are_given_to_all_only_where_asked(small):
    asked = ask(managed(), 180, week=30)
    given = Past("given", "given", accounts=True)
    own, all_of_them = (held_states(asked, past, small, 1, 0) for past in (OWN, given))
    assert all_of_them.accounts.min() > 0.99
    assert own.accounts.max() < 0.95


def test_nothing_of_the_hold_is_left_after_letting_go(small):
    """Held for no week at all, each side is the run of its scenario, bit by bit."""
    asked = dataclasses.replace(ask(managed(), 180, week=30), levels=(0.1, 0.3))
    found = held_states(asked, Past("free", "never held", hold_weeks=0), small, 1, 0)
    free = worlds.run(asked.managed, small).weekly["participation"].to_numpy()
    np.testing.assert_array_equal(found.held, free[26:30].mean())
    np.testing.assert_array_equal(found.level[0], free[34:38].mean())
    np.testing.assert_array_equal(found.later[0], free[60:64].mean())
    assert (found.later[1] < found.later[0]).all()


def test_any_number_of_workers_measures_the_same_bits(small):
    asked = dataclasses.replace(ask(managed(), 180, week=12), levels=(0.1, 0.3), long_weeks=40)
    one, two = (measure(asked, small, 3, range(3), workers=count) for count in (1, 2))
    for mine, theirs in zip(one.sides, two.sides, strict=True):
        np.testing.assert_array_equal(mine.end, theirs.end)
        for a, b in zip((mine.own, *mine.others), (theirs.own, *theirs.others), strict=True):
            np.testing.assert_array_equal(a.level, b.level)
            np.testing.assert_array_equal(a.drift, b.drift)
    np.testing.assert_array_equal(one.activity, two.activity)
    assert [side.regime for side in one.sides] == ["programme", "unmanaged"]


def test_the_programme_raises_what_is_let_go(small):
    """Sides are paired: the same states, with the same chance, with more and with less effort."""
    asked = ask(managed(), 180, week=40)
    found = [held_states(asked, OWN, small, 1, number) for number in range(3)]
    gain = np.mean([one.later[0] - one.later[1] for one in found])
    assert gain > 0.02


def test_the_champion_stays_in_a_landscape_of_the_week_they_leave_in():
    scenario = managed(120, champion={"leaves_in_week": 60, "successor": {}})
    asked = ask(scenario, 180)
    assert asked.week == 60
    assert asked.managed.champion.leaves_in_week is None
    assert asked.managed.champion.successor is None
    assert asked.actual is scenario
    assert asked.unmanaged.champion is None
    assert 60 in asked.weeks


def test_without_any_programme_there_is_one_side():
    asked = ask(worlds.scenario(60, champion=None), 180)
    assert list(asked.regimes) == ["unmanaged"]
    assert all(past.managed for past in asked.pasts)


def test_a_week_sooner_than_the_hold_is_held_from_the_start(small):
    asked = ask(managed(), 180, week=10)
    assert asked.week < HOLD_WEEKS
    assert np.isfinite(held_states(asked, OWN, small, 1, 0).level).all()


def test_the_lowest_level_is_one_that_can_be_held():
    assert ask(managed(), 60).levels[0] * 60 >= 2.0 - 1e-9
    assert ask(managed(), 100_000).levels[0] < 0.01


def test_the_distance_is_from_the_nearest_tipping_point():
    found = distances(toy.landscape(), "tipping")
    assert {one.regime for one in found} == {"programme"}
    for one in found:
        assert one.distance == pytest.approx(0.25 - toy.TIPS, abs=0.01)
        assert one.low < one.distance < one.high


def test_hysteresis_is_nought_where_the_past_does_not_matter_and_large_where_it_does():
    def other_way(x):
        return -toy.bistable(x)

    def shifted(x):
        return toy.monostable(x - 0.1)

    same, opposite = (
        hysteresis(toy.landscape(other=other).sides[0])[0].share for other in (None, other_way)
    )
    assert same < 0.2
    assert opposite > 0.6
    (moved,) = hysteresis(toy.landscape(other=shifted).sides[1])
    assert moved.points[0].level == pytest.approx(0.25, abs=0.02)


def test_words_name_every_point_with_its_interval():
    said = " ".join(sentences(toy.landscape())).replace("\u00a0", " ")
    assert "With the programme activity rests at 8." in said or "rests at 7." in said
    assert " tips at 20." in said or " tips at 19." in said
    assert "has no tipping point between" in said
    assert "above where it tips with the programme" in said
    assert "Hysteresis" in said


def test_words_warn_where_long_runs_contradict_the_points():
    monostable = toy.landscape(programme=toy.monostable)
    assert "contradict" not in " ".join(sentences(monostable))
    side = monostable.sides[0]
    apart = dataclasses.replace(side, end=side.end * np.array([0.2, 2.0]))
    torn = dataclasses.replace(monostable, sides=(apart, monostable.sides[1]))
    assert "far apart although no tipping point" in " ".join(sentences(torn))


def test_the_headline_says_that_there_is_no_tipping_point():
    assert headline(toy.landscape(programme=toy.monostable)).endswith("no tipping point")
    assert "tips at" in headline(toy.landscape())


def test_a_landscape_of_chance_says_that_nothing_is_sure():
    found = toy.landscape(programme=toy.idle, unmanaged=toy.idle)
    assert "surely moves nowhere" in " ".join(sentences(found))
    assert not len(distance_table(found))


def test_tables_hold_each_state_and_point():
    found = toy.landscape()
    states = state_table(found)
    assert len(states) == 2 * 2 * 16
    assert states["low"].le(states["drift"]).all()
    own = point_table(found).query("past == 'own' and regime == 'programme'")
    assert list(own["kind"]) == ["resting", "tipping", "resting"]
