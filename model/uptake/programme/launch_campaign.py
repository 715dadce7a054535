"""The launch campaign: everyone hears of the network at once."""

from __future__ import annotations

from typing import ClassVar, Literal

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish


class LaunchCampaign(Intervention):
    """For some weeks from its start, a pull to join and to visit that weakens week by week."""

    priority: ClassVar[int] = 15

    kind: Literal["launch_campaign"] = "launch_campaign"
    size: float = declared(
        0.08, (0.01, 0.4), "hazard a week", "of joining in its first week", valid=(0.0, None)
    )
    duration_weeks: int = declared(6, (1, 26), "weeks", "until nothing is left", valid=(1, None))
    visit_pull: float = declared(
        0.5, (0.0, 1.5), "logit", "of visiting for members in its first week", valid=(0.0, None)
    )
    hours_a_week: float = declared(
        12.0, (2.0, 40.0), "hours a week", "while it lasts", valid=(0.0, None)
    )
    money: float = declared(
        5000.0, (0.0, 100_000.0), "money", "spent over its duration", valid=(0.0, None)
    )

    def wish(self, now: Now) -> Wish:
        """Its hours while it lasts."""
        remaining = self.from_week + self.duration_weeks - now.week
        if remaining <= 0:
            return Wish()
        return Wish(self.hours_a_week, remaining / self.duration_weeks)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Pull with what is left of its strength."""
        if wish.work is None:
            return
        strength = wish.work * granted * now.skill
        reached = now.audience(self.audience)
        now.levers.join[reached] += self.size * strength
        now.levers.visit[reached] += self.visit_pull * strength
        now.ledger.money += self.money / self.duration_weeks
