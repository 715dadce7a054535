"""Sets of assumptions as points: numbers as shares of their plausible ranges, and a structure."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from uptake.parameters import Assumptions, parameters_of
from uptake.study.variants import CHOICES

VALUATION = "hours_saved_an_answer"
"""It decides what the network is worth, and nothing that happens in it."""

PARAMETERS = tuple(
    one
    for one in parameters_of(Assumptions, "assumptions", "uncertainty")
    if not one.path.endswith(VALUATION)
)
NAMES = tuple(one.path.split(".")[-1] for one in PARAMETERS)
LOW = np.array([one.low for one in PARAMETERS])
HIGH = np.array([one.high for one in PARAMETERS])
LOGARITHMIC = (LOW > 0) & (HIGH > 8 * LOW)

STRUCTURES = {
    "contagion": {"simple": 0.5, "reinforced": 0.25, "none": 0.25},
    "manager_influence": {"middle_managers_lead": 0.5, "bottom_up": 0.25, "none": 0.25},
}
"""How plausible each structure is before the fit: half for what most sources say."""
assert tuple(STRUCTURES) == CHOICES


def to_unit(assumptions: dict[str, Any]) -> NDArray[np.float64]:
    """The numbers among assumptions as shares of their ranges, shape (parameters,)."""
    values = np.array([assumptions[name] for name in NAMES])
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(values / LOW) / np.log(HIGH / LOW)
    return np.where(LOGARITHMIC, logs, (values - LOW) / (HIGH - LOW))


def assumptions_at(
    point: NDArray[np.float64], structure: NDArray[np.int64]
) -> dict[str, float | str]:
    """The assumptions at a point of the unit cube under a structure, shape (choices,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = LOW * (HIGH / LOW) ** point
    values = np.where(LOGARITHMIC, logs, LOW + point * (HIGH - LOW)).tolist()
    chosen = {
        choice: list(options)[place]
        for (choice, options), place in zip(STRUCTURES.items(), structure, strict=True)
    }
    return {**chosen, **dict(zip(NAMES, values, strict=True))}


def draw_structures(sampler: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Structures as plausible as they are before the fit, shape (count, choices)."""
    columns = [
        sampler.choice(len(options), count, p=list(options.values()))
        for options in STRUCTURES.values()
    ]
    return np.stack(columns, axis=1)
