"""Deputies: employees who give some of their hours, a distributed champion."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now

DEPUTY_SKILL = 0.6
"""Effect of a deputy's hour against one of the champion."""


class Deputies(Intervention):
    """Their hours join those of the champion and stay, in part, when the champion has gone.

    Someone who leaves the organisation is replaced only while there is a champion to ask.
    """

    priority: ClassVar[int] = 90

    kind: Literal["deputies"] = "deputies"
    number: int = declared(10, (1, 200), "people", "asked to help", valid=(0, None))
    chosen: Literal["most_interested", "most_contacts", "at_random"] = Field(
        "most_interested", description="who is asked"
    )
    hours_each: float = declared(
        1.0, (0.25, 5.0), "hours a week", "that each gives", valid=(0.0, None)
    )
    share_without_champion: float = declared(
        0.6, (0.0, 1.0), "share", "of those hours still given when there is no champion"
    )

    def offer(self, now: Now) -> float:
        """The hours of the deputies in post."""
        rows, hires = now.memory.get("deputies", (np.zeros(0, np.intp), np.zeros(0, np.uint32)))
        serving = (now.staffing.employed[rows] == 1) & (now.staffing.hire[rows] == hires)
        rows = rows[serving]
        if now.presence.in_post and rows.size < self.number:
            rows = np.concatenate([rows, self._recruits(now, rows)])
        now.memory["deputies"] = rows, now.staffing.hire[rows]
        share = 1.0 if now.presence.in_post else self.share_without_champion
        return float(rows.size * self.hours_each * share)

    def _recruits(self, now: Now, serving: NDArray[np.intp]) -> NDArray[np.intp]:
        eligible = (
            (now.staffing.employed == 1) & (now.use.account == 1) & now.audience(self.audience)
        )
        eligible[serving] = False
        rows = np.flatnonzero(eligible)
        if self.chosen == "most_interested":
            rank = -now.traits.interest[rows]
        elif self.chosen == "most_contacts":
            rank = -np.diff(now.organisation.contacts.start)[rows]
        else:
            rank = now.uniforms("programme.deputies")[0][rows]
        return rows[np.argsort(rank, kind="stable")[: self.number - serving.size]]
