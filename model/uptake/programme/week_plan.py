"""One week of the programme: hours are offered, wished for, shared out by priority and spent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uptake.programme.base import Intervention, Now
from uptake.programme.champion import Champion
from uptake.programme.deputies import DEPUTY_SKILL

ANSWERS_AN_HOUR = 10.0


def carry_out(
    programme: Mapping[str, Intervention],
    memories: dict[str, dict[str, Any]],
    champion: Champion | None,
    first_posts_last_week: int,
    now: Now,
) -> float:
    """Let every intervention in force act on the levers; returns the backlog in hours.

    Interventions are served by priority; among equals by name. Hours that remain go to answering
    the first posts of newcomers, as many a week as there is time for.
    """
    in_force = sorted(
        ((name, one) for name, one in programme.items() if one.in_force(now.week)),
        key=lambda entry: (entry[1].priority, entry[0]),
    )
    deputy_hours = 0.0
    for name, intervention in in_force:
        now.memory = memories.setdefault(name, {})
        deputy_hours += intervention.offer(now)
    offered = now.presence.hours + deputy_hours
    if offered > 0.0:
        skilled = now.presence.hours * now.presence.skill + deputy_hours * DEPUTY_SKILL
        now.skill = skilled / offered

    left = offered
    backlog = 0.0
    for name, intervention in in_force:
        now.memory = memories[name]
        wish = intervention.wish(now)
        granted = 1.0 if wish.hours <= left else left / wish.hours
        intervention.act(now, wish, granted)
        left = max(0.0, left - granted * wish.hours)
        if intervention.waits:
            backlog += (1.0 - granted) * wish.hours

    if champion is not None:
        left -= _answer_first_posts(champion, first_posts_last_week, left, now)
        spent = offered - left
        from_champion = min(spent, now.presence.hours)
        now.ledger.champion_hours = from_champion
        now.ledger.deputy_hours = spent - from_champion
        hours = spent + now.ledger.manager_hours
        now.ledger.money += champion.hour_cost * hours
    return backlog


def _answer_first_posts(champion: Champion, first_posts: int, left: float, now: Now) -> float:
    wanted = min(champion.answering_hours, first_posts / ANSWERS_AN_HOUR)
    hours = min(left, wanted)
    if first_posts:
        share = min(1.0, hours * ANSWERS_AN_HOUR / first_posts)
        now.ledger.answering_rate = now.assumptions.reply_rate_champion * share * now.skill
    return hours
