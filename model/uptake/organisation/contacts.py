"""The contact graph in compact form: who talks to whom, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.compilation import compiled

TIE_KINDS = ("team", "line", "department", "cross-department")
"""Kinds of tie from the strongest to the weakest; `Contacts.kind` holds places in this tuple."""


@dataclass(frozen=True, eq=False)
class Contacts:
    """Undirected ties, every tie held from both ends.

    Attributes
    ----------
    start : int64 array of shape (people + 1,)
        The contacts of person i are ``neighbour[start[i]:start[i + 1]]``, ascending.
    neighbour : int32 array of shape (2 * ties,)
        Rows of the contacts.
    kind : uint8 array of shape (2 * ties,)
        Place of the tie's kind in `TIE_KINDS`.
    """

    start: NDArray[np.int64]
    neighbour: NDArray[np.int32]
    kind: NDArray[np.uint8]

    @property
    def ties(self) -> int:
        """Number of ties."""
        return self.neighbour.size // 2

    @property
    def degree(self) -> NDArray[np.int64]:
        """Contacts of each person, shape (people,)."""
        return np.diff(self.start)

    def edges(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
        """Each tie once: the lower row, the higher row and the kind, sorted by rows."""
        people = self.start.size - 1
        owner = np.repeat(np.arange(people, dtype=np.int32), self.degree)
        once = owner < self.neighbour
        return owner[once], self.neighbour[once], self.kind[once]


def contacts_from_edges(
    people: int, a: NDArray[np.int32], b: NDArray[np.int32], kind: NDArray[np.uint8]
) -> Contacts:
    """Make contacts from ties in any order and either direction.

    A pair that occurs more than once keeps its strongest kind; ties to oneself are dropped.

    Parameters
    ----------
    people : int
        Number of people.
    a, b : int32 arrays of shape (edges,)
        Rows of the two ends.
    kind : uint8 array of shape (edges,)
        Places in `TIE_KINDS`.
    """
    code = np.minimum(a, b).astype(np.int64)
    code *= people
    code += np.maximum(a, b)
    code *= len(TIE_KINDS)
    code += kind
    code = code[a != b]
    code.sort()
    pair = code // len(TIE_KINDS)
    first = np.ones(pair.size, np.bool_)
    first[1:] = pair[1:] != pair[:-1]
    pair = pair[first]
    strongest = (code[first] % len(TIE_KINDS)).astype(np.uint8)
    low, high = np.divmod(pair, max(people, 1))
    start = np.zeros(people + 1, np.int64)
    np.cumsum(
        np.bincount(low, minlength=people) + np.bincount(high, minlength=people), out=start[1:]
    )
    neighbour = np.empty(start[-1], np.int32)
    kinds = np.empty(start[-1], np.uint8)
    _fill_both_ends(start[:-1].copy(), low, high, strongest, neighbour, kinds)
    return Contacts(start, neighbour, kinds)


@compiled
def _fill_both_ends(
    place: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    kind: NDArray[np.uint8],
    neighbour: NDArray[np.int32],
    kinds: NDArray[np.uint8],
) -> None:
    # Sorted by (low, high), each list fills in ascending order: ties to lower rows come first.
    for tie in range(low.size):
        i, j = low[tie], high[tie]
        neighbour[place[i]], kinds[place[i]] = j, kind[tie]
        neighbour[place[j]], kinds[place[j]] = i, kind[tie]
        place[i] += 1
        place[j] += 1
