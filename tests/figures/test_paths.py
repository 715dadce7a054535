"""Frames become arrays, bands and intervals as they should."""

import numpy as np
import pandas as pd
import pytest

from uptake.figures.paths import (
    Gain,
    bands,
    gains,
    last_half_year,
    mean_interval,
    replicate_paths,
)
from uptake.study.departures import relative_to_before


def test_paths_are_sorted_by_replicate_and_week_whatever_the_order_of_rows():
    frame = pd.DataFrame(
        {
            "scenario": ["a"] * 4 + ["b"],
            "replicate": [1, 0, 1, 0, 0],
            "week": [1, 1, 0, 0, 0],
            "posts": [4.0, 2.0, 3.0, 1.0, 9.0],
        }
    )
    assert replicate_paths(frame, "a", "posts").tolist() == [[1.0, 2.0], [3.0, 4.0]]
    with pytest.raises(KeyError):
        replicate_paths(frame, "c", "posts")


def test_the_interval_of_a_mean_is_students():
    values = np.array([1.0, 2.0, 3.0, 4.0])
    interval = mean_interval(values)
    half = 3.182446 * values.std(ddof=1) / 2
    assert float(interval.mean) == 2.5
    assert float(interval.low) == pytest.approx(2.5 - half, rel=1e-6)
    assert float(interval.high) == pytest.approx(2.5 + half, rel=1e-6)


def test_one_run_has_no_interval():
    assert np.isnan(mean_interval(np.array([[1.0, 2.0]])).low).all()


def test_bands_keep_weeks_without_any_value_unknown():
    drawn = bands(np.array([[1.0, np.nan], [3.0, np.nan]]))
    assert drawn.median[0] == 2.0
    assert np.isnan(drawn.median[1])


def test_activity_is_relative_to_the_weeks_just_before():
    paths = np.array([[8.0, 2.0, 4.0, 6.0], [0.0, 0.0, 0.0, 5.0]])
    relative = relative_to_before(paths, 3, before=2)
    assert relative[0].tolist() == [8 / 3, 2 / 3, 4 / 3, 2.0]
    assert np.isnan(relative[1]).all()
    assert np.isnan(relative_to_before(paths, 0)).all()


def test_the_last_half_year_of_a_short_run_is_all_of_it():
    assert last_half_year(np.array([[1.0, 3.0]])).tolist() == [2.0]


def test_a_difference_is_clear_only_if_its_interval_leaves_out_nought():
    def gain(low, high):
        return Gain(0.1, 0.2, 0.1, low, high, low, high, 5, 5, 0.8)

    assert gain(0.05, 0.15).clear
    assert gain(-0.15, -0.05).clear
    assert not gain(-0.01, 0.2).clear
    assert not gain(np.nan, np.nan).clear


def test_an_empty_comparison_has_no_gains():
    assert gains(pd.DataFrame(), "participation_last_half_year") == {}
