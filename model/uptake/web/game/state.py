"""What a team knows between two quarters: how it went, what is left, what can be done next."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uptake.study.statistics import SPREAD
from uptake.web.game.calendar import Calendar
from uptake.web.game.company import STAFF, Company
from uptake.web.game.news import known_departure, news_of
from uptake.web.game.playing import KEPT
from uptake.web.game.rows import (
    HORIZON,
    HOURS_A_WEEK,
    MONEY,
    QUARTERS,
    WEEKS_A_QUARTER,
    WEEKS_PLAYED,
    rows,
)
from uptake.web.game.scenarios import champion_of

WEEKS_OF_LATE = 4
"""Weeks over which people taking part are averaged at the end of a quarter."""

TOO_SHORT = 0.05
"""Hours a week that may be missing before it is worth a word."""


def state_of(
    company: Company, calendar: Calendar, runs: NDArray[np.float32] | None
) -> dict[str, Any]:
    """Everything that the page shows before the next quarter is planned.

    Parameters
    ----------
    company, calendar
        Who has decided what so far.
    runs : array of shape (replicates, weeks, measures), optional
        From `playing.play` up to now, the run that the team sees first; None before the start.
    """
    quarters = range(calendar.quarters)
    own = None if runs is None else runs[0]
    return {
        "company": company.number,
        "staff": STAFF,
        "frontline_share": company.frontline_share,
        "quarter": calendar.quarters,
        "quarters": QUARTERS,
        "weeks_a_quarter": WEEKS_A_QUARTER,
        "weeks": {"played": WEEKS_PLAYED, "horizon": HORIZON},
        "decisions": calendar.as_decisions(),
        "money": {"all": MONEY, "left": MONEY - calendar.money},
        "hours_a_week": HOURS_A_WEEK,
        "rows": rows_for(calendar.quarters),
        "hours_there": _hours_there(company, calendar),
        "news": [asdict(one) for one in news_of(company, calendar)],
        "played": [] if own is None else [quarter_of(calendar, q, own, company) for q in quarters],
        "weekly": None if runs is None else weekly_of(runs),
    }


def weekly_of(runs: NDArray[np.float32]) -> dict[str, Any]:
    """Participation by week: the team's own run, and mean and middle 90 % of all of them."""
    shares = runs[:, :, KEPT.index("participation")].astype(np.float64)
    tail = (1.0 - SPREAD) / 2.0
    low, high = np.quantile(shares, [tail, 1.0 - tail], axis=0)
    lines = {"own": shares[0], "mean": shares.mean(axis=0), "low": low, "high": high}
    rounded = {name: np.round(line, 5).tolist() for name, line in lines.items()}
    return {**rounded, "runs": len(shares)}


def quarter_of(
    calendar: Calendar, quarter: int, own: NDArray[np.float32], company: Company
) -> dict[str, Any]:
    """How a quarter went in the team's own run."""
    first = quarter * WEEKS_A_QUARTER
    weeks = slice(first, first + WEEKS_A_QUARTER)
    end = first + WEEKS_A_QUARTER - 1
    of = {name: own[weeks, n].astype(np.float64) for n, name in enumerate(KEPT)}
    late = slice(-WEEKS_OF_LATE, None)
    planned = np.array(calendar.hours_in(quarter))
    there = np.array(_hours(company, calendar, quarter, known=True))
    deputies = calendar.stop("deputies", quarter).amount
    return {
        "visitors": float(of["visitors"][late].mean()),
        "participation": float(of["participation"][late].mean()),
        "accounts": int(own[end, KEPT.index("accounts")]),
        "headcount": int(own[end, KEPT.index("headcount")]),
        "hours_used": float(of["champion_hours"].mean()),
        "hours_there": float(there.mean()),
        "deputy_hours": float(of["deputy_hours"].mean()),
        "short_weeks": int((planned > there + deputies + TOO_SHORT).sum()),
        "backlog": float(of["backlog_hours"][-1]),
        "stance": float(of["manager_stance"][-1]),
        "packs_sent": int(of["packs_sent"].sum()),
        "money": calendar.money_in(quarter),
    }


def rows_for(quarter: int) -> list[dict[str, Any]]:
    """Rows with the price and the hours of each stop in the quarter that comes next."""
    at = min(quarter, QUARTERS - 1)
    return [
        {
            "name": row.name,
            "label": row.label,
            "about": row.about,
            "stops": [
                {
                    "value": stop.value,
                    "words": stop.words,
                    "short": stop.short,
                    "money": stop.money,
                    "hours": stop.hours_by_week(at),
                    "deputies": stop.amount if row.name == "deputies" else 0,
                }
                for stop in row.stops
            ],
        }
        for row in rows()
    ]


def _hours_there(company: Company, calendar: Calendar) -> dict[str, Any]:
    """Champion hours of the next quarter as far as is known, as planned and with a successor."""
    if calendar.quarters == QUARTERS:
        return {"as_it_is": [], "with_successor": [], "in_post": False}
    as_it_is = _hours(company, calendar, calendar.quarters, known=False)
    paid = _with_successor(calendar)
    with_successor = _hours(company, paid, calendar.quarters, known=False)
    return {"as_it_is": as_it_is, "with_successor": with_successor, "in_post": as_it_is[0] > 0.0}


def _with_successor(calendar: Calendar) -> Calendar:
    """The calendar and a quarter in which nothing but a successor is paid for."""
    column = tuple(
        (row.number_of("successor") or 0) if row.name == "succession" else 0 for row in rows()
    )
    return Calendar((*calendar.columns, column))


def _hours(company: Company, calendar: Calendar, quarter: int, *, known: bool) -> list[float]:
    """Champion hours in each week of a quarter: those that were, or those a team may count on."""
    departure = company.departure if known else known_departure(company, calendar)
    champion = champion_of(calendar, departure)
    first = quarter * WEEKS_A_QUARTER
    return [champion.presence(first + week).hours for week in range(WEEKS_A_QUARTER)]
