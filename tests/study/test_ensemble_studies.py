"""Studies over sets of assumptions: which worlds they have, and what their runs are made with."""

from __future__ import annotations

import numpy as np
import pytest
import study_files

from uptake.errors import InputError
from uptake.study.ensemble import reference
from uptake.study.prepare import prepare
from uptake.study.record import record_of, scenario_of
from uptake.study.store import Store
from uptake.study.study_file import read_study
from uptake.study.sweep import sweep
from uptake.study.table import load_table
from uptake.study.verify import verify

SETS = """\
contagion,manager_influence,habit_gain
simple,bottom_up,0.10
none,bottom_up,0.11
reinforced,none,0.125
"""
STUDY = """\
name: Sets
scenarios: [plan.yaml]
baseline: nothing.yaml
weeks: 12
levers: {vary: {newsletter.every_weeks: [1, 4]}}
uncertainties: {ensemble: sets.csv}
"""
GAIN, CONTAGION = "assumptions.habit_gain", "assumptions.contagion"


def write(folder, study=STUDY, **others):
    (folder / "sets.csv").write_text(SETS)
    return study_files.write(folder, study, **others)


def planned(folder, study=STUDY, **others):
    prepared = prepare(read_study(write(folder, study, **others)))
    each = range(prepared.study.replicates)
    return prepared, prepared.plan.table(dict.fromkeys(prepared.plan.cells, each))


def mistakes(folder, uncertainties, levers="{}"):
    text = f"scenarios: [plan.yaml]\nuncertainties: {uncertainties}\nlevers: {levers}\n"
    with pytest.raises(InputError) as raised:
        read_study(write(folder, text))
    return " ".join(str(problem) for problem in raised.value.problems)


def test_a_study_that_names_no_uncertainties_is_over_the_reference_ensemble(tmp_path):
    study = read_study(write(tmp_path, "scenarios: [plan.yaml]\n"))
    assert study.uncertainties.ensemble == "reference"
    assert study.uncertainties.count == len(reference().members)
    assert study.replicates == 1


def test_a_file_is_found_beside_the_study_and_its_sets_are_the_worlds(tmp_path):
    prepared, table = planned(tmp_path)
    assert [dict(one.values) for one in prepared.plan.worlds] == [
        {"contagion": "simple", "manager_influence": "bottom_up", "habit_gain": 0.1},
        {"contagion": "none", "manager_influence": "bottom_up", "habit_gain": 0.11},
        {"contagion": "reinforced", "manager_influence": "none", "habit_gain": 0.125},
    ]
    assert len(table) == 3 * 3
    worlds = table.drop_duplicates("world")
    assert list(worlds[GAIN]) == [0.1, 0.11, 0.125]
    assert list(worlds[CONTAGION]) == ["simple", "none", "reinforced"]


def test_points_are_the_first_sets(tmp_path):
    study = STUDY.replace("sets.csv", "sets.csv, points: 2")
    prepared, _ = planned(tmp_path, study)
    assert [one.values["habit_gain"] for one in prepared.plan.worlds] == [0.1, 0.11]


def test_the_defaults_alone_are_one_world_with_chance_in_it(tmp_path):
    prepared, table = planned(tmp_path, STUDY.replace("sets.csv", "default"))
    assert (len(prepared.plan.worlds), prepared.study.replicates) == (1, 20)
    assert prepared.plan.uncertainties == ()
    scenario = prepared.plan.scenario(0, 1)
    assert scenario.assumptions == prepared.study.scenarios[0].scenario.assumptions
    assert len(table) == 3 * 20


def test_a_structural_variant_can_be_asked_for_by_name(tmp_path):
    prepared, _ = planned(tmp_path, STUDY.replace("sets.csv", "none/bottom_up"))
    assumptions = prepared.plan.scenario(0, 1).assumptions
    assert (assumptions.contagion, assumptions.manager_influence) == ("none", "bottom_up")
    assert prepared.study.replicates == 20


def test_what_a_scenario_sets_itself_stays_and_tables_say_so(tmp_path):
    plan = study_files.PLAN + "assumptions: {habit_gain: 0.12}\n"
    nothing = study_files.NOTHING + "assumptions: {habit_gain: null}\n"
    prepared, table = planned(tmp_path, plan=plan, nothing=nothing)
    for _, row in table.iterrows():
        own = prepared.plan.scenario(row["world"], row["programme"]).assumptions
        assert row[GAIN] == own.habit_gain
        assert row[CONTAGION] == own.contagion
    gains = table.groupby("programme")[GAIN].agg(list)
    assert gains[0] == [0.1, 0.11, 0.125]
    assert gains[1] == gains[2] == [0.12] * 3


