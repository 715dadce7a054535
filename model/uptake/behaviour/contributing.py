"""Contributing: how many posts a visitor writes, and of what kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.chance import UNIT, philox
from uptake.compilation import compiled
from uptake.numerics import exp, poisson_count
from uptake.state import Leading, Posts, Staffing, Traits, Use

QUESTION, WORK, SOCIAL = 0, 1, 2
MOST_POSTS = 60
FIRST_POST_STREAM = 1024
"""Post n of an employee in a week draws from the stream 1024 + n."""

SIXTEEN = np.uint64(16)
LOW_SIXTEEN = np.uint64(0xFFFF)


@compiled
def posting_rate(
    propensity: float,
    value: float,
    support: float,
    novelty: float,
    base: float,
    by_value: float,
    by_manager: float,
    by_novelty: float,
) -> float:
    """Mean posts in a week with a visit."""
    eager = (1.0 + by_manager * support) * (1.0 + by_novelty * novelty)
    return base * propensity * exp(by_value * (float(value) - 0.5)) * eager


@compiled
def count_posts(
    traits: Traits,
    use: Use,
    leading: Leading,
    manager: NDArray[np.uint32],
    visitors: NDArray[np.uint32],
    novelty: NDArray[np.float64],
    words: NDArray[np.uint32],
    week: int,
    p: NDArray[np.void],
) -> int:
    """Draw the number of posts of each visitor, bounded by the time they have; returns the sum."""
    a = p[0]
    base, by_value = a.posts_a_visit, a.post_value
    by_manager, by_novelty = a.post_manager, a.post_novelty
    use.posts[:] = 0
    most = base * exp(0.5 * abs(by_value)) * (1.0 + by_manager) * (1.0 + by_novelty)
    total = 0
    for i in visitors:
        if words[i] * UNIT < 1.0 - most * traits.contribution[i]:
            # Nobody's rate exceeds `most`: the usual answer, none, needs no exponential.
            continue
        m = manager[i]
        access = min(1.0, traits.access[i] * leading.time[m])
        age = np.uint32(min(week - use.novel_since[i], novelty.size - 1))
        rate = access * posting_rate(
            traits.contribution[i],
            use.value[i],
            leading.support[m],
            novelty[age],
            base,
            by_value,
            by_manager,
            by_novelty,
        )
        posts = min(poisson_count(min(rate, 40.0), words[i] * UNIT), MOST_POSTS)
        use.posts[i] = posts
        total += posts
    return total


@compiled
def kind_of_post(asking: float, belief: float, guidelines: float, u: float, v: float) -> int:
    """Question, work or social: those who believe the tool is for work use it for work."""
    if u < asking:
        return QUESTION
    working = float(belief) + 0.5 * float(guidelines) * (1.0 - float(belief))
    return WORK if v < working else SOCIAL


@compiled
def high_half(word: np.uint64) -> float:
    """Uniform in (0, 1) from the upper 16 bits of a word."""
    return float((word >> SIXTEEN) + 0.5) / 65536.0


@compiled
def low_half(word: np.uint64) -> float:
    """Uniform in (0, 1) from the lower 16 bits of a word."""
    return float((word & LOW_SIXTEEN) + 0.5) / 65536.0


@compiled
def spread_out(word: np.uint64, below: float) -> np.uint64:
    """Uniform word of 32 bits from one that is known to be at least `below` of the way up."""
    return np.uint64((word * UNIT - below) / (1.0 - below) / UNIT)


@compiled
def blank_posts(count: int) -> Posts:
    """Room for so many posts: `zeros(Posts, count)`, compiled."""
    return Posts(
        np.zeros(count, np.int32),
        np.zeros(count, np.uint8),
        np.zeros(count, np.uint16),
        np.zeros(count, np.uint8),
        np.zeros(count, np.uint32),
        np.zeros(count, np.uint32),
        np.zeros(count, np.float64),
        np.zeros(count, np.int32),
    )


@compiled
def write_posts(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    employee_key: NDArray[np.uint32],
    visitors: NDArray[np.uint32],
    key: NDArray[np.uint32],
    week: int,
    social_removed: float,
    members_moderate: bool,
    supply: NDArray[np.int32],
    posts: Posts,
    p: NDArray[np.void],
) -> tuple[int, int, int, int]:
    """Write the posts; returns (posts, work posts and questions, breaches left open, first posts).

    `supply`, shape (2, topics), counts the posts about work and the social ones. Social posts may
    be taken down (the author loses perceived value). Members settle most breaches where they
    moderate.
    """
    a = p[0]
    breach_share, guidelines_effect = a.breach_share, a.guidelines_effect
    handled = a.members_handle if members_moderate else 0.0
    resented = a.answer_effect
    supply[:] = 0
    count = 0
    about_work = 0
    incidents = 0
    first_posts = 0
    for i in visitors:
        removed = 0
        for n in range(use.posts[i]):
            kind_word, breach_word, time_word, who_word = philox(
                employee_key[i], staffing.hire[i], week, FIRST_POST_STREAM + n, key[0], key[1]
            )
            kind = kind_of_post(
                traits.asking[i],
                use.belief[i],
                use.guidelines[i],
                high_half(kind_word),
                low_half(kind_word),
            )
            if kind == SOCIAL and social_removed > 0.0:
                if who_word * UNIT < social_removed:
                    use.value[i] -= resented * use.value[i]
                    removed += 1
                    continue
                # What is left of the draw is spread out again, to draw who replies.
                who_word = spread_out(who_word, social_removed)
            breaches = breach_share * (1.0 - guidelines_effect * use.guidelines[i])
            if high_half(breach_word) < breaches and low_half(breach_word) >= handled:
                incidents += 1
            own_department = breach_word & np.uint64(1)
            topic = traits.first_topic[i] if own_department else traits.second_topic[i]
            posts.author[count] = i
            posts.kind[count] = kind
            posts.topic[count] = topic
            posts.time_draw[count] = time_word
            posts.who_draw[count] = who_word
            posts.first[count] = 0
            if not use.has_posted[i]:
                use.has_posted[i] = 1
                posts.first[count] = 1
                first_posts += 1
            supply[int(kind == SOCIAL), topic] += 1
            about_work += kind != SOCIAL
            count += 1
        use.posts[i] -= removed
    return count, about_work, incidents, first_posts
