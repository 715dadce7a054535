"""The rows of the calendar and their stops: what they are called, what they take and cost."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

QUARTERS: Final = 8
WEEKS_A_QUARTER: Final = 13
WEEKS_PLAYED: Final = QUARTERS * WEEKS_A_QUARTER
HORIZON: Final = WEEKS_PLAYED + 52
"""The game is over after two years; what counts is the end of the third."""

HOURS_A_WEEK: Final = 16.0
"""The champion's, all of them really given."""
MONEY: Final = 12_000.0
"""For the two years, hours not included."""


class Stop(BaseModel):
    """One choice in a row, for one quarter.

    Attributes
    ----------
    value : str
        Its name in links and files.
    words : str
        Its name for people.
    short : str
        The same where there is little room; empty for nothing.
    amount : float
        How much of it; what that means depends on the row.
    hours : float
        Champion hours in each week in which something is done.
    every : int
        Weeks between these, counted through the two years.
    weeks : tuple of int, optional
        Weeks of the quarter in which hours are needed, instead of `every`.
    money : float
        Price, paid at the start of the quarter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    words: str
    short: str
    amount: float = 0.0
    hours: float = Field(0.0, ge=0.0)
    every: int = Field(1, ge=1)
    weeks: tuple[int, ...] | None = None
    money: float = Field(0.0, ge=0.0)

    def hours_by_week(self, quarter: int) -> tuple[float, ...]:
        """Champion hours in each of the 13 weeks of a quarter."""
        first = quarter * WEEKS_A_QUARTER
        return tuple(
            self.hours if self._works_in(first, week) else 0.0 for week in range(WEEKS_A_QUARTER)
        )

    def _works_in(self, first: int, week: int) -> bool:
        return (first + week) % self.every == 0 if self.weeks is None else week in self.weeks


class Row(BaseModel):
    """A row of the calendar; its first stop is doing nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    about: str
    stops: tuple[Stop, ...]

    def number_of(self, value: str) -> int | None:
        """Number of the stop with a value; None if there is none."""
        return next((n for n, stop in enumerate(self.stops) if stop.value == value), None)


@cache
def rows() -> tuple[Row, ...]:
    """All rows, in the order of the calendar."""
    text = (files("uptake.web.game") / "rows.yaml").read_text(encoding="utf-8")
    entries: list[Any] = YAML(typ="safe").load(text)
    return tuple(Row.model_validate(entry) for entry in entries)


@cache
def row_number(name: str) -> int:
    """Where a row stands in the calendar."""
    return next(n for n, row in enumerate(rows()) if row.name == name)
