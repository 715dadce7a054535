from __future__ import annotations

import numpy as np
import pytest
from made_usage import usage

from uptake.study.calibrating.counts import Network, counted_in
from uptake.study.calibrating.events import Events
from uptake.study.calibrating.situation import Situation, open_community_of

VALUES = {"observation_noise": 0.1, "join_alone": 0.005, "visit_level": -2.0}


@pytest.fixture(scope="module")
def network():
    return Network(Situation(open_community_of(60), True, Events(), 30), seed=3)


def test_the_same_replicate_gives_the_same_counts_and_another_other_ones(network):
    one, again, other = (network.counts(VALUES, number, 12) for number in (4, 4, 5))
    for name, values in one.items():
        np.testing.assert_array_equal(values, again[name])
    assert not np.array_equal(one["active"], other["active"])


def test_noise_disturbs_the_active_and_the_posters_and_nothing_else(network):
    quiet = network.counts({**VALUES, "observation_noise": 0.0}, 4, 40)
    noisy = network.counts({**VALUES, "observation_noise": 0.3}, 4, 40)
    ratio = np.log(noisy["active"] / quiet["active"])
    assert 0.2 < ratio.std() < 0.4
    for name in ("members", "newcomers"):
        np.testing.assert_array_equal(quiet[name], noisy[name])


def test_more_are_never_active_than_are_members(network):
    counts = network.counts({**VALUES, "observation_noise": 2.0}, 4, 40)
    assert (counts["active"] <= counts["members"]).all()


def test_a_run_of_fewer_weeks_is_the_beginning_of_a_longer_one(network):
    short, long = network.counts(VALUES, 4, 10), network.counts(VALUES, 4, 20)
    for name, values in short.items():
        np.testing.assert_array_equal(values, long[name][:10])


def test_only_counts_that_are_there_are_compared():
    active = np.full(10, 8.0)
    half = np.where(np.arange(10) < 5, 4.0, np.nan)
    assert counted_in(usage(active)) == ("active",)
    assert counted_in(usage(active, posters=active, members=active)) == (
        "active", "posters", "members",
    )  # fmt: skip
    assert counted_in(usage(active, posters=half, newcomers=active)) == ("active", "newcomers")
    assert counted_in(usage(active, posters=active, meaning="posted")) == ("active",)
