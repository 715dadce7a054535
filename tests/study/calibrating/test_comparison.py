from __future__ import annotations

import numpy as np
import pytest
from made_usage import usage

from uptake.study.calibrating.comparison import comparison_of, distance_for

ACTIVE = np.round(60 + 30 * np.sin(np.arange(40)))
DATA = usage(ACTIVE, members=np.arange(100, 140), masked=[5, 6, 30])
NAMES = ("active", "members")


@pytest.fixture
def comparison():
    return comparison_of(DATA, NAMES)


def counts(**changes):
    return {"active": DATA.active.copy(), "members": DATA.members.copy(), **changes}


def test_each_usable_week_is_in_one_block_and_a_masked_one_in_none(comparison):
    for blocks in comparison.blocks.values():
        weeks = np.concatenate(blocks).tolist()
        assert weeks == [week for week in range(40) if week not in (5, 6, 30)]
    assert len(comparison.blocks["active"]) == 24
    assert not {4, 5, 6, 29, 30} & set(comparison.pairs.tolist())


def test_masked_weeks_change_nothing(comparison):
    other = DATA.active.copy()
    other[[5, 6, 30]] = 0
    one, two = comparison.statistics(counts()), comparison.statistics(counts(active=other))
    assert distance_for(comparison, DATA)(one, two) == 0.0


def test_statistics_are_logarithms_of_block_means(comparison):
    found = comparison.statistics(counts())
    first = comparison.blocks["members"][0]
    assert found["members"][0] == pytest.approx(np.log1p(DATA.members[first].mean()))
    assert found["changes"] > comparison.statistics(counts(active=np.full(40, 50.0)))["changes"]


def test_a_small_count_weighs_less_than_a_large_one():
    data = usage(np.r_[np.full(12, 1.0), np.full(12, 400.0)])
    comparison = comparison_of(data, ("active",))
    distance = distance_for(comparison, data)
    seen = comparison.statistics({"active": data.active})

    def off(weeks):
        other = data.active.copy()
        other[weeks] = other[weeks] * 2 + 1
        there = comparison.statistics({"active": other})
        return distance({**there, "changes": seen["changes"]}, seen)

    assert off(slice(0, 12)) < 0.5 * off(slice(12, 24))
