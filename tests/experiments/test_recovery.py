"""Known numbers are found again, as often as the intervals say."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

sys.path.append(str(Path(__file__).parents[2] / "experiments" / "recovery"))

from recovery import (
    LEAST,
    MEMBERS,
    MOST_ALLOWED,
    PEOPLE,
    WEEKS,
    Setting,
    asked_of,
    made,
    recover,
    summary,
    wilson,
)
from uptake.study.calibrating.asked import Effort
from uptake.study.calibrating.calibration import search_for

QUICK = Effort(particles=150, most_runs=1200, draws=30)
QUICK_SETS = 6


def test_each_set_has_numbers_of_its_own_and_data_made_of_them():
    (one, truth), (same, again), (other, elsewhere) = made(0), made(0), made(1)
    np.testing.assert_array_equal(one.active, same.active)
    np.testing.assert_array_equal(truth, again)
    assert not np.array_equal(truth, elsewhere)
    assert not np.array_equal(one.active, other.active)
    assert ((truth > 0) & (truth < 1)).all()
    assert one.active.size == WEEKS
    assert MEMBERS <= one.members[0] <= PEOPLE


def test_numbers_are_drawn_evenly_from_their_ranges():
    drawn = np.concatenate([made(number)[1] for number in range(10)])
    assert 0.4 < drawn.mean() < 0.6
    assert 0.25 < drawn.std() < 0.33


def test_the_fit_does_not_see_the_truth():
    usage, truth = made(0)
    search = search_for(asked_of(usage, Setting(0)))
    assert len(search.prior.ranges) == truth.size
    assert set(search.observed) == {"active", "posters", "members", "changes"}


def test_the_summary_counts_sets_in_which_the_truth_was_inside():
    rows = [
        {"set": number, "number": name, "inside": inside, "plain_inside": True, "low": 0.2,
         "high": 0.6, "plain_low": 0.1, "plain_high": 0.9}
        for number, (a, b) in enumerate([(True, True), (True, False), (True, True), (False, True)])
        for name, inside in (("a", a), ("b", b))
    ]  # fmt: skip
    found = summary(pd.DataFrame(rows)).set_index("number")
    assert found["inside"].to_dict() == {"a": 0.75, "b": 0.75, "all": 0.75}
    assert found.loc["all", "width"] == pytest.approx(0.4)
    assert found.loc["all", "plain_width"] == pytest.approx(0.8)
    assert found.loc["a", "sets"] == 4


def test_the_interval_of_a_share_is_wilsons():
    low, high = wilson(0.9, 50)
    assert (low, high) == (pytest.approx(0.786, abs=1e-3), pytest.approx(0.957, abs=1e-3))


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say():
    found = pd.concat([recover(Setting(number, QUICK)) for number in range(QUICK_SETS)])
    share = float(found["inside"].mean())
    assert LEAST <= share <= MOST_ALLOWED, f"{share:.0%} of {len(found)} intervals of 90 %"
