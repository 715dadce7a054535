"""The model is a Mesa model: it steps, collects, copies and is run in batches like any other."""

from __future__ import annotations

import copy
import pickle

import mesa
import numpy as np
import pytest

import worlds
from uptake import measures
from uptake.adoption import AdoptionModel
from uptake.organisation import connect, synthetic_chart
from uptake.scenario import Scenario

TINY = Scenario.model_validate({"weeks": 6, "organisation": {"synthetic": {"headcount": 60}}})


def test_it_is_a_mesa_model_that_steps_a_week(small):
    model = AdoptionModel(worlds.busy(5), small, rng=3)
    assert isinstance(model, mesa.Model)
    for week in range(5):
        assert model.week == week
        assert model.running
        model.step()
    assert not model.running


def test_a_seed_is_an_int_by_either_name(small):
    one = AdoptionModel(worlds.busy(5), small, rng=9)
    other = AdoptionModel(worlds.busy(5), small, seed=9)
    one.run_model()
    other.run_model()
    worlds.assert_same_state(one, other)
    numpy_int = AdoptionModel(worlds.busy(5), small, rng=np.int64(9))
    numpy_int.run_model()
    worlds.assert_same_state(one, numpy_int)


@pytest.mark.parametrize("wrong", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(small, wrong):
    with pytest.raises(ValueError, match="seed"):
        AdoptionModel(worlds.busy(5), small, rng=wrong)


def test_the_largest_seed_works(small):
    worlds.run(worlds.busy(3), small, 2**63 - 1)


def test_chance_does_not_come_from_mesa(small):
    one, other = worlds.model(worlds.busy(8), small), worlds.model(worlds.busy(8), small)
    while one.week < 8:
        other.random.random()
        np.random.seed(other.week)  # noqa: NPY002
        one.step()
        other.step()
    worlds.assert_same_state(one, other)


def test_assumptions_may_be_given_by_name(small):
    named = worlds.model(worlds.busy(5), small, habit_gain=0.1, contagion="none")
    assert named.scenario.assumptions.habit_gain == 0.1
    assert named.scenario.assumptions.contagion == "none"
    assert named.scenario.assumptions.join_alone == worlds.busy(5).assumptions.join_alone
    with pytest.raises(ValueError, match="habit_gian"):
        worlds.model(worlds.busy(5), small, habit_gian=0.1)


def test_own_interventions_and_champion_survive_a_change_of_assumptions(small):
    model = worlds.model(worlds.busy(5), small, habit_gain=0.1)
    assert model.scenario.programme == worlds.busy(5).programme
    assert model.scenario.champion == worlds.busy(5).champion


def test_the_collector_holds_the_weekly_measures(small):
    model = AdoptionModel(worlds.busy(6), small, rng=1)
    model.run_model()
    collected = model.datacollector.get_model_vars_dataframe()
    assert tuple(collected.columns) == measures.NAMES
    np.testing.assert_array_equal(collected.to_numpy(float), model.weekly.to_numpy())


def test_agent_reporters_work_week_by_week():
    model = AdoptionModel(worlds.busy(6), worlds.small(), rng=1)
    model.datacollector = mesa.DataCollector(
        agent_reporters={"visited": "visited", "habit": lambda employee: employee.habit}
    )
    model.run_model()
    frame = model.datacollector.get_agent_vars_dataframe()
    counts = frame.groupby(level=0)["visited"].sum().to_numpy(float)
    np.testing.assert_array_equal(counts, model.weekly["visitors"])
    assert frame["habit"].between(0.0, 1.0).all()


def test_two_live_models_do_not_mix(small):
    one, other = worlds.model(worlds.busy(12), small, 1), worlds.model(worlds.busy(12), small, 2)
    while one.week < 12:
        one.step()
        list(one.agents)
        other.step()
        list(other.agents)
    worlds.assert_same_state(one, worlds.run(worlds.busy(12), small, 1))
    worlds.assert_same_state(other, worlds.run(worlds.busy(12), small, 2))
    assert all(employee.model is one for employee in one.agents)
    assert all(employee.model is other for employee in other.agents)


def test_looking_at_employees_changes_no_bit(small):
    watched = worlds.model(worlds.busy(10), small)
    while watched.week < 10:
        watched.step()
        watched.agents.get("visited")
        watched.agents.agg("value", np.mean)
        watched.agents.shuffle()
    worlds.assert_same_state(watched, worlds.run(worlds.busy(10), small))


@pytest.mark.parametrize("how", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
@pytest.mark.parametrize("collect", [True, False])
def test_views_of_a_copy_follow_the_copy(small, how, collect):
    model = AdoptionModel(worlds.busy(20), small, rng=1, collect=collect)
    for _ in range(5):
        model.step()
    before = {employee.row: employee.habit for employee in model.agents}
    copied = how(model)
    copied.run_model()
    assert {employee.row: employee.habit for employee in model.agents} == before
    after = {employee.row: employee.habit for employee in copied.agents}
    assert after != before
    assert all(employee.model is copied for employee in copied.agents)
    rows = np.array(sorted(after))
    np.testing.assert_array_equal(rows, np.flatnonzero(copied.staffing.employed))
    np.testing.assert_array_equal([after[r] for r in rows], copied.use.habit[rows])
    assert len(copied.agents) == copied.latest["headcount"]


def test_a_copy_made_before_anybody_looked_works_too(small):
    model = worlds.model(worlds.busy(6), small)
    model.step()
    copied = copy.deepcopy(model)
    copied.step()
    assert len(copied.agents) == copied.latest["headcount"]


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run")
def test_mesas_batch_run_works():
    organisation = connect(synthetic_chart(60), seed=0)
    rows = mesa.batch_run(
        AdoptionModel,
        {
            "scenario": [TINY],
            "organisation": [organisation],
            "join_alone": [0.001, 0.2],
            "rng": [1, 2],
        },
        number_processes=1,
        max_steps=50,
        data_collection_period=-1,
        display_progress=False,
    )
    assert len(rows) == 4
    accounts = {(row["join_alone"], row["rng"]): row["accounts"] for row in rows}
    assert accounts[0.2, 1] > accounts[0.001, 1]
    direct = worlds.run(TINY, organisation, 2, join_alone=0.2)
    assert accounts[0.2, 2] == direct.latest["accounts"]


def test_the_headcount_path_makes_the_chance_of_being_hired():
    path = [{"week": 0, "employees": 180}, {"week": 10, "employees": 200}]
    model = worlds.model(worlds.scenario(20, headcount_path=path), worlds.small())
    later = float(model.state.counts.now[0]["leaving"])
    # Wanted in week 1: 182; expected to stay: 180 less leavers; vacant: 20.
    assert model.hire_chance() == pytest.approx((182 - 180 * (1 - later)) / 20)
    without = worlds.model(worlds.scenario(20, vacancy_weeks=8.0), worlds.small())
    assert without.hire_chance() == pytest.approx(1 / 8)


def test_first_accounts_go_to_the_more_interested(small):
    model = worlds.model(worlds.scenario(5, initial_accounts=60), small)
    account = model.use.account == 1
    assert account.sum() == 60
    interest = model.traits.interest
    employed = model.staffing.employed == 1
    assert interest[account].mean() > interest[employed & ~account].mean() + 1.0
