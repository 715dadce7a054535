"""The phases of a week, in their order; each acts on an `AdoptionModel`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from uptake import compiled_people, compiled_week
from uptake.programme.base import Ledger, Now
from uptake.programme.champion import VACANT
from uptake.programme.week_plan import carry_out

if TYPE_CHECKING:
    from uptake.adoption import AdoptionModel


def play(model: AdoptionModel) -> None:
    """Simulate a week: the phases in their order, those without Python between them in one call."""
    _set_date(model)
    model.halves.before_programme()
    _intervene(model)
    model.posts = model.halves.after_programme()
    model.record_week()


def draw(model: AdoptionModel) -> None:
    """Fill the week's draws: leaving or hiring, joining or visiting, posting, opening mail."""
    _set_date(model)
    _apply(compiled_week.draw, model)


def turn_over(model: AdoptionModel) -> None:
    """Phase 1, workforce: people leave, and vacant positions are filled."""
    _apply(compiled_week.turn_over, model)


def carry_out_programme(model: AdoptionModel) -> None:
    """Phase 2, programme: the champion's hours turn into levers."""
    _apply(compiled_week.make_ready, model)
    _intervene(model)
    _apply(compiled_week.take_in, model)


def join(model: AdoptionModel) -> None:
    """Phase 3, join: people without an account get one."""
    _apply(compiled_people.join, model)


def visit(model: AdoptionModel) -> None:
    """Phase 4, visit: members look in, and their contacts notice."""
    _apply(compiled_people.visit, model)


def contribute(model: AdoptionModel) -> None:
    """Phase 5, contribute: visitors post."""
    model.posts = _apply(compiled_people.contribute, model)


def reply(model: AdoptionModel) -> None:
    """Phase 6, reply: contacts, the topic's community and the champion answer."""
    _apply(compiled_people.reply, model)


def moderate(model: AdoptionModel) -> None:
    """Phase 7, moderate: incidents are settled or stay in sight."""
    _apply(compiled_people.moderate, model)


def learn(model: AdoptionModel) -> None:
    """Phase 8, learn: value and belief move."""
    _apply(compiled_people.learn, model)


def form_habit(model: AdoptionModel) -> None:
    """Phase 9, habit: it grows with use and wanes without."""
    _apply(compiled_people.form_habit, model)


def manage(model: AdoptionModel) -> None:
    """Phase 10, managers: stances change, and with them what reports meet next week."""
    _apply(compiled_people.manage, model)


def measure(model: AdoptionModel) -> None:
    """Phase 11, measure: count everything once."""
    _apply(compiled_week.measure, model)
    model.record_week()


PHASES: Final[tuple[Callable[[AdoptionModel], None], ...]] = (
    draw,
    turn_over,
    carry_out_programme,
    join,
    visit,
    contribute,
    reply,
    moderate,
    learn,
    form_habit,
    manage,
    measure,
)
"""One week, in this order."""


def _apply(phase: Callable[..., Any], model: AdoptionModel) -> Any:  # noqa: ANN401
    """Call a compiled phase with the parts of the state that it names."""
    parts = {**model.state._asdict(), "posts": model.posts}
    names = inspect.signature(getattr(phase, "py_func", phase)).parameters
    return phase(*(parts[name] for name in names))


def _set_date(model: AdoptionModel) -> None:
    now = model.state.counts.now[0]
    now["week"] = model.week
    now["hire_chance"] = model.hire_chance()


def _intervene(model: AdoptionModel) -> None:
    """Let the interventions act, and hand on what they did."""
    state, counts = model.state, model.state.counts
    scenario, champion, ledger = model.scenario, model.scenario.champion, Ledger()
    latest, here = counts.latest[0], counts.now[0]
    now = Now(
        week=model.week,
        organisation=model.organisation,
        assumptions=scenario.assumptions,
        traits=state.traits,
        staffing=state.staffing,
        use=state.use,
        leading=state.leading,
        managers=state.company.managers,
        hired=model.hired,
        levers=state.levers,
        ledger=ledger,
        presence=champion.presence(model.week) if champion else VACANT,
        skill=0.0,
        words=state.room.words,
        key=state.given.key,
        incidents_open=float(latest["incidents_open"]),
        visitors_share=float(latest["participation_four_weekly"]),
        work_share=float(here["work_share"]),
        audiences=model.audiences,
    )
    latest["backlog_hours"] = carry_out(
        model.programme, model.memories, champion, int(latest["first_posts"]), now
    )
    for name in SPENT:
        latest[name] = getattr(ledger, name)
    here["answering_rate"] = ledger.answering_rate
    here["incidents_settled"] = now.incidents_settled
    here["members_moderate"] = now.members_moderate
    here["social_posts_removed"] = now.social_posts_removed


SPENT: Final = (
    "champion_hours",
    "deputy_hours",
    "manager_hours",
    "money",
    "newsletter_opens",
    "newsletter_clicks",
    "packs_sent",
)
"""What a ledger says that is measured."""
