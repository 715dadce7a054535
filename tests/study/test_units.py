"""Runs under the same assumptions count once; what is compared is compared within pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from uptake.study.compare import COMPARED, compare, compare_by_variant
from uptake.study.statistics import mean_interval
from uptake.study.units import Over, over, paired_units, unit_values

SHARE = "participation_last_half_year"
VARIANTS = ("simple/none", "none/none")


def summary_of(members, **levels):
    """Replicates take turns with so many members; levels by scenario, one a replicate."""
    rows = [
        {
            "scenario": name,
            "replicate": number,
            "member": number % members,
            "variant": VARIANTS[number % members % 2],
            **dict.fromkeys(COMPARED, 1.0),
            SHARE: level,
            "money_total": 100.0 * level,
        }
        for name, values in levels.items()
        for number, level in enumerate(values)
    ]
    return pd.DataFrame(rows)


def row(comparison, measure=SHARE):
    return comparison.set_index("measure").loc[measure]


def test_under_one_set_of_assumptions_a_run_is_what_is_counted():
    summary = summary_of(1, A=[0.1, 0.2, 0.3], B=[0.2, 0.3, 0.35])
    assert over(summary) == Over(1, 3)
    assert list(unit_values(summary, "B", SHARE)) == [0.2, 0.3, 0.35]
    expected = mean_interval([0.1, 0.1, 0.05])
    found = row(compare(summary))
    assert (found["low"], found["high"]) == pytest.approx((expected.low, expected.high))
    assert (found["members"], found["replicates"]) == (1, 3)


def test_runs_under_the_same_assumptions_count_once():
    summary = summary_of(2, A=[0.0] * 6, B=[0.1, 0.4, 0.2, 0.5, 0.3, 0.6])
    assert over(summary) == Over(2, 6)
    assert list(unit_values(summary, "B", SHARE)) == pytest.approx([0.2, 0.5])
    found, expected = row(compare(summary)), mean_interval([0.2, 0.5])
    assert found["difference"] == pytest.approx(0.35)
    assert (found["low"], found["high"]) == pytest.approx((expected.low, expected.high))
    assert (found["members"], found["replicates"]) == (2, 6)


def test_a_pair_without_both_values_is_left_out():
    summary = summary_of(2, A=[0.1, 0.1, 0.1, 0.1], B=[0.2, np.nan, 0.4, 0.3])
    units = paired_units(summary, "A", "B", SHARE)
    assert list(units["pairs"]) == [2, 1]
    assert list(units["difference"]) == pytest.approx([0.2, 0.2])


def test_the_share_that_helps_knows_which_way_is_better():
    comparison = compare(summary_of(4, A=[0.2] * 4, B=[0.1, 0.3, 0.4, 0.5]))
    assert row(comparison)["helps_share"] == 0.75
    assert row(comparison, "money_total")["helps_share"] == 0.25


def test_each_structural_variant_is_compared_on_its_own():
    found = compare_by_variant(summary_of(4, A=[0.2] * 4, B=[0.3, 0.1, 0.4, 0.0]))
    shares = found[found["measure"] == SHARE].set_index("variant")
    assert list(shares["members"]) == [2, 2]
    assert list(shares.loc[list(VARIANTS), "difference"]) == pytest.approx([0.15, -0.15])
    assert list(shares.loc[list(VARIANTS), "helps_share"]) == [1.0, 0.0]


def test_a_single_scenario_has_nothing_to_be_compared_with():
    assert compare_by_variant(summary_of(2, A=[0.1, 0.2])).empty


@pytest.mark.parametrize(
    ("varied", "said"),
    [
        (Over(1, 20), "20 runs"),
        (Over(20, 20), "20 plausible sets of assumptions, each with its own chance"),
        (Over(4, 20), "four plausible sets of assumptions, with 20 runs"),
    ],
)
def test_what_an_interval_is_over_is_said(varied, said):
    assert varied.said == said
