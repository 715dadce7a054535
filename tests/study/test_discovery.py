"""Rules are found where there are some, and nowhere else."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from made_study import SHARE, made_table

from uptake.study.discovery import cases_of, discover
from uptake.study.rules import Condition, short_bound

HABIT, CONTAGION, NOISE = "assumptions.habit_gain", "assumptions.contagion", "assumptions.noise"


def study(fails, worlds=120, programmes=2, seed=0, organisations=("Acme",)):
    """A study of programmes that gain 0.1 in each world, and lose as much where `fails` says so."""
    random = np.random.default_rng(seed)
    uncertainties = pd.DataFrame(
        {
            HABIT: random.random(worlds),
            CONTAGION: random.choice(["simple", "reinforced", "none"], worlds),
            NOISE: random.random(worlds),
        }
    )
    failing = fails(uncertainties, random)

    def value(organisation, programme, world, replicate):
        lost = programme and failing[world]
        return {SHARE: 0.2 + 0.1 * (programme > 0) - 0.2 * bool(lost)}

    table = made_table(value, organisations, programmes, worlds, replicates=1)
    runs = table.runs.drop(columns=[HABIT, CONTAGION])
    runs = runs.merge(uncertainties, left_on="world", right_index=True)
    return dataclasses.replace(table, runs=runs, uncertainties=(HABIT, CONTAGION, NOISE))


def in_a_box(uncertainties, _):
    return (uncertainties[HABIT] <= 0.4) & (uncertainties[CONTAGION] == "reinforced")


def test_a_known_box_is_found_and_said_in_words():
    table = study(in_a_box)
    found = discover(table, SHARE, "more", [1])
    (rule,) = found.rules
    assert rule.density == 1.0
    assert rule.coverage == 1.0
    by_path = {condition.path: condition for condition in rule.conditions}
    assert by_path[CONTAGION].values == ("reinforced",)
    assert by_path[HABIT].at_most == pytest.approx(0.4, abs=0.04)
    assert "contagion is reinforced" in str(rule)
    assert "habit_gain is at most 0." in str(rule)
    assert found.balanced_accuracy > 0.9


def test_a_rule_counts_what_a_query_counts():
    table = study(lambda u, r: (u[HABIT] > 0.7) & (r.random(len(u)) < 0.8), seed=4)
    found = discover(table, SHARE, "more", [1])
    cases = cases_of(table, SHARE, "more", [1])
    assert found.cases == len(cases) == 120
    assert found.failing == cases["fails"].sum()
    assert found.rules
    for rule in found.rules:
        inside = np.logical_and.reduce([one.holds(cases) for one in rule.conditions])
        assert rule.cases == inside.sum()
        assert rule.failing == cases.loc[inside, "fails"].sum()
        assert rule.density == pytest.approx(rule.failing / rule.cases)
        assert rule.coverage == pytest.approx(rule.failing / found.failing)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pure_noise_gives_no_rule(seed):
    table = study(lambda u, r: r.random(len(u)) < 0.3, seed=seed)
    found = discover(table, SHARE, "more", [1])
    assert found.rules == ()
    assert "does not hold" in found.why_none
    assert found.balanced_accuracy == pytest.approx(0.5, abs=0.15)


def test_noise_shared_by_many_programmes_gives_no_rule_either():
    table = study(lambda u, r: r.random(len(u)) < 0.4, worlds=30, programmes=4, seed=5)
    assert discover(table, SHARE, "more", [1, 2, 3]).rules == ()


@pytest.mark.parametrize(
    ("fails", "worlds", "why"),
    [
        (lambda u, r: u[HABIT] > 2, 40, "nothing fails"),
        (lambda u, r: u[HABIT] < 2, 40, "everything fails"),
        (in_a_box, 19, "there are only 19 cases, and a rule needs 20"),
        (lambda u, r: u.index < 3, 40, "only 3 of 40 cases fail"),
    ],
)
def test_where_nothing_can_be_learnt_it_says_why(fails, worlds, why):
    found = discover(study(fails, worlds), SHARE, "more", [1])
    assert found.rules == ()
    assert found.why_none == why
    assert math.isnan(found.balanced_accuracy)


def test_a_threshold_can_take_the_place_of_the_baseline():
    def value(organisation, programme, world, replicate):
        return {SHARE: 0.3 if world % 2 else 0.1}

    table = made_table(value, programmes=2, worlds=40, replicates=2)
    found = discover(table, SHARE, "more", [1], fails_below=0.2)
    assert found.failing == 20
    (rule,) = found.rules
    assert str(rule) == "contagion is simple"
    assert discover(table, SHARE, "more", [1]).why_none == "everything fails"


def test_levers_are_looked_at_where_programmes_are_pooled():
    def value(organisation, programme, world, replicate):
        gains = {0: 0.0, 1: 0.1, 2: -0.1, 3: 0.1}
        return {SHARE: 0.2 + gains[programme]}

    table = made_table(value, worlds=30, replicates=1)
    found = discover(table, SHARE, "more", [1, 2, 3])
    (rule,) = found.rules
    assert str(rule) == "programme.newsletter is none"
    assert rule.cases == 30


def test_an_organisation_can_be_a_condition():
    def value(organisation, programme, world, replicate):
        return {SHARE: 0.2 + programme * (0.1 if organisation == "Acme" else -0.1)}

    table = made_table(value, ("Acme", "Bolt", "Crew"), 2, 20, 1)
    (rule,) = discover(table, SHARE, "more", [1]).rules
    assert str(rule) == "organisation is not Acme"
    assert rule.cases == 40


def test_with_less_is_better_a_rise_fails():
    def value(organisation, programme, world, replicate):
        return {"money_total": 100.0 + programme * (1.0 if world % 2 else -1.0)}

    table = made_table(value, programmes=2, worlds=30)
    (rule,) = discover(table, "money_total", "less", [1]).rules
    assert str(rule) == "contagion is reinforced"


def test_the_same_runs_give_the_same_rules():
    table = study(lambda u, r: (u[HABIT] > 0.7) & (r.random(len(u)) < 0.8), seed=4)
    shuffled = dataclasses.replace(table, runs=table.runs.sample(frac=1.0, random_state=1))
    assert discover(table, SHARE, "more", [1]) == discover(shuffled, SHARE, "more", [1])


def test_a_bound_is_rounded_as_far_as_no_case_changes_sides():
    assert short_bound(0.31456, np.array([0.1, 0.3, 0.33])) == 0.31
    assert short_bound(0.31456, np.array([0.3145, 0.3146])) == 0.31456
    assert str(Condition("assumptions.a", 0.1, 0.25)) == "a is above 0.1 and at most 0.25"
