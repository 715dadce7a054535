"""What makes participation in a company's social network last, and what a champion is worth."""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from uptake.adoption import AdoptionModel
    from uptake.employee import Employee
    from uptake.errors import InputError, Problem
    from uptake.organisation import (
        Organisation,
        connect,
        from_graph,
        grow,
        open_community,
        read_chart,
        synthetic_chart,
    )
    from uptake.parameters import Assumptions, declared
    from uptake.programme import Champion, Intervention, Now, Successor, Wish
    from uptake.scenario import Scenario
    from uptake.scenario_files import load_organisation, read_scenario
    from uptake.simulation import Run, simulate
    from uptake.study.store import Store
    from uptake.study.study import run_study
    from uptake.study.study_file import read_study
    from uptake.study.sweep import sweep

_PLACES: Final = MappingProxyType(
    {
        "uptake.adoption": ("AdoptionModel",),
        "uptake.employee": ("Employee",),
        "uptake.errors": ("InputError", "Problem"),
        "uptake.organisation": (
            "Organisation",
            "connect",
            "from_graph",
            "grow",
            "open_community",
            "read_chart",
            "synthetic_chart",
        ),
        "uptake.parameters": ("Assumptions", "declared"),
        "uptake.programme": ("Champion", "Intervention", "Now", "Successor", "Wish"),
        "uptake.scenario": ("Scenario",),
        "uptake.scenario_files": ("load_organisation", "read_scenario"),
        "uptake.simulation": ("Run", "simulate"),
        "uptake.study.store": ("Store",),
        "uptake.study.study": ("run_study",),
        "uptake.study.study_file": ("read_study",),
        "uptake.study.sweep": ("sweep",),
    }
)
_MODULES: Final = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "AdoptionModel",
    "Assumptions",
    "Champion",
    "Employee",
    "InputError",
    "Intervention",
    "Now",
    "Organisation",
    "Problem",
    "Run",
    "Scenario",
    "Store",
    "Successor",
    "Wish",
    "connect",
    "declared",
    "from_graph",
    "grow",
    "load_organisation",
    "open_community",
    "read_chart",
    "read_scenario",
    "read_study",
    "run_study",
    "simulate",
    "sweep",
    "synthetic_chart",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import what is asked for when it is asked for: the command line starts at once."""
    if name not in _MODULES:
        raise AttributeError(f"module 'uptake' has no attribute '{name}'")
    return getattr(importlib.import_module(_MODULES[name]), name)
