"""Growth leaves others as they are; a graph of one's own is taken as it is."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from uptake.errors import InputError
from uptake.organisation import (
    connect,
    from_graph,
    grow,
    measure_graph,
    open_community,
    synthetic_chart,
)


def test_growth_leaves_the_rows_of_others() -> None:
    chart = synthetic_chart(400, seed=3)
    grown = grow(chart, 120, seed=1)
    assert len(grown) == 520
    assert grown.employee_ids[:400] == chart.employee_ids
    for name, value in vars(chart).items():
        if isinstance(value, np.ndarray) and value.size == 400 and name in chart.__annotations__:
            np.testing.assert_array_equal(getattr(grown, name)[:400], value)
    assert not np.any(grown.staffed[400:])
    assert np.unique(grown.employee_key).size == 520


def test_new_positions_join_existing_teams() -> None:
    chart = synthetic_chart(400, seed=3)
    grown = grow(chart, 120, seed=1)
    new = np.arange(400, 520)
    above = grown.manager[new]
    assert np.all(chart.span[above] > 0)
    np.testing.assert_array_equal(grown.level[new], grown.level[above] + 1)
    assert np.all(np.isin(grown.department[new], chart.department))


def test_growth_in_two_steps_is_growth_in_one() -> None:
    chart = synthetic_chart(400, seed=3)
    once, twice = grow(chart, 50, seed=1), grow(grow(chart, 20, seed=1), 30, seed=1)
    assert once.employee_ids == twice.employee_ids
    np.testing.assert_array_equal(once.manager, twice.manager)
    np.testing.assert_array_equal(once.employee_key, twice.employee_key)


def test_negative_growth_is_refused() -> None:
    with pytest.raises(InputError):
        grow(synthetic_chart(10), -1)


def test_a_graph_there_and_back() -> None:
    organisation = connect(synthetic_chart(300, seed=2), seed=2)
    back = from_graph(organisation.graph)
    assert back.chart.employee_ids == organisation.chart.employee_ids
    for name in ("manager", "level", "tenure_weeks", "frontline", "employee_key"):
        np.testing.assert_array_equal(getattr(back.chart, name), getattr(organisation.chart, name))
    for name in ("start", "neighbour", "kind"):
        np.testing.assert_array_equal(
            getattr(back.contacts, name), getattr(organisation.contacts, name)
        )
    with_chart = from_graph(organisation.graph, organisation.chart)
    assert with_chart.fingerprint == organisation.fingerprint


def test_integer_nodes_without_managers_are_an_open_community() -> None:
    graph = nx.watts_strogatz_graph(100, 6, 0.1, seed=1)
    community = open_community(graph)
    assert np.all(community.chart.manager == -1)
    assert np.all(community.chart.level == 0)
    assert community.chart.employee_ids == tuple(sorted(map(str, range(100))))
    assert community.contacts.ties == graph.number_of_edges()
    measures = measure_graph(community)
    assert measures.clustering == pytest.approx(nx.average_clustering(graph))


def test_an_open_community_has_no_managers_whatever_the_nodes_say() -> None:
    graph = nx.DiGraph([(1, 2), (2, 1), (2, 2), (3, 1)])
    graph.nodes[2]["manager"] = 1
    graph.nodes[3]["department"] = "X"
    community = open_community(graph)
    assert np.all(community.chart.manager == -1)
    assert community.chart.department_names == ("", "X")
    assert community.contacts.ties == 2


def test_kinds_follow_from_the_reporting_lines_where_not_given() -> None:
    graph = nx.Graph([("boss", "a"), ("a", "b"), ("a", "x"), ("a", "y")])
    for node in ("a", "b"):
        graph.nodes[node].update(manager="boss", department="D")
    graph.nodes["boss"]["department"] = "D"
    graph.nodes["x"].update(manager="y", department="D")
    graph.edges["a", "y"]["kind"] = "team"
    back = from_graph(graph).graph
    assert back.edges["boss", "a"]["kind"] == "line"
    assert back.edges["a", "b"]["kind"] == "team"
    assert back.edges["a", "x"]["kind"] == "department"
    assert back.edges["a", "y"]["kind"] == "team"


def test_mistakes_of_a_graph_are_all_named() -> None:
    graph = nx.Graph()
    graph.add_node("a", manager="nobody")
    graph.add_node("b", manager="c")
    graph.add_node("c", manager="b")
    graph.add_node(1)
    graph.add_node("1")
    with pytest.raises(InputError) as caught:
        from_graph(graph)
    assert len(caught.value.problems) == 3
    assert "--" not in str(caught.value)


def test_a_node_that_is_not_in_the_chart_is_refused() -> None:
    with pytest.raises(InputError, match="node stranger"):
        from_graph(nx.Graph([("E00000001", "stranger")]), synthetic_chart(5))
