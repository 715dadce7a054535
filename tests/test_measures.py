"""What is counted agrees with counting by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import worlds
from uptake import measures
from uptake.counting import bits_set, count_answers, count_people, inequality
from uptake.state import Posts, Staffing, Use, zeros


def gini_by_pairs(posts):
    posts = np.asarray(posts, float)
    return np.abs(posts[:, None] - posts).sum() / (2 * posts.size**2 * posts.mean())


def top_share(posts, one_in):
    ranked = np.sort(posts)[::-1]
    return ranked[: -(-ranked.size // one_in)].sum() / ranked.sum()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=150))
def test_inequality_is_that_of_the_definition(posts):
    histogram = np.bincount(posts, minlength=50).astype(np.int32)
    gini, top_1, top_10 = inequality(histogram)
    if sum(posts) == 0:
        assert all(np.isnan([gini, top_1, top_10]))
        return
    assert gini == pytest.approx(gini_by_pairs(posts), abs=1e-12)
    assert top_1 == pytest.approx(top_share(posts, 100), abs=1e-12)
    assert top_10 == pytest.approx(top_share(posts, 10), abs=1e-12)


@given(st.integers(0, 2**32 - 1))
def test_ones_of_a_word_are_counted(word):
    assert bits_set(np.uint32(word)) == word.bit_count()


def test_people_are_counted_as_they_are(small):
    model = worlds.run(worlds.busy(30), small)
    use, staffing = model.use, model.staffing
    history = use.visit_history
    half_year = np.array([int(word & (2**26 - 1)).bit_count() for word in history])
    found = count_people(
        staffing,
        use,
        model.recent_posts.copy(),
        model.post_totals.copy(),
        (model.week - 1) % 26,
        model.state.counts.histogram,
    )
    headcount, accounts, recent, posters, silent, beliefs = found
    assert headcount == staffing.employed.sum()
    assert accounts == use.account.sum()
    assert recent == np.count_nonzero(history & 0b1111)
    assert posters == np.count_nonzero(use.posts)
    assert silent == np.count_nonzero((half_year < 13) & (use.account == 1))
    mean = use.belief[staffing.employed == 1].mean(dtype=float)
    assert beliefs / headcount == pytest.approx(mean, abs=1e-5)
    posted = model.post_totals[half_year > 0]
    np.testing.assert_array_equal(
        model.state.counts.histogram,
        np.bincount(posted, minlength=model.state.counts.histogram.size),
    )


def test_contribution_is_over_the_latest_26_weeks(small):
    model = worlds.model(worlds.busy(40, separation_a_year=0.0), small)
    posts = []
    while model.week < 40:
        model.step()
        posts.append(model.use.posts.astype(int))
    np.testing.assert_array_equal(model.post_totals, np.sum(posts[-26:], axis=0))
    history = model.use.visit_history & np.uint32(2**26 - 1)
    users = model.post_totals[history > 0]
    assert model.latest["contribution_gini"] == pytest.approx(gini_by_pairs(users), abs=1e-12)
    assert model.latest["top_10_percent_share"] == pytest.approx(top_share(users, 10))


def test_answers_are_counted_by_kind_time_and_what_they_cross():
    posts = zeros(Posts, 6)
    posts.kind[:] = [0, 0, 0, 0, 1, 2]
    posts.hours[:] = [0.5, 20.0, 100.0, np.inf, 2.0, np.inf]
    posts.replier[:] = [1, 2, -2, -1, 0, -1]
    posts.author[:] = [0, 0, 1, 2, 3, 3]
    posts.first[:] = [1, 0, 1, 1, 0, 0]
    department = np.array([0, 0, 1, 1], np.int32)
    level = np.array([0, 1, 1, 2], np.int16)
    role = np.array([5, 5, 5, 6], np.int32)
    median, counts = count_answers(posts, 6, department, level, role)
    # Questions, work, social, first answered, in 1 h, 1 day, 1 week, by employees, crossing.
    assert counts == (4, 1, 1, 2, 1, 2, 3, 3, 2, 3, 1)
    assert median == 60.0  # Of 0.5, 20, 100 and 168.
    assert np.isnan(count_answers(posts, 0, department, level, role)[0])


def test_the_weekly_measures_are_those_declared_in_their_order(small):
    weekly = worlds.run(worlds.busy(8), small).weekly
    assert tuple(weekly.columns) == measures.NAMES
    assert weekly.index.tolist() == list(range(8))
    assert len(set(measures.NAMES)) == len(measures.NAMES)
    assert all(m.unit and m.meaning for m in measures.WEEKLY)
    always = [n for n in measures.NAMES if not weekly[n].notna().all()]
    assert set(always) <= {
        "work_share", "hours_to_first_reply", "contribution_gini", "top_1_percent_share",
        "top_10_percent_share", "value", "silent_members",
    }  # fmt: skip


def test_measures_of_managers_are_missing_without_any():
    weekly = worlds.run(worlds.scenario(3), worlds.strangers(20)).weekly
    assert weekly["manager_stance"].isna().all()
    assert weekly["managers_visiting"].isna().all()


def test_measures_of_managers_are_their_means(small):
    model = worlds.run(worlds.busy(10), small)
    managers = model.managers[model.staffing.employed[model.managers] == 1]
    stance = model.leading.stance[managers]
    assert model.latest["manager_stance"] == pytest.approx(stance.mean(dtype=float), rel=1e-6)
    visiting = (model.use.visit_history[managers] & 0b1111) != 0
    assert model.latest["managers_visiting"] == pytest.approx(visiting.mean())


def test_a_cohort_keeps_everyone_when_nobody_leaves():
    world = worlds.busy(40, initial_accounts=0, separation_a_year=0.0, programme={})
    model = worlds.run(world, worlds.middling())
    joins = model.weekly["joins"].to_numpy().reshape(10, 4).sum(axis=1)
    for cohort in range(10):
        members = model.retention[cohort, : 10 - cohort, 0]
        assert np.all(members == joins[cohort])
        assert np.all(model.retention[cohort, :, 1] <= model.retention[cohort, :, 0])
    assert model.retention[:, :, 0].sum() == sum(joins * np.arange(10, 0, -1))


def test_a_cohort_only_shrinks_when_people_leave():
    world = worlds.busy(60, initial_accounts=0, separation_a_year=0.5, programme={})
    model = worlds.run(world, worlds.middling())
    members = model.retention[:15, :15, 0]
    for cohort in range(15):
        row = members[cohort, : 15 - cohort]
        assert np.all(np.diff(row) <= 0)
        assert np.all(members[cohort, 15 - cohort :] == 0)
    assert members[0, 0] > members[0, 14]


def test_people_without_a_row_in_use_are_not_users():
    staffing, use = zeros(Staffing, 3), zeros(Use, 3)
    histogram = np.zeros(5, np.int32)
    found = count_people(
        staffing, use, np.zeros((26, 3), np.uint8), np.zeros(3, np.uint16), 0, histogram
    )
    assert found == (0, 0, 0, 0, 0, 0.0)
    assert histogram.tolist() == [0] * 5
