"""Joining: competing pulls towards an account."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.chance import UNIT
from uptake.compilation import compiled
from uptake.numerics import exp
from uptake.parameters import Assumptions
from uptake.state import Leading, Levers, Staffing, Traits, Use

MOST_CONTACTS = 64
"""More active contacts than this have the effect of this many."""


def contact_effects(assumptions: Assumptions) -> NDArray[np.float64]:
    """Effect f(k) of k = 0 to 64 active contacts, 0 to 1.

    Simple contagion: 1 - (1 - rho)^k, each contact counts less than the one before (Backstrom et
    al. 2006). Reinforced: the same from the second contact on (Centola 2010).
    """
    effects = np.zeros(MOST_CONTACTS + 1)
    if assumptions.contagion == "none":
        return effects
    first = 1 if assumptions.contagion == "simple" else 2
    left = 1.0
    for k in range(first, MOST_CONTACTS + 1):
        left *= 1.0 - assumptions.contact_strength
        effects[k] = 1.0 - left
    return effects


@compiled
def join_hazard(access: float, belief: float, purpose_floor: float, pulls: float) -> float:
    """Weekly hazard of joining: the sum of all pulls, given access and a purpose."""
    return access * (purpose_floor + (1.0 - purpose_floor) * belief) * pulls


@compiled
def event_happens(hazard: float, u: float) -> bool:
    """Whether an event of this hazard happens: u < 1 - exp(-hazard), exp only where it decides."""
    return u < hazard and u < 1.0 - exp(-hazard)


@compiled
def join(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    levers: Levers,
    manager: NDArray[np.uint32],
    effects: NDArray[np.float64],
    words: NDArray[np.uint32],
    week: int,
    p: NDArray[np.void],
) -> tuple[int, int]:
    """Let people without an account join; joining is a first visit. Returns (joins, by new hires).

    A new hire is in their first 13 weeks. `levers.account` creates accounts without a visit.
    """
    a = p[0]
    alone, contacts, of_manager = a.join_alone, a.join_contacts, a.join_manager
    floor = a.purpose_floor
    joins = 0
    by_new_hires = 0
    for i in range(manager.size):
        if use.account[i] or not staffing.employed[i]:
            continue
        m = manager[i]
        pulls = (
            alone
            + levers.join[i]
            + contacts * effects[min(use.contacts_active[i], MOST_CONTACTS)]
            + of_manager * leading.support[m]
        )
        access = min(1.0, traits.access[i] * leading.time[m]) * traits.eagerness[i]
        hazard = join_hazard(access, use.belief[i], floor, pulls)
        joined = event_happens(hazard, words[i] * UNIT)
        if joined or levers.account[i]:
            use.account[i] = 1
            use.joined[i] = week
            use.novel_since[i] = week
            joins += 1
            by_new_hires += week - staffing.hired[i] < 13
            if joined:
                use.visit_history[i] = 1
    return joins, by_new_hires
