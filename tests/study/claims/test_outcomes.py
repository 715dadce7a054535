from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from uptake.study.claims.estimates import Estimate
from uptake.study.claims.outcomes import Claimed, holm_rejected, outcomes

HIGHER = Claimed(2.0, 6.0, "higher", 0.0)
LOWER = Claimed(-math.inf, 0.8, "lower", 1.0)
SAME = Claimed(-1.0, 1.0, "same", 0.0)
WITHIN = Claimed(50.0, math.inf, "within", 0.0)


def one(claimed: Claimed, value: float, error: float = 0.1, count: int = 60) -> str:
    return outcomes(claimed, [Estimate(value, error, count)], holm=True)[0]


@pytest.mark.parametrize(
    ("claimed", "value", "error", "expected"),
    [
        (HIGHER, 4.0, 0.1, "holds"),
        (HIGHER, 1.9, 0.1, "holds"),  # across the edge of the range: inside for all we know
        (HIGHER, 1.0, 0.1, "other size"),
        (HIGHER, 9.0, 0.1, "other size"),
        (HIGHER, 0.1, 0.1, "no effect"),
        (HIGHER, -1.0, 0.1, "other sign"),
        (HIGHER, 1.0, 3.0, "undecided"),
        (LOWER, 0.5, 0.05, "holds"),
        (LOWER, 0.9, 0.02, "other size"),
        (LOWER, 0.99, 0.02, "no effect"),
        (LOWER, 1.3, 0.05, "other sign"),
        (SAME, 0.1, 0.1, "holds"),
        (SAME, 0.9, 0.2, "undecided"),
        (SAME, 2.0, 0.1, "other sign"),
        (WITHIN, 60.0, 1.0, "holds"),
        (WITHIN, 49.0, 1.0, "undecided"),
        (WITHIN, 30.0, 1.0, "other size"),
    ],
)
def test_a_condition_fails_only_if_its_runs_exclude_what_is_claimed(
    claimed, value, error, expected
):
    assert one(claimed, value, error) == expected


@pytest.mark.parametrize("claimed", [HIGHER, LOWER, SAME])
def test_without_an_interval_nothing_is_decided(claimed):
    assert one(claimed, math.nan, math.nan, 0) == "undecided"
    assert one(claimed, 4.0, math.nan, 1) == "undecided"


def test_holm_is_the_step_down_of_the_textbook():
    # The smallest is held against a quarter of the level, the next against a third, and so on.
    assert holm_rejected([0.012, 0.03, 0.01, 0.04], 0.05) == [True, False, True, False]
    assert holm_rejected([], 0.05) == []


def test_holm_rejects_what_bonferroni_does_and_nothing_that_is_not_small_alone():
    rng = np.random.default_rng(2)
    for _ in range(200):
        chances = (rng.random(12) ** 4).tolist()
        found = holm_rejected(chances)
        assert all(rejected for rejected, p in zip(found, chances, strict=True) if p <= 0.025 / 12)
        assert not any(rejected for rejected, p in zip(found, chances, strict=True) if p > 0.025)


def test_many_conditions_seldom_fail_a_true_claim_by_accident():
    """The worst case: the true size lies on the edge of the range in all of 13 conditions."""
    rng = np.random.default_rng(3)
    failed = {True: 0, False: 0}
    trials = 400
    for _ in range(trials):
        runs = rng.normal(2.0, 1.0, (13, 40))
        found = [Estimate(r.mean(), stats.sem(r), r.size) for r in runs]
        for holm in failed:
            failed[holm] += "other size" in outcomes(HIGHER, found, holm=holm)
    assert failed[True] / trials < 0.05
    assert failed[False] / trials > 0.15
