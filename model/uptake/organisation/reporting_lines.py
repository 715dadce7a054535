"""Find what is wrong with the reporting lines of a staff file, and repair what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from uptake.errors import Problem
from uptake.organisation.checks import Findings, Lines
from uptake.organisation.repairs import Repairs
from uptake.organisation.tree import UNREACHED, levels, people_below

NO_MANAGER, NOT_KNOWN = -1, -2


def check_managers(
    lines: Lines,
    kept: Sequence[int],
    unreadable_ids: frozenset[str],
    repairs: Repairs,
    findings: Findings,
) -> NDArray[np.int32]:
    """Find unknown managers, people who manage themselves, reporting loops and roots.

    Parameters
    ----------
    lines : Lines
        What was read.
    kept : sequence of int
        The entries that count (`check_ids`); of the others only the manager's id is checked, and
        not even that if they were left out by a repair.
    unreadable_ids : frozenset of str
        Ids of rows that could not be read: as managers they are not called unknown.
    repairs, findings :
        As in `check_ids`.

    Returns
    -------
    int32 array of shape (kept,)
        Place of each manager within `kept`; negative without one.
    """
    people = Lines(
        lines.place,
        lines.unit,
        [lines.ids[i] for i in kept],
        [lines.manager_ids[i] for i in kept],
        [lines.rows[i] for i in kept],
        lines.quote,
    )
    manager = _resolve(people, unreadable_ids, repairs, findings)
    _check_refused(lines, kept, unreadable_ids, repairs, findings)
    return _check_tree(people, manager, unreadable_ids, repairs, findings)


def _check_refused(
    lines: Lines,
    kept: Sequence[int],
    unreadable_ids: frozenset[str],
    repairs: Repairs,
    findings: Findings,
) -> None:
    counted = set(kept)
    known = {lines.ids[i] for i in kept} | unreadable_ids | {""}
    for i, manager_id in enumerate(lines.manager_ids):
        left_out = repairs.duplicates if lines.ids[i] else repairs.broken_rows
        if i not in counted and left_out is None and manager_id not in known:
            _unknown_manager(lines, i, repairs, findings)


def _check_tree(
    lines: Lines,
    manager: NDArray[np.int32],
    unreadable_ids: frozenset[str],
    repairs: Repairs,
    findings: Findings,
) -> NDArray[np.int32]:
    level = levels(np.maximum(manager, NO_MANAGER))
    on_loop = _check_loops(lines, manager, level, findings)
    roots = np.flatnonzero(manager == NO_MANAGER)
    if roots.size == 0 and not unreadable_ids and not _explained(manager, on_loop):
        right = "one person with an empty manager, the top of the organisation"
        found = "everybody has a manager" if lines.ids else "nobody"
        findings.problems.append(Problem(lines.place, "manager", "no root", found, right))
    if roots.size > 1:
        below = people_below(np.maximum(manager, NO_MANAGER), level)
        manager = _several_roots(lines, manager, roots, below, repairs, findings)
    return manager


def _explained(manager: NDArray[np.int32], on_loop: bool) -> bool:
    return not on_loop and bool(np.any(manager == NOT_KNOWN))


def _resolve(
    lines: Lines, unreadable_ids: frozenset[str], repairs: Repairs, findings: Findings
) -> NDArray[np.int32]:
    place = {employee_id: i for i, employee_id in enumerate(lines.ids)}
    manager = np.full(len(lines.ids), NO_MANAGER, np.int32)
    unknown = []
    for i, manager_id in enumerate(lines.manager_ids):
        if not manager_id:
            continue
        if manager_id == lines.ids[i]:
            manager[i] = _self_managed(lines, i, repairs, findings)
        elif manager_id in place:
            manager[i] = place[manager_id]
        else:
            manager[i] = NOT_KNOWN
            if manager_id not in unreadable_ids:
                unknown.append(i)
    given = sum(map(bool, lines.manager_ids))
    if len(unknown) == given > 1:
        findings.problems.append(_foreign_managers(lines, given))
    else:
        for i in unknown:
            manager[i] = _unknown_manager(lines, i, repairs, findings)
    return manager


def _self_managed(lines: Lines, i: int, repairs: Repairs, findings: Findings) -> int:
    if repairs.self_managed == "top":
        findings.repairs.append(f"{lines.person(i)} was self-managed: now without a manager")
        return NO_MANAGER
    right = lines.or_repair("no manager at the top of the organisation", "--self-managed top")
    findings.problems.append(
        Problem(lines.where(i), "manager", "self-managed", lines.found(i), right)
    )
    return NOT_KNOWN


def _unknown_manager(lines: Lines, i: int, repairs: Repairs, findings: Findings) -> int:
    manager_id = lines.manager_ids[i]
    if repairs.unknown_manager == "top":
        manager = f"the unknown manager {manager_id}" if lines.quote else "an unknown manager"
        findings.repairs.append(f"{lines.person(i)} had {manager}: now without a manager")
        return NO_MANAGER
    right = lines.or_repair("the id of somebody who is listed", "--unknown-manager top")
    found = manager_id if lines.quote else ""
    findings.problems.append(Problem(lines.where(i), "manager", "unknown manager", found, right))
    return NOT_KNOWN


def _foreign_managers(lines: Lines, given: int) -> Problem:
    ids = set(lines.ids)
    if any(text.removesuffix(".0") in ids for text in lines.manager_ids if text):
        return Problem(
            lines.place,
            "manager",
            f"none of the {given:,} managers is an employee id, but they are without the ending .0",
            right="ids written the same way in both columns (format both as text)",
        )
    return Problem(
        lines.place,
        "manager",
        f"none of the {given:,} managers is an employee id: names, or numbers of another kind",
        right="the manager's employee id; choose another column with --map COLUMN=manager",
    )


def _check_loops(
    lines: Lines, manager: NDArray[np.int32], level: NDArray[np.int32], findings: Findings
) -> bool:
    suspects = np.flatnonzero(level == UNREACHED)
    if suspects.size == 0:
        return False
    graph = nx.DiGraph(zip(suspects.tolist(), manager[suspects].tolist(), strict=True))
    loops = [loop for loop in nx.strongly_connected_components(graph) if len(loop) > 1]
    for start in sorted(min(loop) for loop in loops):
        path = [start]
        while (above := int(manager[path[-1]])) != start:
            path.append(above)
        spelled = " -> ".join([*(lines.person(i) for i in path), lines.name(start)])
        findings.problems.append(
            Problem(
                lines.where(start),
                "manager",
                f"reporting loop of {len(path)} people",
                spelled,
                "a line that ends at the top",
            )
        )
    return True


def _several_roots(
    lines: Lines,
    manager: NDArray[np.int32],
    roots: NDArray[np.intp],
    below: NDArray[np.int32],
    repairs: Repairs,
    findings: Findings,
) -> NDArray[np.int32]:
    largest = min(roots.tolist(), key=lambda i: (-below[i], lines.ids[i]))
    others = [i for i in roots.tolist() if i != largest]
    if repairs.several_roots == "join":
        manager = manager.copy()
        manager[others] = largest
        findings.repairs += [
            f"{lines.person(i)} was without a manager: now reports to {lines.person(largest)}, "
            f"who has most people below ({below[largest]:,})"
            for i in others
        ]
    elif repairs.several_roots == "keep":
        findings.repairs.append(
            f"kept {roots.size:,} people without a manager, each the top of a tree"
        )
    else:
        findings.problems += [
            Problem(
                lines.where(i),
                "manager",
                f"several roots: one of {roots.size:,} people without a manager",
                f"{lines.found(i)} with {below[i]:,} people below".removeprefix(" with "),
                lines.or_repair("one root", "--several-roots join", "--several-roots keep"),
            )
            for i in roots.tolist()
        ]
    return manager
