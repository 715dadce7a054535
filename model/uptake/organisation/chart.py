"""The reporting tree: who works here, in which department, and who reports to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from uptake.organisation.tree import depth_first_order, levels, people_below


@dataclass(frozen=True, eq=False)
class Labels:
    """One label a person: `codes`, shape (people,), are places in `names`."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of(cls, labels: Sequence[str]) -> Labels:
        """Code the labels; names are sorted, so that the order of people does not matter."""
        names = tuple(sorted(set(labels)))
        place = {name: code for code, name in enumerate(names)}
        codes = np.fromiter((place[label] for label in labels), np.int32, len(labels))
        return cls(codes, names)

    @classmethod
    def unknown(cls, people: int) -> Labels:
        """Code the empty label for everybody."""
        return cls(np.zeros(people, np.int32), ("",))


@dataclass(frozen=True, eq=False)
class Chart:
    """The reporting tree, one row a position.

    Rows are canonical: depth first, siblings (and roots) sorted by employee id, so that the order
    of rows in a file never matters and the people of a line lie next to each other. Positions
    added by `grow` follow at the end.

    Attributes
    ----------
    name : str
        What to call the organisation.
    employee_ids : tuple of str
        Id of each position's first holder, unique.
    employee_key : uint32 array of shape (people,)
        Key of chance: a hash of the id, unique.
    manager : int32 array of shape (people,)
        Row of the manager, -1 without one.
    department, site, role, grade : int32 arrays of shape (people,)
        Places in `department_names`, `site_names`, `role_names` (job titles) and `grade_names`
        (level designations as written in the file); a single empty name where nothing is known.
    level : int16 array of shape (people,)
        Steps below the root (root 0); 0 for everybody without a manager.
    tenure_weeks : int32 array of shape (people,)
        Weeks since hire, -1 unknown.
    frontline : bool array of shape (people,)
        Works away from a desk.
    staffed : bool array of shape (people,)
        False: a position for planned growth, vacant at the start.
    """

    name: str
    employee_ids: tuple[str, ...]
    employee_key: NDArray[np.uint32]
    manager: NDArray[np.int32]
    department: NDArray[np.int32]
    department_names: tuple[str, ...]
    site: NDArray[np.int32]
    site_names: tuple[str, ...]
    role: NDArray[np.int32]
    role_names: tuple[str, ...]
    level: NDArray[np.int16]
    grade: NDArray[np.int32]
    grade_names: tuple[str, ...]
    tenure_weeks: NDArray[np.int32]
    frontline: NDArray[np.bool_]
    staffed: NDArray[np.bool_]

    def __len__(self) -> int:
        """Positions, vacant ones included."""
        return self.manager.size

    @cached_property
    def span(self) -> NDArray[np.int32]:
        """Direct reports of each person, shape (people,)."""
        reporting = self.manager[self.manager >= 0]
        return np.bincount(reporting, minlength=len(self)).astype(np.int32)

    @cached_property
    def below(self) -> NDArray[np.int32]:
        """Direct and indirect reports of each person, shape (people,)."""
        return people_below(self.manager, self.level.astype(np.int32))


def build_chart(
    name: str,
    employee_ids: Sequence[str],
    manager: NDArray[np.int32],
    *,
    department: Labels | None = None,
    site: Labels | None = None,
    role: Labels | None = None,
    grade: Labels | None = None,
    tenure_weeks: NDArray[np.int32] | None = None,
    frontline: NDArray[np.bool_] | None = None,
) -> Chart:
    """Put people given in any order into canonical order and complete the chart.

    Parameters
    ----------
    name : str
        What to call the organisation.
    employee_ids : sequence of str
        Unique ids.
    manager : int32 array of shape (people,)
        Row of the manager within `employee_ids`, -1 without one.
    department, site, role, grade : Labels, optional
        Unknown if left out.
    tenure_weeks, frontline : arrays of shape (people,), optional
        Unknown (-1) and False if left out.

    Raises
    ------
    ValueError
        If an id occurs twice or the managers form a loop. Input of users is checked before, with
        the rows named (`uptake.organisation.checks`).
    """
    people = len(employee_ids)
    if len(set(employee_ids)) != people:
        raise ValueError("employee ids must be unique")
    order, level = _canonical_order(employee_ids, np.asarray(manager, np.int32))
    place = np.empty(people, np.int32)
    place[order] = np.arange(people, dtype=np.int32)
    above = np.asarray(manager, np.int32)[order]
    ids = tuple(employee_ids[i] for i in order)
    unknown = Labels.unknown(people)
    departments, sites = department or unknown, site or unknown
    roles, grades = role or unknown, grade or unknown
    tenure = np.full(people, -1, np.int32) if tenure_weeks is None else tenure_weeks[order]
    return Chart(
        name=name,
        employee_ids=ids,
        employee_key=employee_keys(ids),
        manager=np.where(above < 0, np.int32(-1), place[above]),
        department=departments.codes[order],
        department_names=departments.names,
        site=sites.codes[order],
        site_names=sites.names,
        role=roles.codes[order],
        role_names=roles.names,
        level=level[order].astype(np.int16),
        grade=grades.codes[order],
        grade_names=grades.names,
        tenure_weeks=tenure,
        frontline=np.zeros(people, np.bool_) if frontline is None else frontline[order],
        staffed=np.ones(people, np.bool_),
    )


def _canonical_order(
    employee_ids: Sequence[str], manager: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    people = len(employee_ids)
    level = levels(manager)
    if np.any(level < 0):
        raise ValueError("the managers form a loop")
    by_id = np.fromiter(sorted(range(people), key=employee_ids.__getitem__), np.int32, people)
    place = np.empty(people, np.int32)
    place[by_id] = np.arange(people, dtype=np.int32)
    above = manager[by_id]
    above = np.where(above < 0, np.int32(-1), place[above])
    return by_id[depth_first_order(above, level[by_id])], level


def employee_keys(employee_ids: Iterable[str], taken: Collection[int] = ()) -> NDArray[np.uint32]:
    """Hash each id to 32 bits, shape (people,); unique also against the keys in `taken`.

    The same id has the same key in every organisation, except where two hashes clash: then the
    first id in sorted order keeps the plain hash and the others are hashed again with a suffix.
    """
    ids = list(employee_ids)
    keys = np.fromiter((_hash(employee_id) for employee_id in ids), np.uint32, len(ids))
    clashing = _clashing(keys, taken)
    used = set(taken)
    if clashing.size:
        used.update(keys.tolist())
        kept: set[int] = set(taken)
        for i in sorted(clashing.tolist(), key=lambda row: ids[row]):
            key, attempt = int(keys[i]), 0
            while key in kept or (attempt and key in used):
                attempt += 1
                key = _hash(f"{ids[i]}\x00{attempt}")
            keys[i] = key
            kept.add(key)
            used.add(key)
    return keys


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "little")


def _clashing(keys: NDArray[np.uint32], taken: Collection[int]) -> NDArray[np.int64]:
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    clash = counts[inverse] > 1
    if taken:
        clash |= np.isin(keys, np.fromiter(taken, np.uint32, len(taken)))
    return np.flatnonzero(clash)
