"""Programmes and worlds are those that the study file asks for, each once."""

from __future__ import annotations

import math
from collections import Counter

import pytest
import study_files
from hypothesis import given
from hypothesis import strategies as st

from uptake.documents import Mark
from uptake.errors import InputError
from uptake.study import design
from uptake.study.study_file import read_study
from uptake.study.varied import Choice, Varied

MARK = Mark(study_files.Path("study.yaml"), 1, 1, "")


def programmes(folder, levers: str, scenarios: str = "[plan.yaml]", **others):
    study = f"scenarios: {scenarios}\nlevers: {levers}\n"
    return design.programmes(read_study(study_files.write(folder, study, **others)))


def test_a_grid_is_every_combination_with_the_baseline_first(tmp_path):
    found = design.programmes(read_study(study_files.write(tmp_path)))
    assert found[0].label == "Plan"
    assert len(found) == 10
    values = {
        (one.scenario.programme["newsletter"].every_weeks,
         one.scenario.programme["newsletter"].quality)
        for one in found[1:]
    }  # fmt: skip
    assert values == {(weeks, quality) for weeks in (1, 2, 4) for quality in (0.2, 0.6, 1.0)}
    assert [one.number for one in found] == list(range(10))


def test_what_tables_show_of_a_programme_is_what_its_scenario_says(tmp_path):
    for one in design.programmes(read_study(study_files.write(tmp_path))):
        newsletter = one.scenario.programme["newsletter"]
        assert one.shown == {
            "programme.newsletter.every_weeks": newsletter.every_weeks,
            "programme.newsletter.quality": newsletter.quality,
        }


def test_a_combination_equal_to_the_baseline_is_the_baseline(tmp_path):
    found = programmes(tmp_path, "{vary: {newsletter.quality: [0.2, 0.7]}}")
    assert [one.label for one in found] == ["Plan", "newsletter quality 20 %"]


def test_a_switch_that_is_off_makes_what_stands_below_it_one_programme(tmp_path):
    found = programmes(tmp_path, "{vary: {deputies: [off, on], deputies.number: [3, 9]}}")
    assert [one.label for one in found] == [
        "Plan",
        "deputies number 3",
        "deputies number 9",
    ]
    numbers = [one.shown["programme.deputies.number"] for one in found]
    assert math.isnan(numbers[0])
    assert numbers[1:] == [3, 9]


def test_a_champion_and_a_successor_can_be_switched(tmp_path):
    plan = study_files.PLAN.replace("{hours_a_week: 20}", "{leaves_in_week: 10, successor: {}}")
    found = programmes(
        tmp_path, "{vary: {champion.successor: [off, on], champion: [off, on]}}", plan=plan
    )
    who = [(one.scenario.champion, one.label) for one in found]
    assert who[0][0].successor is not None
    assert {label for _, label in who} == {
        "Plan",
        "successor off",
        "champion off",
    }


def test_words_stand_for_values_that_are_no_numbers(tmp_path):
    levers = "{vary: {newsletter.audience: {desks: {work: desk}, all: {}}}}"
    found = programmes(tmp_path, levers)
    assert [one.label for one in found] == ["Plan", "newsletter audience: desks"]
    assert found[1].scenario.programme["newsletter"].audience.work == "desk"
    assert found[1].shown == {"programme.newsletter.audience": "desks"}


def test_a_list_is_the_combinations_given_by_their_names(tmp_path):
    levers = (
        "{design: list, combinations: [{name: Rare, newsletter.every_weeks: 8}, "
        "{newsletter.every_weeks: 2, newsletter.quality: 0.9}]}"
    )
    found = programmes(tmp_path, levers)
    assert [one.label for one in found] == [
        "Plan",
        "Rare",
        "newsletter every 2 weeks, newsletter quality 90 %",
    ]


def test_scenarios_without_levers_are_the_programmes(tmp_path):
    study = "scenarios: [nothing.yaml, plan.yaml]\n"
    found = design.programmes(read_study(study_files.write(tmp_path, study)))
    assert [one.label for one in found] == ["Nothing", "Plan"]


