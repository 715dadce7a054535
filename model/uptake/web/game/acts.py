"""What a champion of the game does that differs a little from the built-in interventions.

A calendar changes from quarter to quarter, while an intervention of a programme is the same as long
as it is in force. These classes follow the calendar and leave the effects as they are.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from uptake.programme.base import Intervention, Now, Wish
from uptake.programme.champion import VACANT, Champion, Presence
from uptake.programme.deputies import Deputies
from uptake.programme.newsletter import Newsletter
from uptake.programme.welcome_pack import WelcomePack
from uptake.web.game.rows import WEEKS_A_QUARTER


class Term(Champion):
    """A champion for two years, or one and a successor: nobody is in post afterwards.

    A scenario's fingerprint does not know of the end of the term, so runs of the game are not kept
    in a store.
    """

    ends_in_week: int = Field(ge=0, description="first week in which nobody is in post any more")

    def presence(self, week: int) -> Presence:
        """Whoever is in post in a week; nobody once the term is over."""
        return super().presence(week) if week < self.ends_in_week else VACANT


class PacedNewsletter(Newsletter):
    """A newsletter whose pace changes by quarter; readers wear out over all of its issues.

    The pace of the last quarter is kept afterwards, as far as deputies have the hours.
    """

    paces: tuple[int, ...] = Field(description="weeks between issues by quarter; 0 for none")

    def wish(self, now: Now) -> Wish:
        """The hours of an issue in its weeks."""
        pace = self.paces[min(now.week // WEEKS_A_QUARTER, len(self.paces) - 1)]
        due = pace > 0 and now.week % pace == 0
        return Wish(self.hours_an_issue, work=True) if due else Wish(work=False)


class OrderedPacks(WelcomePack):
    """Welcome packs as far as they were ordered; what is left over is used later."""

    orders: tuple[int, ...] = Field(description="packs ordered at the start of each quarter")

    def wish(self, now: Now) -> Wish:
        """A pack for each who joined and waits, first come first served, as long as there are."""
        waiting = super().wish(now).work
        waiting = waiting[np.argsort(now.use.joined[waiting], kind="stable")]
        ordered = sum(self.orders[: now.week // WEEKS_A_QUARTER + 1])
        waiting = waiting[: max(0, ordered - now.memory.get("sent", 0))]
        return Wish(waiting.size * self.hours_each, waiting)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Send as many as the hours allow and count them."""
        before = now.ledger.packs_sent
        super().act(now, wish, granted)
        now.memory["sent"] = now.memory.get("sent", 0) + now.ledger.packs_sent - before


class LookedAfterDeputies(Deputies):
    """Deputies who take some of the champion's time as long as there is one."""

    care_hours_each: float = Field(0.2, ge=0.0, description="hours of the champion a week for each")

    def wish(self, now: Now) -> Wish:
        """The hours of the champion for those in post."""
        serving = now.memory["deputies"][0].size if now.presence.in_post else 0
        return Wish(serving * self.care_hours_each)


class Writing(Intervention):
    """Hours in which the champion writes the work down; what it is good for is the successor's."""

    priority: ClassVar[int] = 5

    kind: Literal["game: writing"] = "game: writing"
    hours_a_week: float = Field(4.0, ge=0.0, description="of the champion")

    def wish(self, now: Now) -> Wish:
        """The same hours every week."""
        return Wish(self.hours_a_week)
