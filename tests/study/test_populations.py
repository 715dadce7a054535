from __future__ import annotations

import numpy as np
import pytest

from uptake.adoption import AdoptionModel
from uptake.scenario import Scenario
from uptake.study import more_replies as made
from uptake.study.history import VACANT, is_chosen, record
from uptake.study.humana import case, shrunk
from uptake.study.measured import measure
from uptake.study.patterns import all_quantities
from uptake.study.populations import BRANCHES, GROUPS, populations


@pytest.fixture(scope="module")
def small():
    return populations(shrink=100, company=120)


def model_of(population, **assumptions):
    return AdoptionModel(
        population.scenario,
        population.organisation,
        rng=9,
        collect=False,
        **assumptions,
    )


def test_every_population_is_in_one_group(small):
    grouped = [name for group in GROUPS for name in group]
    assert sorted(grouped) == sorted([*small.by_name, "colleagues"])
    for branch, at in BRANCHES.items():
        assert any({branch, at.trunk} <= set(group) for group in GROUPS)


@pytest.mark.parametrize("name", ["champion_leaves", "one_issue"])
def test_a_branch_is_the_run_of_its_own_scenario(small, name):
    found = small.run([name], {}, 9)
    assert set(found) == {name, BRANCHES[name].trunk}
    alone = model_of(small.by_name[name])
    alone.run_model()
    weekly = found[name].weekly
    assert len(weekly) == (small.by_name[name].until or len(alone.weekly))
    assert weekly.equals(alone.weekly[: len(weekly)])


def test_recording_changes_nothing_and_starts_where_the_branch_does(small):
    found = small.run(["replies_raised"], {}, 9)
    alone = model_of(small.by_name["managed"])
    alone.run_model()
    assert found["managed"].weekly.equals(alone.weekly)
    assert found["managed"].history.first_week == 0
    history = found["replies_raised"].history
    assert history.first_week == BRANCHES["replies_raised"].week
    assert history.weeks == small.by_name["replies_raised"].until - history.first_week


def test_only_what_a_pattern_looks_at_is_run_and_followed(small):
    runs = {name: run for group in GROUPS for name, run in small.run(group, {}, 9).items()}
    # A measure that looks at a week, or a person, that is not there raises.
    assert set(measure(all_quantities(), runs)) == {one.name for one in all_quantities()}
    followed = {name for name, run in runs.items() if run.history is not None}
    assert followed == {"managed", "replies_raised", "no_top_down", "unmanaged", "open_community"}
    assert len(runs["champion_leaves"].weekly) < len(runs["managed"].weekly)


def test_what_is_recorded_adds_up_to_what_the_model_measures(small):
    run = small.run(["unmanaged"], {}, 9)["unmanaged"]
    history, weekly = run.history, run.weekly
    assert history.visited.sum(axis=1).tolist() == weekly["visitors"].tolist()
    assert history.account.sum(axis=1).tolist() == weekly["accounts"].tolist()
    assert history.posted.sum(axis=1).tolist() == weekly["posters"].tolist()
    assert (history.person != VACANT).sum(axis=1).tolist() == weekly["headcount"].tolist()
    posts = history.first_posts
    by_week = np.bincount(posts.week, minlength=len(weekly))
    assert by_week.tolist() == weekly["first_posts"].tolist()
    answered = np.bincount(posts.week, posts.answered, minlength=len(weekly))
    assert answered.tolist() == weekly["first_posts_answered"].tolist()
    assert history.newcomer.sum() == weekly["hires"].sum() + weekly["leavers"].sum()


def test_people_are_told_apart_when_a_position_changes_hands(small):
    history = small.run(["unmanaged"], {}, 9)["unmanaged"].history
    row = int(np.argmax(history.person.max(axis=0)))
    held = history.person[:, row]
    hires = held[held != VACANT]
    assert hires.max() >= 1
    assert (np.diff(hires) >= 0).all()


def test_a_population_keeps_the_assumptions_that_define_it(small):
    found = small.run(["no_top_down", "open_community"], {"manager_influence": "none"}, 9)
    alone = model_of(small.by_name["managed"], manager_influence="bottom_up")
    alone.run_model()
    assert found["no_top_down"].weekly.equals(alone.weekly)
    assert found["open_community"].weekly["leavers"].sum() == 0
    assert (found["open_community"].history.manager < 0).all()


def test_replies_are_raised_for_first_posts_that_the_coin_chose(small, monkeypatch):
    found = small.run(["managed", "replies_raised"], {}, 9)
    plain, raised = found["managed"].history, found["replies_raised"].history
    week = raised.first_week
    before, after = (
        {
            (w, r): bool(answered)
            for w, r, answered, chosen in zip(
                h.first_posts.week, h.first_posts.row, h.first_posts.answered,
                h.first_posts.chosen, strict=True,
            )
            if w >= week and chosen
        }
        for h in (plain, raised)
    )  # fmt: skip
    # Until the first answer that came of it the runs are one, so no chosen post loses its answer.
    gained = [key for key in before if key in after and after[key] and not before[key]]
    first = min(key[0] for key in gained)
    assert not [k for k in before if k[0] <= first and before[k] and not after[k]]
    others = {k for k in before if k[0] <= first}
    assert others == {k for k in after if k[0] <= first}
    monkeypatch.setattr(made, "REPLIES_RAISED_BY", 1.0)
    same = small.run(["managed", "replies_raised"], {}, 9)
    weekly = same["replies_raised"].weekly
    assert weekly.equals(same["managed"].weekly[: len(weekly)])


def test_a_higher_rate_shortens_each_wait_in_proportion(small):
    waits = {}
    for step in (AdoptionModel.step, made.step_with_more_replies):
        model = model_of(small.by_name["open_community"])
        step(model)
        first = np.flatnonzero(model.posts.first[: model.post_count])
        waits[step.__name__] = model.posts.hours[first]
        chosen = is_chosen(model.posts.who_draw[first])
    plain, raised = waits["step"], waits["step_with_more_replies"]
    answered = np.isfinite(plain)
    assert (chosen & answered).any()
    assert (~chosen & answered).any()
    wanted = pytest.approx(plain[chosen & answered] / made.REPLIES_RAISED_BY, rel=1e-4)
    assert raised[chosen & answered] == wanted
    assert (raised[~chosen] == plain[~chosen]).all()


def test_hours_a_piece_grow_as_the_organisation_shrinks():
    scenario = case("managers_late")
    smaller = Scenario.model_validate(shrunk(scenario, 10))
    real = Scenario.model_validate(scenario)
    assert smaller.initial_accounts == 300
    assert smaller.programme["welcome_pack"].hours_each == pytest.approx(
        10 * real.programme["welcome_pack"].hours_each
    )
    assert smaller.champion == real.champion


def test_recording_stops_where_it_is_told(small):
    model = model_of(small.by_name["launch"])
    model.step()
    history = record(model, 5)
    assert (history.first_week, history.weeks, model.week) == (1, 4, 5)
    assert history.first_posts.week.min(initial=99) >= 1
