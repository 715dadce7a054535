from __future__ import annotations

import pytest

from uptake.study.claims.verdict import verdict

HOLDS = ["holds"] * 11


def judge(stated="holds", fresh="holds", others=HOLDS, members=("holds",) * 20, sides=None):
    return verdict(
        stated, fresh, others, members, [True] * len(members) if sides is None else sides
    )


def some(outcome: str, count: int, of: int = 20) -> list[str]:
    return [outcome] * count + ["holds"] * (of - count)


def test_robust_is_what_holds_everywhere_and_in_nine_of_ten_members():
    assert judge() == "robust"
    assert judge(members=some("other sign", 2)) == "robust"


@pytest.mark.parametrize("outcome", ["other size", "no effect", "other sign"])
def test_wrong_is_what_fails_as_stated_or_with_fresh_seeds(outcome):
    assert judge(stated=outcome) == "wrong"
    assert judge(fresh=outcome) == "wrong"


@pytest.mark.parametrize("outcome", ["no effect", "other sign"])
def test_fragile_is_what_loses_its_direction_somewhere(outcome):
    assert judge(others=[*HOLDS, outcome]) == "fragile"
    assert judge(members=some(outcome, 3)) == "fragile"


def test_shifted_is_what_keeps_its_direction_and_not_its_size():
    assert judge(others=[*HOLDS, "other size"]) == "shifted"
    assert judge(members=some("other size", 3)) == "shifted"
    assert judge(others=[*HOLDS, "other size", "no effect"]) == "fragile"


def test_members_whose_size_and_direction_fail_are_counted_together_for_the_size():
    assert judge(members=["other sign", "other size", "other size", *["holds"] * 17]) == "shifted"


@pytest.mark.parametrize("where", ["stated", "fresh"])
def test_undecided_conditions_are_no_failures_and_keep_from_being_robust(where):
    assert judge(**{where: "undecided"}) == "undecided"
    assert judge(others=[*HOLDS, "undecided"]) == "undecided"
    assert judge(others=[*HOLDS, "undecided", "other size"]) == "shifted"


def test_an_undecided_member_counts_by_its_mean():
    members = some("undecided", 8)
    assert judge(members=members) == "robust"
    assert judge(members=members, sides=[False] * 3 + [True] * 17) == "undecided"
    assert judge(members=members, sides=[False] * 2 + [True] * 18) == "robust"
