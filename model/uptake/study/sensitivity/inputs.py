"""What an analysis of sensitivity varies: uncertainties of a study and, if asked, its levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from uptake.documents import Place
from uptake.errors import InputError
from uptake.scenario import Scenario
from uptake.study.study_file import StudyFile
from uptake.study.varied import Choice, Varied, shown_as

Point = Mapping[Place, Choice]
"""A value for each input; a lever that is not there stands as the scenario has it."""


@dataclass(frozen=True)
class Input:
    """An uncertainty or a lever that is varied.

    Attributes
    ----------
    varied : Varied
        Its values or its range.
    lever : bool
        Whether one can decide it.
    usual : Choice or None
        Its value where it is not varied; None for a lever, which then stands as in the scenario.
    """

    varied: Varied
    lever: bool
    usual: Choice | None

    @property
    def name(self) -> str:
        """Its path, as in ``assumptions.habit_gain``."""
        return self.varied.name

    @property
    def discrete(self) -> bool:
        """Whether it takes some values only, not all of a range."""
        return bool(self.varied.choices) or self.varied.whole

    def ends(self) -> tuple[Choice, ...]:
        """All values of a list, or both ends of a range."""
        return tuple(self.varied.ends())


def inputs_of(study: StudyFile, scenario: Scenario, *, levers: bool) -> tuple[Input, ...]:
    """All that can be varied, uncertainties first.

    Parameters
    ----------
    study : StudyFile
        Says what is varied, and over what.
    scenario : Scenario
        In which it is varied; gives the usual values.
    levers : bool
        Whether the levers are varied too.

    Raises
    ------
    InputError
        If nothing is varied, or combinations are listed where ranges are needed.
    """
    blocks = {"uncertainties": study.uncertainties}
    if levers:
        blocks["levers"] = study.levers
    problems = []
    for name, block in blocks.items():
        if block.design == "list":
            wrong = "is a list of combinations, which has no ranges"
            problems.append(study.document.problem((name,), wrong, right="vary:"))
        for one in block.varied:
            if len(one.choices) == 1:
                wrong, right = "hold a single value of a parameter", "two or more, or a range"
                problems.append(study.document.problem((name, "vary"), wrong, one.name, right))
    if not problems and not any(block.varied for block in blocks.values()):
        right = "parameters under vary:"
        if study.levers.varied and not levers:
            right += ", or --levers"
        wrong = "vary nothing whose effect could be looked for"
        problems.append(study.document.problem(("uncertainties",), wrong, right=right))
    if problems:
        raise InputError(problems)
    found = [
        Input(one, lever=False, usual=_usual(scenario, one)) for one in study.uncertainties.varied
    ]
    if levers:
        found += [Input(one, lever=True, usual=None) for one in study.levers.varied]
    return tuple(found)


def usual_point(inputs: Sequence[Input]) -> Point:
    """Every input at its usual value."""
    return {one.varied.place: one.usual for one in inputs if one.usual is not None}


def point_at(inputs: Sequence[Input], varied: Sequence[Input], shares: Sequence[float]) -> Point:
    """The point at shares (0 to 1) of the way of what is varied; all else is as usual."""
    chosen = {
        one.varied.place: one.varied.at(share) for one, share in zip(varied, shares, strict=True)
    }
    return {**usual_point(inputs), **chosen}


def _usual(scenario: Scenario, varied: Varied) -> Choice:
    value = getattr(scenario.assumptions, str(varied.place[-1]))
    return Choice(value, shown_as(value))
