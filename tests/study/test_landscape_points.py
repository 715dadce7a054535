"""Points are found where they are known to be, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

import toy_landscapes as toy
from uptake.study.landscape import curve_of, points_of


def test_resting_and_tipping_points_of_a_known_system_are_found():
    found = points_of(*toy.measured(toy.bistable))
    assert [point.kind for point in found] == ["resting", "tipping", "resting"]
    known = (toy.RESTS, toy.TIPS, toy.RESTS_AGAIN)
    assert [point.level for point in found] == pytest.approx(known, abs=0.01)


def test_intervals_hold_the_known_points_about_as_often_as_they_say():
    """But for a tenth of a point, by which straight lines between levels may be off."""
    known = (toy.RESTS, toy.TIPS, toy.RESTS_AGAIN)
    held = []
    for seed in range(60):
        found = points_of(*toy.measured(toy.bistable, seed=seed))
        assert len(found) == 3
        held += [
            one.low - 0.001 <= at <= one.high + 0.001 for one, at in zip(found, known, strict=True)
        ]
    assert 0.88 <= np.mean(held) < 1.0


def test_more_replicates_make_intervals_narrower():
    few, many = (
        points_of(*toy.measured(toy.bistable, replicates=count, seed=3))[1] for count in (10, 90)
    )
    assert (many.high - many.low) < 0.6 * (few.high - few.low)


def test_a_system_with_one_resting_point_has_no_tipping_point():
    (found,) = points_of(*toy.measured(toy.monostable))
    assert found.kind == "resting"
    assert found.low < 0.15 < found.high


def test_chance_alone_has_no_points():
    """The level's own noise comes back in the drift, yet makes no resting point of the mean."""
    told = [len(points_of(*toy.measured(toy.idle, seed=seed, noise=0.01))) for seed in range(40)]
    assert np.mean(np.array(told) > 0) <= 0.1


def test_a_system_that_only_falls_has_no_points():
    level, drift = toy.measured(lambda x: -0.02 * (x + 0.05))
    assert points_of(level, drift) == ()
    assert curve_of(level, drift).sign.max() <= 0


def test_states_that_hardly_differ_in_level_are_one():
    level, drift = toy.measured(toy.monostable, levels=5)
    twice = curve_of(np.hstack([level, level * 1.01]), np.hstack([drift, drift]))
    assert twice.level.size == curve_of(level, drift).level.size


def test_a_curve_says_nothing_beyond_its_levels():
    curve = curve_of(*toy.measured(toy.monostable))
    assert np.isnan(curve.at(curve.level[-1] + 0.01))
    assert curve.at(curve.level) == pytest.approx(curve.drift)


def test_one_replicate_is_sure_of_nothing():
    curve = curve_of(*toy.measured(toy.bistable, replicates=1))
    assert np.isnan(curve.low).all()
    assert not curve.sign.any()
