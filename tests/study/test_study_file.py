"""Study files are read as they are meant, and every mistake is said with its place."""

from __future__ import annotations

import pytest
import study_files

from uptake.errors import InputError
from uptake.study.study_file import read_study


def mistakes(folder, study, **others):
    with pytest.raises(InputError) as raised:
        read_study(study_files.write(folder, study, **others))
    return [str(problem).removeprefix(f"{folder}/") for problem in raised.value.problems]


def with_levers(*lines: str) -> str:
    inside = "".join(f"    {line}\n" for line in lines)
    return "scenarios: [plan.yaml]\nlevers:\n  vary:\n" + inside


def test_a_study_says_what_is_varied_where_and_how_often(tmp_path):
    study = read_study(study_files.write(tmp_path))
    assert [one.name for one in study.levers.varied] == [
        "programme.newsletter.every_weeks",
        "programme.newsletter.quality",
    ]
    assert [one.name for one in study.uncertainties.varied] == [
        "assumptions.visit_newsletter",
        "assumptions.contagion",
        "assumptions.habit_gain",
    ]
    assert study.levers.design == "grid"
    assert study.uncertainties.design == "latin_hypercube"
    assert study.programme_count == 3 * 3 + 1
    assert study.cell_count == 10 * 4
    assert study.run_count == 120


def test_a_parameter_without_values_takes_its_declared_range(tmp_path):
    study = read_study(study_files.write(tmp_path))
    visit_newsletter = study.uncertainties.varied[0]
    assert (visit_newsletter.low, visit_newsletter.high) == (0.3, 2.0)


@pytest.mark.parametrize(
    "name",
    ["programme.newsletter.every_weeks", "newsletter.every_weeks", "every_weeks"],
)
def test_a_lever_is_known_by_its_path_or_what_is_enough_of_it(tmp_path, name):
    study = read_study(study_files.write(tmp_path, with_levers(f"{name}: [1, 2]")))
    assert study.levers.varied[0].name == "programme.newsletter.every_weeks"


def test_the_horizon_of_the_study_goes_before_that_of_the_scenarios(tmp_path):
    study = read_study(study_files.write(tmp_path, "weeks: 12\n" + study_files.STUDY))
    assert study.scenarios[0].scenario.weeks == 12


def test_the_name_of_the_file_stands_in_for_a_missing_name(tmp_path):
    study = read_study(study_files.write(tmp_path, "scenarios: [plan.yaml]\n"))
    assert study.form.name == "study"
    assert study.programme_count == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["newsletter.qualty: [0.5]"],
            "study.yaml:4:5 levers.vary.newsletter.qualty: is no lever; found newsletter.qualty; "
            "expected programme.newsletter.quality (the nearest)",
        ),
        (
            ["newsleter.quality: [0.5]"],
            "study.yaml:4:5 levers.vary.newsleter.quality: is no lever; found newsleter.quality; "
            "expected programme.newsletter.quality (the nearest)",
        ),
        (
            ["quality: [0.5]"],
            "study.yaml:4:5 levers.vary.quality: could be one of several; found quality; "
            "expected newsletter.quality or welcome_pack.quality",
        ),
        (
            ["habit_gain: [0.1]"],
            "study.yaml:4:5 levers.vary.habit_gain: is not decided but uncertain; "
            "found habit_gain; expected it under uncertainties:",
        ),
        (
            ["newsletter.quality: {from: 0.9, to: 0.2, steps: 3}"],
            "study.yaml:4:25 levers.vary.newsletter.quality: is an empty range; "
            "found from 0.9 to 0.2; expected from below to",
        ),
        (
            ["newsletter.quality: []"],
            "study.yaml:4:25 levers.vary.newsletter.quality: varies over nothing; found a list; "
            "expected values, as in [a, b], or {from: , to: } (a number from 0 to 1 (share))",
        ),
        (
            ["newsletter.quality: {from: 0.2, too: 0.9}"],
            "study.yaml:4:37 levers.vary.newsletter.quality.too: there is no such key; "
            "expected to (the nearest)",
        ),
        (
            ["newsletter.every_weeks: {from: 1.5, to: 4, steps: 2}"],
            "study.yaml:4:36 levers.vary.newsletter.every_weeks.from: is not a whole number; "
            "found 1.5",
        ),
        (
            ["newsletter.quality: {from: 0.2, to: 0.9}"],
            "study.yaml:4:5 levers.vary.newsletter.quality: is a range, of which a grid does not "
            "know how many values to take; expected steps: beside from and to, a list of values, "
            "or another design",
        ),
        (
            ["deputies.number: [3]"],
            "study.yaml:4:5 levers.vary.deputies.number: cannot be set: “Plan” has no deputies; "
            "expected one in the scenario, or deputies: [off, on] among the levers",
        ),
        (
            ["deputies: [maybe]"],
            "study.yaml:4:15 levers.vary.deputies: is there or not; a value of it needs its path; "
            "found a list; expected [off, on]",
        ),
        (
            ["newsletter.quality: [0.5, 0.5]"],
            "study.yaml:4:25 levers.vary.newsletter.quality: holds a value twice; found 0.5",
        ),
        (
            ["newsletter.quality: [0.5]", "programme.newsletter.quality: [0.6]"],
            "study.yaml:5:5 levers.vary.programme.newsletter.quality: is varied already; "
            "found programme.newsletter.quality",
        ),
    ],
)
def test_a_mistake_in_a_lever_is_said_with_its_place_and_what_would_be_right(tmp_path, lines, said):
    assert said in mistakes(tmp_path, with_levers(*lines))


