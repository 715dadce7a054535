"""The tasks of lessons: what the room is asked to do, and what decides whether it is done."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.parameters import inconsistent

KINDS = ("draw", "pick", "move", "reach", "attempts", "person")
"""The kinds of task: predict a line, predict an answer, move a lever, reach a level, try several
stops, click on a person."""


class Form(BaseModel):
    """Part of a lesson file."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Quantity(Form):
    """A number taken from an answer.

    Attributes
    ----------
    measure : str
        A weekly measure that the page knows.
    weeks : tuple of int
        First and last week.
    part : str
        Of the mean over runs: its ``mean``, ``lowest`` or ``highest`` value in these weeks; or the
        mean width of the band, ``spread``.
    run : str
        Whose: of the slide's ``choice`` or of what stands ``beside`` it.
    """

    measure: str
    weeks: tuple[int, int]
    part: Literal["mean", "lowest", "highest", "spread"] = "mean"
    run: Literal["choice", "beside"] = "choice"

    @model_validator(mode="after")
    def _weeks_in_order(self) -> Self:
        first, last = self.weeks
        if first > last:
            raise inconsistent(
                "weeks", "ends before it begins", f"{first} to {last}", "first and last week"
            )
        return self


class Figure(Quantity):
    """A quantity by itself, as a ratio to another, or less another."""

    ratio_to: Quantity | None = None
    minus: Quantity | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        if self.ratio_to is not None and self.minus is not None:
            raise inconsistent(
                "minus", "stands beside ratio_to", "both", "one of the two", reads=("ratio_to",)
            )
        return self

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantity and what it is compared with."""
        others = (self.ratio_to, self.minus)
        return (self, *(other for other in others if other is not None))


class Goal(Figure):
    """A figure that has to lie in a range: ``at_least`` that much, and ``below`` that much."""

    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.below is None:
            raise inconsistent("at_least", "says no bound", "nothing", "at_least, below or both")
        return self


class Claim(Goal):
    """An outcome that a slide's words rely on; tests hold it.

    Attributes
    ----------
    says : str
        The outcome in words, for whoever reads the file or a failing test.
    levers : dict
        Stops at which it is claimed, where they differ from the slide's.
    """

    says: str = Field(min_length=1)
    levers: dict[str, str] = Field(default_factory=dict)


class Option(Form):
    """An answer that can be picked; it is right if the figure is ``at_least`` and ``below``."""

    words: str = Field(min_length=1)
    at_least: float | None = None
    below: float | None = None


class Draw(Form):
    """Draw the line from a week on; the model's stays hidden until then.

    Attributes
    ----------
    measure : str
        Whose line.
    from_week : int
        First week that is hidden.
    most : float
        Upper end of the axis, so that there is room to be wrong.
    """

    measure: str = "participation"
    from_week: int = Field(ge=1)
    most: float = Field(gt=0.0)


class Pick(Form):
    """Pick an answer; which one is right the run decides.

    Attributes
    ----------
    figure : Figure
        What is asked.
    form : str
        How the figure is said: a ``share`` in per cent, a share of another quantity (``of``), a
        difference in percentage ``points``, how many ``times`` as much, or the ``width`` of a band.
    answer : str
        Sentence for the answer of the model, with ``{figure}`` in it.
    hidden_from : int
        First week of the choice's line that is hidden until an answer is picked.
    options : tuple of Option
        They follow each other without gap or overlap.
    """

    figure: Figure
    form: Literal["share", "of", "points", "times", "width"]
    answer: str
    hidden_from: int = Field(0, ge=0)
    options: tuple[Option, ...] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def _answer_says_the_figure(self) -> Self:
        if "{figure}" not in self.answer:
            right = "a sentence with {figure} in it"
            raise inconsistent("answer", "does not say the figure", self.answer, right)
        return self

    @model_validator(mode="after")
    def _cover_every_number(self) -> Self:
        edges = sorted(
            ((one.at_least, one.below) for one in self.options),
            key=lambda edge: -float("inf") if edge[0] is None else edge[0],
        )
        lows, highs = [low for low, _ in edges], [high for _, high in edges]
        if lows[0] is not None or highs[-1] is not None or lows[1:] != highs[:-1]:
            right = "each begins where another ends; the outermost are open"
            raise inconsistent("options", "leave a gap or overlap", str(edges), right)
        return self


class Move(Form):
    """Move a lever to one of some stops."""

    lever: str
    to: tuple[str, ...] = Field(min_length=1)


class Reach(Form):
    """Move levers until the run reaches every goal."""

    goals: tuple[Goal, ...] = Field(min_length=1)


class Attempts(Form):
    """Try ``count`` of some stops of a lever."""

    lever: str
    stops: tuple[str, ...] = Field(min_length=2)
    count: int = Field(ge=2)


class Person(Form):
    """Click on a person, or on several one after the other."""

    count: int = Field(1, ge=1)


class Task(Form):
    """What the room is asked to do: words, and exactly one of the kinds of task."""

    words: str = Field(min_length=1)
    draw: Draw | None = None
    pick: Pick | None = None
    move: Move | None = None
    reach: Reach | None = None
    attempts: Attempts | None = None
    person: Person | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "none"
            raise inconsistent(
                "words", "is not a task of one kind", found, "one of " + ", ".join(KINDS)
            )
        return self

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities that decide whether it is done, or which answer is right."""
        figures: list[Figure] = [*(self.reach.goals if self.reach else ())]
        if self.pick is not None:
            figures.append(self.pick.figure)
        return tuple(one for figure in figures for one in figure.quantities)

    @property
    def kind(self) -> str:
        """The kind of task."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)
