"""The contact graph looks like one of real colleagues, and its draws belong to people."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from uptake.errors import InputError
from uptake.organisation import (
    TIE_KINDS,
    Chart,
    Labels,
    Organisation,
    TieRates,
    build_chart,
    connect,
    grow,
    measure_graph,
    synthetic_chart,
)
from uptake.organisation.contacts import contacts_from_edges


def ties_by_id(organisation: Organisation) -> set[tuple[str, str, int]]:
    ids = organisation.chart.employee_ids
    a, b, kind = organisation.contacts.edges()
    return {
        (*sorted((ids[i], ids[j])), k)
        for i, j, k in zip(a.tolist(), b.tolist(), kind.tolist(), strict=True)
    }  # type: ignore[misc]


@pytest.fixture(scope="module")
def thousand() -> Organisation:
    return connect(synthetic_chart(1000, seed=5), seed=5)


@pytest.mark.parametrize("seed", range(6))
def test_a_thousand_people_meet_the_pattern_of_who_talks_to_whom(seed: int) -> None:
    measures = measure_graph(connect(synthetic_chart(1000, seed=seed), seed=seed))
    assert 0.25 <= measures.share_inside <= 0.40
    assert 5.0 <= measures.density_ratio <= 12.0
    assert 0.3 <= measures.clustering <= 0.6
    assert 2.0 <= measures.mean_path <= 3.0
    assert 18.0 <= measures.mean_degree <= 30.0
    assert 0.8 <= measures.degree_variation <= 1.3
    assert measures.largest_component > 0.98


def test_contacts_are_mutual_sorted_and_not_oneself(thousand: Organisation) -> None:
    contacts = thousand.contacts
    people = len(thousand.chart)
    owner = np.repeat(np.arange(people), contacts.degree)
    code = owner * people + contacts.neighbour
    assert np.all(np.diff(code) > 0)
    assert not np.any(owner == contacts.neighbour)
    back = np.argsort(contacts.neighbour.astype(np.int64) * people + owner)
    np.testing.assert_array_equal(contacts.neighbour[back], owner)
    np.testing.assert_array_equal(contacts.kind[back], contacts.kind)


def test_kinds_of_tie_mean_what_they_say(thousand: Organisation) -> None:
    chart = thousand.chart
    a, b, kind = thousand.contacts.edges()
    same_team = (chart.manager[a] == chart.manager[b]) & (chart.manager[a] >= 0)
    line = (chart.manager[a] == b) | (chart.manager[b] == a)
    same_department = chart.department[a] == chart.department[b]
    assert np.all(same_team[kind == 0])
    np.testing.assert_array_equal(line, kind == 1)
    assert np.all(same_department[kind == 2])
    assert not np.any(same_department[kind == 3])
    assert np.count_nonzero(line) == len(chart) - 1
    assert set(kind.tolist()) == {0, 1, 2, 3}


def test_the_strongest_kind_of_a_pair_is_kept() -> None:
    a, b = np.array([0, 1, 1, 2], np.int32), np.array([1, 0, 2, 2], np.int32)
    contacts = contacts_from_edges(3, a, b, np.array([3, 1, 2, 0], np.uint8))
    assert contacts.start.tolist() == [0, 1, 3, 4]
    assert contacts.neighbour.tolist() == [1, 0, 2, 1]
    assert contacts.kind.tolist() == [1, 1, 2, 2]


def test_graph_and_arrays_agree(thousand: Organisation) -> None:
    graph = thousand.graph
    ids = thousand.chart.employee_ids
    assert list(graph.nodes) == list(ids)
    a, b, kind = thousand.contacts.edges()
    assert graph.number_of_edges() == a.size
    for i, j, k in zip(a[:500].tolist(), b[:500].tolist(), kind[:500].tolist(), strict=True):
        assert graph.edges[ids[i], ids[j]]["kind"] == TIE_KINDS[k]


def test_measures_agree_with_networkx() -> None:
    organisation = connect(synthetic_chart(150, seed=1), seed=1)
    measures = measure_graph(organisation)
    assert measures.clustering == pytest.approx(nx.average_clustering(organisation.graph))
    path = nx.average_shortest_path_length(organisation.graph)
    assert measures.mean_path == pytest.approx(path)


def test_same_seed_same_ties_other_seed_other_ties(thousand: Organisation) -> None:
    again = connect(thousand.chart, seed=5)
    other = connect(thousand.chart, seed=6)
    assert again.fingerprint == thousand.fingerprint != other.fingerprint


def without(chart: Chart, employee_id: str) -> Chart:
    kept = [i for i, name in enumerate(chart.employee_ids) if name != employee_id]
    place = {row: i for i, row in enumerate(kept)}
    return build_chart(
        chart.name,
        [chart.employee_ids[i] for i in kept],
        np.array([place.get(int(chart.manager[i]), -1) for i in kept], np.int32),
        department=Labels(chart.department[kept], chart.department_names),
        site=Labels(chart.site[kept], chart.site_names),
    )


def test_one_person_fewer_changes_hardly_any_tie_of_others(thousand: Organisation) -> None:
    chart = thousand.chart
    before = ties_by_id(thousand)
    for row in (100, 500, 900):
        leaver = next(chart.employee_ids[i] for i in range(row, len(chart)) if chart.span[i] == 0)
        after = ties_by_id(connect(without(chart, leaver), seed=5))
        others = {tie for tie in before if leaver not in tie}
        assert len(others ^ after) < 0.02 * len(before)


def test_growth_changes_no_tie_of_others(thousand: Organisation) -> None:
    grown = connect(grow(thousand.chart, 300, seed=1), seed=5)
    staffed = {tie for tie in ties_by_id(grown) if not any("vacant" in str(end) for end in tie)}
    assert staffed == ties_by_id(thousand)
    assert np.all(grown.contacts.degree[len(thousand.chart) :] > 0)


def test_a_very_large_team_is_not_one_clique() -> None:
    people = 2000
    manager = np.zeros(people, np.int32)
    manager[0] = -1
    chart = build_chart("flat", [f"e{i:05d}" for i in range(people)], manager)
    contacts = connect(chart).contacts
    assert np.median(contacts.degree) < 60
    assert contacts.degree[0] == people - 1


def test_rates_of_nothing_leave_the_lines() -> None:
    chart = synthetic_chart(200)
    rates = TieRates(team_probability=0.0, department_probability=0.0, project_probability=0.0)
    a, _, kind = connect(chart, rates=rates).contacts.edges()
    assert a.size == len(chart) - 1
    assert set(kind.tolist()) == {1}


def test_one_person_has_no_contacts() -> None:
    organisation = connect(synthetic_chart(1))
    assert organisation.contacts.ties == 0
    assert organisation.graph.number_of_nodes() == 1
    assert np.isnan(measure_graph(organisation).mean_path)


def test_no_networkx_graph_of_a_very_large_organisation() -> None:
    chart = synthetic_chart(200_001, departments=300)
    rates = TieRates(project_groups=0.0)
    with pytest.raises(InputError, match="200,001 people"):
        _ = connect(chart, rates=rates).graph


def test_fingerprint_is_of_the_people_not_of_the_name(thousand: Organisation) -> None:
    renamed = Organisation(replace(thousand.chart, name="other"), thousand.contacts)
    moved = replace(thousand.chart, site=np.zeros_like(thousand.chart.site))
    assert renamed.fingerprint == thousand.fingerprint
    assert Organisation(moved, thousand.contacts).fingerprint != thousand.fingerprint
