"""Learning: what a week teaches about the value of the network and what it is for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.behaviour.contributing import QUESTION
from uptake.compilation import compiled
from uptake.numerics import halved
from uptake.parameters import Assumptions
from uptake.state import Floats, Levers, Posts, Traits, Use, Weeks

MOST_WEEKS_OPEN = 520
LEAST_OPENNESS = 0.05


def openness_by_age(assumptions: Assumptions) -> NDArray[np.float64]:
    """Openness to change one's belief 0 to 520 weeks after first hearing of the network."""
    ages = range(MOST_WEEKS_OPEN + 1)
    settling = assumptions.belief_settling_weeks
    return np.array([max(LEAST_OPENNESS, halved(age / settling)) for age in ages])


@compiled
def saturating(amount: float, half: float) -> float:
    """Share of the most possible: 0 at nothing, a half at `half`, towards 1 beyond."""
    return amount / (amount + half)


@compiled
def week_value(useful: float, social: float, social_weight: float, annoyance: float) -> float:
    """What a week gave a visitor, 0 to 1, from useful and social content less annoyance."""
    return max(0.0, (1.0 - social_weight) * useful + social_weight * social - annoyance)


@compiled
def learn_value(
    traits: Traits,
    use: Use,
    visitors: NDArray[np.uint32],
    supply: NDArray[np.int32],
    posts: Posts,
    count: int,
    exposure: float,
    p: NDArray[np.void],
) -> None:
    """Move the perceived value of visitors towards what the week gave them.

    Visitors see the posts on their two topics; too many of them are clutter that hides what is
    useful. Authors learn from their own posts too: a first reply adds value, a question without one
    costs value.
    """
    a = p[0]
    rate, social_weight, half = a.value_rate, a.social_weight, a.useful_posts
    enjoyed, clutter = a.social_posts_enjoyed, 3.0 * a.clutter_posts
    annoyance = a.incident_cost * exposure
    for i in visitors:
        first, second = traits.first_topic[i], traits.second_topic[i]
        work, social = supply[0, first], supply[1, first]
        if second != first:
            work += supply[0, second]
            social += supply[1, second]
        clear = 1.0 - saturating(float(work + social), clutter)
        useful = clear * saturating(float(work), half)
        enjoyment = saturating(float(social), enjoyed)
        given = week_value(useful, enjoyment, social_weight, annoyance)
        use.value[i] += rate * (given - use.value[i])
    effect = a.answer_effect
    for n in range(count):
        i = posts.author[n]
        if posts.hours[n] < np.inf:
            use.value[i] += effect * (1.0 - float(use.value[i]))
        elif posts.kind[n] == QUESTION:
            use.value[i] -= effect * use.value[i]


@compiled
def receive(use: Use, levers: Levers, week: int, p: NDArray[np.void]) -> None:
    """Take in what the programme handed out: guidelines, and packs that renew the novelty."""
    gain = p[0].pack_value
    for i in range(use.account.size):
        if levers.pack[i] > 0.0:
            quality = min(1.0, levers.pack[i])
            use.value[i] += gain * quality * (1.0 - float(use.value[i]))
            # A pack of quality q brings the start of the novelty forward by that share.
            use.novel_since[i] += int(quality * (week - use.novel_since[i]))
        if levers.guidelines[i] > 0.0:
            known = float(use.guidelines[i])
            use.guidelines[i] = known + min(1.0, float(levers.guidelines[i])) * (1.0 - known)


@compiled
def learn_belief(
    hired: Weeks,
    use: Use,
    message: Floats,
    manager: NDArray[np.uint32],
    openness: NDArray[np.float64],
    week: int,
    p: NDArray[np.void],
) -> None:
    """Move the belief that the tool is for work towards the message of the week.

    The message mixes the work share with the manager's stance (`managing.speak`). Visitors see the
    work share; others hear of it, more slowly. Belief settles: openness falls with the weeks since
    the person first heard of the network.
    """
    rate, hearsay = p[0].belief_rate, p[0].belief_hearsay
    oldest = openness.size - 1
    belief = use.belief
    for i in range(belief.size):
        age = np.uint32(min(week - max(0, hired[i]), oldest))
        speed = rate * (1.0 if use.visit_history[i] & np.uint32(1) else hearsay)
        belief[i] += speed * openness[age] * (message[manager[i]] - belief[i])
