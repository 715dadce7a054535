"""The runs that a copy of the page holds: a grid of levers, and what lessons need besides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.branching import simulate_forked
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.assumed import under
from uptake.web.bands import Series
from uptake.web.choice import Choice
from uptake.web.controls import controls
from uptake.web.runs import COLUMNS

STORED: Final[dict[str, tuple[str, ...]]] = {
    "champion_leaves": ("never", "week 130", "week 104", "week 78", "week 52", "week 26"),
    "succession": ("nobody", "prepared"),
    "newsletter": ("none", "every 4 weeks", "weekly"),
    "welcome_packs": ("none", "for everyone"),
    "managers": ("never", "week 78", "week 26", "week 8"),
}
"""Stops of the levers in the grid; the page interpolates between them. All others stay put."""


def grid() -> list[Choice]:
    """Every combination of stored stops; who follows does not matter where nobody leaves."""
    levers = controls().levers
    points = []
    for values in product(*STORED.values()):
        chosen = dict(zip(STORED, values, strict=True))
        if chosen["champion_leaves"] == "never":
            chosen["succession"] = "nobody"
        moved = {name: value for name, value in chosen.items() if value != levers[name].default}
        points.append(Choice(levers=moved))
    unique = {point.model_dump_json(): point for point in points}
    return list(unique.values())


def run_forked(
    scenarios: Sequence[Scenario],
    member: dict[str, Any],
    organisation: Organisation,
    seed: int,
    replicate: int,
) -> NDArray[np.float32]:
    """Run scenarios of one horizon that share their first weeks.

    Returns
    -------
    array of shape (scenarios, weeks, measures)
        The measures of `uptake.web.runs.SHOWN`.

    Raises
    ------
    Exception
        What went wrong in a run.
    """
    assumed = [under(scenario, member) for scenario in scenarios]
    found: dict[int, Series] = {}
    for members, model in simulate_forked(assumed, organisation, seed, replicate):
        if isinstance(model, Exception):
            raise model
        series = model.series[:, COLUMNS].astype(np.float32)
        found.update(dict.fromkeys(members, series))
    return np.stack([found[number] for number in range(len(scenarios))])
