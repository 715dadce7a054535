"""What the model does and what it rests on, as data for the Method page: nothing is said twice.

Phases come from `uptake.week.PHASES`, parameters from their declarations, patterns from
``patterns.yaml``; only the sentences of ``method.yaml`` are written for the page.
"""

from __future__ import annotations

import inspect
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from typing import Any, Final

from pydantic import BaseModel

from uptake import behaviour, week
from uptake.parameters import Assumptions, Parameter, parameters_of
from uptake.programme import KINDS, Champion, Intervention, Successor
from uptake.scenario import Scenario, SyntheticOrganisation
from uptake.study.ensemble import reference
from uptake.study.patterns import Quantity, read_patterns

PHASE_LINE = re.compile(r"(?:Phase (?P<number>\d+), (?P<name>[\w ]+): )?(?P<says>.+)", re.DOTALL)
LEVERS: Final[tuple[tuple[str, type[BaseModel], str], ...]] = (
    ("The scenario", Scenario, "scenario"),
    ("A synthetic organisation", SyntheticOrganisation, "organisation.synthetic"),
    ("The champion", Champion, "champion"),
    ("A successor", Successor, "champion.successor"),
    ("Every intervention", Intervention, "programme"),
)


@cache
def method() -> dict[str, Any]:
    """Everything the page shows, ready for JSON; the same for everybody."""
    parameters = [*assumptions(), *levers()]
    return {
        **_sentences(),
        "phases": phases(),
        "parameters": parameters,
        "choices": choices(),
        "patterns": patterns(),
        "counts": counts(parameters),
        "sets": len(reference().members),
    }


def phases() -> list[dict[str, Any]]:
    """The phases of a week in their order: number (none for the draws), name, what happens."""
    return [_phase(phase) for phase in week.PHASES]


def _phase(phase: Callable[..., object]) -> dict[str, Any]:
    found = PHASE_LINE.fullmatch(_first_paragraph(phase))
    assert found is not None
    number = found["number"]
    says = found["says"][0].upper() + found["says"][1:]
    rule = _rule({phase.__name__, found["name"] or phase.__name__})
    return {
        "number": int(number) if number else None,
        "name": found["name"] or phase.__name__,
        "says": says,
        "code": f"{phase.__module__}.{phase.__name__}",
        "rule": "" if _begin(rule) == _begin(says) else rule,
    }


def _begin(text: str) -> list[str]:
    return text.split()[:2]


def _rule(names: Collection[str]) -> str:
    """What the module of behaviour named like a phase (``visit``, visiting) says of itself."""
    for own in sorted(one.name for one in iter_modules(behaviour.__path__)):
        if any(own.startswith(name[:-1]) for name in names):
            module = import_module(f"{behaviour.__name__}.{own}")
            says = _first_paragraph(module).rpartition(": ")[2]
            return says[0].upper() + says[1:]
    return ""


def _first_paragraph(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def assumptions() -> list[dict[str, Any]]:
    """Every declared assumption with default, range, source and status."""
    found = parameters_of(Assumptions, "assumptions", "uncertainty")
    return [_parameter("Assumptions", one) for one in found]


def levers() -> list[dict[str, Any]]:
    """Every declared lever; those of an intervention stand under its kind."""
    shared = set(Intervention.model_fields)
    found = [
        _parameter(group, one)
        for group, model, path in LEVERS
        for one in parameters_of(model, path, "lever")
    ]
    for kind, model in KINDS.items():
        group = kind.replace("_", " ").capitalize()
        found += [
            _parameter(group, one)
            for one in parameters_of(model, f"programme.{kind}", "lever")
            if one.path.rpartition(".")[2] not in shared
        ]
    return found


def _parameter(group: str, one: Parameter) -> dict[str, Any]:
    return {
        "group": group,
        "path": one.path,
        "name": one.path.rpartition(".")[2],
        "role": one.role,
        "meaning": one.meaning,
        "unit": one.unit,
        "default": _finite(one.default),
        "low": _finite(one.low),
        "high": _finite(one.high),
        "source": one.source,
        "status": one.status,
    }


def choices() -> list[dict[str, str]]:
    """The structural assumptions: where the evidence conflicts, the form of the model is one."""
    return [
        {"name": name, "default": str(field.default), "meaning": str(field.description)}
        for name, field in Assumptions.model_fields.items()
        if isinstance(field.default, str)
    ]


def patterns() -> list[dict[str, Any]]:
    """The patterns that the model should reproduce, with what is measured and in which band."""
    return [
        {
            "number": pattern.number,
            "name": pattern.name,
            "quantities": [_quantity(one) for one in pattern.quantities],
        }
        for pattern in read_patterns()
    ]


def _quantity(one: Quantity) -> dict[str, Any]:
    return {
        "name": one.name,
        "low": _finite(one.low) if one.band else None,
        "high": _finite(one.high) if one.band else None,
        "unit": one.unit,
        "source": one.source,
        "status": one.status,
        "band_status": one.band_status,
        "fitted": one.fitted,
        "note": one.note,
    }


def counts(parameters: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """How many assumptions, facts behind the patterns and edges of bands have which status."""
    quantities = [one for pattern in read_patterns() for one in pattern.quantities]
    return {
        "assumptions": Counter(one["status"] for one in parameters if one["role"] == "uncertainty"),
        "facts": Counter(one.status for one in quantities),
        "bands": Counter(one.band_status for one in quantities if one.band_status),
    }


@cache
def _sentences() -> dict[str, Any]:
    from ruamel.yaml import YAML

    text = (files("uptake.web") / "method.yaml").read_text(encoding="utf-8")
    sentences: dict[str, Any] = YAML(typ="safe").load(text)
    return sentences


def _finite(value: float) -> float | None:
    """The value, or None where there is none: JSON knows no infinities."""
    return value if math.isfinite(value) else None
