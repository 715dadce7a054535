"""The week runs its phases in their order, each with what the ones before it left."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

import worlds
from uptake.compiled_people import WORK_SHARE_MEMORY
from uptake.week import PHASES


def test_the_phases_come_in_the_order_of_the_model():
    assert [phase.__name__ for phase in PHASES] == [
        "draw", "turn_over", "carry_out_programme", "join", "visit", "contribute",
        "reply", "moderate", "learn", "form_habit", "manage", "measure",
    ]  # fmt: skip
    assert all(phase.__doc__ for phase in PHASES)


def test_a_step_is_its_phases(small):
    stepped, by_hand = (worlds.model(worlds.busy(6), small) for _ in range(2))
    for _ in range(6):
        stepped.step()
        for phase in PHASES:
            phase(by_hand)
        by_hand.week += 1
    worlds.assert_same_state(stepped, by_hand)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_goes_on_alone_and_gives_the_same_bits(copied, small):
    one = worlds.model(worlds.busy(12), small)
    for _ in range(6):
        one.step()
    other = copied(one)
    kept = worlds.state(other)
    one.run_model()
    for name, value in worlds.state(other).items():
        np.testing.assert_array_equal(value, kept[name], err_msg=name)
    other.run_model()
    worlds.assert_same_state(one, other)
    assert other.state is other.halves.state and other.use is other.state.use


def test_the_work_share_of_recent_posts_is_remembered(small):
    model = worlds.model(worlds.busy(15), small)
    remembered = model.scenario.assumptions.belief_start
    while model.week < 15:
        model.step()
        if model.post_count:
            now = model.latest["work_share"]
            remembered = WORK_SHARE_MEMORY * remembered + (1 - WORK_SHARE_MEMORY) * now
        assert (
            model.work_share == np.float64(remembered) or abs(model.work_share - remembered) < 1e-12
        )


def test_a_week_without_a_post_has_no_work_share_and_keeps_the_memory(small):
    model = worlds.run(worlds.busy(4, posts_a_visit=0.0), small)
    assert model.weekly["work_share"].isna().all()
    assert model.work_share == model.scenario.assumptions.belief_start
    assert not model.weekly["posts"].any()
