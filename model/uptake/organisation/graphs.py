"""Take a NetworkX graph of one's own as the contact graph."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from uptake.errors import InputError, Problem
from uptake.organisation.chart import Chart, Labels, build_chart
from uptake.organisation.checks import Findings, Lines, check_ids
from uptake.organisation.contacts import TIE_KINDS, Contacts, contacts_from_edges
from uptake.organisation.organisation import Organisation
from uptake.organisation.repairs import Repairs
from uptake.organisation.reporting_lines import check_managers

LABEL_ATTRIBUTES = ("department", "site", "role", "grade")


def from_graph(graph: nx.Graph[Hashable], chart: Chart | None = None) -> Organisation:
    """Make an organisation of a graph of who talks to whom.

    Directions, repeated edges and self-loops are dropped. The kind of a tie is the edge's ``kind``
    if it is one of `TIE_KINDS`; otherwise it follows from the reporting lines and departments.

    Parameters
    ----------
    graph : networkx.Graph
        People and their contacts. Without a chart, nodes may carry ``manager`` (a node),
        ``department``, ``site``, ``role``, ``grade``, ``frontline`` and ``tenure_weeks``; everybody
        is taken to work here today.
    chart : Chart, optional
        The reporting tree; nodes are its employee ids, and who is no node has no contacts.

    Raises
    ------
    InputError
        If two nodes read alike, a node is not in the chart, a manager is not in the graph, or
        managers form a loop. Several people without a manager are no mistake here.
    """
    name = str(graph.name) or "graph"
    nodes = list(graph.nodes)
    ids = [str(node) for node in nodes]
    if chart is None:
        chart = _chart(name, ids, [graph.nodes[node] for node in nodes])
    else:
        known = set(chart.employee_ids)
        wrong = "no such employee id in the chart"
        strangers = [employee_id for employee_id in ids if employee_id not in known]
        if strangers:
            raise InputError([Problem(f"{name}:node {node}", "", wrong) for node in strangers])
    return Organisation(chart, _contacts(graph, chart))


def open_community(graph: nx.Graph[Hashable]) -> Organisation:
    """Make an open community of a graph: nobody has a manager, whatever the nodes carry."""
    bare: nx.Graph[Hashable] = nx.Graph(name=graph.name)
    for node, attributes in graph.nodes(data=True):
        bare.add_node(node, **{k: v for k, v in attributes.items() if k != "manager"})
    bare.add_edges_from((a, b) for a, b, *_ in graph.edges)
    return from_graph(bare)


def _chart(name: str, ids: list[str], nodes: list[Mapping[str, object]]) -> Chart:
    managers = [_text(node.get("manager")) for node in nodes]
    lines = Lines(name, "node", ids, managers, ids)
    findings = Findings()
    kept = check_ids(lines, None, Repairs(), findings)
    several = Repairs(several_roots="keep")
    manager = check_managers(lines, kept, frozenset(), several, findings)
    problems = [problem for problem in findings.problems if problem.wrong != "no root"]
    if problems:
        raise InputError(problems)
    labels = {key: Labels.of([_text(node.get(key)) for node in nodes]) for key in LABEL_ATTRIBUTES}
    return build_chart(
        name,
        ids,
        manager,
        tenure_weeks=_whole_numbers(nodes, "tenure_weeks"),
        frontline=np.fromiter((bool(node.get("frontline")) for node in nodes), np.bool_),
        **labels,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _whole_numbers(nodes: Iterable[Mapping[str, object]], key: str) -> NDArray[np.int32]:
    values = (node.get(key) for node in nodes)
    return np.fromiter((v if isinstance(v, int) else -1 for v in values), np.int32)


def _contacts(graph: nx.Graph[Hashable], chart: Chart) -> Contacts:
    row = {employee_id: i for i, employee_id in enumerate(chart.employee_ids)}
    edges: list[tuple[Hashable, Hashable, object]] = list(graph.edges(data="kind"))
    a = np.fromiter((row[str(edge[0])] for edge in edges), np.int32, len(edges))
    b = np.fromiter((row[str(edge[1])] for edge in edges), np.int32, len(edges))
    code = {kind: place for place, kind in enumerate(TIE_KINDS)}
    given = np.fromiter((code.get(_text(edge[2]), -1) for edge in edges), np.int8, len(edges))
    kind = np.where(given >= 0, given, _kinds(chart, a, b)).astype(np.uint8)
    return contacts_from_edges(len(chart), a, b, kind)


def _kinds(chart: Chart, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.int8]:
    manager, department = chart.manager, chart.department
    same_team = (manager[a] == manager[b]) & (manager[a] >= 0)
    line = (manager[a] == b) | (manager[b] == a)
    kind = np.where(department[a] == department[b], 2, 3)
    return np.where(same_team, 0, np.where(line, 1, kind)).astype(np.int8)
