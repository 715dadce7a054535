"""Laws of reporting trees, tried on random ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uptake.organisation import Labels, build_chart, summarise
from uptake.organisation.chart import employee_keys
from uptake.organisation.checks import Findings, Lines
from uptake.organisation.repairs import Repairs
from uptake.organisation.reporting_lines import check_managers
from uptake.organisation.tree import levels

managers = st.integers(1, 40).flatmap(
    lambda people: st.lists(st.integers(-1, people - 1), min_size=people, max_size=people)
)
trees = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).map(
    lambda draws: [-1] + [draw % (i + 1) for i, draw in enumerate(draws)]
)


def on_a_loop(manager: list[int], person: int) -> bool:
    row = manager[person]
    for _ in manager:
        if row in (-1, person):
            break
        row = manager[row]
    return row == person


@given(managers)
def test_loops_are_found_exactly(manager: list[int]) -> None:
    ids = [f"e{i:02d}" for i in range(len(manager))]
    manager_ids = ["" if row < 0 else ids[row] for row in manager]
    findings = Findings()
    lines = Lines("staff", "row", ids, manager_ids, list(range(len(ids))))
    kept = Repairs(several_roots="keep")
    check_managers(lines, range(len(ids)), frozenset(), kept, findings)
    spelled = [p.found.split(" -> ") for p in findings.problems if "loop" in p.wrong]
    found = [person.split(" ")[0] for loop in spelled for person in loop[:-1]]
    expected = {ids[i] for i in range(len(ids)) if manager[i] != i and on_a_loop(manager, i)}
    assert len(found) == len(set(found))
    assert set(found) == expected
    self_managed = [p for p in findings.problems if p.wrong == "self-managed"]
    assert len(self_managed) == sum(row == i for i, row in enumerate(manager))


@given(trees)
def test_rows_are_depth_first_with_siblings_by_id(manager: list[int]) -> None:
    people = len(manager)
    ids = [f"e{(7 * i + 3) % 1009:04d}" for i in range(people)]
    chart = build_chart("tree", ids, np.array(manager, np.int32))
    for row in range(1, people):
        above = int(chart.manager[row])
        siblings = np.flatnonzero(chart.manager == above)
        earlier = siblings[siblings < row]
        expected = above + 1
        if earlier.size:
            expected = earlier[-1] + chart.below[earlier[-1]] + 1
            assert chart.employee_ids[earlier[-1]] < chart.employee_ids[row]
        assert row == expected
        assert chart.level[row] == chart.level[above] + 1


@given(trees, st.randoms(use_true_random=False))
def test_the_order_people_are_given_in_does_not_matter(
    manager: list[int], shuffler: object
) -> None:
    people = len(manager)
    ids = [f"e{i:03d}" for i in range(people)]
    departments = [f"d{i % 5}" for i in range(people)]
    order = list(range(people))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    place = {row: i for i, row in enumerate(order)}
    first = build_chart("tree", ids, np.array(manager, np.int32), department=Labels.of(departments))
    second = build_chart(
        "tree",
        [ids[row] for row in order],
        np.array([-1 if manager[r] < 0 else place[manager[r]] for r in order], np.int32),
        department=Labels.of([departments[row] for row in order]),
    )
    assert first.employee_ids == second.employee_ids
    for name, value in vars(first).items():
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, getattr(second, name))


@given(trees)
def test_spans_and_people_below_add_up(manager: list[int]) -> None:
    chart = build_chart("tree", [str(i) for i in range(len(manager))], np.array(manager, np.int32))
    assert chart.span.sum() == len(chart) - 1
    assert chart.below[0] == len(chart) - 1
    assert chart.below.sum() == chart.level.sum()
    summary = summarise(chart)
    assert summary.people == len(chart) == sum(summary.people_by_level)
    assert summary.managers == np.count_nonzero(chart.span)


def test_people_below_a_loop_have_no_level() -> None:
    manager = np.array([-1, 0, 3, 2, 3, 4], np.int32)
    assert levels(manager).tolist() == [0, 1, -1, -1, -1, -1]


def test_a_loop_or_a_repeated_id_is_no_chart() -> None:
    with pytest.raises(ValueError, match="loop"):
        build_chart("x", ["a", "b"], np.array([1, 0], np.int32))
    with pytest.raises(ValueError, match="unique"):
        build_chart("x", ["a", "a"], np.array([-1, 0], np.int32))


def test_keys_are_unique_and_belong_to_the_id() -> None:
    ids = [f"person-{i}" for i in range(200_000)]
    keys = employee_keys(ids)
    assert np.unique(keys).size == keys.size
    backwards = employee_keys(ids[::-1])
    np.testing.assert_array_equal(keys, backwards[::-1])
    alone = employee_keys(ids[:100])
    assert np.mean(alone == keys[:100]) > 0.98


def test_a_clash_of_keys_moves_the_newcomer() -> None:
    taken = {int(employee_keys(["a"])[0])}
    assert int(employee_keys(["a"], taken)[0]) not in taken
