"""Nobody is lost or invented, and what is counted fits together, whatever the scenario."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from uptake.state import FOUR_WEEKS, LONG_AGO

SHARE = st.floats(0.0, 1.0)
ASSUMPTIONS = st.fixed_dictionaries(
    {
        "contagion": st.sampled_from(["simple", "reinforced", "none"]),
        "manager_influence": st.sampled_from(["middle_managers_lead", "bottom_up", "none"]),
        "separation_a_year": SHARE,
        "first_year_separation_ratio": st.floats(0.0, 4.0),
        "vacancy_weeks": st.floats(1.0, 20.0),
        "join_alone": st.floats(0.0, 0.3),
        "join_contacts": st.floats(0.0, 0.5),
        "visit_level": st.floats(-5.0, 2.0),
        "visit_value": st.floats(-2.0, 5.0),
        "posts_a_visit": st.floats(0.0, 2.0),
        "contribution_spread": st.floats(0.0, 2.5),
        "breach_share": st.floats(0.0, 0.5),
        "reply_rate_contact": st.floats(0.0, 0.02),
        "reply_rate_topic": st.floats(0.0, 0.002),
        "manager_say_so": SHARE,
        "incident_cost": SHARE,
        "value_rate": SHARE,
        "answer_effect": SHARE,
        "belief_rate": SHARE,
        "habit_gain": SHARE,
        "habit_loss": SHARE,
    }
)
PROGRAMMES = st.dictionaries(
    st.sampled_from(sorted(worlds.EVERYTHING)),
    st.just({}),
    max_size=9,
).map(lambda chosen: {name: worlds.EVERYTHING[name] for name in chosen})
PATHS = st.one_of(
    st.just([]),
    st.lists(st.integers(1, 200), min_size=2, max_size=3).map(
        lambda staff: [{"week": 8 * n, "employees": size} for n, size in enumerate(staff)]
    ),
)
POLICIES = st.sampled_from(["community", "community_and_champion", "work_only"])


@st.composite
def scenarios(draw):
    programme = draw(PROGRAMMES)
    if "moderation" in programme:
        programme["moderation"] = {"policy": draw(POLICIES)}
    return worlds.scenario(
        16,
        programme,
        champion=draw(st.sampled_from([None, {}, {"hours_a_week": 1.0}, {"leaves_in_week": 8}])),
        headcount_path=draw(PATHS),
        initial_accounts=draw(st.integers(0, 120)),
        **draw(ASSUMPTIONS),
    )


def assert_consistent(model, before) -> None:
    """Check the identities of one week; `before` holds last week's headcount and accounts."""
    now, use, staffing = model.latest, model.use, model.staffing
    employed = staffing.employed == 1
    account = use.account == 1
    visited = (use.visit_history & np.uint32(1)) == 1

    assert now["headcount"] == employed.sum()
    assert now["headcount"] == before["headcount"] - now["leavers"] + now["hires"]
    assert now["accounts"] == account.sum()
    assert now["accounts"] <= before["accounts"] + now["joins"]
    assert now["accounts"] >= before["accounts"] + now["joins"] - now["leavers"]
    assert not np.any(account & ~employed)
    assert not np.any((use.visit_history != 0) & ~account)
    assert now["visitors"] == visited.sum()
    np.testing.assert_array_equal(np.sort(model.visitors), np.flatnonzero(visited))
    assert now["visitors"] <= now["visitors_four_weekly"] <= now["accounts"]
    assert now["visitors_four_weekly"] == ((use.visit_history & FOUR_WEEKS) != 0).sum()
    assert now["joins_new_hires"] <= now["joins"]

    posts = model.posts
    count = model.post_count
    assert count == now["posts"] == now["questions"] + now["work_posts"] + now["social_posts"]
    assert np.all(visited[posts.author[:count]])
    assert np.all(use.posts[~visited] == 0)
    np.testing.assert_array_equal(
        np.bincount(posts.author[:count], minlength=employed.size), use.posts
    )
    assert now["posters"] == (use.posts > 0).sum()
    assert now["posters"] <= min(now["posts"], now["visitors"])
    assert now["first_posts_answered"] <= now["first_posts"] <= now["posters"]
    assert now["answers"] <= now["posts"]
    for crossed in ("department", "level", "role"):
        assert now[f"answers_cross_{crossed}"] <= now["answers"]
    assert (
        now["questions_answered_hour"]
        <= now["questions_answered_day"]
        <= now["questions_answered_week"]
        <= now["questions"]
    )
    replier = posts.replier[:count]
    assert np.all(visited[replier[replier >= 0]])
    assert np.all(replier != posts.author[:count])
    np.testing.assert_array_equal(np.isfinite(posts.hours[:count]), replier != -1)
    assert np.all(posts.hours[:count][replier != -1] <= 168.0)
    assert model.state.room.supply.sum() == count

    for name in ("habit", "value", "belief", "guidelines"):
        values = getattr(use, name)
        assert np.all((values >= 0.0) & (values <= 1.0)), name
    for values in (model.leading.stance, model.leading.support):
        assert np.all((values >= 0.0) & (values <= 1.0))
    for name in ("money", "champion_hours", "deputy_hours", "backlog_hours", "incidents_open"):
        assert now[name] >= 0.0, name
    assert now["incidents_open"] <= before["incidents_open"] + now["posts"]
    for name in ("participation", "participation_four_weekly", "account_share"):
        assert 0.0 <= now[name] <= 1.0

    # The position forgets.
    assert np.all(use.joined[~account] == LONG_AGO)
    assert np.all(use.habit[~account] == 0.0)
    assert np.all(use.has_posted[~account] == 0)
    assert np.all(model.post_totals[~account] == 0)
    np.testing.assert_array_equal(model.recent_posts.sum(axis=0), model.post_totals)


