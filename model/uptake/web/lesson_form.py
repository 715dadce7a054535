"""What a lesson file says: slides, each with one idea and a task that the page checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from uptake.web.choice import Choice
from uptake.web.controls import controls
from uptake.web.lesson_tasks import Claim, Form, Task


def moved(levers: Mapping[str, str]) -> dict[str, str]:
    """The levers that are not at their default, as a choice holds them."""
    known = controls().levers
    return {
        name: value
        for name, value in levers.items()
        if name not in known or value != known[name].default
    }


class Setting(Form):
    """A choice, as far as it differs from that of the lesson; the lesson's, from the page's."""

    organisation: str | None = None
    levers: dict[str, str] = Field(default_factory=dict)
    assumptions: dict[str, str | float] = Field(default_factory=dict)
    weeks: int | None = Field(None, ge=26, le=260)

    def over(self, choice: Choice) -> Choice:
        """A choice with this laid over it."""
        changes: dict[str, Any] = {
            "levers": moved({**choice.levers, **self.levers}),
            "assumptions": {**choice.assumptions, **self.assumptions},
        }
        if self.organisation is not None:
            changes["organisation"] = self.organisation
        if self.weeks is not None:
            changes["weeks"] = self.weeks
        return choice.model_copy(update=changes)


class Beside(Setting):
    """What is drawn beside the slide's choice, and what each of the two lines is called.

    Attributes
    ----------
    of : str
        What it is a change of: the choice of the slide, or that of the lesson.
    words, choice_words : str
        Names of its line and of the slide's.
    """

    of: Literal["slide", "lesson"] = "slide"
    words: str = Field(min_length=1)
    choice_words: str = Field(min_length=1)


class Notes(Form):
    """For the facilitator: minutes, questions for the room, what people say, what to watch for."""

    minutes: float = Field(gt=0.0)
    ask: tuple[str, ...] = Field(min_length=1)
    hear: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


class Slide(Form):
    """One idea, one task."""

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    choice: Setting = Field(default_factory=Setting)
    beside: Beside | None = None
    show: Literal["chart", "people"] = "chart"
    measures: tuple[str, ...] = Field(("participation",), min_length=1, max_length=4)
    moves: tuple[str, ...] = ()
    task: Task
    solution: dict[str, str] = Field(default_factory=dict, description="levers that pass the task")
    idea: str = Field(min_length=1)
    relies: tuple[Claim, ...] = ()
    notes: Notes

    @property
    def needs(self) -> frozenset[str]:
        """The measures that it shows or checks."""
        return frozenset([*self.measures, *(one.measure for one in self.task.quantities)])


class Lesson(Form):
    """Some slides that belong together."""

    id: str = Field(min_length=1)
    place: int = Field(ge=1, description="where it stands among the lessons")
    title: str = Field(min_length=1)
    question: str = Field(min_length=1)
    choice: Setting = Field(default_factory=Setting)
    slides: tuple[Slide, ...] = Field(min_length=1)

    @property
    def minutes(self) -> float:
        """What the notes of its slides plan for it."""
        return sum(slide.notes.minutes for slide in self.slides)

    def choice_of(self, slide: Slide) -> Choice:
        """What a slide starts with."""
        return slide.choice.over(self.choice.over(Choice()))

    def beside_of(self, slide: Slide) -> Choice | None:
        """What stands beside it, if anything does."""
        if slide.beside is None:
            return None
        whole = self.choice.over(Choice())
        return slide.beside.over(self.choice_of(slide) if slide.beside.of == "slide" else whole)

    def solution_of(self, slide: Slide) -> Choice:
        """What passes its task if that is to move levers; else what the slide starts with."""
        return Setting(levers=slide.solution).over(self.choice_of(slide))
