"""Draw who talks to whom.

The formal tree explains little of who talks to whom, so people meet in *circles*: their team, the
circles of their department, and project groups across the company. A person joins a number of
circles that grows with their sociability, which is log-normal, and two members of a circle are in
contact with a fixed probability. Circles make the graph clustered, sociability makes its degrees
heavy-tailed; both are seen in mail data (Leskovec, Kleinberg & Faloutsos 2007, email-Eu-core).

A draw is keyed by the person or the pair concerned. Somebody who is added or removed changes only
ties of their own, except where the number of circles changes: then few people move (`circles`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.chance import chance_key, uniforms
from uptake.compilation import compiled
from uptake.numerics import exp, normal_quantile
from uptake.organisation.chart import Chart
from uptake.organisation.circles import (
    choose_circles,
    circles_needed,
    memberships,
    pairs_in_circles,
    pool_draws,
)
from uptake.organisation.contacts import TIE_KINDS, Contacts, contacts_from_edges
from uptake.organisation.organisation import Organisation

TEAM, LINE, DEPARTMENT, CROSS_DEPARTMENT = range(len(TIE_KINDS))
LARGEST_TEAM_CIRCLE = 20


@dataclass(frozen=True)
class TieRates:
    """How contacts arise. Fitted by hand to email-Eu-core: none of these was measured as such.

    Attributes
    ----------
    team_probability : float
        Two people with the same manager are in contact.
    sociability_sd : float
        Standard deviation of the logarithm of sociability.
    department_circles, project_groups : float
        Circles a person joins on average in the department and across the company.
    department_circle_size, project_group_size : float
        People in a circle on average.
    department_probability, project_probability : float
        Two members of a circle are in contact.
    same_site : float
        Share of project groups that are recruited from one site.
    """

    team_probability: float = 0.5
    sociability_sd: float = 1.2
    department_circles: float = 0.3
    department_circle_size: float = 8.0
    department_probability: float = 0.7
    project_groups: float = 2.9
    project_group_size: float = 8.0
    project_probability: float = 0.9
    same_site: float = 0.7


def connect(chart: Chart, seed: int = 0, rates: TieRates | None = None) -> Organisation:
    """Draw the contact graph of a chart.

    Parameters
    ----------
    chart : Chart
        The reporting tree.
    seed : int
        Seed of the draw, 0 to 2^63 - 1.
    rates : TieRates, optional
        How contacts arise.

    Returns
    -------
    Organisation
        The chart with its contacts. Vacant positions have contacts too, but bring no circles.
    """
    return Organisation(chart, draw_contacts(chart, seed, rates or TieRates()))


def draw_contacts(chart: Chart, seed: int, rates: TieRates) -> Contacts:
    """Draw all ties of a chart and keep the strongest of each pair."""
    key = chance_key(seed)
    sociability = _sociability(chart, key, rates.sociability_sd)
    parts = [
        _line_ties(chart),
        _team_ties(chart, key, rates),
        _department_ties(chart, key, sociability, rates),
        _project_ties(chart, key, sociability, rates),
    ]
    a = np.concatenate([part[0] for part in parts])
    b = np.concatenate([part[1] for part in parts])
    kind = np.concatenate([part[2] for part in parts])
    return contacts_from_edges(len(chart), a, b, kind)


Edges = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]


def _sociability(chart: Chart, key: NDArray[np.uint32], sd: float) -> NDArray[np.float64]:
    """Log-normal with mean 1, shape (people,)."""
    drawn: NDArray[np.float64] = uniforms(key, "ties.sociability", chart.employee_key)[0]
    _to_log_normal(drawn, sd)
    return drawn


@compiled
def _to_log_normal(values: NDArray[np.float64], sd: float) -> None:
    for i in range(values.size):
        values[i] = exp(sd * normal_quantile(values[i]) - 0.5 * sd * sd)


def _line_ties(chart: Chart) -> Edges:
    reports = np.flatnonzero(chart.manager >= 0).astype(np.int32)
    return reports, chart.manager[reports], np.full(reports.size, LINE, np.uint8)


def _team_ties(chart: Chart, key: NDArray[np.uint32], rates: TieRates) -> Edges:
    # A very large team is several circles: nobody talks to all of forty colleagues.
    rows = np.flatnonzero(chart.manager >= 0).astype(np.int32)
    pool = chart.manager[rows]
    needed = circles_needed(pool[chart.staffed[rows]], len(chart), 1.0, LARGEST_TEAM_CIRCLE)
    slots = np.zeros(rows.size, np.uint32)
    circle = choose_circles(key, "ties.team", chart.employee_key[rows], slots, pool, needed)
    return _ties(chart, key, "ties.team", rows, circle, rates.team_probability, TEAM)


def _department_ties(
    chart: Chart, key: NDArray[np.uint32], sociability: NDArray[np.float64], rates: TieRates
) -> Edges:
    stream = "ties.department"
    joined = rates.department_circles
    rows, slots = memberships(key, stream, chart.employee_key, sociability * joined)
    needed = circles_needed(
        chart.department[chart.staffed],
        len(chart.department_names),
        joined,
        rates.department_circle_size,
    )
    pool = chart.department[rows]
    circle = choose_circles(key, stream, chart.employee_key[rows], slots, pool, needed)
    return _ties(chart, key, stream, rows, circle, rates.department_probability, DEPARTMENT)


def _project_ties(
    chart: Chart, key: NDArray[np.uint32], sociability: NDArray[np.float64], rates: TieRates
) -> Edges:
    stream = "ties.groups"
    joined, size, local_share = rates.project_groups, rates.project_group_size, rates.same_site
    rows, slots = memberships(key, stream, chart.employee_key, sociability * joined)
    company = len(chart.site_names)
    site = chart.site[chart.staffed]
    needed = np.append(
        circles_needed(site, company, joined * local_share, size),
        circles_needed(np.zeros_like(site), 1, joined * (1.0 - local_share), size),
    )
    keys = chart.employee_key[rows]
    local = pool_draws(key, stream, keys, slots) < local_share
    pool = np.where(local, chart.site[rows], np.int32(company))
    circle = choose_circles(key, stream, keys, slots, pool, needed)
    kind = CROSS_DEPARTMENT
    a, b, kinds = _ties(chart, key, stream, rows, circle, rates.project_probability, kind)
    kinds[chart.department[a] == chart.department[b]] = DEPARTMENT
    return a, b, kinds


def _ties(
    chart: Chart,
    key: NDArray[np.uint32],
    stream: str,
    rows: NDArray[np.int32],
    circle: NDArray[np.int64],
    probability: float,
    kind: int,
) -> Edges:
    a, b = pairs_in_circles(key, stream, chart.employee_key, rows, circle, probability)
    return a, b, np.full(a.size, kind, np.uint8)
