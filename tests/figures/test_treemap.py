"""Departments divide the page between them, and everybody gets one square."""

from itertools import pairwise
from math import isqrt

import numpy as np
import pytest
from fake_study import FakePeople, department_names, fake_lineup, fake_people
from hypothesis import given, settings
from hypothesis import strategies as st

from uptake.figures.people import (
    LEVELS,
    OTHERS,
    Group,
    department_groups,
    draw_squares,
    participation_levels,
    people_figure,
)
from uptake.figures.style import headline_of
from uptake.figures.treemap import Rectangle, fill_order, lay_out, squarify

AREAS = st.lists(st.floats(0.1, 1000), min_size=1, max_size=30)
SIZES = st.lists(st.integers(1, 400), min_size=1, max_size=20)


@given(AREAS)
def test_rectangles_have_the_areas_asked_for_and_fill_the_frame(areas):
    areas = sorted(areas, reverse=True)
    made = squarify(areas, Rectangle(0, 0, 300, 200))
    share = np.array(areas) / sum(areas)
    assert np.allclose([r.width * r.height for r in made], 60_000 * share, rtol=1e-6)
    for r in made:
        assert r.x >= -1e-6 and r.x + r.width <= 300 + 1e-6
        assert r.y >= -1e-6 and r.y + r.height <= 200 + 1e-6


@given(AREAS)
def test_rectangles_do_not_overlap(areas):
    made = squarify(sorted(areas, reverse=True), Rectangle(0, 0, 300, 200))
    for place, a in enumerate(made):
        for b in made[place + 1 :]:
            across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
            down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
            assert min(across, down) < 1e-6


@given(st.integers(1, 400), st.integers(1, 40))
def test_everybody_has_a_place_of_their_own(size, columns):
    rows = -(-size // columns)
    column, row = fill_order(size, columns, rows)
    assert len(set(zip(column.tolist(), row.tolist(), strict=True))) == size
    assert column.min() >= 0 and column.max() < columns
    assert row.min() >= 0 and row.max() < rows


def test_more_people_than_places_is_refused():
    with pytest.raises(ValueError, match="more people"):
        fill_order(10, 3, 3)


@settings(max_examples=12, deadline=None)
@given(SIZES)
def test_every_person_is_painted_exactly_once(sizes):
    sizes = sorted(sizes, reverse=True)
    pixels = (900, 500)
    blocks, side = lay_out(sizes, *pixels, header=25, header_width=105)
    starts = np.cumsum([0, *sizes])
    groups = [Group("x", np.arange(first, last)) for first, last in pairwise(starts)]
    levels = np.zeros(starts[-1], dtype=np.int8)
    image = draw_squares(groups, blocks, side, levels, pixels)
    painted = int((image != 255).any(axis=2).sum())
    ink = isqrt(painted // len(levels))
    assert ink >= 1
    assert painted == len(levels) * ink**2


def people_of(department, **other):
    size = len(department)
    given_ = {
        "employed": np.ones(size, dtype=bool),
        "account": np.ones(size, dtype=bool),
        "visits_26_weeks": np.zeros(size, dtype=np.uint8),
        "department": np.array(department, dtype=np.int32),
        "manager": np.full(size, -1),
        "level": np.zeros(size),
    }
    return FakePeople(**{**given_, **other})


@given(st.lists(st.integers(0, 9), min_size=1, max_size=120), st.data())
def test_the_employed_are_each_in_exactly_one_group(department, data):
    employed = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(department), max_size=len(department)))
    )
    people = people_of(department, employed=employed)
    groups = department_groups(people, [f"D{i}" for i in range(10)])
    rows = np.concatenate([group.rows for group in groups]) if groups else np.array([])
    assert sorted(rows.tolist()) == np.flatnonzero(employed).tolist()
    if employed.sum() >= 5:
        assert all(len(group.rows) >= 5 for group in groups)


def test_departments_under_five_are_merged_and_not_named():
    people = people_of([0] * 20 + [1] * 4 + [2] * 3 + [3] * 5)
    groups = department_groups(people, ["Big", "Tiny", "Tinier", "Five"])
    assert [(group.name, len(group.rows)) for group in groups] == [
        ("Big", 20),
        (OTHERS, 7),
        ("Five", 5),
    ]


def test_a_lone_small_department_joins_the_smallest_large_one():
    groups = department_groups(people_of([0] * 9 + [1] * 2), ["Big", "Tiny"])
    assert [(group.name, len(group.rows)) for group in groups] == [("Big and others", 11)]


def test_teams_keep_the_order_of_the_organisation_within_a_department():
    groups = department_groups(people_of([0, 1] * 10), ["A", "B"])
    assert all((np.diff(group.rows) > 0).all() for group in groups)


def test_participation_levels_follow_account_and_visits():
    people = people_of(
        [0] * 6,
        account=np.array([False, True, True, True, True, True]),
        visits_26_weeks=np.array([5, 0, 13, 14, 23, 24], dtype=np.uint8),
    )
    assert participation_levels(people).tolist() == [0, 1, 2, 3, 3, 4]
    assert len(LEVELS) == 5


@pytest.mark.parametrize("positions", [8, 300, 13_000])
def test_the_figure_says_the_shares(positions):
    people = fake_people(positions, 6)
    figure = people_figure(people, department_names(6), fake_lineup(), "Newsletter")
    account = round(100 * people.account[people.employed].mean())
    assert f"“Newsletter”: {account}\u00a0% have an account" in headline_of(figure)


def test_nobody_employed_is_refused():
    people = people_of([0] * 6, employed=np.zeros(6, dtype=bool))
    with pytest.raises(ValueError, match="nobody"):
        people_figure(people, ["A"], fake_lineup(), "Newsletter")
