"""What is asked of a study, and the samples made of it, before anything is run."""

import dataclasses

import pytest
from study_files import NOTHING, STUDY, write

from uptake.errors import InputError
from uptake.study.sensitivity.asking import ask
from uptake.study.sensitivity.inputs import point_at, usual_point
from uptake.study.sensitivity.parts import part_of
from uptake.study.study_file import read_study

COMPARED = STUDY.replace("replicates", "baseline: nothing.yaml\nreplicates")


def read(folder, text=COMPARED):
    return read_study(write(folder, text))


def test_by_default_the_first_scenario_is_compared_with_the_baseline(tmp_path):
    asked = ask(read(tmp_path))
    assert (asked.programme, asked.baseline) == ("Plan", "Nothing")
    assert asked.measure == "participation_last_half_year"
    assert [one.name for one in asked.inputs] == [
        "assumptions.visit_newsletter",
        "assumptions.contagion",
        "assumptions.habit_gain",
    ]
    assert asked.study.form.replicates == 3


def test_without_a_baseline_the_level_is_the_outcome(tmp_path):
    asked = ask(read(tmp_path, STUDY))
    assert (asked.programme, asked.baseline) == ("Plan", "")
    plan = part_of(asked, "ends", [usual_point(asked.inputs)]).prepared.plan
    assert len(plan.programmes) == 1


@pytest.mark.parametrize("named", ["newsletter every week, newsletter quality 20 %", "1"])
def test_a_programme_is_asked_for_by_label_or_number(tmp_path, named):
    asked = ask(read(tmp_path), programme=named)
    plan = part_of(asked, "ends", [usual_point(asked.inputs)]).prepared.plan
    assert [one.scenario.name for one in plan.programmes] == [
        "Nothing",
        "newsletter every week, newsletter quality 20 %",
    ]
    newsletter = plan.programmes[1].scenario.programme["newsletter"]
    assert (newsletter.every_weeks, newsletter.quality) == (1, 0.2)


