"""Calendars for the search to try: drawn by key, and kept within hours and money."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.chance import chance_key, uniforms
from uptake.web.game.calendar import Calendar, idle
from uptake.web.game.company import SEED
from uptake.web.game.rows import HOURS_A_WEEK, MONEY, QUARTERS, WEEKS_A_QUARTER, rows

LEFT_OUT: Final = 0.25
"""Chance that a row is not used at all."""

FROM_THE_START = TO_THE_END = 0.5
"""Chances that what is done is done from the first quarter, and up to the last."""

TWO_ROWS, ANEW = 0.5, 0.6
"""Chances that a variation changes two rows rather than one, and draws them anew."""

HOURS: Final = HOURS_A_WEEK * WEEKS_A_QUARTER
"""The champion's, in a quarter."""

ONCE: Final = frozenset({"campaign", "succession"})
"""Rows in which one quarter is enough."""


def drawn_calendar(company: int, number: int) -> Calendar:
    """Draw a calendar: in each row one stop, from one quarter to another; then make it feasible.

    Parameters
    ----------
    company : int
        Number of the company.
    number : int
        Of the calendar: another number, another calendar.
    """
    draws = _draws(company, number)
    calendar = idle()
    for row in range(len(rows())):
        calendar = calendar.with_row(rows()[row].name, _pattern(row, draws[:, row]))
    return made_feasible(calendar, draws[3])


def varied_calendar(calendar: Calendar, company: int, number: int) -> Calendar:
    """Change one or two rows of a calendar, drawn by key; then make it feasible.

    A row becomes another one altogether, or a little more or less is done in it.
    """
    draws = _draws(company, number)
    one, another, both, anew = draws[:, -1]
    changed = {int(one * len(rows()))}
    if both < TWO_ROWS:
        changed.add(int(another * len(rows())))
    for row in sorted(changed):
        name = rows()[row].name
        pattern = _pattern(row, draws[:, row])
        if anew >= ANEW and calendar.uses(name):
            pattern = _shifted(row, calendar.numbers(name), draws[0, row])
        calendar = calendar.with_row(name, pattern)
    return made_feasible(calendar, draws[3])


def _shifted(row: int, numbers: list[int], drawn: float) -> list[int]:
    """One stop more, or one less, in every quarter in which anything is done."""
    step = 1 if drawn < 0.5 else -1
    most = len(rows()[row].stops) - 1
    return [min(most, max(0, number + step)) if number else 0 for number in numbers]


def made_feasible(calendar: Calendar, order: NDArray[np.float64]) -> Calendar:
    """Do less until the money lasts and no quarter takes more hours than the champion has.

    In single weeks more may be planned than there is, as teams may: the model shares out hours.

    Parameters
    ----------
    calendar : Calendar
        All eight quarters.
    order : array of shape (rows or more,)
        Rows with small numbers are cut first, the last quarters of them before the others.
    """
    ranked = [rows()[row].name for row in np.argsort(order[: len(rows())], kind="stable")]
    while True:
        full = (q for q in range(QUARTERS) if sum(calendar.hours_in(q)) > HOURS)
        quarter = next(full, None)
        if quarter is not None:
            calendar = _less_work(calendar, quarter, ranked)
        elif calendar.money > MONEY:
            calendar = _less_money(calendar, ranked)
        else:
            return calendar


def _draws(company: int, number: int) -> NDArray[np.float64]:
    """Four draws for each row, and four more; shape (4, rows + 1)."""
    keys = np.arange(len(rows()) + 1, dtype=np.uint32)
    return uniforms(chance_key(SEED, company), "game.search", keys, week=number)


def _pattern(row: int, drawn: NDArray[np.float64]) -> list[int]:
    """Numbers of the stops of a row, quarter by quarter."""
    if drawn[0] < LEFT_OUT:
        return [0] * QUARTERS
    stops = len(rows()[row].stops)
    stop = 1 + int((drawn[0] - LEFT_OUT) / (1.0 - LEFT_OUT) * (stops - 1))
    first = _spread(drawn[1], FROM_THE_START)
    last = first if rows()[row].name in ONCE else QUARTERS - 1 - _spread(drawn[2], TO_THE_END)
    first, last = sorted((first, last))
    return [stop if first <= quarter <= last else 0 for quarter in range(QUARTERS)]


def _spread(drawn: float, chance_of_none: float) -> int:
    """A number of quarters: 0 with some chance, else any from 1 to 7 alike."""
    rest = (drawn - chance_of_none) / (1.0 - chance_of_none)
    return 0 if rest < 0.0 else 1 + int(rest * (QUARTERS - 1))


def _less_work(calendar: Calendar, quarter: int, ranked: list[str]) -> Calendar:
    name = next(row for row in ranked if calendar.stop(row, quarter).hours > 0.0)
    return _lowered(calendar, name, quarter)


def _less_money(calendar: Calendar, ranked: list[str]) -> Calendar:
    for name in ranked:
        for quarter in reversed(range(QUARTERS)):
            if calendar.stop(name, quarter).money > 0.0:
                return _lowered(calendar, name, quarter)
    raise AssertionError("a calendar without prices costs nothing")


def _lowered(calendar: Calendar, row: str, quarter: int) -> Calendar:
    numbers = calendar.numbers(row)
    numbers[quarter] -= 1
    return calendar.with_row(row, numbers)
