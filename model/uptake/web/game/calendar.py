"""The calendar: what a team has decided quarter by quarter, what it costs and what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.checking import nearest, one_of
from uptake.errors import InputError, Problem
from uptake.web.game.rows import MONEY, QUARTERS, WEEKS_A_QUARTER, Row, Stop, row_number, rows

Column = tuple[int, ...]
"""Number of the stop in each row, for one quarter."""


@dataclass(frozen=True)
class Calendar:
    """Decisions for the first quarters, all of them or fewer.

    Attributes
    ----------
    columns : tuple of Column
        One a quarter.
    """

    columns: tuple[Column, ...] = ()

    @property
    def quarters(self) -> int:
        """How many quarters are decided."""
        return len(self.columns)

    @property
    def money(self) -> float:
        """What all of it costs."""
        return sum(self.money_in(quarter) for quarter in range(self.quarters))

    def stop(self, row: str, quarter: int) -> Stop:
        """The choice in a row and a quarter."""
        number = row_number(row)
        return rows()[number].stops[self.columns[quarter][number]]

    def stops(self, row: str) -> list[Stop]:
        """The choices in a row, quarter by quarter."""
        return [self.stop(row, quarter) for quarter in range(self.quarters)]

    def uses(self, row: str) -> bool:
        """Whether anything is done in a row at all."""
        number = row_number(row)
        return any(column[number] for column in self.columns)

    def money_in(self, quarter: int) -> float:
        """What one quarter costs."""
        chosen = zip(rows(), self.columns[quarter], strict=True)
        return sum(row.stops[number].money for row, number in chosen)

    def hours_in(self, quarter: int) -> list[float]:
        """Champion hours that one quarter takes in each of its weeks."""
        chosen = zip(rows(), self.columns[quarter], strict=True)
        taken = [row.stops[number].hours_by_week(quarter) for row, number in chosen]
        return [sum(one[week] for one in taken) for week in range(WEEKS_A_QUARTER)]

    def with_row(self, row: str, numbers: Sequence[int]) -> Calendar:
        """The same with other stops in a row."""
        at = row_number(row)
        return Calendar(
            tuple(
                (*column[:at], number, *column[at + 1 :])
                for column, number in zip(self.columns, numbers, strict=True)
            )
        )

    def numbers(self, row: str) -> list[int]:
        """Numbers of the stops in a row, quarter by quarter."""
        at = row_number(row)
        return [column[at] for column in self.columns]

    def as_decisions(self) -> list[dict[str, str]]:
        """The decisions as the page keeps them: the values of rows in which something is done."""
        return [
            {
                row.name: row.stops[number].value
                for row, number in zip(rows(), column, strict=True)
                if number
            }
            for column in self.columns
        ]


def idle(quarters: int = QUARTERS) -> Calendar:
    """Nothing at all is done."""
    return Calendar((tuple(0 for _ in rows()),) * quarters)


def calendar_of(decisions: Any) -> Calendar:  # noqa: ANN401 (whatever the page sent)
    """Read decisions, a list of ``{row: value}``, and check them against the money there is.

    Raises
    ------
    InputError
        With everything that is unknown, or with the quarter in which the money runs out.
    """
    if not isinstance(decisions, list) or len(decisions) > QUARTERS:
        raise InputError(
            [Problem("the game", "decisions", "is no list of quarters", right="at most eight")]
        )
    problems: list[Problem] = []
    columns = tuple(_column(entry, n, problems) for n, entry in enumerate(decisions))
    if problems:
        raise InputError(problems)
    calendar = Calendar(columns)
    _refuse_debt(calendar)
    return calendar


def _column(entry: Any, quarter: int, problems: list[Problem]) -> Column:  # noqa: ANN401
    where = f"quarter {quarter + 1}"
    if not isinstance(entry, Mapping):
        problems.append(Problem(where, "", "is no choice of rows", right="{row: value}"))
        return ()
    names = [row.name for row in rows()]
    problems.extend(
        Problem(
            where, str(name), "is no row of the calendar", right=nearest(str(name), names) or ""
        )
        for name in entry
        if name not in names
    )
    return tuple(_number(row, entry, where, problems) for row in rows())


def _number(row: Row, entry: Mapping[str, Any], where: str, problems: list[Problem]) -> int:
    value = entry.get(row.name, row.stops[0].value)
    number = row.number_of(value)
    if number is None:
        right = one_of([stop.value for stop in row.stops])
        problems.append(Problem(where, row.name, "has no such choice", str(value), right))
        return 0
    return number


def _refuse_debt(calendar: Calendar) -> None:
    left = MONEY
    for quarter in range(calendar.quarters):
        price = calendar.money_in(quarter)
        if price > left:
            raise InputError(
                [
                    Problem(
                        f"quarter {quarter + 1}", "money", "costs more than is left",
                        f"{price:,.0f}", f"at most {left:,.0f}",
                    )
                ]
            )  # fmt: skip
        left -= price
