from __future__ import annotations

import numpy as np
import pytest

from uptake.study.odds import banded, common_odds_ratio, count_cases


def test_cases_are_counted_where_they_belong():
    exposed = np.array([1, 1, 0, 0, 1], bool)
    happened = np.array([1, 0, 1, 0, 1], bool)
    stratum = np.array([0, 0, 0, 0, 2])
    counts = count_cases(exposed, happened, stratum, 3)
    assert counts.tolist() == [[[1, 1], [1, 1]], [[0, 0], [0, 0]], [[0, 0], [0, 1]]]


def test_one_stratum_gives_the_plain_odds_ratio():
    # Exposed: 30 of 100; others: 10 of 100.
    assert common_odds_ratio(np.array([[[90, 10], [70, 30]]])) == pytest.approx(
        (30 / 70) / (10 / 90)
    )


def test_a_difference_between_strata_does_not_pass_for_an_effect():
    # In each stratum exposure does nothing; in the second it is commoner and so is the event.
    counts = np.array([[[810, 90], [90, 10]], [[50, 50], [450, 450]]])
    together = counts.sum(axis=0, keepdims=True)
    assert common_odds_ratio(together) > 2.0
    assert common_odds_ratio(counts) == pytest.approx(1.0)


def test_the_common_ratio_is_that_of_the_definition():
    counts = np.random.default_rng(3).integers(1, 50, (6, 2, 2))
    above = below = 0.0
    for (d, c), (b, a) in counts:
        n = a + b + c + d
        above += a * d / n
        below += b * c / n
    assert common_odds_ratio(counts) == pytest.approx(above / below)


def test_nothing_to_compare_is_not_a_number():
    assert np.isnan(common_odds_ratio(np.zeros((2, 2, 2), int)))
    assert np.isnan(common_odds_ratio(np.array([[[5, 5], [0, 0]]])))
    assert common_odds_ratio(np.array([[[5, 0], [0, 5]]])) == np.inf


def test_bands_begin_at_their_edges():
    assert banded(np.array([0, 3, 4, 7, 8]), (4, 8)).tolist() == [0, 0, 1, 1, 2]
