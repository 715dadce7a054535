"""What if: the same company and chance, with one thing in the calendar or the world changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from uptake.web.game.calendar import Calendar, idle
from uptake.web.game.company import Company, EventKind
from uptake.web.game.rows import MONEY, QUARTERS, row_number, rows


@dataclass(frozen=True)
class Counterfactual:
    """Something that might have been.

    Attributes
    ----------
    name : str
        Short and unique.
    words : str
        The condition, to be followed by what it changes.
    calendar : Calendar
        What would have been done. The model holds it to the champion's hours, as any other.
    without : tuple of str
        Kinds of event that would not have happened.
    """

    name: str
    words: str
    calendar: Calendar
    without: tuple[EventKind, ...] = ()

    @property
    def debt(self) -> float:
        """Money that it would have taken beyond what there was."""
        return max(0.0, self.calendar.money - MONEY)


def counterfactuals(company: Company, calendar: Calendar) -> list[Counterfactual]:
    """All that is asked about a whole calendar, most of it about what was or was not done."""
    return [
        *_of_rows(calendar),
        *_of_succession(company, calendar),
        *_of_events(company, calendar),
        Counterfactual("nothing", "Had you done nothing at all", idle()),
    ]


def _of_rows(calendar: Calendar) -> Iterator[Counterfactual]:
    early = calendar.columns[0]
    if early[row_number("managers")]:
        yield _without(calendar, "managers", "Without work with managers")
    else:
        yield _at_least(
            calendar, "managers", "some", "With managers involved from the first quarter on"
        )
    if early[row_number("packs")]:
        yield _without(calendar, "packs", "Without welcome packs")
    else:
        yield _at_least(
            calendar, "packs", "eighty", "With 80 welcome packs a quarter from the start"
        )
    if calendar.uses("newsletter"):
        yield _without(calendar, "newsletter", "Without the newsletter")
    else:
        yield _at_least(calendar, "newsletter", "fortnightly", "With a newsletter every two weeks")
    if calendar.columns[-1][row_number("deputies")]:
        yield _without(calendar, "deputies", "Without deputies")
    else:
        yield _at_least(
            calendar, "deputies", "twenty", "With 20 deputies in the last two quarters", 2
        )
    if calendar.uses("moderation"):
        yield _without(calendar, "moderation", "Without moderation")
    else:
        yield _at_least(calendar, "moderation", "members", "With members who moderate")
    if calendar.uses("evidence"):
        yield _without(calendar, "evidence", "Without evidence reports")
    else:
        yield _at_least(calendar, "evidence", "one", "With an evidence report every quarter")
    for row, words in (("campaign", "the launch campaign"), ("drops", "desk drops")):
        if calendar.uses(row):
            yield _without(calendar, row, f"Without {words}")


def _of_succession(company: Company, calendar: Calendar) -> Iterator[Counterfactual]:
    """The succession matters only where the champion resigns."""
    if company.departure is None:
        return
    if calendar.uses("succession"):
        yield _without(calendar, "succession", "Without playbook and successor")
        return
    both = rows()[row_number("succession")].number_of("both") or 0
    prepared = calendar.with_row("succession", [both] + [0] * (QUARTERS - 1))
    yield Counterfactual(
        "succession", "With a playbook and a successor in the first quarter", prepared
    )


def _of_events(company: Company, calendar: Calendar) -> Iterator[Counterfactual]:
    kinds = tuple(one.kind for one in company.events)
    if "resignation" in kinds and len(kinds) > 1:
        yield Counterfactual("stays", "Had nobody resigned", calendar, ("resignation",))
    if kinds:
        yield Counterfactual("events", "Without any of the events", calendar, kinds)


def _without(calendar: Calendar, row: str, words: str) -> Counterfactual:
    return Counterfactual(row, words, calendar.with_row(row, [0] * QUARTERS))


def _at_least(
    calendar: Calendar, row: str, value: str, words: str, last_quarters: int = QUARTERS
) -> Counterfactual:
    """The same with at least a certain stop in a row, in all or only in the last quarters."""
    least = rows()[row_number(row)].number_of(value) or 0
    numbers = [
        max(number, least) if quarter >= QUARTERS - last_quarters else number
        for quarter, number in enumerate(calendar.numbers(row))
    ]
    return Counterfactual(row, words, calendar.with_row(row, numbers))
