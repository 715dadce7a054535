"""From a company and a calendar to a scenario: nothing in the game is outside the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from uptake.parameters import Assumptions
from uptake.programme.base import Intervention
from uptake.programme.champion import Successor
from uptake.programme.desk_drop import DeskDrop
from uptake.programme.evidence_report import EvidenceReport
from uptake.programme.launch_campaign import LaunchCampaign
from uptake.programme.manager_engagement import ManagerEngagement
from uptake.programme.moderation import Moderation
from uptake.scenario import Scenario
from uptake.study.ensemble import reference
from uptake.web.game.acts import (
    LookedAfterDeputies,
    OrderedPacks,
    PacedNewsletter,
    Term,
    Writing,
)
from uptake.web.game.calendar import Calendar
from uptake.web.game.company import FIRST_ACCOUNTS, Company, Event
from uptake.web.game.happenings import BadHeadline, Reorganisation
from uptake.web.game.rows import (
    HORIZON,
    HOURS_A_WEEK,
    QUARTERS,
    WEEKS_A_QUARTER,
    WEEKS_PLAYED,
)

PACK_HOURS: Final = 0.25
PACK_MONEY: Final = 8.0
DROP_REACH: Final = 0.5
DROP_HOURS: Final = 10.0
WEEKS_TO_A_SUCCESSOR: Final = 7
"""From the start of the quarter in which one is paid for; vacancies last 5 to 9 weeks."""

PLAYBOOK, SUCCESSOR = (1.0, 3.0), (2.0, 3.0)
"""Amounts of the row of succession that hold either."""


def scenario_of(
    company: Company, calendar: Calendar, replicate: int, *, events: tuple[Event, ...] | None = None
) -> Scenario:
    """The scenario of a calendar under the assumptions of a replicate.

    Parameters
    ----------
    company, calendar
        Who plays what. With fewer quarters than eight the weeks after them mean nothing.
    replicate : int
        Decides the set of assumptions: that of the reference ensemble whose turn it is.
    events : tuple of Event, optional
        Other events than the company's, for what would have been without them.
    """
    happening = company.events if events is None else events
    departure = next((one.week for one in happening if one.kind == "resignation"), None)
    return Scenario(
        name=f"Company {company.number}",
        weeks=HORIZON,
        initial_accounts=FIRST_ACCOUNTS,
        champion=champion_of(calendar, departure),
        programme={**_programme(calendar), **dict(_happenings(happening))},
        assumptions=Assumptions.model_validate(reference().member(replicate)),
    )


def succession_of(calendar: Calendar, departure: int) -> tuple[bool, int | None]:
    """Whether a playbook was written in time, and the week in which a successor starts, if any.

    A playbook takes a whole quarter before the champion is gone.
    """
    amounts = [stop.amount for stop in calendar.stops("succession")]
    written = any(
        amount in PLAYBOOK and (quarter + 1) * WEEKS_A_QUARTER <= departure
        for quarter, amount in enumerate(amounts)
    )
    paid = next((quarter for quarter, amount in enumerate(amounts) if amount in SUCCESSOR), None)
    if paid is None:
        return written, None
    return written, max(departure, paid * WEEKS_A_QUARTER + WEEKS_TO_A_SUCCESSOR)


def champion_of(calendar: Calendar, departure: int | None) -> Term:
    """The champion's two years, with the week in which they are gone, if any, and who follows."""
    term: dict[str, Any] = {
        "hours_a_week": HOURS_A_WEEK,
        "diligence": 1.0,
        "ends_in_week": WEEKS_PLAYED,
        "leaves_in_week": departure,
    }
    if departure is not None:
        term["playbook"], start = succession_of(calendar, departure)
        if start is not None:
            term["successor"] = Successor(vacancy_weeks=start - departure, diligence=1.0)
    return Term(**term)


def _happenings(events: tuple[Event, ...]) -> Iterator[tuple[str, Intervention]]:
    for event in events:
        window = {"from_week": event.week, "until_week": event.week + 1}
        if event.kind == "headline":
            yield "event_headline", BadHeadline(**window)
        elif event.kind == "reorganisation":
            yield "event_reorganisation", Reorganisation(**window)


