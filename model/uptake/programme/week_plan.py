"""One week of the programme: hours are offered, wished for, shared out by priority and spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.compilation import compiled
from uptake.programme.base import Intervention, Now
from uptake.programme.champion import Champion
from uptake.programme.deputies import DEPUTY_SKILL
from uptake.state import Levers

ANSWERS_AN_HOUR = 10.0


@dataclass
class Hours:
    """Hours on offer in a week; the more skilled are spent first, so that help never hinders.

    Attributes
    ----------
    champion, deputies : float
        Hours left.
    skill : float
        Effect of an hour of the champion, 0 to 1.
    """

    champion: float
    deputies: float
    skill: float

    @property
    def left(self) -> float:
        """Hours left in all; what rounding leaves below nothing is nothing."""
        return max(0.0, self.champion + self.deputies)

    def spend(self, hours: float) -> float:
        """Spend hours, of which there are enough, and return their mean skill; 0 for none."""
        if hours <= 0.0:
            return 0.0
        if self.skill >= DEPUTY_SKILL:
            champion = min(hours, self.champion)
        else:
            champion = max(0.0, hours - self.deputies)
        deputies = min(hours - champion, self.deputies)
        self.champion -= champion
        self.deputies -= deputies
        return (champion * self.skill + deputies * DEPUTY_SKILL) / hours


@compiled
def clear(levers: Levers) -> None:
    """Forget last week's levers."""
    levers.join[:] = 0.0
    levers.visit[:] = 0.0
    levers.pack[:] = 0.0
    levers.guidelines[:] = 0.0
    levers.outreach[:] = 0.0
    levers.evidence[:] = 0.0
    levers.account[:] = 0


def in_order(programme: Mapping[str, Intervention]) -> tuple[tuple[str, Intervention], ...]:
    """Interventions by priority, among equals by name: so are they served."""
    return tuple(sorted(programme.items(), key=lambda entry: (entry[1].priority, entry[0])))


def carry_out(
    programme: Sequence[tuple[str, Intervention]],
    memories: dict[str, dict[str, Any]],
    champion: Champion | None,
    first_posts_last_week: int,
    now: Now,
) -> float:
    """Let every intervention in force act on the levers; returns the backlog in hours.

    The programme comes `in_order`. Hours that remain go to answering the first posts of newcomers,
    as many a week as there is time for.
    """
    in_force = [entry for entry in programme if entry[1].in_force(now.week)]
    deputies = 0.0
    for name, intervention in in_force:
        now.memory = memories.setdefault(name, {})
        deputies += intervention.offer(now)
    hours = Hours(now.presence.hours, deputies, now.presence.skill)
    most_skilled = max(now.presence.skill * (hours.champion > 0.0), DEPUTY_SKILL * (deputies > 0.0))

    backlog = 0.0
    for name, intervention in in_force:
        now.memory = memories[name]
        wish = intervention.wish(now)
        granted = 1.0 if wish.hours <= hours.left else hours.left / wish.hours
        now.skill = hours.spend(granted * wish.hours) if wish.hours > 0.0 else most_skilled
        intervention.act(now, wish, granted)
        if intervention.waits:
            backlog += (1.0 - granted) * wish.hours

    if champion is not None:
        _answer_first_posts(champion, first_posts_last_week, hours, now)
        now.ledger.champion_hours = now.presence.hours - hours.champion
        now.ledger.deputy_hours = deputies - hours.deputies
        spent = now.ledger.champion_hours + now.ledger.deputy_hours + now.ledger.manager_hours
        now.ledger.money += champion.hour_cost * spent
    return backlog


def _answer_first_posts(champion: Champion, first_posts: int, hours: Hours, now: Now) -> None:
    wanted = min(champion.answering_hours, first_posts / ANSWERS_AN_HOUR, hours.left)
    skill = hours.spend(wanted)
    if first_posts:
        share = min(1.0, wanted * ANSWERS_AN_HOUR / first_posts)
        now.ledger.answering_rate = now.assumptions.reply_rate_champion * share * skill
