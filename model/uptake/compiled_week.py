"""The phases of a week as they act on the arrays: each hands its part of the state to its rules.

What a phase is for is told in `uptake.week`. Calling compiled code from Python costs more than a
phase does in a small organisation, so that a step makes two calls: `before_programme` and
`after_programme`. Both are nothing but phases in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from uptake import counting
from uptake.behaviour import learning, workforce
from uptake.chance import STREAMS, fill_words
from uptake.compilation import compiled, fixed, merged
from uptake.compiled_people import (
    contribute,
    form_habit,
    join,
    learn,
    manage,
    moderate,
    reply,
    visit,
)
from uptake.programme import newsletter, week_plan
from uptake.state import (
    Company,
    Counts,
    Given,
    Leading,
    Levers,
    Posts,
    Room,
    Staffing,
    State,
    Traits,
    Use,
)

WEEK_STREAM: Final = STREAMS["week"]


class Halves:
    """The two calls of a week, for the state of one model; the types of its arrays never change."""

    def __init__(self, state: State) -> None:
        self.state = state

    def __reduce__(self) -> tuple[type[Halves], tuple[State]]:
        """Copied and sent without the compiled code."""
        return Halves, (self.state,)

    @cached_property
    def _before(self) -> Callable[..., None]:
        return fixed(before_programme, self.state)

    @cached_property
    def _after(self) -> Callable[..., Posts]:
        return fixed(after_programme, self.state)

    def before_programme(self) -> None:
        """All of a week that comes before the interventions act."""
        self._before(*self.state)

    def after_programme(self) -> Posts:
        """All of a week that follows; returns its posts."""
        return self._after(*self.state)


@compiled
def before_programme(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    levers: Levers,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
) -> None:
    """All of a week that comes before the interventions act."""
    draw(staffing, company, given, room, counts)
    turn_over(traits, staffing, use, leading, company, given, room, counts)
    make_ready(use, levers, given)


@compiled
def after_programme(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    levers: Levers,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
) -> Posts:
    """All of a week that follows when the interventions have acted; returns its posts."""
    take_in(use, levers, given, counts)
    join(traits, staffing, use, leading, levers, company, given, room, counts)
    visit(traits, use, leading, levers, company, given, room, counts)
    posts = contribute(traits, staffing, use, leading, company, given, room, counts)
    reply(traits, use, company, given, room, counts, posts)
    moderate(given, counts)
    learn(traits, staffing, use, leading, company, given, room, counts, posts)
    form_habit(use, given)
    manage(staffing, use, leading, levers, company, given, room)
    measure(staffing, use, leading, company, given, room, counts, posts)
    return posts


@merged
def draw(staffing: Staffing, company: Company, given: Given, room: Room, counts: Counts) -> None:
    """Fill the week's draws."""
    week = counts.now[0].week
    fill_words(room.words, given.key, company.employee_key, staffing.hire, week, WEEK_STREAM)


@merged
def turn_over(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
) -> None:
    """People leave and are hired; the rows are listed in `room.changed`."""
    now, latest = counts.now[0], counts.latest[0]
    leavers, hires = workforce.turn_over(
        staffing,
        room.words[0],
        now.week,
        now.leaving,
        now.leaving_first_year,
        now.hire_chance,
        room.changed,
    )
    workforce.forget(room.changed[:leavers], use, counts.recent_posts, counts.post_totals)
    workforce.settle_in(
        room.changed[leavers : leavers + hires],
        traits,
        staffing,
        use,
        leading,
        company.employee_key,
        company.frontline,
        company.home_topic,
        room.supply.shape[1],
        given.key,
        given.p,
    )
    latest.leavers = leavers
    latest.hires = hires


@merged
def make_ready(use: Use, levers: Levers, given: Given) -> None:
    """Forget last week's levers and let its newsletter fade, before the interventions act."""
    week_plan.clear(levers)
    newsletter.fade(use, given.p[0].newsletter_afterglow)


@merged
def take_in(use: Use, levers: Levers, given: Given, counts: Counts) -> None:
    """What the interventions did reaches people."""
    newsletter.draw_in(levers, use, given.p[0].visit_newsletter)
    learning.receive(use, levers, counts.now[0].week, given.p)


@merged
def measure(
    staffing: Staffing,
    use: Use,
    leading: Leading,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
    posts: Posts,
) -> None:
    """Count everything once."""
    counting.measure_people(staffing, use, leading, company, room, counts)
    counting.measure_posts(company, given, counts, posts)
