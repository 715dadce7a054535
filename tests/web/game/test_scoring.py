"""Differences are told with their interval, and not told where they are not clear."""

from __future__ import annotations

import numpy as np

from uptake.web.game.scoring import difference_of, summary_of

BASE = np.linspace(0.05, 0.15, 20)
NOISE = 0.002 * np.sin(np.arange(20))


def test_more_and_less_are_told_in_points():
    assert difference_of(BASE, BASE + 0.06 + NOISE)["words"] == "6.0 points more (5.9 to 6.1)"
    assert difference_of(BASE, BASE - 0.06 + NOISE)["words"] == "6.0 points less (5.9 to 6.1)"


def test_what_is_not_clear_is_not_called_a_difference():
    found = difference_of(BASE, BASE + 10 * NOISE)
    assert not found["clear"]
    assert found["words"].startswith("no clear difference (")


def test_the_same_runs_do_not_differ_at_all():
    assert difference_of(BASE, BASE)["words"] == "no difference at all in any run"


def test_a_summary_has_mean_interval_and_spread():
    summary = summary_of(BASE)
    assert summary["low"] < summary["mean"] < summary["high"]
    assert summary["spread_low"] < summary["low"] and summary["count"] == 20
    assert summary_of(BASE[:1])["low"] is None
