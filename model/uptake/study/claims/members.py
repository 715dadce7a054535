"""Scenarios under the members of an ensemble; what a scenario says itself stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uptake.parameters import Assumptions
from uptake.scenario import Scenario


def under(scenario: Scenario, member: Mapping[str, Any]) -> Scenario:
    """A scenario under a member of an ensemble.

    Parameters
    ----------
    scenario : Scenario
        Assumptions that its file sets win over those of the member.
    member : mapping of name to value
        Assumptions.
    """
    own = scenario.assumptions
    values = {name: value for name, value in member.items() if name not in own.model_fields_set}
    found = Assumptions.model_validate({**dict(own), **values})
    return scenario.model_copy(update={"assumptions": found})
