"""The desk drop: information put on people's desks."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from uptake.parameters import declared, inconsistent
from uptake.programme.base import Intervention, Now, Wish


class DeskDrop(Intervention):
    """In the weeks given, part of the audience finds a leaflet and may join because of it."""

    priority: ClassVar[int] = 40

    kind: Literal["desk_drop"] = "desk_drop"
    weeks: tuple[int, ...] = Field((4,), description="weeks in which leaflets are dropped")
    reach: float = declared(0.5, (0.1, 1.0), "share", "of the audience that gets a leaflet")
    awareness: float = declared(
        0.08, (0.02, 0.20), "hazard", "of joining for someone with a leaflet; no size is published",
        valid=(0.0, None),
    )  # fmt: skip
    hours: float = declared(10.0, (2.0, 40.0), "hours", "for each drop", valid=(0.0, None))
    money_each: float = declared(0.5, (0.05, 3.0), "money", "for a leaflet", valid=(0.0, None))

    @model_validator(mode="after")
    def _drops_lie_in_the_window(self) -> Self:
        outside = [week for week in self.weeks if not (week >= 0 and self.in_force(week))]
        if outside:
            until = "" if self.until_week is None else f" and before {self.until_week}"
            raise inconsistent(
                "weeks", "has a drop that never happens", f"week {outside[0]}",
                f"weeks from {self.from_week} on{until}", reads=("from_week", "until_week"),
            )  # fmt: skip
        return self

    def wish(self, now: Now) -> Wish:
        """The hours of a drop in its weeks."""
        due = now.week in self.weeks
        return Wish(self.hours if due else 0.0, work=due)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Reach those whose draw of this week falls below the reach that the hours allow."""
        if not wish.work:
            return
        reached = (
            now.audience(self.audience)
            & (now.staffing.employed == 1)
            & (now.uniforms("programme.desk_drop")[0] < self.reach * granted)
        )
        now.levers.join[reached] += self.awareness * now.skill
        now.ledger.money += self.money_each * float(reached.sum())
