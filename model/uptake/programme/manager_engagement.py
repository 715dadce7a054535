"""Manager engagement: the champion talks to managers, one after the other."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish


class ManagerEngagement(Intervention):
    """Briefings that move a manager's stance part of the way to full support.

    The audience says which managers (layers, spans, departments); those with the most reports below
    them or the most contacts come first. When everyone has been talked to, the round starts again.
    """

    priority: ClassVar[int] = 25

    kind: Literal["manager_engagement"] = "manager_engagement"
    first: Literal["largest_span", "most_contacts", "highest_level"] = Field(
        "largest_span", description="which managers come first"
    )
    hours_a_week: float = declared(
        8.0, (1.0, 20.0), "hours a week", "of the champion for it", valid=(0.0, None)
    )
    hours_a_manager: float = declared(
        0.25, (0.1, 2.0), "hours", "of the champion for each (briefings in groups)",
        valid=(0.01, None),
    )  # fmt: skip
    managers_own_hours: float = declared(
        1.0, (0.25, 4.0), "hours", "of the manager in each briefing", valid=(0.0, None)
    )
    rounds: int = declared(2, (1, 10), "rounds", "after which it is done", valid=(1, None))

    def wish(self, now: Now) -> Wish:
        """As many of the managers whose turn it is as fit the week."""
        queue = self._queue(now)
        done = now.memory.get("done", 0)
        turns = max(1, int(self.hours_a_week / self.hours_a_manager))
        left = queue.size * self.rounds - done
        turns = max(0, min(turns, left, queue.size))
        rows = queue[(done + np.arange(turns)) % queue.size] if turns else queue[:0]
        return Wish(turns * self.hours_a_manager, rows)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Talk to as many of them as the hours allow; an empty position is passed over."""
        rows = wish.work[: int(granted * wish.work.size + 1e-9)]
        now.memory["done"] = now.memory.get("done", 0) + int(rows.size)
        met = rows[now.staffing.employed[rows] == 1]
        now.levers.outreach[met] += now.skill
        now.ledger.manager_hours += self.managers_own_hours * met.size

    def _queue(self, now: Now) -> NDArray[np.intp]:
        if "queue" not in now.memory:
            chart, contacts = now.organisation.chart, now.organisation.contacts
            spans = np.bincount(chart.manager[chart.manager >= 0], minlength=chart.manager.size)
            rows = np.flatnonzero(now.audience(self.audience) & (spans > 0))
            rank = {
                "largest_span": -spans,
                "most_contacts": -np.diff(contacts.start),
                "highest_level": chart.level,
            }[self.first]
            now.memory["queue"] = rows[np.argsort(rank[rows], kind="stable")]
        queue: NDArray[np.intp] = now.memory["queue"]
        return queue
