"""The Humana case as plain data, at its real size or smaller."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any, Final

from uptake.scenario import Scenario
from uptake.scenario_files import read_scenario

HOURS_A_PIECE: Final = {
    "welcome_pack": "hours_each",
    "manager_engagement": "hours_a_manager",
    "moderation": "hours_an_incident",
}
"""Interventions that take hours for each piece of work, and the lever that says how many."""


def case(name: str) -> dict[str, Any]:
    """A scenario of the Humana case as plain data."""
    with as_file(files("uptake") / "cases" / "humana" / f"{name}.yaml") as path:
        return read_scenario(path).model_dump(mode="json", exclude_unset=True)


def shrunk(scenario: dict[str, Any], factor: int) -> dict[str, Any]:
    """The same scenario at one in `factor` of its size."""
    path = [
        {**point, "employees": point["employees"] // factor} for point in scenario["headcount_path"]
    ]
    synthetic = scenario["organisation"]["synthetic"]
    programme = {name: dict(entry) for name, entry in scenario.get("programme", {}).items()}
    defaults = Scenario.model_validate({"programme": programme}).programme
    for name, key in HOURS_A_PIECE.items():
        if name in programme:
            programme[name][key] = getattr(defaults[name], key) * factor
    return {
        **scenario,
        "organisation": {"synthetic": {**synthetic, "headcount": synthetic["headcount"] // factor}},
        "initial_accounts": scenario["initial_accounts"] // factor,
        "headcount_path": path,
        "programme": programme,
    }
