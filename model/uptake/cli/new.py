"""``uptake new``: a commented starter scenario, made from the declarations."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

WIDTH = 100
STARTED_WITH = ("newsletter", "welcome_pack")
"""Interventions that a starter scenario has; the others wait behind a comment sign."""


def new(
    path: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
) -> None:
    """Write a starter scenario with every intervention, its levers, their units and ranges.

    Example: uptake new plan.yaml
    """
    from uptake.errors import InputError, Problem

    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(starter(path.name))
    except FileExistsError:
        wrong = "exists already and is not written over"
        raise InputError([Problem(str(path), "", wrong, right="another name")]) from None
    except OSError as error:
        wrong = f"cannot be written: {error.strerror or error}"
        raise InputError([Problem(str(path), "", wrong)]) from None
    typer.echo(f"Written: {path}. Change what you like, then: uptake run {path}")


def starter(file_name: str) -> str:
    """Text of a starter scenario."""
    from uptake.programme import KINDS, Champion, Intervention, Successor
    from uptake.scenario import Scenario

    title = Path(file_name).stem.replace("_", " ").replace("-", " ").capitalize() or "Plan"
    weeks, accounts = (Scenario.model_fields[name] for name in ("weeks", "initial_accounts"))
    lines = [
        f"# A scenario: uptake run {file_name}   (or: uptake run {file_name} --org staff.csv)",
        "# With each number: its unit and meaning, and the range that is of use.",
        "# Lines behind # say what could stand here: take the sign away to use them.",
        "",
        f"name: {json.dumps(title, ensure_ascii=False)}",
        *_line("weeks", weeks, 156, ""),
        *_line("initial_accounts", accounts, 0, ""),
        "",
        "organisation:",
        "  synthetic: {headcount: 1000}  # made up; or an HR export, as in  file: staff.csv",
        "",
        "# headcount_path:  # planned headcount; today's throughout if left out",
        "#   - {week: 0, employees: 1000}",
        "#   - {week: 156, employees: 1200}",
        "",
        "champion:  # the person who keeps the network alive; null for nobody",
        *_levers(Champion, "  ", left_out=("successor",)),
        "  # successor:  # who takes over after leaves_in_week; nobody if left out",
        *_commented(_levers(Successor, "    ")),
        "",
        "# Besides its own levers every intervention may have a window and an audience:",
        *(f"# {line}" for line in _levers(Intervention, "  ", left_out=("kind", "audience"))),
        "#   audience: {departments: [Sales], work: desk, managers_only: true}",
        "programme:",
    ]
    common = tuple(Intervention.model_fields)
    for kind, model in KINDS.items():
        body = [f"  # {_summary(model)}", f"  {kind}:", *_levers(model, "    ", common)]
        shown = body if kind in STARTED_WITH else [body[0], *_commented(body[1:])]
        lines += [*shown, ""]
    lines += [
        "# What is not known about people is the same in all scenarios that are compared; every",
        "# assumption, its range and source: docs/parameters.md.",
        "# assumptions:",
        "#   contagion: simple  # or reinforced, or none",
        "#   manager_influence: middle_managers_lead  # or bottom_up, or none",
    ]
    return "\n".join(lines) + "\n"


def _levers(model: type[BaseModel], indent: str, left_out: tuple[str, ...] = ()) -> list[str]:
    """The fields of a model; those without a default are commented out with an example."""
    lines = []
    for name, field in model.model_fields.items():
        if name not in left_out and field.default is None:
            lines += _line(name, field, _plausible(field)[1], f"{indent}# ")
        elif name not in left_out:
            lines += _line(name, field, field.default, indent)
    return lines


def _commented(lines: list[str]) -> list[str]:
    """Put lines behind a comment sign that can be taken away without disturbing the indent."""
    return [f"  # {line[2:]}" for line in lines]


def _line(name: str, field: FieldInfo, value: object, indent: str) -> list[str]:
    """A key with its value and meaning, on lines of their own if they are long."""
    entry, meaning = f"{indent}{name}: {_yaml(value)}", _meaning(field)
    if len(entry) + len(meaning) + 4 <= WIDTH:
        return [f"{entry}  # {meaning}"]
    return [*(f"{indent}# {line}" for line in textwrap.wrap(meaning, WIDTH - 8)), entry]


def _meaning(field: FieldInfo) -> str:
    from uptake.checking import expected

    extra: Any = field.json_schema_extra
    meaning = str(field.description or "")
    if isinstance(extra, dict) and "plausible" in extra:
        low, high = _plausible(field)
        return f"{extra['unit']} {meaning}; {low:,.10g} to {high:,.10g}"
    choices = expected(field)
    return f"{choices}: {meaning}" if " or " in choices and choices != "true or false" else meaning


def _plausible(field: FieldInfo) -> tuple[float, float]:
    extra: Any = field.json_schema_extra
    low, high = extra["plausible"]
    return low, high


def _yaml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_yaml(item) for item in value)}]"
    return str(value)


def _summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]
