"""Replying: who answers a post first, and how soon."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uptake.chance import UNIT
from uptake.compilation import compiled
from uptake.numerics import exp, log
from uptake.state import Posts, Rows, Traits, Use

HOURS_A_WEEK = 168.0
NOBODY, CHAMPION = -1, -2


class Communities(NamedTuple):
    """Visitors of a week by topic: `rows[start[t]:start[t + 1]]`, with their cumulative rates."""

    start: NDArray[np.int64]
    rows: NDArray[np.int32]
    cumulative: NDArray[np.float64]


@compiled
def gather_communities(
    traits: Traits, visitors: NDArray[np.uint32], topics: int, base: float
) -> Communities:
    """List the visitors of each topic with the running sum of their reply rates (an hour)."""
    start = np.zeros(topics + 1, np.int64)
    for i in visitors:
        start[traits.first_topic[i] + 1] += 1
        start[traits.second_topic[i] + 1] += 1
    for t in range(topics):
        start[t + 1] += start[t]
    filled = start[:-1].copy()
    rows = np.empty(2 * visitors.size, np.int32)
    cumulative = np.empty(2 * visitors.size)
    for i in visitors:
        for topic in (traits.first_topic[i], traits.second_topic[i]):
            at = filled[topic]
            before = cumulative[at - 1] if at > start[topic] else 0.0
            rows[at] = i
            cumulative[at] = before + base * float(traits.sociability[i])
            filled[topic] = at + 1
    return Communities(start, rows, cumulative)


@compiled
def rate_contacts(traits: Traits, use: Use, base: float, rates: NDArray[np.float32]) -> None:
    """Fill `rates` with the replies an hour that everyone gives to a contact's post this week."""
    scale = np.float32(base)
    for i in range(rates.size):
        visited = use.visit_history[i] & np.uint32(1)
        rates[i] = scale * traits.sociability[i] * np.float32(visited)


@compiled
def reply(
    posts: Posts,
    count: int,
    traits: Traits,
    start: NDArray[np.uint32],
    neighbour: Rows,
    rates: NDArray[np.float32],
    communities: Communities,
    answering_rate: float,
    appeal: float,
) -> None:
    """Draw the hours to the first reply of each post and who gave it.

    Contacts who visit, visitors of the topic and (to first posts) the champion reply at rates;
    the time to the first of them is exponential in the sum, and each is first in proportion to its
    rate. Nothing comes after a week. The author cannot be the one who replies.
    """
    for n in range(count):
        i = posts.author[n]
        by_contacts = 0.0
        for c in range(start[i], start[i + 1]):
            by_contacts += float(rates[neighbour[c]])
        topic = posts.topic[n]
        first, last = communities.start[topic], communities.start[topic + 1]
        before_author, of_author = share_of_author(communities, first, last, i)
        by_topic = max(0.0, communities.cumulative[last - 1] - of_author) if last > first else 0.0
        attraction = exp(appeal * float(traits.interest[i]))
        by_champion = answering_rate if posts.first[n] else 0.0
        rate = attraction * (by_contacts + by_topic) + by_champion
        posts.hours[n] = np.inf
        posts.replier[n] = NOBODY
        if rate <= 0.0:
            continue
        hours = -log((posts.time_draw[n] + 0.5) * UNIT) / rate
        if hours > HOURS_A_WEEK:
            continue
        choice = posts.who_draw[n] * UNIT * rate - by_champion
        if choice < 0.0:
            replier = CHAMPION
        elif choice < attraction * by_contacts:
            left = choice / attraction
            replier = NOBODY
            for c in range(start[i], start[i + 1]):
                if rates[neighbour[c]] > 0.0:
                    replier = neighbour[c]
                    left -= rates[neighbour[c]]
                    if left < 0.0:
                        break
        else:
            target = choice / attraction - by_contacts
            if target >= before_author:
                target += of_author
            replier = communities.rows[first_above(communities.cumulative, first, last, target)]
        if replier != i:
            posts.hours[n] = hours
            posts.replier[n] = replier


@compiled
def share_of_author(
    communities: Communities, first: int, last: int, author: int
) -> tuple[float, float]:
    """Summed rate of those listed before the author in [first, last), and the author's own."""
    low, high = first, last
    while low < high:
        middle = (low + high) // 2
        if communities.rows[middle] < author:
            low = middle + 1
        else:
            high = middle
    # Someone whose two topics are one is listed twice.
    while high < last and communities.rows[high] == author:
        high += 1
    before = communities.cumulative[low - 1] if low > first else 0.0
    through = communities.cumulative[high - 1] if high > first else 0.0
    return before, through - before


@compiled
def first_above(rising: NDArray[np.float64], first: int, last: int, target: float) -> int:
    """Index in [first, last) of the first entry above `target`; the last one if there is none."""
    while first < last - 1:
        middle = (first + last - 1) // 2
        if rising[middle] > target:
            last = middle + 1
        else:
            first = middle + 1
    return first