@settings(max_examples=40)
@given(scenarios(), st.sampled_from([worlds.small, worlds.startup]), st.integers(0, 2**63 - 1))
def test_nobody_is_lost_or_invented_and_the_counts_fit(world, organisation, seed):
    model = worlds.model(world, organisation(), seed)
    accounts = int(model.use.account.sum())
    assert accounts == min(world.initial_accounts, model.staff_at_start)
    before = {"headcount": model.staff_at_start, "accounts": accounts, "incidents_open": 0.0}
    while model.week < world.weeks:
        model.step()
        assert_consistent(model, before)
        before = dict(model.latest)


@settings(max_examples=40)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 2**32), st.floats(0.0, 1.0))
def test_each_vacancy_is_filled_by_one_person_however_many_are_hired(start, end, seed, leaving):
    path = [{"week": 1, "employees": start}, {"week": 2, "employees": end}]
    world = worlds.scenario(3, headcount_path=path, separation_a_year=leaving)
    model = worlds.model(world, worlds.startup(), seed)
    while model.week < 3:
        employed, hire = model.staffing.employed.copy(), model.staffing.hire.copy()
        model.step()
        now = model.staffing
        hired = now.hire - hire
        assert set(np.unique(hired)) <= {0, 1}
        np.testing.assert_array_equal(hired == 1, (employed == 0) & (now.employed == 1))
        np.testing.assert_array_equal(np.sort(model.hired), np.flatnonzero(hired))
        assert model.latest["hires"] == hired.sum()
        assert np.all(now.hired[hired == 1] == model.week - 1)


def test_growth_reaches_what_the_headcount_path_asks_for():
    path = [{"week": 0, "employees": 180}, {"week": 40, "employees": 200}]
    model = worlds.run(worlds.scenario(60, headcount_path=path), worlds.small())
    headcount = model.weekly["headcount"]
    assert abs(headcount.iloc[40:].mean() - 200) < 3
    assert abs(headcount.iloc[:10].mean() - 182.5) < 4
