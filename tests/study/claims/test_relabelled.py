from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from uptake.organisation import connect, grow, synthetic_chart
from uptake.study.claims.relabelled import relabelled

ATTRIBUTES = ("department", "site", "role", "grade", "level", "frontline", "staffed")


def signed(organisation) -> nx.Graph:
    """Contacts, reporting lines and all that is known of people, but not their ids."""
    graph = nx.DiGraph()
    chart = organisation.chart
    for row in range(len(chart)):
        known = [int(getattr(chart, name)[row]) for name in (*ATTRIBUTES, "tenure_weeks")]
        graph.add_node(row, known=str(known))
        if chart.manager[row] >= 0:
            graph.add_edge(row, int(chart.manager[row]), kind="reports to")
    for one, other, kind in zip(*organisation.contacts.edges(), strict=True):
        for pair in ((one, other), (other, one)):
            before = graph.edges[pair]["kind"] if graph.has_edge(*pair) else ""
            graph.add_edge(*pair, kind=f"{before}+{kind}")
    return graph


@settings(max_examples=25)
@given(st.integers(4, 60), st.integers(0, 12), st.integers(0, 10_000))
def test_the_relabelled_organisation_is_isomorphic(people, vacant, seed):
    one = connect(grow(synthetic_chart(people, seed=seed), vacant, seed), seed)
    other = relabelled(one)
    mine, theirs = signed(one), signed(other)
    assert nx.is_isomorphic(
        mine, theirs, lambda a, b: a["known"] == b["known"], lambda a, b: a["kind"] == b["kind"]
    )


@settings(max_examples=25)
@given(st.integers(4, 300), st.integers(0, 40), st.integers(0, 10_000))
def test_nobody_keeps_an_id_or_key_and_rows_stay_canonical(people, vacant, seed):
    one = connect(grow(synthetic_chart(people, seed=seed), vacant, seed), seed)
    other = relabelled(one)
    assert not set(one.chart.employee_ids) & set(other.chart.employee_ids)
    assert not np.isin(one.chart.employee_key, other.chart.employee_key).any()
    assert len(set(other.chart.employee_key.tolist())) == len(one.chart)
    staffed = int(one.chart.staffed.sum())
    assert other.chart.staffed[:staffed].all()
    assert not other.chart.staffed[staffed:].any()
    above = other.chart.manager[:staffed]
    assert (above < np.arange(staffed)).all(), "whoever is led stands behind who leads"
    np.testing.assert_array_equal(np.sort(other.chart.below), np.sort(one.chart.below))


def test_relabelled_is_always_the_same_and_another_organisation_to_chance():
    small = worlds.small()
    assert relabelled(small).fingerprint == relabelled(small).fingerprint != small.fingerprint
    runs = [worlds.run(worlds.busy(10), one) for one in (small, relabelled(small))]
    assert worlds.digest(runs[0]) != worlds.digest(runs[1])
    headcounts = [run.weekly["headcount"][0] for run in runs]
    assert abs(headcounts[0] - headcounts[1]) < 10
