"""An organisation: its reporting tree and its contact graph."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b

import networkx as nx
import numpy as np

from uptake.errors import InputError, Problem
from uptake.organisation.chart import Chart
from uptake.organisation.contacts import TIE_KINDS, Contacts

LARGEST_GRAPH = 200_000
"""Above this many people there are arrays only: a NetworkX object would take many gigabytes."""


@dataclass(frozen=True, eq=False)
class Organisation:
    """Who works here and who talks to whom.

    Attributes
    ----------
    chart : Chart
        The reporting tree.
    contacts : Contacts
        The contact graph; row i is row i of the chart.
    """

    chart: Chart
    contacts: Contacts

    def __deepcopy__(self, memo: dict[int, object]) -> Organisation:
        """Nothing in it ever changes, so copies of a model share it."""
        return self

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """The contact graph as a NetworkX graph whose nodes are employee ids.

        Nodes carry manager (id or None), department, site, role, grade, level, frontline, staffed
        and tenure_weeks; edges carry kind.

        Raises
        ------
        InputError
            Above 200,000 people.
        """
        if len(self.chart) > LARGEST_GRAPH:
            raise InputError(
                [
                    Problem(
                        where=self.chart.name,
                        key="graph",
                        wrong="too many people for a NetworkX graph; use .contacts",
                        found=f"{len(self.chart):,} people",
                        right=f"at most {LARGEST_GRAPH:,}",
                    )
                ]
            )
        return _graph(self.chart, self.contacts)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all arrays and names: equal for organisations that simulate alike."""
        digest = blake2b(digest_size=16)
        for part in (self.chart, self.contacts):
            for field in fields(part):
                value = getattr(part, field.name)
                if isinstance(value, np.ndarray):
                    digest.update(f"{field.name}:{value.dtype}:{value.size}:".encode())
                    digest.update(np.ascontiguousarray(value).view(np.uint8).data)
                elif field.name != "name":
                    digest.update("\x00".join((field.name, *value)).encode())
        return digest.hexdigest()


def _graph(chart: Chart, contacts: Contacts) -> nx.Graph[str]:
    ids = chart.employee_ids
    graph: nx.Graph[str] = nx.Graph(name=chart.name)
    rows = zip(
        ids,
        (ids[row] if row >= 0 else None for row in chart.manager.tolist()),
        (chart.department_names[code] for code in chart.department.tolist()),
        (chart.site_names[code] for code in chart.site.tolist()),
        (chart.role_names[code] for code in chart.role.tolist()),
        (chart.grade_names[code] for code in chart.grade.tolist()),
        chart.level.tolist(),
        chart.frontline.tolist(),
        chart.staffed.tolist(),
        chart.tenure_weeks.tolist(),
        strict=True,
    )
    graph.add_nodes_from(
        (
            employee_id,
            {
                "manager": manager,
                "department": department,
                "site": site,
                "role": role,
                "grade": grade,
                "level": level,
                "frontline": frontline,
                "staffed": staffed,
                "tenure_weeks": tenure_weeks,
            },
        )
        for (
            employee_id,
            manager,
            department,
            site,
            role,
            grade,
            level,
            frontline,
            staffed,
            tenure_weeks,
        ) in rows
    )
    a, b, kind = (ends.tolist() for ends in contacts.edges())
    graph.add_edges_from(
        (ids[i], ids[j], {"kind": TIE_KINDS[code]}) for i, j, code in zip(a, b, kind, strict=True)
    )
    return graph
