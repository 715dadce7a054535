"""One replicate: its weekly measures, cohorts and people."""

from __future__ import annotations

import gc
import weakref

import numpy as np

import worlds
from uptake.adoption import AdoptionModel
from uptake.simulation import simulate


def test_a_run_holds_what_the_model_had_at_the_end(small):
    world = worlds.busy(30)
    run = simulate(world, small, seed=3, replicate=2)
    model = worlds.run(world, small, 3, replicate=2)
    np.testing.assert_array_equal(run.weekly, model.weekly)
    np.testing.assert_array_equal(run.retention, model.retention)
    people = run.people
    assert people.employed.dtype == people.account.dtype == np.bool_
    np.testing.assert_array_equal(people.account, model.use.account)
    weeks = [int(word & (2**26 - 1)).bit_count() for word in model.use.visit_history]
    assert people.visits_26_weeks.tolist() == weeks
    assert people.visits_26_weeks.max() <= 26
    assert people.employed.sum() == run.weekly["headcount"].iloc[-1]
    assert people.account.sum() == run.weekly["accounts"].iloc[-1]
    for name in ("department", "manager", "level"):
        np.testing.assert_array_equal(getattr(people, name), getattr(small.chart, name))


def test_replicates_of_a_seed_differ_and_repeat(small):
    one, again, other = (simulate(worlds.busy(12), small, 1, r).weekly for r in (0, 0, 1))
    assert one.equals(again)
    assert not one.equals(other)


def test_all_participation_is_a_share_of_staff(small):
    weekly = simulate(worlds.busy(20), small, 1, 0).weekly
    np.testing.assert_allclose(weekly["participation"], weekly["visitors"] / weekly["headcount"])
    np.testing.assert_allclose(weekly["account_share"], weekly["accounts"] / weekly["headcount"])
    worked = weekly[weekly["posts"] > 0]
    np.testing.assert_allclose(
        worked["work_share"], (worked["questions"] + worked["work_posts"]) / worked["posts"]
    )


def test_the_memory_of_a_run_is_free_without_the_garbage_collector(small, monkeypatch):
    kept = []
    made = AdoptionModel.__init__

    def noted(self, *arguments, **options):
        made(self, *arguments, **options)
        kept.append(weakref.ref(self.use.habit))

    monkeypatch.setattr(AdoptionModel, "__init__", noted)
    gc.disable()
    try:
        simulate(worlds.busy(3), small, 1, 0)
        assert [one() for one in kept] == [None]
    finally:
        gc.enable()
