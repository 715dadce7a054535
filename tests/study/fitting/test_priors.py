from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uptake.parameters import Assumptions, parameters_of
from uptake.study.fitting.priors import Prior, Range, prior_of
from uptake.study.variants import variants

DECLARED = parameters_of(Assumptions, "assumptions", "uncertainty")
PRIOR = prior_of(DECLARED, [Range("noise", 0.02, 0.5)], tuple(variants().values()))
UNITS = st.lists(st.floats(0.0, 1.0), min_size=len(PRIOR.ranges), max_size=len(PRIOR.ranges)).map(
    np.array
)


@given(UNITS, st.integers(0, 8))
def test_a_point_of_the_cube_is_a_set_of_assumptions_within_its_ranges_and_back(units, variant):
    values = PRIOR.assumptions(units, variant)
    for one in PRIOR.ranges:
        assert one.low <= values[one.name] <= one.high
    Assumptions.model_validate({k: v for k, v in values.items() if k != "noise"})
    np.testing.assert_allclose(PRIOR.units(values), units, atol=1e-9)


def test_a_range_is_logarithmic_where_it_is_positive_and_spans_more_than_eight():
    assert Range("a", 0.01, 1.0).value(0.5) == pytest.approx(0.1)
    assert Range("a", 1.0, 8.0).value(0.5) == pytest.approx(4.5)
    assert Range("a", 0.0, 1.0).value(0.5) == pytest.approx(0.5)
    assert Range("a", -4.0, -1.0).value(0.5) == pytest.approx(-2.5)


def test_every_declared_assumption_takes_part_and_keeps_its_range():
    assert PRIOR.names == (*(one.path.rpartition(".")[2] for one in DECLARED), "noise")
    assert (PRIOR.ranges[0].low, PRIOR.ranges[0].high) == (DECLARED[0].low, DECLARED[0].high)


def test_names_that_come_twice_are_refused():
    with pytest.raises(ValueError, match="names that differ"):
        Prior((Range("a", 0.0, 1.0), Range("a", 0.0, 2.0)))