@pytest.mark.parametrize(
    ("study", "said"),
    [
        ("scenarios: []\n", "study.yaml:1:12 scenarios: "),
        ("scenarios: [plan.yaml]\nweeks: -3\n", "study.yaml:2:8 weeks: is too small; found -3"),
        ("scenarios: [lost.yaml]\n", "study.yaml:1:13 scenarios[0]: there is no such file"),
        ("scenarios: [plan.yaml, plan.yaml]\n", "study.yaml:1:24 scenarios[1]: has the name of"),
        ("scenario: plan.yaml\n", "study.yaml:1:1 scenario: there is no such key; expected scen"),
        (
            "scenarios: [plan.yaml]\nreplicates: 1\nuntil: {measure: accounts_end, "
            "narrower_than: 1}\n",
            "study.yaml:2:13 replicates: are too few",
        ),
        (
            "scenarios: [plan.yaml]\nuntil: {measure: accounts, narrower_than: 1}\n",
            "study.yaml:2:18 until.measure: is none of the choices",
        ),
        (
            "scenarios: [plan.yaml]\nuncertainties: {vary: {habbit_gain: }}\n",
            "study.yaml:2:24 uncertainties.vary.habbit_gain: is no assumption; found habbit_gain; "
            "expected habit_gain (the nearest)",
        ),
        (
            "scenarios: [plan.yaml]\nuncertainties: {vary: {newsletter.quality: [1]}}\n",
            "study.yaml:2:24 uncertainties.vary.newsletter.quality: is something one decides",
        ),
        (
            "scenarios: [plan.yaml]\nuncertainties: {design: sobol, points: 100, "
            "vary: {habit_gain: }}\n",
            "study.yaml:2:40 uncertainties.points: is no power of two, which Sobol sequences need; "
            "found 100; expected 64 or 128",
        ),
        (
            "scenarios: [plan.yaml]\nlevers: {design: latin_hypercube, vary: {quality: }}\n",
            "study.yaml:2:18 levers.design: is a sample of no size",
        ),
    ],
)
def test_a_mistake_elsewhere_is_said_with_its_place(tmp_path, study, said):
    assert any(one.startswith(said) for one in mistakes(tmp_path, study))


def test_a_mistake_in_a_scenario_of_the_study_is_said_where_it_stands(tmp_path):
    said = mistakes(tmp_path, study_files.STUDY, plan="programme: {newsleter: {}}\n")
    assert said[0].startswith("plan.yaml:1:13 programme.newsleter: is no kind of intervention")


def test_scenarios_in_other_organisations_need_organisations_of_the_study(tmp_path):
    other = "extends: plan.yaml\nname: Other\norganisation: {synthetic: {headcount: 90}}\n"
    study = "scenarios: [plan.yaml, other.yaml]\n"
    assert "another organisation" in mistakes(tmp_path, study, other=other)[0]
    study += "organisations: {Small: {synthetic: {headcount: 40}}}\n"
    assert list(read_study(study_files.write(tmp_path, study, other=other)).organisations) == [
        "Small"
    ]
