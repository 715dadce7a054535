"""Circles: small groups of people drawn so that a change of staff moves few of them.

Everybody is in a *pool* (a team, a department, a site), and every pool has a number of circles. A
person picks a circle by consistent hashing (Lamping & Veach 2014, "A fast, minimal memory,
consistent hash algorithm"): if a pool gets one more circle, only that circle's share of people
moves. Two members of a circle are in contact if the pair's own draw says so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.chance import STREAMS, philox, uniforms
from uptake.compilation import compiled

MOST_CIRCLES = 40
"""Circles that the most sociable person joins: a bound on the tail."""

# The third counter of the generator, so that no two draws of a stream share a counter.
COUNT_DRAW, POOL_DRAW, PAIR_DRAW, FIRST_JUMP = 0, 1, 2, 3


def memberships(
    key: NDArray[np.uint32],
    stream: str,
    employee_key: NDArray[np.uint32],
    mean: NDArray[np.float64],
) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Draw how many circles each person joins: the mean, rounded up or down by chance.

    Returns
    -------
    rows, slots : arrays of shape (memberships,)
        The person and the number of the membership among theirs, 0, 1, ...
    """
    drawn = uniforms(key, stream, employee_key, week=COUNT_DRAW)[0]
    count = np.minimum(np.floor(mean + drawn), MOST_CIRCLES).astype(np.int64)
    rows = np.repeat(np.arange(employee_key.size, dtype=np.int32), count)
    first = np.cumsum(count) - count
    slots = np.arange(rows.size) - np.repeat(first, count)
    return rows, slots.astype(np.uint32)


def pool_draws(
    key: NDArray[np.uint32],
    stream: str,
    employee_key: NDArray[np.uint32],
    slots: NDArray[np.uint32],
) -> NDArray[np.float64]:
    """One uniform draw a membership, shape (memberships,), to choose its pool by."""
    drawn: NDArray[np.float64] = uniforms(key, stream, employee_key, slots, week=POOL_DRAW)[0]
    return drawn


def circles_needed(
    pool: NDArray[np.int32], pools: int, joined: float, size: float
) -> NDArray[np.int64]:
    """Circles of each pool, shape (pools,), if each of its people joins `joined` of them."""
    people = np.bincount(pool, minlength=pools)
    circles: NDArray[np.float64] = np.maximum(np.rint(people * (joined / size)), 1.0)
    return circles.astype(np.int64)


def choose_circles(
    key: NDArray[np.uint32],
    stream: str,
    employee_key: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    pool: NDArray[np.int32],
    circles: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Pick a circle for each membership, numbered through all pools, shape (memberships,)."""
    first = np.cumsum(circles) - circles
    return first[pool] + _consistent_choice(
        key, STREAMS[stream], employee_key, slots, circles[pool]
    )


@compiled
def _consistent_choice(
    key: NDArray[np.uint32],
    stream: int,
    employee_key: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    choices: NDArray[np.int64],
) -> NDArray[np.int64]:
    chosen = np.zeros(choices.size, np.int64)
    for i in range(choices.size):
        candidate = 0
        jump = 0
        while candidate < choices[i]:
            chosen[i] = candidate
            word = philox(employee_key[i], slots[i], FIRST_JUMP + jump, stream, key[0], key[1])[0]
            candidate = int((chosen[i] + 1) * 4294967296.0 / (word + 0.5))
            jump += 1
    return chosen


def pairs_in_circles(
    key: NDArray[np.uint32],
    stream: str,
    employee_key: NDArray[np.uint32],
    rows: NDArray[np.int32],
    circle: NDArray[np.int64],
    probability: float,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of members of one circle who are in contact.

    Parameters
    ----------
    key, stream :
        Key and stream of chance.
    employee_key : uint32 array of shape (people,)
        Keys of everybody.
    rows, circle : arrays of shape (memberships,)
        Who is a member of which circle.
    probability : float
        Chance that two members are in contact; one draw a pair, however many circles they share.

    Returns
    -------
    a, b : int32 arrays of shape (pairs,)
        Rows of the two ends; a pair that shares several circles may occur several times.
    """
    order = np.argsort(circle, kind="stable")
    members = rows[order]
    sorted_circle = circle[order]
    size = np.bincount(sorted_circle) if rows.size else np.zeros(0, np.int64)
    end = np.repeat(np.cumsum(size), size)
    most = int(np.sum(size * (size - 1) // 2))
    a, b = np.empty(most, np.int32), np.empty(most, np.int32)
    threshold = round(probability * 2**32)
    kept = _draw_pairs(key, STREAMS[stream], employee_key, members, end, threshold, a, b)
    return a[:kept].copy(), b[:kept].copy()


@compiled
def _draw_pairs(
    key: NDArray[np.uint32],
    stream: int,
    employee_key: NDArray[np.uint32],
    members: NDArray[np.int32],
    end: NDArray[np.int64],
    threshold: int,
    a: NDArray[np.int32],
    b: NDArray[np.int32],
) -> int:
    kept = 0
    for first in range(members.size):
        for second in range(first + 1, end[first]):
            i, j = members[first], members[second]
            low = min(employee_key[i], employee_key[j])
            high = max(employee_key[i], employee_key[j])
            word = philox(low, high, PAIR_DRAW, stream, key[0], key[1])[0]
            if word < threshold and i != j:
                a[kept], b[kept] = i, j
                kept += 1
    return kept
