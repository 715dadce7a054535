"""Departments as results show them: those with few people are put together, for their privacy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.organisation.chart import Chart

SMALLEST_GROUP: Final = 5
"""Departments with fewer people than this are shown together."""

OTHER: Final = "Other"
NO_DEPARTMENT: Final = "No department"


@dataclass(frozen=True, eq=False)
class Departments:
    """Departments, none with fewer than five people unless there are no more in all.

    Attributes
    ----------
    codes : int32 array of shape (positions,)
        Place of each position's department in `names`.
    names : tuple of str
        Largest first.
    """

    codes: NDArray[np.int32]
    names: tuple[str, ...]


def departments_of(chart: Chart) -> Departments:
    """Departments of a chart; today's staff decides which are small, not planned positions."""
    return join_small(chart.department, chart.department_names, chart.staffed)


def join_small(
    codes: NDArray[np.int32], names: Sequence[str], counted: NDArray[np.bool_], other: str = OTHER
) -> Departments:
    """Put departments with under five people together.

    Parameters
    ----------
    codes : array of shape (positions,)
        Places in `names`.
    names : sequence of str
        Of the departments; an empty one is no department.
    counted : array of bool of shape (positions,)
        Who counts for the size of a department.
    other : str
        What the small ones are called together. Should they be fewer than five people, they join
        the smallest department that is not small.
    """
    sizes = np.bincount(codes[counted], minlength=len(names))
    present = np.bincount(codes, minlength=len(names)) > 0
    large = [int(code) for code in np.flatnonzero(present & (sizes >= SMALLEST_GROUP))]
    small = [int(code) for code in np.flatnonzero(present & (sizes < SMALLEST_GROUP))]
    called = {code: names[code] or NO_DEPARTMENT for code in large}
    groups = [(int(sizes[code]), called[code], [code]) for code in large]
    groups.sort(key=lambda group: (-group[0], group[1]))
    if small:
        together = int(sizes[small].sum())
        if together < SMALLEST_GROUP and groups:
            size, name, members = groups.pop()
            groups.append((size + together, f"{name} and {other.lower()}", [*members, *small]))
        else:
            name = f"{other} departments" if other in called.values() else other
            groups.append((together, name, small))
        groups.sort(key=lambda group: (-group[0], group[1]))
    place = np.zeros(len(names), np.int32)
    for number, (_, _, members) in enumerate(groups):
        place[members] = number
    return Departments(place[codes], tuple(name for _, name, _ in groups))
