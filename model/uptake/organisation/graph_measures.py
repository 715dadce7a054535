"""Measures of a contact graph: how much it looks like one of real colleagues."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from uptake.chance import chance_key, uniforms
from uptake.compilation import compiled
from uptake.organisation.contacts import TIE_KINDS
from uptake.organisation.organisation import Organisation

MOST_PATH_SOURCES, FEWEST_PATH_SOURCES = 200, 10
PATH_STEPS = 20_000_000
"""Contacts looked at for the mean path: fewer people are sampled in a larger graph."""


@dataclass(frozen=True)
class GraphMeasures:
    """What pattern studies of contact graphs report.

    Attributes
    ----------
    people, ties : int
        Size of the graph.
    mean_degree, median_degree, degree_variation : float
        Contacts a person; variation is the standard deviation over the mean.
    share_inside : float
        Share of ties between people of one department.
    density_ratio : float
        Density of ties inside departments over density between them; nan without two departments.
    clustering : float
        Mean over people of the share of their pairs of contacts who are in contact (Watts &
        Strogatz 1998); people with fewer than two contacts count 0.
    mean_path : float
        Mean number of steps between two people of the largest component, from a sample of people.
    largest_component : float
        Share of people in the largest component.
    kind_shares : dict of str to float
        Share of each kind of tie.
    """

    people: int
    ties: int
    mean_degree: float
    median_degree: float
    degree_variation: float
    share_inside: float
    density_ratio: float
    clustering: float
    mean_path: float
    largest_component: float
    kind_shares: dict[str, float]


EMAIL_EU_CORE = GraphMeasures(
    people=1005,
    ties=16064,
    mean_degree=32.0,
    median_degree=21.0,
    degree_variation=1.16,
    share_inside=0.336,
    density_ratio=10.3,
    clustering=0.399,
    mean_path=2.59,
    largest_component=0.981,
    kind_shares={},
)
"""E-mail in a European research institution (Leskovec, Kleinberg & Faloutsos 2007; SNAP)."""


def measure_graph(organisation: Organisation) -> GraphMeasures:
    """Measure the contact graph of an organisation."""
    chart, contacts = organisation.chart, organisation.contacts
    a, b, kind = contacts.edges()
    degree = contacts.degree
    ties = a.size
    inside = float(np.mean(chart.department[a] == chart.department[b])) if ties else np.nan
    mean_degree = float(degree.mean()) if degree.size else np.nan
    kinds = np.bincount(kind, minlength=len(TIE_KINDS)) / max(ties, 1)
    mean_path, largest = _paths(organisation)
    return GraphMeasures(
        people=len(chart),
        ties=ties,
        mean_degree=mean_degree,
        median_degree=float(np.median(degree)) if degree.size else np.nan,
        degree_variation=float(degree.std() / mean_degree) if ties else np.nan,
        share_inside=inside,
        density_ratio=_density_ratio(chart.department, inside),
        clustering=float(np.mean(_clustering(contacts.start, contacts.neighbour))),
        mean_path=mean_path,
        largest_component=largest,
        kind_shares=dict(zip(TIE_KINDS, kinds.tolist(), strict=True)),
    )


def _density_ratio(department: NDArray[np.int32], inside: float) -> float:
    sizes = np.bincount(department).astype(np.float64)
    pairs = department.size * (department.size - 1.0)
    pairs_inside = float(np.sum(sizes * (sizes - 1.0)))
    if pairs_inside == 0.0 or pairs_inside == pairs or inside == 1.0:
        return float("nan")
    return inside / pairs_inside / ((1.0 - inside) / (pairs - pairs_inside))


@compiled
def _clustering(start: NDArray[np.int64], neighbour: NDArray[np.int32]) -> NDArray[np.float64]:
    people = start.size - 1
    clustering = np.zeros(people)
    contact_of = np.full(people, -1, np.int64)
    for i in range(people):
        degree = start[i + 1] - start[i]
        if degree < 2:
            continue
        for place in range(start[i], start[i + 1]):
            contact_of[neighbour[place]] = i
        closed = 0
        for place in range(start[i], start[i + 1]):
            j = neighbour[place]
            for second in range(start[j], start[j + 1]):
                if contact_of[neighbour[second]] == i:
                    closed += 1
        clustering[i] = closed / (degree * (degree - 1))
    return clustering


def _paths(organisation: Organisation) -> tuple[float, float]:
    contacts = organisation.contacts
    people = contacts.start.size - 1
    if people == 0:
        return float("nan"), float("nan")
    weights = np.ones(contacts.neighbour.size)
    adjacency = csr_array((weights, contacts.neighbour, contacts.start), shape=(people, people))
    _, component = connected_components(adjacency, directed=False)
    sizes = np.bincount(component)
    members = np.flatnonzero(component == np.argmax(sizes))
    share = members.size / people
    if members.size < 2:
        return float("nan"), share
    drawn = uniforms(chance_key(0), "ties.paths", organisation.chart.employee_key[members])[0]
    wanted = PATH_STEPS // max(contacts.neighbour.size, 1)
    wanted = min(max(wanted, FEWEST_PATH_SOURCES), MOST_PATH_SOURCES)
    sources = members[np.argsort(drawn, kind="stable")[:wanted]]
    total = 0.0
    for source in sources:
        steps = dijkstra(adjacency, indices=source, unweighted=True)
        total += float(np.sum(steps[members]))
    return total / (sources.size * (members.size - 1)), share
