"""Weekly use of a network as an export tells it, with the weeks that are not to be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Meaning = Literal["account", "visited", "reacted", "posted"]
"""What "active" means: has an account, came, reacted, or wrote."""

FEWEST_WEEKS: Final = 4
"""Usable weeks below which a file is refused."""
FEWEST_WEEKS_TO_FORECAST: Final = 10


@dataclass(frozen=True, eq=False)
class WeeklyUsage:
    """What a usage export says, week by week, without gaps in the weeks.

    Attributes
    ----------
    source : str
        Name of the file.
    kind : str
        What kind of export it is.
    meaning : {"account", "visited", "reacted", "posted"}
        What "active" means in it. "account": it says who has one, and nothing of activity.
    weeks : array (weeks,) of int
        Numbers of the weeks: the file's own, or counted from 0 if it has dates.
    first_monday : date or None
        Monday of the first week (ISO weeks); None if the file numbers its weeks.
    active, posters, messages, members, newcomers : array (weeks,) of float
        People active in the week, people who wrote, messages, accounts at the end of the week,
        people new in the week; nan where not known.
    reasons : tuple of str
        Why a week is masked; empty if it is not.
    headers : mapping of str to str
        Header of the column that each field was read from.
    notes : tuple of str
        What was read, what was dropped, and why.
    """

    source: str
    kind: str
    meaning: Meaning
    weeks: NDArray[np.int64]
    first_monday: date | None
    active: NDArray[np.float64]
    posters: NDArray[np.float64]
    messages: NDArray[np.float64]
    members: NDArray[np.float64]
    newcomers: NDArray[np.float64]
    reasons: tuple[str, ...]
    headers: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def masked(self) -> NDArray[np.bool_]:
        """Weeks that nothing is fitted to or judged by."""
        return np.array([bool(reason) for reason in self.reasons], np.bool_)

    @property
    def usable(self) -> int:
        """How many weeks are not masked."""
        return int((~self.masked).sum())

    @property
    def refuse_forecast(self) -> str:
        """Why nothing can be forecast from this file; empty if something can."""
        if self.meaning == "account":
            return "the file tells of accounts, not of who is active in a week"
        if self.usable < FEWEST_WEEKS_TO_FORECAST:
            few = f"only {self.usable} weeks can be used"
            return f"{few}; a forecast needs at least {FEWEST_WEEKS_TO_FORECAST}"
        return ""

    def label(self, place: int) -> str:
        """Name of a week by its place: ``2024-W05``, or its number."""
        if self.first_monday is None:
            return str(self.weeks[place])
        return iso_week(self.first_monday + timedelta(weeks=place))

    def place_of(self, name: str) -> int | None:
        """Place of a week by its number or name, as ``2024-W05``; None if it is not in the file."""
        wanted = name.upper().replace("-", "")
        for place, number in enumerate(self.weeks.tolist()):
            if wanted in (str(number), self.label(place).replace("-", "")):
                return place
        return None


def iso_week(day: date) -> str:
    """ISO week of a day: ``2024-W05``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(day: date) -> date:
    """Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())
