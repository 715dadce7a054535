"""What such data can speak to, and is therefore fitted; everything else keeps its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from uptake.parameters import Assumptions
from uptake.parameters.declaration import Parameter, parameters_of
from uptake.study.calibrating.counts import ACTIVE, NOISE, POSTERS
from uptake.study.calibrating.situation import Situation
from uptake.study.fitting.priors import Prior, Range, prior_of
from uptake.study.variants import variants
from uptake.usage.weekly_usage import WeeklyUsage

ALWAYS: Final = (
    "interest_spread", "desk_access", "join_alone", "join_contacts", "contact_strength",
    "visit_level", "resume_level", "visit_habit", "visit_novelty", "novelty_half_life_weeks",
    "visit_contacts", "visit_company", "habit_gain", "habit_loss",
)  # fmt: skip
OF_POSTS: Final = ("contribution_spread", "posts_a_visit", "post_novelty")
OF_NEWSLETTERS: Final = ("join_newsletter", "visit_newsletter")
INITIAL: Final = "initial_accounts"
OTHERS: Final[Mapping[str, tuple[float, float, str, str]]] = MappingProxyType(
    {
        NOISE: (0.02, 0.5, "log", "a weekly count is off by, from week to week"),
        "launch_size": (0.01, 0.4, "hazard a week", "of joining in the first week of the launch"),
        "launch_pull": (0.0, 1.5, "logit", "of visiting in the first week of the launch"),
        "conference_size": (0.001, 0.1, "hazard a week", "of joining in the week of a conference"),
        "conference_pull": (0.0, 3.0, "logit", "of visiting in the week of a conference"),
    }
)
"""Low, high, unit and meaning of what is fitted besides assumptions; judged."""
INITIAL_MEANING: Final = ("people", "with an account before the first week")
FIRST_WEEKS: Final = 3
LEAST_SHARE, MOST_SHARE = 0.3, 6.0
"""Accounts at first, in those active in the first weeks."""


def prior_for(
    situation: Situation,
    usage: WeeklyUsage,
    counts: Sequence[str],
    chosen: Sequence[Mapping[str, str]],
) -> Prior:
    """What is fitted, and the ranges it is sought in.

    Parameters
    ----------
    situation : Situation
        Who could take part, and what happened.
    usage : WeeklyUsage
        The weeks that are fitted to.
    counts : sequence of str
        What is compared.
    chosen : sequence of mapping
        Structural variants.
    """
    names = [*ALWAYS]
    if POSTERS in counts:
        names += OF_POSTS
    if situation.events.newsletter_from is not None:
        names += OF_NEWSLETTERS
    others = [NOISE]
    if situation.events.launch is not None:
        others += ["launch_size", "launch_pull"]
    if situation.events.conferences:
        others += ["conference_size", "conference_pull"]
    ranges = [Range(name, *OTHERS[name][:2]) for name in others]
    if situation.accounts is None:
        ranges.append(_first_accounts(usage, situation.people))
    declared = [one for one in uncertainties() if one.path.rpartition(".")[2] in names]
    return prior_of(declared, ranges, chosen)


def variants_for(
    situation: Situation, chosen: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Of the variants asked for those that differ here: nobody follows a manager where none is."""
    if not situation.community:
        return {name: dict(choices) for name, choices in chosen.items()}
    usual = next(iter(variants().values()))["manager_influence"]
    return {
        choices["contagion"]: {**choices, "manager_influence": usual} for choices in chosen.values()
    }


def uncertainties() -> list[Parameter]:
    """All declared assumptions."""
    return parameters_of(Assumptions, "assumptions", "uncertainty")


def unit_and_meaning(name: str) -> tuple[str, str]:
    """Unit and meaning of what is fitted, by its name."""
    if name == INITIAL:
        return INITIAL_MEANING
    if name in OTHERS:
        return OTHERS[name][2:]
    one = next(one for one in uncertainties() if one.path.rpartition(".")[2] == name)
    return one.unit, one.meaning


def _first_accounts(usage: WeeklyUsage, people: int) -> Range:
    known = getattr(usage, ACTIVE)[~usage.masked][:FIRST_WEEKS]
    first = max(1.0, float(np.mean(known)))
    return Range(INITIAL, max(1.0, LEAST_SHARE * first), min(MOST_SHARE * first, float(people)))
