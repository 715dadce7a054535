"""What is simulated: who could take part, and what happened; the rest is what is fitted."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from uptake.organisation import Organisation, connect, open_community, synthetic_chart
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.study.calibrating.events import Events
from uptake.usage.weekly_usage import WeeklyUsage

if TYPE_CHECKING:
    import networkx as nx

MEMBERS_TO_BE: Final = 1.5
"""People in an open community, in members or newcomers seen so far."""
ACTIVE_TO_BE: Final = 4.0
"""The same, in the most people active in a week, where nothing else is known."""
SMALLEST: Final = 30
LAUNCH_WEEKS, CONFERENCE_WEEKS = 4, 2
COMMUNITY_KEEPS: Final = {"separation_a_year": 0.0}
"""Nobody is known to leave an open community other than by staying away."""


@dataclass(frozen=True, eq=False)
class Situation:
    """Who could take part, and what happened.

    Attributes
    ----------
    organisation : Organisation
        The people and their contacts.
    community : bool
        Whether it is an open community, without managers and leavers.
    events : Events
        What happened.
    accounts : int or None
        Members before the first week, where known; else fitted.
    """

    organisation: Organisation
    community: bool
    events: Events
    accounts: int | None

    @property
    def people(self) -> int:
        """How many could take part."""
        return len(self.organisation.chart.employee_ids)

    @property
    def fixed(self) -> dict[str, float]:
        """Assumptions that belong to the situation."""
        return dict(COMMUNITY_KEEPS) if self.community else {}

    def scenario(self, values: Mapping[str, Any], weeks: int) -> Scenario:
        """The scenario under some values.

        Parameters
        ----------
        values : mapping
            Assumptions by name; of what happened, ``initial_accounts``, ``launch_size``,
            ``launch_pull``, ``conference_size`` and ``conference_pull`` as far as it did.
        weeks : int
            To simulate.
        """
        events = self.events
        champion = {} if events.champion_left is None else {"leaves_in_week": events.champion_left}
        programme: dict[str, Any] = {}
        if events.newsletter_from is not None:
            programme["newsletter"] = {"from_week": events.newsletter_from}
        if events.launch is not None:
            programme["launch"] = _pull(values, "launch", events.launch, LAUNCH_WEEKS)
        for number, week in enumerate(events.conferences, 1):
            name = f"conference_{number}"
            programme[name] = _pull(values, "conference", week, CONFERENCE_WEEKS)
        accounts = self.accounts
        if accounts is None:
            accounts = round(values["initial_accounts"])
        return Scenario.model_validate(
            {
                "weeks": weeks,
                "initial_accounts": min(accounts, self.people),
                "champion": champion,
                "programme": programme,
                "assumptions": {**assumptions_in(values), **self.fixed},
            }
        )


def assumptions_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only those of the values that are assumptions of the model."""
    return {name: value for name, value in values.items() if name in Assumptions.model_fields}


def open_community_of(people: int) -> Organisation:
    """An open community: contacts as between colleagues, and nobody has a manager."""
    office = connect(synthetic_chart(people, frontline_share=0.0, seed=1))
    return open_community(cast("nx.Graph[Hashable]", office.graph))


def likely_people(usage: WeeklyUsage) -> tuple[int, str]:
    """How many people an open community is taken to have, and from what.

    Parameters
    ----------
    usage : WeeklyUsage
        The weeks that are fitted to, no later ones.
    """
    known = ~usage.masked
    members = usage.members[known & ~np.isnan(usage.members)]
    newcomers = float(np.nansum(usage.newcomers[known]))
    if members.size:
        count, said = MEMBERS_TO_BE * members.max(), f"{MEMBERS_TO_BE:g} times the members"
    elif newcomers > 0:
        count, said = MEMBERS_TO_BE * newcomers, f"{MEMBERS_TO_BE:g} times the newcomers"
    else:
        most = float(usage.active[known].max())
        count, said = ACTIVE_TO_BE * most, f"{ACTIVE_TO_BE:g} times the most active in a week"
    return max(SMALLEST, math.ceil(count)), f"{said} up to the split"


def _pull(values: Mapping[str, Any], name: str, week: int, duration: int) -> dict[str, Any]:
    return {
        "kind": "launch_campaign",
        "from_week": week,
        "size": values[f"{name}_size"],
        "visit_pull": values[f"{name}_pull"],
        "duration_weeks": duration,
        "hours_a_week": 0.0,
        "money": 0.0,
    }
