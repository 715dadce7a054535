"""What someone has chosen on the page, and the scenario it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from uptake.checking import nearest, one_of, shown
from uptake.errors import InputError, Problem
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.study.ensemble import REFERENCE
from uptake.web.controls import controls

BASIS = "basis"
"""Key beside the assumptions fixed by hand: the sets of assumptions that the others come from."""


class Choice(BaseModel):
    """What someone has chosen: everything that decides an answer; also what a link holds.

    Attributes
    ----------
    organisation : str
        Name of one that comes with the page, or the key of one opened in it.
    scenario : str
        Key of a scenario opened in the page, which takes the place of the levers; empty for none.
    levers : dict
        Value of the stop of each lever that is not at its default.
    assumptions : dict
        ``basis`` and the assumptions fixed by hand.
    weeks : int
        Horizon.
    seed : int
        Another seed, other chance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    organisation: str = "thousand"
    scenario: str = ""
    levers: dict[str, str] = Field(default_factory=dict)
    assumptions: dict[str, str | float] = Field(default_factory=dict)
    weeks: int = Field(156, ge=26, le=260)
    seed: int = Field(1, ge=0, le=2**53)

    @property
    def basis(self) -> str:
        """Where the assumptions come from."""
        return str(self.assumptions.get(BASIS, REFERENCE))


def read_choice(data: object) -> Choice:
    """Check what a page or a link says.

    Raises
    ------
    InputError
        With every mistake.
    """
    try:
        choice = Choice.model_validate(data)
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    "the choice", ".".join(map(str, one["loc"])), one["msg"], shown(one["input"])
                )
                for one in error.errors()
            ]
        ) from None
    problems = [*_unknown_levers(choice.levers)]
    if problems:
        raise InputError(problems)
    return choice


def scenario_of(choice: Choice, opened: Scenario | None = None) -> Scenario:
    """The scenario that a choice stands for.

    Parameters
    ----------
    choice : Choice
        As `read_choice` gives it.
    opened : Scenario, optional
        What the key ``choice.scenario`` stands for; its programme replaces that of the levers.

    Raises
    ------
    InputError
        If an assumption fixed by hand is unknown or out of range.
    """
    fixed = {name: value for name, value in choice.assumptions.items() if name != BASIS}
    assumptions = _assumptions(fixed)
    if opened is not None:
        own = opened.assumptions
        set_before = {name: getattr(own, name) for name in own.model_fields_set}
        assumptions = _assumptions({**set_before, **fixed})
        return opened.model_copy(update={"assumptions": assumptions, "weeks": choice.weeks})
    pieces: dict[str, Any] = {}
    for name, lever in controls().levers.items():
        pieces = _laid_over(pieces, lever.stop(choice.levers.get(name, lever.default)).scenario)
    champion = pieces.get("champion", {})
    if "leaves_in_week" not in champion:
        champion.pop("successor", None)
    kinds = pieces.get("programme", {})
    pieces["programme"] = {kind: {"kind": kind, **entry} for kind, entry in kinds.items()}
    whole = {"name": "Scenario", "weeks": choice.weeks, **pieces}
    return Scenario.model_validate(whole).model_copy(update={"assumptions": assumptions})


def _unknown_levers(levers: Mapping[str, str]) -> list[Problem]:
    known = controls().levers
    problems = []
    for name, value in levers.items():
        if name not in known:
            right = nearest(name, known) or one_of(list(known))
            problems.append(Problem("the choice", f"levers.{name}", "is no lever", name, right))
        elif value not in known[name].values:
            right = one_of(known[name].values)
            problems.append(Problem("the choice", f"levers.{name}", "is no stop", value, right))
    return problems


def _assumptions(fixed: Mapping[str, Any]) -> Assumptions:
    try:
        return Assumptions.model_validate(fixed)
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    "the choice", f"assumptions.{one['loc'][0]}", one["msg"], shown(one["input"])
                )
                for one in error.errors()
            ]
        ) from None


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings merge deeply; all else replaces."""
    result = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(under.get(key), Mapping)
        result[key] = (
            _laid_over(under[key], value)
            if both
            else (_laid_over({}, value) if isinstance(value, Mapping) else value)
        )
    return result
