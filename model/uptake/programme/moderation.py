"""Moderation: who deals with posts that break the guidelines, and what may be posted at all."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish

REMOVED_UNDER_WORK_ONLY = 0.8


class Moderation(Intervention):
    """Members settle most breaches; the champion steps in for the rest if hours allow.

    Without this intervention nobody settles anything and breaches fade by themselves.
    """

    priority: ClassVar[int] = 10
    waits: ClassVar[bool] = True

    kind: Literal["moderation"] = "moderation"
    policy: Literal["community", "community_and_champion", "work_only"] = Field(
        "community_and_champion",
        description="members alone; members, and the champion when asked; or, besides, social "
        "posts are taken down",
    )
    response_days: float = declared(
        1.0, (0.1, 7.0), "days", "until the champion steps in", valid=(0.0, 7.0)
    )
    hours_an_incident: float = declared(
        0.5, (0.1, 4.0), "hours", "to settle one", valid=(0.0, None)
    )

    def wish(self, now: Now) -> Wish:
        """The hours to settle every open incident, where the champion is to step in."""
        if self.policy == "community":
            return Wish()
        return Wish(now.incidents_open * self.hours_an_incident, now.incidents_open)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Set the policy of the week and settle what the hours and the response time allow."""
        now.members_moderate = True
        if self.policy == "work_only":
            now.social_posts_removed = REMOVED_UNDER_WORK_ONLY
        if wish.work:
            in_time = 1.0 - self.response_days / 14.0
            now.incidents_settled += wish.work * granted * in_time
