"""Managing: what managers think of the tool, and what that means for their reports."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.compilation import compiled
from uptake.state import FOUR_WEEKS, Leading, Levers, Staffing, Use

NO_INFLUENCE, MIDDLE_MANAGERS_LEAD, BOTTOM_UP = 0, 1, 2
TEAM_SHARE_HALF = 0.15
"""Share of a team visiting at which its use is half as convincing as it can be."""


@compiled
def stance_after(
    stance: float, start: float, uses: bool, value: float, own_rate: float, return_rate: float
) -> float:
    """Stance after own experience: towards the own value with use, back to the start without."""
    if uses:
        return stance + own_rate * (value - stance)
    return stance + return_rate * (start - stance)


@compiled
def change_stances(
    managers: NDArray[np.int32],
    manager: NDArray[np.uint32],
    staffing: Staffing,
    use: Use,
    leading: Leading,
    levers: Levers,
    sums: NDArray[np.float64],
    p: NDArray[np.void],
) -> None:
    """One week of every manager's stance.

    Own use counts always; so do briefings and reports, unless managers are out of play. With
    *middle managers lead* the manager above and the peers pull too; *bottom-up* the team does.
    `sums`, shape (positions + 1, 3), is scratch space.
    """
    a = p[0]
    influence = int(a.manager_influence)
    if influence == NO_INFLUENCE:
        return
    nobody = leading.stance.size - 1
    _sum_over_reports(managers, manager, staffing, use, leading, sums, influence == BOTTOM_UP)
    own, back, chain, peers = a.stance_own_use, a.stance_return, a.stance_chain, a.stance_peers
    team = a.stance_team
    for i in managers:
        if not staffing.employed[i]:
            continue
        uses = (use.visit_history[i] & FOUR_WEEKS) != 0
        before = leading.stance[i]
        s = stance_after(before, leading.starting_stance[i], uses, use.value[i], own, back)
        m = manager[i]
        if influence == MIDDLE_MANAGERS_LEAD and m != nobody:
            if staffing.employed[m]:
                s += chain * (leading.stance[m] - before)
            others = sums[m, 1] - 1.0
            if others > 0.0:
                s += peers * ((sums[m, 0] - before) / others - before)
        elif influence == BOTTOM_UP and sums[i, 1] > 0.0:
            share = sums[i, 0] / sums[i, 1]
            s += team * (share / (share + TEAM_SHARE_HALF) - before)
        won = 1.0 - (1.0 - min(1.0, a.stance_outreach * levers.outreach[i])) * (
            1.0 - min(1.0, a.stance_report * levers.evidence[i])
        )
        sums[i, 2] = s + won * (1.0 - s)
    for i in managers:
        if staffing.employed[i]:
            leading.stance[i] = min(1.0, max(0.0, sums[i, 2]))


@compiled
def _sum_over_reports(
    managers: NDArray[np.int32],
    manager: NDArray[np.uint32],
    staffing: Staffing,
    use: Use,
    leading: Leading,
    sums: NDArray[np.float64],
    teams: bool,
) -> None:
    """Sums over each manager's reports: visitors and staff of the team, or stances and managers."""
    for i in managers:
        sums[i, 0] = 0.0
        sums[i, 1] = 0.0
    sums[-1] = 0.0
    if teams:
        for i in range(manager.size):
            if staffing.employed[i]:
                sums[manager[i], 0] += use.visit_history[i] & np.uint32(1)
                sums[manager[i], 1] += 1.0
        return
    for i in managers:
        if staffing.employed[i]:
            sums[manager[i], 0] += leading.stance[i]
            sums[manager[i], 1] += 1.0


@compiled
def lead(
    managers: NDArray[np.int32], staffing: Staffing, use: Use, leading: Leading, p: NDArray[np.void]
) -> None:
    """Work out what stances mean for the reports next week.

    Time: more under a supportive, less under a hostile manager. Support: the stance of a manager
    who visited in the last four weeks; being seen to use it counts for something even with doubts,
    since what is known to matter is managers' activity (Brzozowski, Sandholm & Hogg 2009). An empty
    position is neutral.
    """
    a = p[0]
    leads = int(a.manager_influence) == MIDDLE_MANAGERS_LEAD
    for i in managers:
        leading.time[i] = 1.0
        leading.support[i] = 0.0
        if leads and staffing.employed[i]:
            weight, stance = float(leading.weight[i]), float(leading.stance[i])
            leading.time[i] = 1.0 + a.manager_say_so * weight * (2.0 * stance - 1.0)
            if (use.visit_history[i] & FOUR_WEEKS) != 0:
                leading.support[i] = weight * stance


@compiled
def speak(
    managers: NDArray[np.int32],
    staffing: Staffing,
    leading: Leading,
    work_share: float,
    p: NDArray[np.void],
) -> None:
    """What reports come to believe: the work share, coloured by their manager's stance.

    Without a manager, or where managers do not lead, it is the work share alone.
    """
    a = p[0]
    leads = int(a.manager_influence) == MIDDLE_MANAGERS_LEAD
    leading.message[leading.message.size - 1] = work_share
    for i in managers:
        weight = a.belief_manager * leading.weight[i] if leads and staffing.employed[i] else 0.0
        leading.message[i] = (1.0 - weight) * work_share + weight * leading.stance[i]