def test_a_default_that_one_scenario_sets_tells_it_from_one_that_does_not(tmp_path):
    usual = read_study(write(tmp_path)).scenarios[0].scenario.assumptions.habit_gain
    said = f"extends: plan.yaml\nname: Said\nassumptions: {{habit_gain: {usual}}}\n"
    study = "scenarios: [plan.yaml, said.yaml]\nuncertainties: {ensemble: sets.csv}\n"
    prepared, table = planned(tmp_path, study, said=said)
    assert [one.label for one in prepared.plan.programmes] == ["Plan", "Said"]
    assert table.groupby("world")["run"].nunique().max() == 2


def test_what_a_study_varies_by_name_wins_over_a_scenario_as_before(tmp_path):
    plan = study_files.PLAN + "assumptions: {habit_gain: 0.12}\n"
    study = STUDY.replace("{ensemble: sets.csv}", "{vary: {habit_gain: [0.09, 0.1]}}")
    prepared, table = planned(tmp_path, study, plan=plan)
    assert prepared.study.replicates == 20
    assert set(table[GAIN]) == {0.09, 0.1}
    assert prepared.plan.scenario(1, 1).assumptions.habit_gain == 0.1


def test_the_record_brings_back_what_each_run_was_made_with(tmp_path):
    plan = study_files.PLAN + "assumptions: {habit_gain: 0.12}\n"
    prepared, table = planned(tmp_path, plan=plan)
    record = record_of(prepared.study, prepared.plan, prepared.sources, ["uptake"])
    assert record["varied"]["uncertainties"]["ensemble"] == "sets.csv"
    for _, row in table.iterrows():
        made = prepared.plan.scenario(row["world"], row["programme"])
        assert scenario_of(record, row).fingerprint == made.fingerprint


def test_with_until_a_cell_begins_with_as_many_replicates_as_tell_anything(tmp_path):
    until = "until: {measure: accounts_end, narrower_than: 1, at_most: 6}\n"
    study = read_study(write(tmp_path, STUDY + until))
    assert study.replicates == 6
    assert study.run_count == 3 * 3 * 6


@pytest.mark.parametrize(
    ("uncertainties", "said"),
    [
        ("{ensemble: sets.csv, vary: {habit_gain: }, points: 3}", "stands beside another design"),
        ("{design: ensemble, vary: {habit_gain: }}", "stands beside vary"),
        ("{ensemble: referense}", "uncertainties.ensemble: is no ensemble"),
        ("{ensemble: gone.csv}", "gone.csv: cannot be read"),
        ("{ensemble: sets.csv, points: 4}", "are more sets of assumptions than “sets.csv” has"),
    ],
)
def test_mistakes_about_ensembles_are_said(tmp_path, uncertainties, said):
    assert said in mistakes(tmp_path, uncertainties)


def test_levers_are_no_ensemble(tmp_path):
    assert "is none of the choices" in mistakes(tmp_path, "{}", levers="{design: ensemble}")
    assert "there is no such key" in mistakes(tmp_path, "{}", levers="{ensemble: sets.csv}")


def test_a_sweep_over_sets_goes_on_adds_up_and_can_be_verified(tmp_path):
    few = write(tmp_path, STUDY.replace("sets.csv", "sets.csv, points: 2"))
    first = sweep(few, tmp_path / "out", serial=True)
    assert (first.planned, first.done) == (6, 6)
    again = sweep(few, tmp_path / "out", serial=True)
    assert (again.planned, again.done) == (6, 6)
    more = write(tmp_path, STUDY.replace("name: Sets", "name: More"))
    both = sweep(more, tmp_path / "out", serial=True, add=True)
    store = Store.open(tmp_path / "out")
    assert (both.planned, both.done) == (9, 9)
    assert len(store.runs()) == 9
    checked = verify(store, both.fingerprint, 9, lambda *_: None)
    assert (checked.checked, checked.differing) == (9, ())
    table = load_table(store, both.fingerprint)
    assert table.ensemble == "sets.csv"
    assert np.isfinite(table.runs["accounts_end"]).all()
