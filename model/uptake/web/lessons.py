"""The lessons of the page: read and checked, listed for the page, and the choices they need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, Final

from uptake.checking import checked
from uptake.documents import read_document
from uptake.errors import InputError, Problem
from uptake.web.choice import Choice
from uptake.web.controls import controls
from uptake.web.lesson_checks import mistakes
from uptake.web.lesson_form import Lesson, Setting, Slide
from uptake.web.runs import SHOWN

FOLDER: Final = Path(str(files("uptake.web") / "lessons"))

MOST_STOPS: Final = 12
"""Where the levers that a slide lets one move have no more positions than this, the choices that a
copy of the page has to hold include all of them."""


@cache
def lessons() -> tuple[Lesson, ...]:
    """The lessons that come with the page, in their order."""
    return read_lessons(FOLDER)


def read_lessons(folder: Path) -> tuple[Lesson, ...]:
    """Read all lesson files (``*.yaml``) of a folder.

    Raises
    ------
    InputError
        With every mistake in every file, each with file, line and key.
    """
    found: list[Lesson] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(read_lesson(path))
        except InputError as error:
            problems += error.problems
    for key in ("id", "place"):
        values = [getattr(one, key) for one in found]
        problems += [
            Problem(str(folder), key, "is that of two lessons", str(value), "one of its own")
            for value in sorted({value for value in values if values.count(value) > 1})
        ]
    if problems:
        raise InputError(problems)
    return tuple(sorted(found, key=lambda lesson: lesson.place))


def read_lesson(path: Path) -> Lesson:
    """Read a lesson file and check it against what the page knows.

    Raises
    ------
    InputError
        With every mistake, each with file, line and key.
    """
    document = read_document(path)
    lesson, problems = checked(Lesson, document.data, document)
    if lesson is None:
        raise InputError(problems)
    problems += mistakes(lesson, document)
    if problems:
        raise InputError(problems)
    return lesson


def index() -> list[dict[str, Any]]:
    """All lessons ready for JSON, each slide with the full choice it starts with."""
    return [
        {
            **lesson.model_dump(include={"id", "title", "question", "minutes"}),
            "minutes": lesson.minutes,
            "slides": [_slide(lesson, slide) for slide in lesson.slides],
        }
        for lesson in lessons()
    ]


def measures() -> tuple[str, ...]:
    """The measures that the lessons show or check, in the order in which the page has them."""
    wanted = {name for lesson in lessons() for slide in lesson.slides for name in slide.needs}
    return tuple(name for name in SHOWN if name in wanted)


def choices() -> list[Choice]:
    """Every choice that the lessons show, none twice.

    That is each slide's, what stands beside it, its solution, and, if they are few, all that the
    levers it lets one move can make of it.
    """
    every = {
        choice.model_dump_json(): choice
        for lesson in lessons()
        for slide in lesson.slides
        for choice in _choices(lesson, slide)
    }
    return list(every.values())


def _slide(lesson: Lesson, slide: Slide) -> dict[str, Any]:
    beside = lesson.beside_of(slide)
    return {
        **slide.model_dump(mode="json", exclude={"choice", "beside", "relies", "task"}),
        "task": {**slide.task.model_dump(mode="json", exclude_none=True), "kind": slide.task.kind},
        "choice": lesson.choice_of(slide).model_dump(mode="json"),
        "beside": beside and beside.model_dump(mode="json"),
        "words": slide.beside
        and {"beside": slide.beside.words, "choice": slide.beside.choice_words},
    }


def _choices(lesson: Lesson, slide: Slide) -> Iterator[Choice]:
    start, beside = lesson.choice_of(slide), lesson.beside_of(slide)
    yield start
    yield lesson.solution_of(slide)
    if beside is not None:
        yield beside
    stops = [controls().levers[lever].values for lever in slide.moves]
    positions = list(product(*stops))
    if slide.moves and len(positions) <= MOST_STOPS:
        for values in positions:
            yield Setting(levers=dict(zip(slide.moves, values, strict=True))).over(start)
