"""The lessons of the page: read and checked, listed for the page, and the choices they need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, Final

from uptake.checking import checked, nearest, one_of, shown
from uptake.documents import Document, Place, read_document
from uptake.errors import InputError, Problem
from uptake.web.choice import Choice, scenario_of
from uptake.web.controls import controls
from uptake.web.lesson_form import Goal, Lesson, Slide
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
    problems += _ids(lesson, document)
    for number, slide in enumerate(lesson.slides):
        problems += _Slide(lesson, slide, document, ("slides", number)).problems()
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


def choices() -> list[Choice]:
    """Every choice that the lessons show: each slide's, what stands beside it, its solution, and
    (if they are few) all that the levers it lets one move can make of it; none twice."""
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
        "words": slide.beside and {"beside": slide.beside.words, "choice": slide.beside.choice_words},
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
            moved = dict(zip(slide.moves, values, strict=True))
            yield start.model_copy(update={"levers": {**start.levers, **moved}})


def _ids(lesson: Lesson, document: Document) -> list[Problem]:
    ids = [slide.id for slide in lesson.slides]
    return [
        document.problem(("slides", number, "id"), "is the id of another slide", name)
        for number, name in enumerate(ids)
        if name in ids[:number]
    ]


class _Slide:
    """Checks a slide against levers, measures and weeks that there are."""

    def __init__(self, lesson: Lesson, slide: Slide, document: Document, place: Place) -> None:
        self.lesson, self.slide, self.document, self.place = lesson, slide, document, place
        self.choice = lesson.choice_of(slide)

    def problems(self) -> Iterator[Problem]:
        """Every mistake in it."""
        yield from self._levers()
        yield from self._measures()
        yield from self._task()
        if (problem := self._assumptions()) is not None:
            yield problem

    def _levers(self) -> Iterator[Problem]:
        slide = self.slide
        named: list[tuple[Place, dict[str, str]]] = [
            (("choice", "levers"), slide.choice.levers),
            (("solution",), slide.solution),
        ]
        if slide.beside is not None:
            named.append((("beside", "levers"), slide.beside.levers))
        named += [(("relies", n, "levers"), claim.levers) for n, claim in enumerate(slide.relies)]
        for place, levers in named:
            for lever, value in levers.items():
                yield from self._stop((*place, lever), lever, value)
        for number, lever in enumerate(slide.moves):
            yield from self._lever(("moves", number), lever)
        for lever, value in self.lesson.choice.levers.items():
            if not self.place[-1]:
                yield from _Lever(self.document, ("choice", "levers", lever), lever).at(value)

    def _measures(self) -> Iterator[Problem]:
        for number, name in enumerate(self.slide.measures):
            yield from self._measure(("measures", number), name)
        for number, claim in enumerate(self.slide.relies):
            yield from self._figure(("relies", number), claim)

    def _task(self) -> Iterator[Problem]:
        task = self.slide.task
        if task.draw is not None:
            place: Place = ("task", "draw")
            yield from self._measure((*place, "measure"), task.draw.measure)
            yield from self._week((*place, "from_week"), task.draw.from_week)
        if task.pick is not None:
            yield from self._figure(("task", "pick", "figure"), task.pick.figure)
            yield from self._week(("task", "pick", "hidden_from"), task.pick.hidden_from)
        if task.move is not None:
            for value in task.move.to:
                yield from self._stop(("task", "move", "lever"), task.move.lever, value)
            yield from self._movable(("task", "move", "lever"), task.move.lever)
        if task.attempts is not None:
            for value in task.attempts.stops:
                yield from self._stop(("task", "attempts", "stops"), task.attempts.lever, value)
            yield from self._movable(("task", "attempts", "lever"), task.attempts.lever)
        if task.reach is not None:
            for number, goal in enumerate(task.reach.goals):
                yield from self._figure(("task", "reach", "goals", number), goal)
        if task.kind in ("move", "reach") and not self.slide.solution:
            yield self._wrong(("task",), "has no solution", right="solution: levers that pass it")
        for lever in self.slide.solution:
            yield from self._movable(("solution", lever), lever)

    def _assumptions(self) -> Problem | None:
        try:
            scenario_of(self.choice)
        except InputError as error:
            said = "; ".join(problem.wrong for problem in error.problems)
            return self._wrong(("choice", "assumptions"), said or str(error))
        return None

    def _figure(self, place: Place, figure: Goal | Any) -> Iterator[Problem]:  # noqa: ANN401
        for quantity in figure.quantities:
            yield from self._measure((*place, "measure"), quantity.measure)
            yield from self._week((*place, "weeks"), quantity.weeks[1])
            if quantity.run == "beside" and self.slide.beside is None:
                yield self._wrong(place, "asks what stands beside", right="beside: on this slide")

    def _measure(self, place: Place, name: str) -> Iterator[Problem]:
        if name not in SHOWN:
            right = nearest(name, SHOWN) or one_of(SHOWN)
            yield self._wrong(place, "is no measure of the page", shown(name), right)

    def _week(self, place: Place, week: int) -> Iterator[Problem]:
        last = self.choice.weeks - 1
        if week > last:
            yield self._wrong(place, "is beyond the horizon", str(week), f"{last} or less")

    def _movable(self, place: Place, lever: str) -> Iterator[Problem]:
        if lever not in self.slide.moves:
            right = one_of(self.slide.moves) or "moves: levers of this slide"
            yield self._wrong(place, "is a lever that the slide does not show", lever, right)

    def _lever(self, place: Place, lever: str) -> Iterator[Problem]:
        return _Lever(self.document, (*self.place, *place), lever).known()

    def _stop(self, place: Place, lever: str, value: str) -> Iterator[Problem]:
        return _Lever(self.document, (*self.place, *place), lever).at(value)

    def _wrong(self, place: Place, wrong: str, found: str = "", right: str = "") -> Problem:
        return self.document.problem((*self.place, *place), wrong, found, right)


class _Lever:
    """Checks the name of a lever and of a stop, where they stand in a document."""

    def __init__(self, document: Document, place: Place, lever: str) -> None:
        self.document, self.place, self.lever = document, place, lever

    def known(self) -> Iterator[Problem]:
        """The mistake in its name, if there is one."""
        levers = controls().levers
        if self.lever not in levers:
            right = nearest(self.lever, levers) or one_of(tuple(levers))
            yield self.document.problem(self.place, "is no lever", shown(self.lever), right)

    def at(self, value: str) -> Iterator[Problem]:
        """The mistake in its name or in that of its stop."""
        yield from self.known()
        lever = controls().levers.get(self.lever)
        if lever is not None and value not in lever.values:
            right = nearest(value, lever.values) or one_of(lever.values)
            yield self.document.problem(self.place, "is no stop of it", shown(value), right)
