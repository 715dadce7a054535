from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

from uptake.study.calibrating.counts import Network
from uptake.study.calibrating.draws import drawn, run_draws
from uptake.study.calibrating.events import Events
from uptake.study.calibrating.situation import Situation, open_community_of


def test_each_is_drawn_as_often_as_its_weight_says_give_or_take_one():
    weights = np.array([0.5, 0.3, 0.195, 0.005])
    counts = np.bincount(drawn(weights, 200, seed=1), minlength=4)
    assert np.abs(counts - 200 * weights).max() < 1.0


def test_the_order_is_random():
    places = drawn(np.full(100, 0.01), 100, seed=1)
    assert sorted(places) == list(range(100))
    assert abs(np.corrcoef(places, np.arange(100))[0, 1]) < 0.25
    assert not np.array_equal(places, drawn(np.full(100, 0.01), 100, seed=2))


@pytest.mark.slow
def test_workers_change_no_bit_of_the_draws():
    network = Network(Situation(open_community_of(40), True, Events(), 10), seed=1)
    values = [{"observation_noise": 0.1, "visit_level": -4 + 0.1 * k} for k in range(24)]
    alone, both = (run_draws(network, values, 12, workers=count) for count in (1, 2))
    for name, counts in alone.items():
        assert counts.shape == (24, 12)
        np.testing.assert_array_equal(counts, both[name])
