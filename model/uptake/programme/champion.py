"""The champion: the person who keeps the network alive, and what happens when they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from uptake.parameters import declared, inconsistent

SKILL_WITHOUT_PLAYBOOK = 0.4
SKILL_WITH_PLAYBOOK = 0.7


@dataclass(frozen=True)
class Presence:
    """The champion in one week.

    Attributes
    ----------
    hours : float
        Hours given to the network.
    skill : float
        Effect of an hour, 0 to 1; lower while a successor learns the job.
    in_post : bool
        Whether there is a champion at all.
    """

    hours: float
    skill: float
    in_post: bool


VACANT = Presence(0.0, 0.0, in_post=False)


class Successor(BaseModel):
    """Who takes over, when, and how well."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    vacancy_weeks: int = declared(
        7, (0, 26), "weeks", "between the departure and the successor's first week",
        source="vacancy durations of 5 to 9 weeks", status="R", valid=(0, None),
    )  # fmt: skip
    diligence: float = declared(
        0.9, (0.1, 1.0), "share", "of the champion's hours that the successor really gives"
    )
    ramp_up_weeks: int = declared(
        10, (8, 12), "weeks", "until the successor is as skilled as the champion was",
        valid=(0, None),
    )  # fmt: skip


class Champion(BaseModel):
    """The champion's time, departure and succession."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    hours_a_week: float = declared(
        37.5, (4.0, 80.0), "hours a week", "in the job", valid=(0.0, 10_000.0)
    )
    diligence: float = declared(0.9, (0.1, 1.0), "share", "of those hours really given to it")
    answering_hours: float = declared(
        6.0, (0.0, 20.0), "hours a week", "kept for answering first posts when nothing else is due",
        valid=(0.0, None),
    )  # fmt: skip
    hour_cost: float = declared(
        50.0, (20.0, 120.0), "money", "an hour of the champion, a deputy or a manager costs",
        valid=(0.0, None),
    )  # fmt: skip
    leaves_in_week: int | None = declared(
        None, (26, 260), "week", "in which the champion is gone; stays if left out",
        valid=(0, None),
    )  # fmt: skip
    notice_weeks: int = declared(
        4, (0, 13), "weeks", "before leaving in which only half of the hours are given",
        valid=(0, None),
    )  # fmt: skip
    playbook: bool = Field(
        False, description="whether the work is written down, so that a successor starts better"
    )
    successor: Successor | None = Field(
        None, description="who takes over after leaves_in_week; nobody if left out"
    )

    @model_validator(mode="after")
    def _follows_a_departure(self) -> Self:
        if self.successor is not None and self.leaves_in_week is None:
            raise inconsistent(
                "successor", "follows a champion who never leaves", "no leaves_in_week",
                "leaves_in_week beside it", reads=("leaves_in_week",),
            )  # fmt: skip
        return self

    def presence(self, week: int) -> Presence:
        """The champion, or the successor, in a week."""
        if self.leaves_in_week is None or week < self.leaves_in_week:
            leaving = (
                self.leaves_in_week is not None and week >= self.leaves_in_week - self.notice_weeks
            )
            share = 0.5 if leaving else 1.0
            return Presence(self.hours_a_week * self.diligence * share, 1.0, in_post=True)
        if self.successor is None:
            return VACANT
        weeks_in_post = week - self.leaves_in_week - self.successor.vacancy_weeks
        if weeks_in_post < 0:
            return VACANT
        start = SKILL_WITH_PLAYBOOK if self.playbook else SKILL_WITHOUT_PLAYBOOK
        learnt = min(1.0, (weeks_in_post + 1) / max(1, self.successor.ramp_up_weeks))
        return Presence(
            self.hours_a_week * self.successor.diligence,
            start + (1.0 - start) * learnt,
            in_post=True,
        )