def test_of_the_baseline_itself_the_level_is_the_outcome(tmp_path):
    asked = ask(read(tmp_path), programme="Nothing")
    assert (asked.programme, asked.baseline) == ("Nothing", "")


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        ({}, {"measure": "participation"}, "--measure: is no measure of this study"),
        ({}, {"measure": "break_even_week"}, "may be never, so that it has no variance"),
        ({}, {"programme": "Plam"}, "--programme: is no programme of this study"),
        ({}, {"programme": "99"}, "expected a number up to 9"),
        ({}, {"programme": "Plan", "levers": True}, "stands beside --levers"),
        ({}, {"organisation": "Acme"}, "is no organisation of this study"),
        (
            {"replicates: 3": "replicates: 3\norganisations: {A: {synthetic: {headcount: 60}}, "
             "B: {synthetic: {headcount: 70}}}"},
            {},
            "--organisation: is missing, and the study has several organisations; expected A or B",
        ),
        ({"[simple, reinforced]": "[simple]"}, {}, "hold a single value of a parameter; found "
         "assumptions.contagion"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_words(tmp_path, change, options, said):
    text = COMPARED
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(InputError) as error:
        ask(read(tmp_path, text), **options)
    assert said in str(error.value)


def test_a_study_that_varies_no_uncertainty_needs_levers(tmp_path):
    study = read(tmp_path, COMPARED[: COMPARED.index("uncertainties:")])
    with pytest.raises(InputError, match="or --levers"):
        ask(study)
    assert [one.lever for one in ask(study, levers=True).inputs] == [True, True]


def test_listed_combinations_are_no_ranges(tmp_path):
    listed = COMPARED[: COMPARED.index("uncertainties:")] + (
        "uncertainties:\n  design: list\n  combinations: [{habit_gain: 0.1}, {habit_gain: 0.12}]\n"
    )
    with pytest.raises(InputError, match="list of combinations, which has no ranges"):
        ask(read(tmp_path, listed))


def test_points_become_worlds_each_once(tmp_path):
    asked = ask(read(tmp_path))
    first = point_at(asked.inputs, asked.inputs, [0.0, 0.0, 0.5])
    other = point_at(asked.inputs, asked.inputs, [0.0, 0.9, 0.5])
    part = part_of(asked, "x", [first, other, first])
    assert part.worlds.tolist() == [0, 1, 0]
    assert part.run_count == 2 * 2 * 3
    shown = [world.shown["assumptions.contagion"] for world in part.prepared.plan.worlds]
    assert shown == ["simple", "reinforced"]
    assert part.prepared.plan.scenario(1, 1).assumptions.contagion == "reinforced"
    assert part.prepared.plan.scenario(1, 0).assumptions.contagion == "reinforced"
    assert part.prepared.plan.seed == asked.study.form.seed


def test_what_is_not_varied_is_at_its_usual_value(tmp_path):
    asked = ask(read(tmp_path))
    contagion = asked.inputs[1]
    part = part_of(asked, "x", [point_at(asked.inputs, [contagion], [0.9])])
    assumptions = part.prepared.plan.scenario(0, 1).assumptions
    usual = asked.study.scenarios[0].scenario.assumptions
    assert assumptions == usual.model_copy(update={"contagion": "reinforced"})


def test_with_levers_each_world_has_its_own_programme_beside_the_baseline(tmp_path):
    asked = ask(read(tmp_path), levers=True)
    assert (asked.programme, asked.baseline) == ("Plan", "Nothing")
    shares = [[0.1, 0.1, 0.1, 0.0, 0.2], [0.2, 0.1, 0.1, 0.0, 0.2], [0.1, 0.1, 0.1, 0.9, 0.2]]
    points = [point_at(asked.inputs, asked.inputs, row) for row in shares]
    part = part_of(asked, "x", [*points, usual_point(asked.inputs)])
    plan = part.prepared.plan
    assert part.worlds.tolist() == [0, 1, 0, 2]
    assert plan.among == {0: (0, 1, 2), 1: (0, 1), 2: (0, 3)}
    assert part.programmes.tolist() == [1, 1, 2, 3]
    assert len(plan.cells) == 7
    every = [one.scenario.programme["newsletter"].every_weeks for one in plan.programmes[1:]]
    assert every == [1, 4, 1]
    usual = asked.study.scenarios[0].scenario.programme["newsletter"]
    assert plan.programmes[3].scenario.programme["newsletter"] == usual


def test_a_lever_that_says_what_stands_there_anyway_is_the_baseline(tmp_path):
    asked = ask(read(tmp_path, STUDY), levers=True)
    assert asked.baseline == "Plan"
    part = part_of(asked, "x", [usual_point(asked.inputs)])
    assert part.programmes.tolist() == [0]
    assert part.prepared.plan.among == {0: (0,)}


def test_a_plan_of_other_pairs_is_another_study_with_the_same_runs(tmp_path):
    asked = ask(read(tmp_path), levers=True)
    points = [point_at(asked.inputs, asked.inputs, [0.1, 0.1, 0.1, x, 0.2]) for x in (0.0, 0.9)]
    plan = part_of(asked, "x", points).prepared.plan
    crossed = dataclasses.replace(plan, among=None)
    fewer = dataclasses.replace(plan, among={0: (0, 1)})
    assert len({plan.fingerprint, crossed.fingerprint, fewer.fingerprint}) == 3
    assert fewer.cells == [(0, 0, 0), (0, 0, 1)]
    assert [fewer.run_id(cell, 0) for cell in fewer.cells] == [
        crossed.run_id(cell, 0) for cell in crossed.cells[:2]
    ]
    chunks = list(fewer.chunks(dict.fromkeys(fewer.cells, range(2)), frozenset()))
    runs = [one.run for chunk in chunks for one in chunk.runs]
    assert sorted(runs) == sorted(fewer.table(dict.fromkeys(fewer.cells, range(2)))["run"])


def test_nothing_of_the_study_besides_is_run(tmp_path):
    (tmp_path / "nothing.yaml").write_text(NOTHING)
    asked = ask(read(tmp_path), replicates=2)
    part = part_of(asked, "x", [usual_point(asked.inputs)])
    assert [one.label for one in part.prepared.plan.programmes] == ["Nothing", "Plan"]
    assert part.run_count == 4
    assert part.prepared.plan.outputs.weekly == ()
