"""An organisation in which everybody has another id and place: the same people, another chance."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from uptake.organisation import Organisation
from uptake.organisation.chart import Chart, Labels, build_chart, employee_keys
from uptake.organisation.contacts import contacts_from_edges


def relabelled(organisation: Organisation) -> Organisation:
    """Give everybody another id, and so another place among siblings and other draws.

    Parameters
    ----------
    organisation : Organisation
        Any; vacant positions stay behind all others.

    Returns
    -------
    Organisation
        Isomorphic: the same reporting tree, attributes and contacts under another numbering.
        Only hashes decide it, so that it is always the same.
    """
    chart, contacts = organisation.chart, organisation.contacts
    ids = tuple(_another_id(one) for one in chart.employee_ids)
    made, order = _renumbered(chart, ids)
    place = np.empty(order.size, np.int32)
    place[order] = np.arange(order.size, dtype=np.int32)
    one, other, kind = contacts.edges()
    ties = contacts_from_edges(order.size, place[one], place[other], kind)
    return Organisation(made, ties)


def _another_id(employee_id: str) -> str:
    return blake2b(f"relabelled\0{employee_id}".encode(), digest_size=10).hexdigest()


def _renumbered(chart: Chart, ids: tuple[str, ...]) -> tuple[Chart, NDArray[np.int64]]:
    """The chart under other ids, and the former row of each new row."""
    filled = np.flatnonzero(chart.staffed)
    vacant = sorted(np.flatnonzero(~chart.staffed).tolist(), key=ids.__getitem__)
    inside = np.full(len(chart), -1, np.int32)
    inside[filled] = np.arange(filled.size, dtype=np.int32)
    above = chart.manager[filled]
    staff = build_chart(
        chart.name,
        [ids[row] for row in filled],
        np.where(above < 0, np.int32(-1), inside[above]),
        department=Labels(chart.department[filled], chart.department_names),
        site=Labels(chart.site[filled], chart.site_names),
        role=Labels(chart.role[filled], chart.role_names),
        grade=Labels(chart.grade[filled], chart.grade_names),
        tenure_weeks=chart.tenure_weeks[filled],
        frontline=chart.frontline[filled],
    )
    row_of = {ids[row]: row for row in filled.tolist()}
    order = np.array([*(row_of[one] for one in staff.employee_ids), *vacant], np.int64)
    place = np.empty(order.size, np.int32)
    place[order] = np.arange(order.size, dtype=np.int32)
    above = chart.manager[order]
    all_ids = tuple(ids[row] for row in order)
    whole = replace(
        staff,
        employee_ids=all_ids,
        employee_key=employee_keys(all_ids),
        manager=np.where(above < 0, np.int32(-1), place[above]),
        department=chart.department[order],
        site=chart.site[order],
        role=chart.role[order],
        grade=chart.grade[order],
        level=chart.level[order],
        tenure_weeks=chart.tenure_weeks[order],
        frontline=chart.frontline[order],
        staffed=chart.staffed[order],
    )
    return whole, order
