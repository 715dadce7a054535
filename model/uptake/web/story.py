"""The story of one position as dated sentences, each of them true of the run it was read from.

A position may have several holders, one after the other; each is told from the week of hiring to
the week of leaving. People are called by their place, never by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final

from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.wording import counted, sentence
from uptake.web.acquaintance import Acquaintance
from uptake.web.people import lay_out
from uptake.web.told import Sentence, counted_weeks
from uptake.web.told_posts import told_posts
from uptake.web.told_visits import told_joining, told_visits
from uptake.web.watching import WatchedPosition, WatchedWeek, watch

HABIT_FORMED, HABIT_LOST = 0.5, 0.25
"""Habit at which it is said to have formed, and, once it had, to have worn off (0 to 1)."""

SUPPORTIVE: Final = 0.5
QUARTER: Final = 13


@dataclass(frozen=True)
class Story:
    """What became of a position in one run.

    Attributes
    ----------
    position : str
        Where it is, in a sentence.
    sentences : tuple of Sentence
        By week.
    visits, posts : tuple of int
        Of the holder in each week: whether they visited (0 or 1) and how much they wrote.
    habit : tuple of float
        Of the holder at the end of each week, 0 to 1.
    """

    position: str
    sentences: tuple[Sentence, ...]
    visits: tuple[int, ...]
    posts: tuple[int, ...]
    habit: tuple[float, ...]

    def content(self) -> dict[str, Any]:
        """For a page."""
        return asdict(self)


def tell(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int, row: int
) -> Story:
    """Simulate one replicate and tell the story of one position.

    Raises
    ------
    InputError
        If there is no such position.
    """
    watched = watch(scenario, organisation, seed, replicate, row)
    known = Acquaintance.of(row, organisation.chart, scenario)
    return Story(
        known.position(),
        sentences_of(watched, known),
        tuple(int(week.visited) for week in watched.weeks),
        tuple(len(week.posts) for week in watched.weeks),
        tuple(round(week.habit, 3) for week in watched.weeks),
    )


def story_at(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int, place: int
) -> Story:
    """Tell the story of the position at a place of the page's layout; see `web.people`.

    Raises
    ------
    InputError
        If there is no such place.
    """
    order = lay_out(organisation.chart).order
    row = int(order[place]) if place < order.size else place
    return tell(scenario, organisation, seed, replicate, row)


def sentences_of(watched: WatchedPosition, known: Acquaintance) -> tuple[Sentence, ...]:
    """Every sentence of a story, by week; those of one week in the order of the week."""
    told: list[Sentence] = []
    if not watched.beginning.employed:
        told.append(Sentence(0, "work", "Nobody is in this position yet."))
    holders = groupby((week for week in watched.weeks if week.employed), key=lambda week: week.hire)
    for number, (_, weeks) in enumerate(holders):
        from_the_start = number == 0 and watched.beginning.employed
        member = from_the_start and watched.beginning.account
        held = tuple(weeks)
        told.extend(_told_holder(held, known, watched.weeks, from_the_start, member, number))
    told.extend(_told_champion(watched.weeks, known))
    return tuple(sorted(told, key=lambda one: one.week))


def _told_holder(
    held: Sequence[WatchedWeek],
    known: Acquaintance,
    all_weeks: Sequence[WatchedWeek],
    from_the_start: bool,
    member: bool,
    number: int,
) -> Iterator[Sentence]:
    first, last = held[0].week, held[-1].week
    if from_the_start:
        yield Sentence(first, "work", "There from the start.")
    else:
        said = (
            "Someone new was hired; the position has forgotten who was before."
            if number
            else "Hired."
        )
        yield Sentence(first, "work", said)
    yield from told_joining(held, known, member)
    yield from _told_managers(held, known)
    yield from told_posts(held, known)
    yield from _told_habit(held)
    yield from told_visits(held, known, member)
    if last + 1 < len(all_weeks):
        yield Sentence(last + 1, "work", _leaving(held, all_weeks))


def _leaving(held: Sequence[WatchedWeek], all_weeks: Sequence[WatchedWeek]) -> str:
    last = held[-1].week
    stayed = counted_weeks(len(held))
    later = [week.week for week in all_weeks[last + 1 :] if week.employed]
    said = "Left the organisation"
    if held[0].week > 0:
        said += f" after {stayed}"
    if not later:
        return f"{said}; the position stays empty to the end."
    return f"{said}; the position is empty for {counted_weeks(later[0] - last - 1)}."


def _told_managers(held: Sequence[WatchedWeek], known: Acquaintance) -> Iterator[Sentence]:
    """Briefings, and the first time that a manager is seen to take part."""
    briefed = [week.week for week in held if week.briefed]
    for number, week in enumerate(briefed):
        again = "again" if number else "about the network"
        yield Sentence(week, "manager", f"{sentence(known.briefer(week))} spoke with them {again}.")
    of_manager = [week.week for week in held if week.manager_briefed]
    if of_manager:
        times = len(of_manager)
        said = f"{sentence(known.briefer(of_manager[0]))} spoke with their manager"
        more = f", for the first of {counted(times, 'time')}" if times > 1 else ""
        yield Sentence(of_manager[0], "manager", f"{said}{more}.")
    seen = next((week for week in held if week.manager_support > 0.0), None)
    if seen is not None:
        before = [week for week in held if week.week < seen.week]
        began = "Their manager began to take part" if before else "Their manager takes part"
        weight = known.weight_of_manager
        stance = seen.manager_support / weight
        thinks = "and is for it" if stance >= SUPPORTIVE else "but has doubts about it"
        yield Sentence(seen.week, "manager", f"{began} {thinks}.")


def _told_habit(held: Sequence[WatchedWeek]) -> Iterator[Sentence]:
    formed = False
    for week in held:
        if not formed and week.habit >= HABIT_FORMED:
            formed = True
            yield Sentence(week.week, "habit", "Visiting has become a habit.")
        elif formed and week.habit < HABIT_LOST:
            formed = False
            yield Sentence(week.week, "habit", "The habit has worn off.")


def _told_champion(weeks: Sequence[WatchedWeek], known: Acquaintance) -> Iterator[Sentence]:
    """The champion's departure, and what the holder did before and after it."""
    departure = known.scenario.departure_week
    if departure is None:
        return
    champion = known.scenario.champion
    said = "The champion left"
    holder = weeks[departure]
    before = [
        week.visited
        for week in weeks[max(0, departure - QUARTER) : departure]
        if week.employed and week.hire == holder.hire
    ]
    after = [
        week.visited
        for week in weeks[departure : departure + QUARTER]
        if week.employed and week.hire == holder.hire
    ]
    if holder.employed and holder.account and before:
        said += (
            f"; they visited in {sum(before)} of the {counted_weeks(len(before))} before"
            f" and in {sum(after)} of the {counted_weeks(len(after))} from then on"
        )
    yield Sentence(departure, "champion", f"{said}.")
    if champion is not None and champion.successor is not None:
        begins = departure + champion.successor.vacancy_weeks
        if begins < len(weeks):
            yield Sentence(begins, "champion", "A successor of the champion began.")
