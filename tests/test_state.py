"""State is a tuple of arrays of the declared types."""

from __future__ import annotations

import numpy as np
import pytest

from uptake.behaviour.contributing import blank_posts
from uptake.programme.week_plan import clear
from uptake.state import Leading, Levers, Posts, Staffing, Traits, Use, zeros


@pytest.mark.parametrize("layout", [Traits, Staffing, Use, Leading, Levers, Posts])
def test_every_array_is_empty_of_its_type_and_its_own(layout):
    made = zeros(layout, 7)
    assert all(array.shape == (7,) and not array.any() for array in made)
    assert all(np.issubdtype(array.dtype, np.number) for array in made)
    assert len({array.ctypes.data for array in made}) == len(made)


def test_types_are_those_declared():
    use = zeros(Use, 1)
    assert use.visit_history.dtype == np.uint32
    assert use.habit.dtype == np.float32
    assert use.account.dtype == np.uint8
    assert zeros(Posts, 1).hours.dtype == np.float64


def test_levers_are_forgotten():
    levers = zeros(Levers, 3)
    for lever in levers:
        lever[:] = 1
    clear(levers)
    assert not any(lever.any() for lever in levers)


def test_posts_made_by_compiled_code_are_of_the_types_declared():
    for made, wanted in zip(blank_posts(3), zeros(Posts, 3), strict=True):
        assert made.dtype == wanted.dtype
        np.testing.assert_array_equal(made, wanted)
