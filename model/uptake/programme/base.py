"""What every intervention is: an audience, a window, an effect and its cost.

An intervention is a frozen pydantic model. Each week in which it is in force it says how many of
the champion's hours it wants (`wish`); the hours are shared out by priority; then it acts with what
it got (`act`), by adding to the levers that the week reads. Interventions never overwrite a lever,
so their order does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.chance import uniforms
from uptake.organisation import Organisation
from uptake.parameters import Assumptions, declared, inconsistent
from uptake.programme.audience import Audience
from uptake.programme.champion import Presence
from uptake.state import Leading, Levers, Staffing, Traits, Use


@dataclass
class Ledger:
    """What the programme did and cost in one week; interventions add to it."""

    champion_hours: float = 0.0
    deputy_hours: float = 0.0
    manager_hours: float = 0.0
    money: float = 0.0
    newsletter_opens: int = 0
    newsletter_clicks: int = 0
    packs_sent: int = 0
    answering_rate: float = 0.0
    """Replies an hour that the champion and the deputies give to a first post."""


@dataclass(frozen=True)
class Wish:
    """What an intervention wants to do this week.

    Attributes
    ----------
    hours : float
        Hours of the champion or the deputies that doing all of it would take.
    work : object
        What it is, for the intervention's own use in `act`.
    """

    hours: float = 0.0
    work: Any = None


@dataclass
class Now:
    """What an intervention may look at and act on in the current week."""

    week: int
    organisation: Organisation
    assumptions: Assumptions
    traits: Traits
    staffing: Staffing
    use: Use
    leading: Leading
    managers: NDArray[np.int32]
    """Rows of the positions with reports."""
    hired: NDArray[np.int32]
    """Rows of those hired this week."""
    levers: Levers
    ledger: Ledger
    presence: Presence
    """Of the champion this week."""
    skill: float
    """Mean effect of the hours that the intervention gets, 0 to 1; of work that takes none, that of
    the most skilled of those who are there."""
    words: NDArray[np.uint32]
    """The week's draws, shape (4, positions); row 3 decides who opens what arrives this week."""
    key: NDArray[np.uint32]
    """Key of chance of this run."""
    incidents_open: float
    visitors_share: float
    """Visitors of the last four weeks as a share of staff."""
    work_share: float
    """Share of recent posts that ask a question or share work."""
    incidents_settled: float = 0.0
    """Open incidents that the programme settles this week."""
    members_moderate: bool = False
    """Whether members settle breaches among themselves."""
    social_posts_removed: float = 0.0
    """Share of social posts taken down."""
    memory: dict[str, Any] = field(default_factory=dict)
    """What the intervention that is acting remembers between weeks."""
    audiences: dict[int, tuple[Audience, NDArray[np.bool_]]] = field(default_factory=dict)
    """Audiences and their positions by identity, which is quicker to find than what equals."""

    def audience(self, audience: Audience) -> NDArray[np.bool_]:
        """Positions that an audience names, shape (positions,); worked out once a run."""
        known = self.audiences.get(id(audience))
        if known is None or known[0] is not audience:
            known = audience, audience.positions(self.organisation)
            self.audiences[id(audience)] = known
        return known[1]

    def uniforms(self, stream: str, purpose: int = 0) -> NDArray[np.float64]:
        """Four keyed draws in (0, 1) an employee, shape (4, positions).

        `purpose` separates the draws of interventions that use the same stream in the same week.
        """
        return uniforms(
            self.key,
            stream,
            self.organisation.chart.employee_key,
            self.staffing.hire,
            self.week + 100_000 * purpose,
        )


class Intervention(BaseModel):
    """Base of all interventions; see the module for what a subclass provides.

    Attributes
    ----------
    priority : int
        Class attribute; lower is served first when hours are short.
    waits : bool
        Class attribute; whether hours not granted count as backlog (or the work is dropped).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    priority: ClassVar[int] = 50
    waits: ClassVar[bool] = False

    kind: str
    audience: Audience = Field(
        default_factory=Audience, description="whom it is meant for; everyone if left out"
    )
    from_week: int = declared(0, (0, 104), "week", "in which it starts", valid=(0, None))
    until_week: int | None = declared(
        None, (26, 520), "week", "before which it ends; never if left out", valid=(0, None)
    )

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.until_week is not None and self.until_week <= self.from_week:
            raise inconsistent(
                "until_week", "is not after from_week", self.until_week,
                f"a week after {self.from_week}", reads=("from_week",),
            )  # fmt: skip
        return self

    def in_force(self, week: int) -> bool:
        """Whether the week lies in the window."""
        return self.from_week <= week and (self.until_week is None or week < self.until_week)

    def offer(self, now: Now) -> float:
        """Hours of deputies that it adds to those of the champion this week."""
        return 0.0

    def wish(self, now: Now) -> Wish:
        """What it wants to do this week and the hours that takes."""
        return Wish()

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Do it, with the share `granted` (0 to 1) of the hours wished for."""


def occurs_every(weeks: int, since: int, week: int) -> bool:
    """Whether something done every so many weeks, first in week `since`, is due."""
    return week >= since and (week - since) % weeks == 0
