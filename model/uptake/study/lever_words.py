"""What levers, uncertainties and their values are called, from their declarations."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from uptake.checking import field_at
from uptake.programme import KINDS
from uptake.scenario import Scenario
from uptake.study.wording import MINUS, NO_BREAK

GOES_ON = frozenset(
    {
        "after", "asked", "before", "between", "by", "expected", "for", "from", "gained", "in",
        "kept", "lost", "of", "on", "saved", "social,", "spent", "that", "to", "until", "while",
    }
)  # fmt: skip
"""First words of meanings that read on from the unit: ``weeks`` ``between issues``."""

NONE = "none"
LONGEST_CALLED = 45
"""Characters that a sentence can take."""


class Said(NamedTuple):
    """The unit and the meaning of a declaration; either may be empty."""

    unit: str
    meaning: str


def lever_words(path: str) -> str:
    """Say what a lever or an uncertainty is, with its unit, as on an axis.

    Parameters
    ----------
    path : str
        Such as ``programme.newsletter.every_weeks`` (``programme.`` may be left out) or
        ``assumptions.visit_habit``.

    Returns
    -------
    str
        ``newsletter: weeks between issues``; ``visit habit: full habit (logit)``. A path without
        a declaration is spelled out.

    Examples
    --------
    >>> lever_words("programme.newsletter.every_weeks")
    'newsletter: weeks between issues'
    >>> lever_words("programme.newsletter")
    'newsletter'
    """
    owner, field = _parts(path)
    said = _said(path)
    if not said.meaning:
        return _joined(owner, _spelled(field), ": ")
    if said.unit and said.meaning.split(" ")[0] in GOES_ON:
        words = f"{said.unit} {said.meaning}"
    else:
        words = f"{said.meaning} ({said.unit})" if said.unit else said.meaning
    return _joined(_spelled(field) if owner == "assumptions" else owner, words, ": ")


def lever_name(path: str) -> str:
    """Name a lever or an uncertainty shortly, as in a sentence: ``newsletter quality``."""
    owner, field = _parts(path)
    return _joined("" if owner == "assumptions" else owner, _spelled(field), " ")


def lever_called(path: str) -> str:
    """Call a lever or an uncertainty by its words if they are few, else by its short name."""
    words = lever_words(path)
    return words if len(words) <= LONGEST_CALLED else lever_name(path)


def value_words(path: str, value: float | str | None) -> str:
    """Say one value of a lever or an uncertainty, as at a tick: ``70 %``, ``stays``, ``0.5``.

    Parameters
    ----------
    path : str
        Whose value it is.
    value : float, str or None
        As in a study's table; numbers may be written out. None and nan stand for a lever that
        is not there.
    """
    known = as_number(value)
    if known is None:
        text = NONE if value is None or isinstance(value, float) else value
        return (_if_left_out(path) or NONE) if text == NONE else text.replace("_", " ")
    if _said(path).unit.split(" of ")[0] == "share" and 0.0 <= known <= 1.0:
        return f"{100.0 * known:.6g}{NO_BREAK}%"
    return _number(known)


def setting_words(path: str, value: float | str | None) -> str:
    """Say that a lever has a value, as in a sentence: ``newsletter every 2 weeks``."""
    owner, field = _parts(path)
    said = value_words(path, value)
    known = as_number(value)
    if known is None:
        if said == "stays":
            return f"{owner} {said}"
        return f"{lever_name(path)}{': ' if field else ' '}{said}"
    if field == "every_weeks":
        return f"{owner} every {'week' if known == 1 else f'{said}{NO_BREAK}weeks'}"
    if field == "hours_a_week":
        return f"{owner} {said}{NO_BREAK}{'hour' if known == 1 else 'hours'} a week"
    return f"{lever_name(path)} {said}"


def as_number(value: object) -> float | None:
    """The number that a value is, or that a text says; None for anything else."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _parts(path: str) -> tuple[str, str]:
    """Whose it is, and which: ``newsletter``, ``every_weeks``; a switch has no second part."""
    parts = path.removeprefix("programme.").split(".")
    if len(parts) == 1:
        plain = parts[0] in Scenario.model_fields and parts[0] != "champion"
        return ("", parts[0]) if plain else (_spelled(parts[0]), "")
    if parts == ["champion", "successor"]:
        return "successor", ""
    owner = parts[-2]
    return owner if owner == "assumptions" else _spelled(owner), parts[-1]


@cache
def _said(path: str) -> Said:
    declared = _declaration(path.removeprefix("programme.").split("."))
    if declared is None:
        return Said("", "")
    extra: Any = declared.json_schema_extra
    unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
    description = declared.description or ""
    if "; or" in description:
        return Said(unit, "")  # It lists the choices instead of saying what is chosen.
    meaning = re.split(r": |; |, so | \(", description)[0]
    return Said(unit, meaning.replace("_", " "))


@cache
def _if_left_out(path: str) -> str:
    """What a declaration says of a value that is left out: ``never``, ``stays``."""
    declared = _declaration(path.removeprefix("programme.").split("."))
    found = re.search(r"; ([^;]+) if left out", declared.description or "") if declared else None
    return found.group(1) if found else ""


def _declaration(parts: list[str]) -> FieldInfo | None:
    """Declaration at a path; of an entry with a name of its own, if all kinds agree on it."""
    if parts[0] in Scenario.model_fields:
        leads_on = len(parts) > 1 and parts != ["champion", "successor"]
        return field_at(Scenario, tuple(parts)) if leads_on or parts[0] != "champion" else None
    if len(parts) < 2:
        return None
    kinds = [KINDS[parts[0]]] if parts[0] in KINDS else list(KINDS.values())
    found = [kind.model_fields[parts[1]] for kind in kinds if parts[1] in kind.model_fields]
    agreed = {one.description for one in found}
    return found[0] if len(agreed) == 1 else None


def _joined(owner: str, words: str, between: str) -> str:
    return f"{owner}{between}{words}" if owner and words else owner or words


def _spelled(name: str) -> str:
    return name.replace("_", " ")


def _number(value: float) -> str:
    return f"{value:,.6g}".replace("-", MINUS)
