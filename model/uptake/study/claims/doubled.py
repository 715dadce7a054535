"""The same scenario with twice the people, each of whom gets as much of the champion's time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from uptake.programme import Champion, Intervention
from uptake.scenario import OrganisationSource, Scenario

FIXED_AMOUNTS: Final[Mapping[str, tuple[str, ...]]] = {
    "newsletter": ("hours_an_issue",),
    "launch_campaign": ("hours_a_week", "money"),
    "desk_drop": ("hours",),
    "evidence_report": ("hours_a_report",),
    "manager_engagement": ("hours_a_week",),
    "deputies": ("number",),
}
"""Levers that are the same however many employees there are: hours, money, people."""
COUNTS: Final = frozenset(
    {
        "accounts_end",
        "posts_a_week_last_half_year",
        "money_total",
        "champion_hours_total",
        "hours_saved_total",
    }
)
"""Measures of a run that grow with the organisation."""


def doubled(scenario: Scenario) -> Scenario:
    """A scenario for twice the employees, in which an hour buys the same share of its work.

    The champion has twice the hours, what takes the same hours in any organisation takes twice as
    many, and what takes hours for each person or post keeps them. So every share of work that is
    done is the same as before, where halving the work for each person would leave out the answers
    to first posts, whose number an hour cannot be set. Interventions of the user's own stay as
    they are.
    """
    path = tuple(
        one.model_copy(update={"employees": 2 * one.employees}) for one in scenario.headcount_path
    )
    programme = {name: _doubled(one) for name, one in scenario.programme.items()}
    changed: dict[str, Any] = {
        "initial_accounts": 2 * scenario.initial_accounts,
        "headcount_path": path,
        "programme": programme,
    }
    if scenario.champion is not None:
        changed["champion"] = _doubled_champion(scenario.champion)
    return scenario.model_copy(update=changed)


def doubled_source(source: OrganisationSource) -> OrganisationSource | None:
    """An organisation made up with twice the employees; None for one from a file."""
    if source.file is not None:
        return None
    made = source.synthetic or OrganisationSource.model_validate({"synthetic": {}}).synthetic
    assert made is not None
    twice = made.model_copy(update={"headcount": 2 * made.headcount})
    return source.model_copy(update={"synthetic": twice})


def _doubled(intervention: Intervention) -> Intervention:
    levers = FIXED_AMOUNTS.get(intervention.kind, ())
    return intervention.model_copy(
        update={lever: 2 * getattr(intervention, lever) for lever in levers}
    )


def _doubled_champion(champion: Champion) -> Champion:
    hours = ("hours_a_week", "answering_hours")
    return champion.model_copy(update={name: 2.0 * getattr(champion, name) for name in hours})
