"""What a story is made of."""

from __future__ import annotations

from dataclasses import dataclass

from uptake.study.wording import counted


@dataclass(frozen=True)
class Sentence:
    """Something that happened.

    Attributes
    ----------
    week : int
        When.
    kind : str
        What it is about: work, join, visit, post, pack, manager, habit or champion.
    says : str
        What happened, without the week.
    """

    week: int
    kind: str
    says: str


def counted_weeks(count: int) -> str:
    """Write a number of weeks: ``one week``, ``12 weeks``."""
    return counted(count, "week")


def after_hours(hours: float) -> str:
    """Write a wait: ``within the hour``, ``after 3 hours``, ``after 2 days``."""
    if hours < 1.0:
        return "within the hour"
    if hours < 36.0:
        whole = round(hours)
        return f"after {counted(whole, 'hour')}"
    return f"after {counted(round(hours / 24.0), 'day')}"
