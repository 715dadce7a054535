"""Do the slides' words hold in the model, and are the tasks neither done at the start nor hopeless?

The model answers as it does for the page, at the slide's size and with the page's replicates; what
decides is the page's own `checks.js`, called in a browser. A copy of its rules in Python could
drift from them.
"""

from __future__ import annotations

import json

import pytest

from uptake.web.lesson_form import Setting
from uptake.web.lessons import lessons

QUICK = ("champion-notice", "champion-deputies")
"""Slides whose truth is tested every time; all of them take too long together."""

SLIDES = [
    pytest.param(
        lesson,
        slide,
        id=f"{lesson.id}-{slide.id}",
        marks=() if f"{lesson.id}-{slide.id}" in QUICK else pytest.mark.slow,
    )
    for lesson in lessons()
    for slide in lesson.slides
]
PICKS = [one for one in SLIDES if one.values[1].task.pick is not None]
CHECK = "([name, ...given]) => import('uptake/checks.js').then((checks) => checks[name](...given))"


@pytest.fixture(scope="module")
def measured(server):
    """The measures of a choice, as the page gets them; asked for once."""
    kept = {}

    def measure(choice):
        key = choice.model_dump_json()
        if key not in kept:
            with server.client() as client:
                answer = client.post("/api/answer", json={"choice": choice.model_dump()})
            assert answer.status_code == 200, answer.text
            part = json.loads(answer.text.splitlines()[-1])
            assert part["complete"]
            kept[key] = part["measures"]
        return kept[key]

    return measure


@pytest.fixture(scope="module")
def check(browser, address):
    """Calls a function of `checks.js`."""
    page = browser.new_page()
    page.goto(address)
    yield lambda name, *given: page.evaluate(CHECK, [name, *given])
    page.close()


def done(lesson, slide, choice, measured, **more):
    """What was done on a slide, as the page keeps it."""
    beside = lesson.beside_of(slide)
    runs = {"choice": measured(choice), "beside": beside and measured(beside)}
    nothing = {"moved": {}, "drawn": None, "picked": None, "tried": [], "met": []}
    return {**nothing, "choice": choice.model_dump(), "runs": runs, **more}


def solved(slide):
    """What has to be done besides moving levers."""
    task = slide.task
    if task.draw is not None:
        return {"drawn": [0.1] * 156}
    if task.pick is not None:
        return {"picked": 0}
    if task.attempts is not None:
        return {"tried": list(task.attempts.stops[: task.attempts.count])}
    if task.move is not None:
        return {"moved": slide.solution}
    if task.person is not None:
        return {"met": list(range(task.person.count))}
    return {}


@pytest.mark.parametrize(("lesson", "slide"), SLIDES)
def test_a_task_is_not_done_at_the_start_and_done_with_its_solution(lesson, slide, measured, check):
    task = slide.task.model_dump(mode="json", exclude_none=True)
    start = done(lesson, slide, lesson.choice_of(slide), measured)
    assert check("passed", task, start) is False
    end = done(lesson, slide, lesson.solution_of(slide), measured, **solved(slide))
    assert check("passed", task, end) is True


@pytest.mark.parametrize(("lesson", "slide"), SLIDES)
def test_what_the_words_of_a_slide_rely_on_holds(lesson, slide, measured, check):
    start, beside = lesson.choice_of(slide), lesson.beside_of(slide)
    for claim in slide.relies:
        choice = Setting(levers=claim.levers).over(start)
        runs = {"choice": measured(choice), "beside": beside and measured(beside)}
        asked = claim.model_dump(mode="json", exclude_none=True)
        found = check("figureOf", asked, runs)
        assert check("lies", asked, found), f"{claim.says}: {found}"


@pytest.mark.parametrize(("lesson", "slide"), PICKS)
def test_one_of_the_answers_is_right(lesson, slide, measured, check):
    runs = done(lesson, slide, lesson.choice_of(slide), measured)["runs"]
    pick = slide.task.pick.model_dump(mode="json", exclude_none=True)
    assert check("rightAnswer", pick, runs) in range(len(slide.task.pick.options))


def test_parts_of_a_quantity(check):
    series = {"mean": [1, 2, 3, None], "low": [0, 1, 1, None], "high": [2, 4, 6, None]}
    runs = {"choice": {"m": series}, "beside": {"m": {**series, "mean": [4, 4, 4, 4]}}}
    of = {"measure": "m", "weeks": [1, 3]}
    parts = {part: check("valueOf", {**of, "part": part}, runs)
             for part in ("mean", "lowest", "highest", "spread")}  # fmt: skip
    assert parts == {"mean": 2.5, "lowest": 2, "highest": 3, "spread": 4}
    other = {**of, "run": "beside"}
    assert check("figureOf", {**of, "ratio_to": other}, runs) == 2.5 / 4
    assert check("figureOf", {**of, "minus": other}, runs) == -1.5


def test_a_lever_is_moved_when_it_stands_at_one_of_the_stops(check):
    task = {"move": {"lever": "launch", "to": ["small", "big bang"]}}
    assert check("passed", task, {"moved": {"launch": "big bang"}}) is True
    assert check("passed", task, {"moved": {"launch": "none"}}) is False
    assert check("passed", task, {"moved": {}}) is False


def test_a_drawn_line_is_laid_beside_the_models(check):
    line = {"mean": [0.1, 0.2, 0.3], "low": [0, 0, 0.25], "high": [0.2, 0.3, 0.4]}
    found = check("compareLines", [None, 0.3, 0.1], line)
    assert found == pytest.approx(
        {"last": 2, "drawn": 0.1, "found": 0.3, "apart": 0.15, "inside": 0.5}
    )
