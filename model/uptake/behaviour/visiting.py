"""Visiting: whether someone with an account looks in this week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.behaviour.joining import MOST_CONTACTS
from uptake.chance import UNIT
from uptake.compilation import compiled
from uptake.numerics import halved, logistic
from uptake.parameters import Assumptions
from uptake.state import FOUR_WEEKS, Leading, Levers, Rows, Traits, Use

MOST_WEEKS_NOVEL = 104


def novelty_by_age(assumptions: Assumptions) -> NDArray[np.float64]:
    """What is left of the novelty 0 to 104 weeks after joining; nothing later."""
    ages = range(MOST_WEEKS_NOVEL + 1)
    novelty = [halved(age / assumptions.novelty_half_life_weeks) for age in ages]
    novelty[-1] = 0.0
    return np.array(novelty)


@compiled
def critical_mass(active_share: float, critical_share: float) -> float:
    """How large a following the network seems to have, 0 to 1: concave in the share active.

    Foote, Treem, van den Hooff & Honcoop 2024: people go on where they perceive a critical mass.
    A very large `critical_share` makes it the share itself.
    """
    return active_share * (1.0 + critical_share) / (active_share + critical_share)


@compiled
def visit(
    traits: Traits,
    use: Use,
    leading: Leading,
    levers: Levers,
    manager: NDArray[np.uint32],
    effects: NDArray[np.float64],
    novelty: NDArray[np.float64],
    words: NDArray[np.uint32],
    active_share: float,
    week: int,
    members: NDArray[np.uint32],
    p: NDArray[np.void],
) -> None:
    """Let members visit; the outcome is bit 0 of the visit history.

    The rows of the members are listed in `members`: walking a list is faster than asking everyone.

    The chance is access x logistic(sum of pulls). Someone silent for four weeks resumes from a
    level of their own: managers act on resuming, feedback on continuing (Brzozowski, Sandholm &
    Hogg 2009).
    """
    a = p[0]
    continuing, resuming = a.visit_level, a.resume_level
    by_habit, by_novelty, by_value = a.visit_habit, a.visit_novelty, a.visit_value
    by_contacts = a.visit_contacts
    manager_continuing, manager_resuming = a.visit_manager, a.resume_manager
    company = a.visit_company * critical_mass(active_share, a.critical_share) - 0.5 * by_value
    count = 0
    for i in range(manager.size):
        members[count] = i
        count += int(use.account[i])
    for i in members[:count]:
        history = use.visit_history[i]
        m = manager[i]
        age = np.uint32(min(week - use.novel_since[i], MOST_WEEKS_NOVEL))
        # A number rather than a branch: who was here lately is hard for a processor to predict.
        recent = 1.0 * ((history & FOUR_WEEKS) != 0)
        pulls = (
            traits.interest[i]
            + by_habit * use.habit[i]
            + by_novelty * novelty[age]
            + by_value * use.value[i]
            + by_contacts * effects[min(use.contacts_active[i], MOST_CONTACTS)]
            + company
            + levers.visit[i]
            + resuming
            + recent * (continuing - resuming)
            + (manager_resuming + recent * (manager_continuing - manager_resuming))
            * leading.support[m]
        )
        access = min(1.0, traits.access[i] * leading.time[m])
        visited = words[i] * UNIT < access * logistic(pulls)
        later = (history << np.uint32(1)) | np.uint32(visited)
        # Joining this week was the visit of the week.
        joined_now = (use.joined[i] == week) & (history == 1)
        use.visit_history[i] = history if joined_now else later


@compiled
def tell_contacts(
    use: Use, start: NDArray[np.uint32], neighbour: Rows, visitors: NDArray[np.uint32]
) -> int:
    """Count for everyone the contacts who visited; lists the visitors' rows, returns how many."""
    active = use.contacts_active
    active[:] = 0
    count = 0
    for i in range(active.size):
        visitors[count] = i
        count += use.visit_history[i] & np.uint32(1)
    for i in visitors[:count]:
        for n in range(start[i], start[i + 1]):
            active[neighbour[n]] += np.uint16(1)
    return count
