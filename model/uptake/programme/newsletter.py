"""The newsletter: weekly highlights and points of discussion."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from uptake.chance import UNIT
from uptake.compilation import compiled
from uptake.numerics import halved
from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish, occurs_every
from uptake.state import Flags, Floats, Levers, Use


class Newsletter(Intervention):
    """Every n weeks: those who open it are likelier to visit, and others to join."""

    priority: ClassVar[int] = 20

    kind: Literal["newsletter"] = "newsletter"
    every_weeks: int = declared(1, (1, 8), "weeks", "between issues", valid=(1, None))
    quality: float = declared(0.7, (0.2, 1.0), "share", "of the best newsletter's effect")
    to: Literal["members", "everyone"] = Field(
        "everyone", description="whether those without an account receive it too"
    )
    hours_an_issue: float = declared(
        8.0, (2.0, 20.0), "hours", "to write an issue", valid=(0.0, None)
    )
    wear_half_life_issues: float = declared(
        50.0, (10.0, 200.0), "issues", "after which half of the response that can wear off is gone",
        valid=(0.1, None),
    )  # fmt: skip
    wear_floor: float = declared(0.6, (0.3, 1.0), "share", "of the response that never wears off")
    click_share: float = declared(
        0.13, (0.08, 0.17), "share of opens", "that lead to a click",
        source="5 to 10 % of recipients click, 55 to 70 % open (PoliteMail, Newsweaver)",
        status="D",
    )  # fmt: skip

    def wish(self, now: Now) -> Wish:
        """The hours of an issue in its week."""
        due = occurs_every(self.every_weeks, self.from_week, now.week)
        return Wish(self.hours_an_issue, work=due) if due else Wish(work=False)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Send the issue if at least half of its hours were there."""
        if not wish.work or granted < 0.5:
            return
        issues = now.memory.get("issues", 0)
        wear = self.wear_floor + (1.0 - self.wear_floor) * halved(
            issues / self.wear_half_life_issues
        )
        opens = send_issue(
            now.traits.attention,
            now.staffing.employed,
            now.use.account,
            now.use.newsletter_glow,
            now.levers.join,
            now.audience(self.audience),
            now.words[3],
            self.quality * wear * granted * now.skill,
            self.to == "everyone",
            now.assumptions.join_newsletter,
        )
        now.memory["issues"] = issues + 1
        now.ledger.newsletter_opens += opens
        now.ledger.newsletter_clicks += round(opens * self.click_share * wear)


@compiled
def fade(use: Use, afterglow: float) -> None:
    """Let the issues of earlier weeks fade by the factor `afterglow`."""
    glow, left = use.newsletter_glow, np.float32(afterglow)
    for i in range(glow.size):
        glow[i] *= left


@compiled
def draw_in(levers: Levers, use: Use, visit_effect: float) -> None:
    """Turn what glows of this and earlier issues, of any newsletter, into a pull to visit."""
    visit, effect = levers.visit, np.float32(visit_effect)
    for i in range(visit.size):
        visit[i] += effect * use.newsletter_glow[i]


@compiled
def send_issue(
    attention: Floats,
    employed: Flags,
    account: Flags,
    glow: Floats,
    join: Floats,
    audience: NDArray[np.bool_],
    words: NDArray[np.uint32],
    strength: float,
    to_everyone: bool,
    join_effect: float,
) -> int:
    """Send an issue; returns the opens.

    An employee opens it with the probability `attention`; `glow` is then at least as strong as the
    issue, and the effect on joining acts once, on the lever `join`.
    """
    opens = 0
    least_account = 0 if to_everyone else 1
    sent = np.float32(strength)
    pull = np.float32(join_effect) * sent
    for i in range(glow.size):
        received = audience[i] & (employed[i] == 1) & (account[i] >= least_account)
        opened = received & (words[i] * UNIT < attention[i])
        opens += opened
        glow[i] = max(glow[i], sent if opened else np.float32(0.0))
        join[i] += pull if opened & (account[i] == 0) else np.float32(0.0)
    return opens