def _programme(calendar: Calendar) -> dict[str, Intervention]:
    return dict(
        entry
        for part in (_newsletter, _packs, _drops, _once_a_quarter, _lasting)
        for entry in part(calendar)
    )


def _newsletter(calendar: Calendar) -> Iterator[tuple[str, Intervention]]:
    if calendar.uses("newsletter"):
        paces = tuple(int(stop.amount) for stop in calendar.stops("newsletter"))
        yield "newsletter", PacedNewsletter(paces=paces)


def _packs(calendar: Calendar) -> Iterator[tuple[str, Intervention]]:
    orders = tuple(int(stop.amount) for stop in calendar.stops("packs"))
    first = next((quarter for quarter, order in enumerate(orders) if order), None)
    if first is not None:
        yield (
            "packs",
            OrderedPacks(
                orders=orders,
                from_week=first * WEEKS_A_QUARTER,
                hours_each=PACK_HOURS,
                money_each=PACK_MONEY,
            ),
        )


def _drops(calendar: Calendar) -> Iterator[tuple[str, Intervention]]:
    weeks = tuple(
        quarter * WEEKS_A_QUARTER + week
        for quarter, stop in enumerate(calendar.stops("drops"))
        for week in stop.weeks or ()
    )
    if weeks:
        # Leaflets are paid for in the calendar, so they cost nothing here.
        yield "drops", DeskDrop(weeks=weeks, reach=DROP_REACH, hours=DROP_HOURS, money_each=0.0)


def _once_a_quarter(calendar: Calendar) -> Iterator[tuple[str, Intervention]]:
    """What happens at set times in a quarter: campaigns, reports and writing a playbook."""
    for quarter in range(calendar.quarters):
        first = quarter * WEEKS_A_QUARTER
        campaign = calendar.stop("campaign", quarter)
        if campaign.weeks:
            yield (
                f"campaign_{quarter + 1}",
                LaunchCampaign(
                    from_week=first,
                    until_week=first + len(campaign.weeks),
                    size=campaign.amount,
                    duration_weeks=len(campaign.weeks),
                    hours_a_week=campaign.hours,
                    money=campaign.money,
                ),
            )
        report = calendar.stop("evidence", quarter)
        if report.weeks:
            week = first + report.weeks[0]
            yield (
                f"evidence_{quarter + 1}",
                EvidenceReport(from_week=week, until_week=week + 1, hours_a_report=report.hours),
            )
        succession = calendar.stop("succession", quarter)
        if succession.amount in PLAYBOOK:
            yield (
                f"playbook_{quarter + 1}",
                Writing(
                    from_week=first,
                    until_week=first + WEEKS_A_QUARTER,
                    hours_a_week=succession.hours,
                ),
            )


def _lasting(calendar: Calendar) -> Iterator[tuple[str, Intervention]]:
    """What goes on over quarters: the same choice in neighbouring quarters is one intervention."""
    for first, last, amount in _blocks(calendar, "managers"):
        yield (
            f"managers_{first + 1}",
            ManagerEngagement(hours_a_week=amount, rounds=10, **_window(first, last)),
        )
    for first, last, amount in _blocks(calendar, "moderation"):
        policy: Any = "community" if amount == 1.0 else "community_and_champion"
        yield (
            f"moderation_{first + 1}",
            Moderation(policy=policy, **_window(first, last, handed_over=True)),
        )
    for first, last, amount in _blocks(calendar, "deputies"):
        yield (
            f"deputies_{first + 1}",
            LookedAfterDeputies(number=int(amount), **_window(first, last, handed_over=True)),
        )


def _blocks(calendar: Calendar, row: str) -> Iterator[tuple[int, int, float]]:
    """First quarter, quarter after the last, and amount of each block of the same choice."""
    amounts = [stop.amount for stop in calendar.stops(row)]
    first = 0
    for quarter in range(1, len(amounts) + 1):
        if quarter == len(amounts) or amounts[quarter] != amounts[first]:
            if amounts[first]:
                yield first, quarter, amounts[first]
            first = quarter


def _window(first: int, last: int, *, handed_over: bool = False) -> dict[str, Any]:
    goes_on = handed_over and last == QUARTERS
    until = None if goes_on else last * WEEKS_A_QUARTER
    return {"from_week": first * WEEKS_A_QUARTER, "until_week": until}
