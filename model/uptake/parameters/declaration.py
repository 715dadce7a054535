"""How a parameter is declared, and how its declaration is read back.

One declaration feeds validation, the JSON Schema, the numbers the compiled week reads, sweeps,
sliders and the table in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field
from pydantic_core import PydanticCustomError

Status = Literal["R", "D", "A"]
Role = Literal["lever", "uncertainty"]


@dataclass(frozen=True)
class Parameter:
    """A declared number.

    Attributes
    ----------
    path : str
        Where it stands in a scenario, such as ``assumptions.habit_gain``.
    default, low, high : float
        Default and the range within which it is plausible (uncertainty) or useful (lever).
    unit, meaning : str
        The unit and, in words, what it says.
    source : str
        Where the default and the range come from.
    status : {"R", "D", "A"}
        Read in a published source, derived from one, or assumed.
    role : {"lever", "uncertainty"}
        Something one can decide, or something one does not know.
    """

    path: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    status: Status
    role: Role


def declared(
    default: float | None,
    plausible: tuple[float, float],
    unit: str,
    meaning: str,
    *,
    source: str = "judgement",
    status: Status = "A",
    valid: tuple[float | None, float | None] = (0.0, 1.0),
) -> Any:  # noqa: ANN401 (pydantic's Field is typed so)
    """Declare one parameter of a pydantic model.

    Parameters
    ----------
    default : float or None
        The default; None if the parameter may be left out.
    plausible : (low, high)
        The range for sweeps and sliders.
    unit, meaning, source, status
        As in `Parameter`.
    valid : (least, most)
        Bounds outside which a value makes no sense and is refused; None for no bound.
    """
    return Field(
        default,
        ge=valid[0],
        le=valid[1],
        description=meaning,
        json_schema_extra={
            "plausible": [plausible[0], plausible[1]],
            "unit": unit,
            "source": source,
            "status": status,
        },
    )


def inconsistent(
    key: str, wrong: str, found: object, right: str, reads: tuple[str, ...] = ()
) -> PydanticCustomError:
    """Make the error that a validator raises when values of one model contradict each other.

    Parameters
    ----------
    key : str
        The field to be mended.
    wrong, found, right
        As in `uptake.errors.Problem`.
    reads : tuple of str
        The other fields involved: without them there is no contradiction.
    """
    context = {"key": key, "wrong": wrong, "found": found, "right": right, "reads": reads}
    return PydanticCustomError(
        "inconsistent", "{key} {wrong}; found {found}; expected {right}", context
    )


def parameters_of(model: type[BaseModel], path: str, role: Role) -> list[Parameter]:
    """Declared parameters of a pydantic model, in the order of their declaration."""
    found = []
    for name, field in model.model_fields.items():
        extra: Any = field.json_schema_extra
        if not isinstance(extra, dict) or "plausible" not in extra:
            continue
        low, high = extra["plausible"]
        found.append(
            Parameter(
                path=f"{path}.{name}",
                default=float("nan") if field.default is None else float(field.default),
                low=float(low),
                high=float(high),
                unit=str(extra["unit"]),
                meaning=str(field.description),
                source=str(extra["source"]),
                status=extra["status"],
                role=role,
            )
        )
    return found
