"""The evidence report: how much of the talk is about work, and how many take part."""

from __future__ import annotations

from typing import ClassVar, Literal

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish, occurs_every

CONVINCING_SHARE = 0.15
"""Four-weekly participation at which numbers are half as convincing as they can be."""


class EvidenceReport(Intervention):
    """Every n weeks managers read the figures; the stronger these are, the more stances move."""

    priority: ClassVar[int] = 35

    kind: Literal["evidence_report"] = "evidence_report"
    every_weeks: int = declared(13, (4, 52), "weeks", "between reports", valid=(1, None))
    hours_a_report: float = declared(6.0, (2.0, 20.0), "hours", "to write one", valid=(0.0, None))

    def wish(self, now: Now) -> Wish:
        """The hours of a report in its week."""
        due = occurs_every(self.every_weeks, self.from_week, now.week)
        return Wish(self.hours_a_report if due else 0.0, work=due)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Show the managers in the audience the work share and the number taking part."""
        if not wish.work or granted < 0.5:
            return
        convincing = now.visitors_share / (now.visitors_share + CONVINCING_SHARE)
        evidence = now.work_share * convincing * now.skill
        readers = now.managers[now.audience(self.audience)[now.managers]]
        now.levers.evidence[readers] += evidence
