"""Compiled walks over a reporting tree given as the row of each person's manager (-1: none)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.compilation import compiled

UNREACHED = -1


@compiled
def levels(manager: NDArray[np.int32]) -> NDArray[np.int32]:
    """Steps below the root, shape (people,); `UNREACHED` on a reporting loop or below one."""
    people = manager.size
    level = np.full(people, -2, np.int32)
    path = np.empty(people, np.int32)
    for i in range(people):
        steps = 0
        row = i
        while row >= 0 and level[row] == -2:
            level[row] = -3
            path[steps] = row
            steps += 1
            row = manager[row]
        on_loop = row >= 0 and (level[row] == -3 or level[row] == UNREACHED)
        above = -1 if row < 0 else level[row]
        for step in range(steps - 1, -1, -1):
            above += 1
            level[path[step]] = UNREACHED if on_loop else above
    return level


def people_below(manager: NDArray[np.int32], level: NDArray[np.int32]) -> NDArray[np.int32]:
    """Direct and indirect reports of each person, shape (people,); people on loops count none."""
    return _count_below(manager, level, np.argsort(level, kind="stable"))


def depth_first_order(manager: NDArray[np.int32], level: NDArray[np.int32]) -> NDArray[np.int32]:
    """Rows in depth-first order, siblings and roots in the order of their rows, shape (people,)."""
    by_level = np.argsort(level, kind="stable")
    return _depth_first(manager, _count_below(manager, level, by_level), by_level)


@compiled
def _count_below(
    manager: NDArray[np.int32], level: NDArray[np.int32], by_level: NDArray[np.int64]
) -> NDArray[np.int32]:
    below = np.zeros(manager.size, np.int32)
    for i in by_level[::-1]:
        if level[i] > 0:
            below[manager[i]] += below[i] + 1
    return below


@compiled
def _depth_first(
    manager: NDArray[np.int32], below: NDArray[np.int32], by_level: NDArray[np.int64]
) -> NDArray[np.int32]:
    next_place = np.zeros(manager.size, np.int32)
    order = np.empty(manager.size, np.int32)
    next_root = 0
    for i in by_level:
        if manager[i] < 0:
            place = next_root
            next_root += below[i] + 1
        else:
            place = next_place[manager[i]]
            next_place[manager[i]] += below[i] + 1
        order[place] = i
        next_place[i] = place + 1
    return order
