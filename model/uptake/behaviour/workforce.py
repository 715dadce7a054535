"""People leave and are hired; a position forgets the one who left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.chance import UNIT, fill_words
from uptake.compilation import compiled
from uptake.numerics import exp, logistic, normal_quantile
from uptake.state import LONG_AGO, Leading, Staffing, Traits, Use

WEEKS_A_YEAR = 52
TRAITS_STREAM = 2
TOPICS_STREAM = 3


@compiled
def leaves(weeks_employed: int, u: float, later: float, first_year: float) -> bool:
    """Whether an employee leaves this week; `later` and `first_year` are weekly probabilities."""
    return u < (first_year if weeks_employed < WEEKS_A_YEAR else later)


@compiled
def turn_over(
    staffing: Staffing,
    words: NDArray[np.uint32],
    week: int,
    later: float,
    first_year: float,
    hire_chance: float,
    changed: NDArray[np.int32],
) -> tuple[int, int]:
    """Let employees leave and fill vacant positions; returns (leavers, hires).

    The rows that changed hands are listed in `changed`: leavers first, then those hired. A position
    that falls vacant this week is filled in a later one at the earliest.
    """
    leavers = 0
    hires = 0
    employed = staffing.employed
    rows = employed.size
    highest = max(later, first_year)
    for i in range(rows):
        u = words[i] * UNIT
        if employed[i]:
            if u < highest and leaves(week - staffing.hired[i], u, later, first_year):
                changed[leavers] = i
                leavers += 1
        elif u < hire_chance:
            hires += 1
            changed[rows - hires] = i
    for n in range(leavers):
        employed[changed[n]] = 0
    # Those hired are listed from the end backwards; put in order first, no entry is overwritten
    # before it is read when they move next to the leavers.
    for n in range(hires // 2):
        left, right = rows - hires + n, rows - 1 - n
        changed[left], changed[right] = changed[right], changed[left]
    for n in range(hires):
        i = changed[rows - hires + n]
        changed[leavers + n] = i
        employed[i] = 1
        staffing.hire[i] += np.uint32(1)
        staffing.hired[i] = week
    return leavers, hires


@compiled
def forget(
    rows: NDArray[np.int32],
    use: Use,
    recent_posts: NDArray[np.uint8],
    totals: NDArray[np.uint16],
) -> None:
    """Clear all that positions knew of those who left; `recent_posts` has shape (weeks, rows)."""
    for i in rows:
        use.account[i] = 0
        use.joined[i] = LONG_AGO
        use.novel_since[i] = LONG_AGO
        use.visit_history[i] = 0
        use.posts[i] = 0
        use.habit[i] = 0.0
        use.newsletter_glow[i] = 0.0
        use.pack_received[i] = 0
        use.has_posted[i] = 0
        use.guidelines[i] = 0.0
        if totals[i]:
            totals[i] = 0
            for week in range(recent_posts.shape[0]):
                recent_posts[week, i] = 0


@compiled
def settle_in(
    rows: NDArray[np.int32],
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    employee_key: NDArray[np.uint32],
    frontline: NDArray[np.bool_],
    home_topic: NDArray[np.uint16],
    topics: int,
    key: NDArray[np.uint32],
    p: NDArray[np.void],
) -> None:
    """Draw the traits and first opinions of the employees in `rows`, who were just hired.

    Interest is normal. The propensities to join, to post and to reply are log-normal with mean 1;
    the first grows with interest, the second is correlated with it. Attention and asking are normal
    on the logit scale.
    """
    if rows.size == 0:
        return
    a = p[0]
    correlation = a.interest_contribution_correlation
    rest = np.sqrt(max(0.0, 1.0 - correlation * correlation))
    attention_level = normal_logit(a.email_attention)
    asking_level = normal_logit(a.question_share)
    stance_level = -1.2 * normal_quantile(a.frowning_managers)
    words = np.empty((4, rows.size), np.uint32)
    more = np.empty((4, rows.size), np.uint32)
    keys = employee_key[rows]
    hires = staffing.hire[rows]
    fill_words(words, key, keys, hires, 0, TRAITS_STREAM)
    fill_words(more, key, keys, hires, 0, TOPICS_STREAM)
    for n in range(rows.size):
        i = rows[n]
        z = normal_quantile((words[0, n] + 0.5) * UNIT)
        z_posting = correlation * z + rest * normal_quantile((words[1, n] + 0.5) * UNIT)
        z_replying = normal_quantile((words[2, n] + 0.5) * UNIT)
        z_attention = normal_quantile((words[3, n] + 0.5) * UNIT)
        z_asking = normal_quantile((more[2, n] + 0.5) * UNIT)
        traits.interest[i] = a.interest_spread * z
        traits.eagerness[i] = lognormal(a.join_interest * a.interest_spread, z)
        traits.contribution[i] = lognormal(a.contribution_spread, z_posting)
        traits.sociability[i] = lognormal(a.sociability_spread, z_replying)
        traits.attention[i] = logistic(attention_level + z_attention)
        traits.asking[i] = logistic(asking_level + 0.8 * z_asking)
        traits.access[i] = a.frontline_access if frontline[i] else a.desk_access
        traits.first_topic[i] = home_topic[i]
        traits.second_topic[i] = int(more[0, n] * UNIT * topics)
        use.value[i] = a.value_start
        use.belief[i] = a.belief_start
        z_stance = normal_quantile((more[1, n] + 0.5) * UNIT)
        leading.starting_stance[i] = logistic(1.2 * z_stance + stance_level)
        leading.stance[i] = leading.starting_stance[i]


@compiled
def lognormal(spread: float, z: float) -> float:
    """Log-normal variable of mean 1 whose log has standard deviation `spread`, from a normal z."""
    return exp(spread * z - 0.5 * spread * spread)


@compiled
def normal_logit(share: float) -> float:
    """Logit of a share, found by bisection in the same table that the rules use."""
    low, high = -16.0, 16.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if logistic(middle) < share:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
