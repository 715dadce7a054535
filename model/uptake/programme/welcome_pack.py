"""The welcome pack: everyone who joins gets one."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from uptake.compilation import compiled
from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish
from uptake.state import Flags, Weeks


class WelcomePack(Intervention):
    """Sent to each new member some weeks after joining; waits in a backlog when hours are short."""

    priority: ClassVar[int] = 30
    waits: ClassVar[bool] = True

    kind: Literal["welcome_pack"] = "welcome_pack"
    delay_weeks: int = declared(1, (0, 12), "weeks", "after joining", valid=(0, None))
    quality: float = declared(0.7, (0.2, 1.0), "share", "of the best pack's effect")
    guidelines: bool = Field(True, description="whether it explains the guidelines")
    hours_each: float = declared(
        0.05, (0.0, 0.5), "hours", "to prepare and send one", valid=(0.0, None)
    )
    money_each: float = declared(2.0, (0.0, 20.0), "money", "for what is in it", valid=(0.0, None))

    def wish(self, now: Now) -> Wish:
        """A pack for each member who joined while packs were in force and has none yet."""
        waiting = members_without_pack(
            now.use.account,
            now.use.joined,
            now.use.pack_received,
            now.audience(self.audience),
            self.from_week,
            now.week - self.delay_weeks,
        )
        return Wish(waiting.size * self.hours_each, waiting)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Send as many packs as the hours allow, to those who joined first."""
        waiting = wish.work
        served = waiting[np.argsort(now.use.joined[waiting], kind="stable")]
        served = served[: int(granted * served.size + 1e-9)]
        send_packs(now, served, self.quality * now.skill, self.guidelines)
        now.ledger.money += self.money_each * served.size


def send_packs(now: Now, rows: NDArray[np.intp], quality: float, guidelines: bool) -> None:
    """Hand a pack of a quality to the employees in `rows` and count it."""
    now.levers.pack[rows] += quality
    if guidelines:
        now.levers.guidelines[rows] += quality
    now.use.pack_received[rows] = 1
    now.ledger.packs_sent += int(rows.size)


@compiled
def members_without_pack(
    account: Flags,
    joined: Weeks,
    pack_received: Flags,
    audience: NDArray[np.bool_],
    earliest: int,
    latest: int,
) -> NDArray[np.int64]:
    """Rows of members in the audience who joined from `earliest` to `latest` and have no pack."""
    rows = np.empty(audience.size, np.int64)
    count = 0
    for i in range(audience.size):
        rows[count] = i
        in_time = (joined[i] >= earliest) & (joined[i] <= latest)
        count += in_time & (pack_received[i] == 0) & (account[i] == 1) & audience[i]
    return rows[:count].copy()
