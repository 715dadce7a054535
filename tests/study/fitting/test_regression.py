from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from uptake.study.fitting.regression import moved_scores


def normals(count, numbers):
    """The same standard normal numbers every time."""
    drawn = stats.qmc.Halton(numbers, scramble=False).random(count + 50)[50:]
    return stats.norm.ppf(drawn)


EVEN = np.full(400, 1 / 400)


def test_a_linear_relation_is_followed_to_what_was_observed():
    """A standard normal number seen with an error of half its size: the posterior is known."""
    drawn = normals(400, 2)
    seen = drawn[:, 0] + 0.5 * drawn[:, 1]
    moved = moved_scores(drawn[:, :1], EVEN, {"seen": seen}, {"seen": 1.0})[:, 0]
    assert moved.mean() == pytest.approx(0.8, abs=0.05)
    assert moved.std() == pytest.approx(np.sqrt(0.2), rel=0.1)


def test_many_statistics_that_say_nothing_leave_a_number_as_wide_as_it_was():
    drawn = normals(60, 41)
    even = np.full(60, 1 / 60)
    moved = moved_scores(drawn[:, :1], even, {"noise": drawn[:, 1:]}, {"noise": np.zeros(40)})
    assert moved.std() > 0.9 * drawn[:, 0].std()


def test_a_particle_without_weight_has_no_say():
    drawn = normals(400, 2)
    seen = drawn[:, 0] + 0.5 * drawn[:, 1]
    weights = np.r_[np.full(200, 1 / 200), np.full(200, 1e-15)]
    wild = np.r_[seen[:200], -50 * seen[200:]]
    moved = moved_scores(drawn[:, :1], weights, {"seen": wild}, {"seen": 1.0})[:200, 0]
    assert moved.mean() == pytest.approx(0.8, abs=0.1)


def test_statistics_that_never_differ_move_nothing():
    drawn = normals(50, 1)
    even = np.full(50, 1 / 50)
    np.testing.assert_array_equal(
        moved_scores(drawn, even, {"same": np.ones(50)}, {"same": 2.0}), drawn
    )
