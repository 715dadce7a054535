"""Checks a lesson against the levers, measures and weeks that the page has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from uptake.checking import nearest, one_of, shown
from uptake.documents import Document, Place
from uptake.errors import InputError, Problem
from uptake.web.choice import scenario_of
from uptake.web.controls import controls
from uptake.web.lesson_form import Lesson, Slide
from uptake.web.lesson_tasks import Figure
from uptake.web.runs import SHOWN


def mistakes(lesson: Lesson, document: Document) -> list[Problem]:
    """Everything in a lesson that the page does not know or cannot check, with its place.

    Parameters
    ----------
    lesson : Lesson
        As it was read.
    document : Document
        The file it was read from: tells where things stand.
    """
    marks = _Marks(document, ())
    problems = list(marks.stops(("choice", "levers"), lesson.choice.levers))
    problems += _ids(lesson, document)
    for number, slide in enumerate(lesson.slides):
        problems += _Slide(lesson, slide, _Marks(document, ("slides", number))).problems()
    return problems


def _ids(lesson: Lesson, document: Document) -> list[Problem]:
    ids = [slide.id for slide in lesson.slides]
    return [
        document.problem(("slides", number, "id"), "is the id of another slide", name)
        for number, name in enumerate(ids)
        if name in ids[:number]
    ]


class _Marks:
    """Puts mistakes into words, with their place in a document."""

    def __init__(self, document: Document, place: Place) -> None:
        self.document, self.place = document, place

    def wrong(self, place: Place, wrong: str, found: str = "", right: str = "") -> Problem:
        """A mistake at a place of this part of the document."""
        return self.document.problem((*self.place, *place), wrong, found, right)

    def lever(self, place: Place, lever: str) -> Iterator[Problem]:
        """The mistake in the name of a lever, if there is one."""
        levers = controls().levers
        if lever not in levers:
            right = nearest(lever, levers) or one_of(tuple(levers))
            yield self.wrong(place, "is no lever", shown(lever), right)

    def stop(self, place: Place, lever: str, value: str) -> Iterator[Problem]:
        """The mistake in the name of a lever or of its stop."""
        yield from self.lever(place, lever)
        known = controls().levers.get(lever)
        if known is not None and value not in known.values:
            right = nearest(value, known.values) or one_of(known.values)
            yield self.wrong(place, "is no stop of this lever", shown(value), right)

    def stops(self, place: Place, levers: Mapping[str, str]) -> Iterator[Problem]:
        """The mistakes in a mapping of levers to stops."""
        for lever, value in levers.items():
            yield from self.stop((*place, lever), lever, value)


class _Slide:
    """Checks one slide."""

    def __init__(self, lesson: Lesson, slide: Slide, marks: _Marks) -> None:
        self.slide, self.marks = slide, marks
        self.choice = lesson.choice_of(slide)

    def problems(self) -> Iterator[Problem]:
        """Every mistake in it."""
        yield from self._levers()
        yield from self._measures()
        yield from self._task()
        yield from self._assumptions()

    def _levers(self) -> Iterator[Problem]:
        slide, stops = self.slide, self.marks.stops
        yield from stops(("choice", "levers"), slide.choice.levers)
        yield from stops(("solution",), slide.solution)
        if slide.beside is not None:
            yield from stops(("beside", "levers"), slide.beside.levers)
        for number, claim in enumerate(slide.relies):
            yield from stops(("relies", number, "levers"), claim.levers)
        for number, lever in enumerate(slide.moves):
            yield from self.marks.lever(("moves", number), lever)
        for lever in slide.solution:
            yield from self._movable(("solution", lever), lever)

    def _measures(self) -> Iterator[Problem]:
        for number, name in enumerate(self.slide.measures):
            yield from self._measure(("measures", number), name)
        for number, claim in enumerate(self.slide.relies):
            yield from self._figure(("relies", number), claim)

    def _task(self) -> Iterator[Problem]:
        task = self.slide.task
        if task.draw is not None:
            if task.draw.measure not in self.slide.measures:
                right = one_of(self.slide.measures)
                wrong = "is not among the measures of the slide"
                yield self.marks.wrong(("task", "draw"), wrong, task.draw.measure, right)
            yield from self._week(("task", "draw", "from_week"), task.draw.from_week)
        if task.pick is not None:
            yield from self._figure(("task", "pick", "figure"), task.pick.figure)
            yield from self._week(("task", "pick", "hidden_from"), task.pick.hidden_from)
        for kind in ("move", "attempts"):
            part = getattr(task, kind)
            if part is not None:
                place: Place = ("task", kind)
                for value in part.to if kind == "move" else part.stops:
                    yield from self.marks.stop((*place, "lever"), part.lever, value)
                yield from self._movable((*place, "lever"), part.lever)
        if task.reach is not None:
            for number, goal in enumerate(task.reach.goals):
                yield from self._figure(("task", "reach", "goals", number), goal)
        if task.kind in ("move", "reach") and not self.slide.solution:
            right = "solution: levers that pass it"
            yield self.marks.wrong(("task",), "has no solution", right=right)

    def _assumptions(self) -> Iterator[Problem]:
        try:
            scenario_of(self.choice.model_copy(update={"levers": {}}))
        except InputError as error:
            for one in error.problems:
                place = ("choice", *one.key.split("."))
                yield self.marks.wrong(place, one.wrong, one.found, one.right)

    def _figure(self, place: Place, figure: Figure) -> Iterator[Problem]:
        for quantity in figure.quantities:
            yield from self._measure((*place, "measure"), quantity.measure)
            yield from self._week((*place, "weeks"), quantity.weeks[1])
            if quantity.run == "beside" and self.slide.beside is None:
                right = "beside: on this slide"
                yield self.marks.wrong(place, "asks what stands beside", right=right)

    def _measure(self, place: Place, name: str) -> Iterator[Problem]:
        if name not in SHOWN:
            right = nearest(name, SHOWN) or one_of(SHOWN)
            yield self.marks.wrong(place, "is no measure of the page", shown(name), right)

    def _week(self, place: Place, week: int) -> Iterator[Problem]:
        last = self.choice.weeks - 1
        if week > last:
            right = f"{last} or less"
            yield self.marks.wrong(place, "is beyond the horizon", str(week), right)

    def _movable(self, place: Place, lever: str) -> Iterator[Problem]:
        if lever not in self.slide.moves:
            right = one_of(self.slide.moves) or "moves: levers of this slide"
            yield self.marks.wrong(place, "is a lever that the slide does not show", lever, right)