def test_another_baseline_is_not_varied(tmp_path):
    study = "baseline: nothing.yaml\n" + study_files.STUDY
    found = design.programmes(read_study(study_files.write(tmp_path, study)))
    assert len(found) == 10
    assert found[0].label == "Nothing"
    assert math.isnan(found[0].shown["programme.newsletter.quality"])
    assert found[0].scenario.champion is None


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_a_sample_covers_each_range_evenly(tmp_path, kind):
    study = f"""\
scenarios: [plan.yaml]
uncertainties:
  design: {kind}
  points: 32
  vary: {{habit_gain: , contagion: [simple, reinforced, none, simple ]}}
""".replace(", simple ]", "]")
    found = design.worlds(read_study(study_files.write(tmp_path, study)))
    gains = sorted(one.shown["assumptions.habit_gain"] for one in found)
    for number, gain in enumerate(gains):
        share = (gain - 0.09) / 0.04
        assert number / 32 <= share <= (number + 1) / 32
    counts = Counter(one.shown["assumptions.contagion"] for one in found)
    assert set(counts) == {"simple", "reinforced", "none"}
    assert max(counts.values()) - min(counts.values()) <= 4


def test_a_sample_is_the_same_again_and_another_with_another_seed(tmp_path):
    study = "scenarios: [plan.yaml]\nuncertainties: {points: 8, vary: {habit_gain: }, seed: %d}\n"
    one, again, other = (
        [w.values for w in design.worlds(read_study(study_files.write(tmp_path, study % seed)))]
        for seed in (0, 0, 1)
    )
    assert one == again != other


def test_a_value_that_makes_no_sense_is_said_once_at_its_place(tmp_path):
    levers = "{vary: {newsletter.quality: [0.2, 1.5], newsletter.to: [members, nobody]}}"
    with pytest.raises(InputError) as raised:
        programmes(tmp_path, levers)
    said = [str(problem).removeprefix(f"{tmp_path}/") for problem in raised.value.problems]
    line = f"levers: {levers}"
    assert said == [
        f"study.yaml:2:{line.index('nobody') + 1} programme.newsletter.to: is none of the choices; "
        'found "nobody"; expected members or everyone',
        f"study.yaml:2:{line.index('1.5') + 1} programme.newsletter.quality: is too large; "
        "found 1.5; expected a number from 0 to 1 (share)",
    ]


def test_combinations_that_contradict_each_other_are_refused(tmp_path):
    levers = "{vary: {champion.leaves_in_week: [null, 9], champion.successor: [off, on]}}"
    with pytest.raises(InputError, match="follows a champion who never leaves"):
        programmes(tmp_path, levers)


def test_an_assumption_out_of_bounds_is_refused(tmp_path):
    study = "scenarios: [plan.yaml]\nuncertainties: {vary: {habit_gain: [0.1, 1.5]}}\n"
    with pytest.raises(InputError, match=r"study.yaml:2:42 assumptions.habit_gain: is too large"):
        design.worlds(read_study(study_files.write(tmp_path, study)))


def test_worlds_change_assumptions_and_nothing_else(tmp_path):
    study = read_study(study_files.write(tmp_path))
    for world in design.worlds(study):
        before = study.scenarios[0].scenario.assumptions
        after = design.in_world(before, world.values).model_dump()
        changed = {name for name, value in before.model_dump().items() if after[name] != value}
        assert changed <= set(world.values)
        assert all(after[name] == value for name, value in world.values.items())


@given(st.integers(-20, 20), st.integers(1, 30), st.floats(0, 1, exclude_max=True))
def test_whole_numbers_of_a_range_are_all_within_it(low, span, share):
    varied = Varied(("weeks",), MARK, low=low, high=low + span, whole=True)
    value = varied.at(share).value
    assert isinstance(value, int)
    assert low <= value <= low + span


@given(st.integers(1, 7), st.floats(0, 1))
def test_each_choice_has_an_equal_part_of_the_way(count, share):
    choices = tuple(Choice(n, float(n)) for n in range(count))
    assert Varied(("weeks",), MARK, choices).at(share).value == min(int(share * count), count - 1)


def test_a_grid_of_whole_numbers_holds_each_once():
    varied = Varied(("weeks",), MARK, low=1, high=3, steps=9, whole=True)
    assert [choice.value for choice in varied.grid()] == [1, 2, 3]
