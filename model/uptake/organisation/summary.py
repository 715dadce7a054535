"""A summary of a reporting tree that a manager can read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uptake.organisation.chart import Chart

SPAN_QUANTILES = (0.25, 0.5, 0.75, 0.9, 0.99)
YEAR = 52.18


@dataclass(frozen=True)
class ChartSummary:
    """What a chart looks like from afar.

    Attributes
    ----------
    people, managers, levels, sites, roles : int
        How many; managers are people with reports; levels count the root's.
    roots : tuple of (str, int)
        Ids of people without a manager and the number of people below, largest first.
    mean_span : float
        Direct reports a manager; nan without managers.
    span_quantiles : dict of float to float
        Quantiles of the span over managers.
    largest_span : int
        Most direct reports of anybody.
    departments : tuple of (str, int)
        Names and headcounts, largest first.
    people_by_level : tuple of int
        Headcount of each level from the root down.
    median_tenure_years : float
        nan if no tenure is known.
    first_year_share : float
        Share of people with known tenure who were hired within a year.
    frontline_share : float
        Share of people at the frontline.
    """

    people: int
    managers: int
    levels: int
    sites: int
    roles: int
    roots: tuple[tuple[str, int], ...]
    mean_span: float
    span_quantiles: dict[float, float]
    largest_span: int
    departments: tuple[tuple[str, int], ...]
    people_by_level: tuple[int, ...]
    median_tenure_years: float
    first_year_share: float
    frontline_share: float


def summarise(chart: Chart) -> ChartSummary:
    """Summarise a chart; vacant positions do not count."""
    staffed = chart.staffed
    spans = chart.span[chart.span > 0]
    roots = np.flatnonzero((chart.manager < 0) & staffed)
    by_size = sorted(roots.tolist(), key=lambda i: (-chart.below[i], chart.employee_ids[i]))
    headcounts = np.bincount(
        chart.department[staffed], minlength=len(chart.department_names)
    ).tolist()
    departments = sorted(
        zip(chart.department_names, headcounts, strict=True), key=lambda pair: (-pair[1], pair[0])
    )
    tenure = chart.tenure_weeks[staffed & (chart.tenure_weeks >= 0)] / YEAR
    nothing = float("nan")
    return ChartSummary(
        people=int(staffed.sum()),
        managers=spans.size,
        levels=int(chart.level.max(initial=-1)) + 1,
        sites=len(chart.site_names),
        roles=len(chart.role_names),
        roots=tuple((chart.employee_ids[i], int(chart.below[i])) for i in by_size),
        mean_span=float(spans.mean()) if spans.size else nothing,
        span_quantiles={
            q: float(np.quantile(spans, q)) if spans.size else nothing for q in SPAN_QUANTILES
        },
        largest_span=int(spans.max(initial=0)),
        departments=tuple(departments),
        people_by_level=tuple(np.bincount(chart.level[staffed]).tolist()),
        median_tenure_years=float(np.median(tenure)) if tenure.size else nothing,
        first_year_share=float(np.mean(tenure < 1.0)) if tenure.size else nothing,
        frontline_share=float(chart.frontline[staffed].mean()) if staffed.any() else nothing,
    )
