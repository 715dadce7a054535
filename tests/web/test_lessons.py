"""Lesson files: what comes with the page, and what is said about a mistake in one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from uptake.errors import InputError
from uptake.web.choice import read_choice, scenario_of
from uptake.web.controls import controls
from uptake.web.lesson_form import moved
from uptake.web.lessons import (
    FOLDER,
    choices,
    index,
    lessons,
    measures,
    read_lesson,
    read_lessons,
)

TEACHING = (Path(__file__).parents[2] / "docs/teaching.md").read_text(encoding="utf-8")
SLIDES = [(lesson, slide) for lesson in lessons() for slide in lesson.slides]
NAMES = [f"{lesson.id}-{slide.id}" for lesson, slide in SLIDES]


def words(text):
    return len(re.findall(r"\w+", text))


@pytest.fixture
def edited(tmp_path):
    """A function that edits a copy of a lesson file, reads it and returns the problems."""

    def edit(name, before, after):
        path = tmp_path / f"{name}.yaml"
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.count(before) >= 1
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_lesson(path)
        return caught.value.problems

    return edit


def test_there_are_six_lessons_of_four_to_six_slides():
    names = [lesson.id for lesson in lessons()]
    assert names == ["novelty", "people", "habits", "managers", "champion", "tipping"]
    assert all(4 <= len(lesson.slides) <= 6 for lesson in lessons())


@pytest.mark.parametrize(("lesson", "slide"), SLIDES, ids=NAMES)
def test_a_slide_has_few_words(lesson, slide):
    assert words(slide.title) <= 7
    assert words(slide.text) <= 42
    assert words(slide.task.words) <= 24
    assert words(slide.idea) <= 27


@pytest.mark.parametrize(("lesson", "slide"), SLIDES, ids=NAMES)
def test_texts_leave_outcomes_to_the_model(lesson, slide):
    said = " ".join([slide.title, slide.text, slide.task.words, slide.idea])
    assert "%" not in said
    assert "per cent" not in said
    assert slide.relies, "an idea rests on an outcome that a test can hold"


@pytest.mark.parametrize("choice", choices(), ids=lambda choice: "")
def test_every_choice_is_one_that_the_page_can_make(choice):
    scenario_of(read_choice(choice.model_dump()))


def test_the_choices_hold_whatever_a_slide_shows():
    known = [choice.model_dump() for choice in choices()]
    for lesson, slide in SLIDES:
        assert lesson.choice_of(slide).model_dump() in known
        assert lesson.solution_of(slide).model_dump() in known
        if slide.beside is not None:
            assert lesson.beside_of(slide).model_dump() in known


def test_the_choices_hold_every_stop_of_a_lever_that_moves_alone():
    known = [choice.model_dump() for choice in choices()]
    for lesson, slide in SLIDES:
        if len(slide.moves) == 1:
            start, lever = lesson.choice_of(slide), slide.moves[0]
            for value in controls().levers[lever].values:
                levers = moved({**start.levers, lever: value})
                assert {**start.model_dump(), "levers": levers} in known


def test_a_lever_at_its_default_is_left_out_of_a_choice():
    defaults = {name: lever.default for name, lever in controls().levers.items()}
    for choice in choices():
        assert all(value != defaults[name] for name, value in choice.levers.items())


def test_the_measures_hold_whatever_a_slide_shows_or_checks():
    known = measures()
    assert {"participation", "account_share", "belief", "first_posts_answered"} <= set(known)
    for _, slide in SLIDES:
        assert set(slide.measures) <= set(known)


def test_the_index_is_ready_for_the_page():
    listed = json.loads(json.dumps(index(), allow_nan=False))
    slide = next(one for one in listed if one["id"] == "champion")["slides"][0]
    assert slide["choice"]["levers"]["champion_leaves"] == "week 78"
    assert slide["task"]["kind"] == "draw"
    assert slide["beside"] is None
    beside = next(one for one in listed if one["id"] == "tipping")["slides"][-1]["beside"]
    assert beside["assumptions"] == {"basis": "default"}


def test_minutes_of_a_lesson_are_those_of_its_notes():
    for lesson in lessons():
        assert lesson.minutes == sum(slide.notes.minutes for slide in lesson.slides)


def test_an_unknown_stop_is_told_with_file_line_and_key(edited):
    (problem,) = edited("champion", "solution: {deputies: 10 people}", "solution: {deputies: ten}")
    assert re.search(r"champion\.yaml:\d+:\d+$", problem.where)
    assert problem.key == "slides[3].solution.deputies"
    assert "10 people" in problem.right


def test_an_unknown_lever_is_told_with_the_nearest_name(edited):
    (problem,) = edited("champion", "levers: {managers: never}", "levers: {manager: never}")
    assert problem.key == "choice.levers.manager"
    assert problem.right == "managers"


def test_an_unknown_measure_is_told(edited):
    problems = edited("champion", "measure: account_share", "measure: account_shares")
    assert "account_share" in problems[0].right


def test_weeks_beyond_the_horizon_are_told(edited):
    (problem,) = edited("novelty", "weeks: [92, 103]", "weeks: [92, 104]")
    assert problem.right == "103 or less"


def test_options_with_a_gap_are_told(edited):
    (problem,) = edited("champion", "at_least: 0.97, below: 1.03", "at_least: 0.98, below: 1.03")
    assert "gap" in problem.wrong


def test_an_answer_without_its_figure_is_told(edited):
    (problem,) = edited("champion", "{figure} as many accounts", "some accounts")
    assert problem.key.endswith("pick.answer")


def test_a_task_of_two_kinds_is_told(edited):
    after = "draw: {from_week: 78, most: 0.3}\n      person: {count: 1}"
    (problem,) = edited("champion", "draw: {from_week: 78, most: 0.3}", after)
    assert problem.found == "draw and person"


def test_a_task_without_a_solution_is_told(edited):
    (problem,) = edited("champion", "    solution: {deputies: 10 people}\n", "")
    assert problem.wrong == "has no solution"


def test_a_solution_by_a_lever_that_is_not_shown_is_told(edited):
    problems = edited("champion", "moves: [deputies]", "moves: [managers]")
    assert "does not show" in problems[0].wrong


def test_an_assumption_out_of_range_is_told(edited):
    (problem,) = edited("novelty", "novelty_half_life_weeks: 8", "novelty_half_life_weeks: -8")
    assert "novelty_half_life_weeks" in problem.key
    assert re.search(r"novelty\.yaml:\d+:\d+$", problem.where)


def test_two_lessons_of_one_name_are_told(tmp_path):
    shutil.copy(FOLDER / "champion.yaml", tmp_path / "one.yaml")
    shutil.copy(FOLDER / "champion.yaml", tmp_path / "two.yaml")
    with pytest.raises(InputError) as caught:
        read_lessons(tmp_path)
    assert {problem.key for problem in caught.value.problems} == {"id", "place"}


def test_the_lesson_in_the_documentation_can_be_read(tmp_path):
    path = tmp_path / "mail.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", TEACHING, re.DOTALL)[1], encoding="utf-8")
    assert read_lesson(path).slides[0].task.kind == "pick"


@pytest.mark.parametrize("minutes", [45, 90])
def test_the_plan_of_a_session_adds_up(minutes):
    plan = TEACHING.split(f"## A session of {minutes} minutes")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([\w/]+) \| (\d+) \|", plan, re.MULTILINE)
    planned = {f"{lesson.id}/{slide.id}": slide.notes.minutes for lesson, slide in SLIDES}
    for name, length in rows:
        assert planned.get(name, float(length)) == float(length)
        assert name in planned or name in ("opening", "closing")
    assert sum(int(length) for _, length in rows) == minutes
