"""The news of a company: what its events are told like, once they have happened."""

from __future__ import annotations

from dataclasses import dataclass

from uptake.programme.base import Intervention
from uptake.programme.champion import SKILL_WITH_PLAYBOOK, SKILL_WITHOUT_PLAYBOOK, Champion
from uptake.web.game.calendar import Calendar
from uptake.web.game.company import Company, Event
from uptake.web.game.happenings import BadHeadline, Reorganisation
from uptake.web.game.rows import WEEKS_A_QUARTER, WEEKS_PLAYED
from uptake.web.game.scenarios import succession_of

NOTICE_WEEKS = int(Champion.model_fields["notice_weeks"].default)


@dataclass(frozen=True)
class News:
    """Something that a team gets to know.

    Attributes
    ----------
    kind : str
        Of the event.
    week : int
        In which it is known.
    title, text : str
        What it says.
    """

    kind: str
    week: int
    title: str
    text: str


def news_of(company: Company, calendar: Calendar) -> list[News]:
    """All that has become known in the quarters decided, oldest first."""
    until = calendar.quarters * WEEKS_A_QUARTER
    known = [_told(event, calendar) for event in company.events if _known_in(event) < until]
    return sorted(known, key=lambda one: one.week)


def known_departure(company: Company, calendar: Calendar) -> int | None:
    """Week in which the champion will be gone, if that is known by now."""
    events = [one for one in company.events if one.kind == "resignation"]
    until = calendar.quarters * WEEKS_A_QUARTER
    return next((one.week for one in events if _known_in(one) < until), None)


def _known_in(event: Event) -> int:
    return event.week - NOTICE_WEEKS if event.kind == "resignation" else event.week


def _told(event: Event, calendar: Calendar) -> News:
    week = _known_in(event)
    if event.kind == "headline":
        reach, doubt = (_size(BadHeadline, name) for name in ("reach", "doubt"))
        text = (
            f"“A waste of working time”, writes a newspaper. {reach} of the staff take it to "
            f"heart: they lose {doubt} of their belief that it is for work and of what they see in "
            "it."
        )
        return News(event.kind, week, "A bad headline", text)
    if event.kind == "reorganisation":
        reach, habit, stance = (
            _size(Reorganisation, name) for name in ("reach", "habit_lost", "stance_lost")
        )
        text = (
            f"{reach} of the teams are put together anew: {habit} of their habit of visiting is "
            f"gone, and {stance} of their managers’ stance."
        )
        return News(event.kind, week, "A reorganisation", text)
    text = (
        f"The champion has resigned, works half of the hours for {NOTICE_WEEKS} weeks and is gone "
        f"in week {event.week + 1}. {_succession(event.week, calendar)}"
    )
    return News(event.kind, week, "The champion resigns", text)


def _succession(departure: int, calendar: Calendar) -> str:
    written, start = succession_of(calendar, departure)
    if start is None:
        if calendar.quarters * WEEKS_A_QUARTER >= WEEKS_PLAYED:
            return "Nobody followed."
        return "Nobody follows unless you pay for a successor, who comes seven weeks later."
    skill = SKILL_WITH_PLAYBOOK if written else SKILL_WITHOUT_PLAYBOOK
    book = "the playbook at hand" if written else "no playbook"
    return (
        f"A successor starts in week {start + 1} with {book}: {_percent(skill)} of the skill at "
        "first."
    )


def _size(event: type[Intervention], name: str) -> str:
    return _percent(float(event.model_fields[name].default))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
