"""What there is to say about a staff file that was read: the same in a terminal and on a page."""

from __future__ import annotations

from uptake.organisation.departments import SMALLEST_GROUP
from uptake.organisation.graph_measures import EMAIL_EU_CORE, GraphMeasures
from uptake.organisation.hr_exports import ChartReading
from uptake.organisation.summary import ChartSummary

SHOWN_DEPARTMENTS = 10
SHOWN_ROOTS = 5
CONTACTS_NOTE = (
    "In an organisation of about 1,000: inside .25 to .40, density 5 to 12 times, clustering "
    ".3 to .6, 2 to 3 steps; a larger one has longer paths and smaller departments."
)


def headline(reading: ChartReading) -> str:
    """Name, people and roots in one line."""
    summary = reading.summary
    roots = "1 root" if len(summary.roots) == 1 else f"{len(summary.roots):,} roots"
    return f"{reading.chart.name}: {summary.people:,} people and {roots}"


def overview(summary: ChartSummary, ids: bool = True) -> list[tuple[str, str]]:
    """What a chart looks like, as pairs of a name and what there is to say.

    Parameters
    ----------
    summary : ChartSummary
        What was read.
    ids : bool
        Whether the ids of people without a manager are said.
    """
    quantiles = summary.span_quantiles
    rows = [
        ("roots", _roots(summary, ids)),
        ("managers", f"{summary.managers:,}"),
        ("levels", f"{summary.levels}: {_levels(summary)}"),
    ]
    if summary.managers:
        spread = ", ".join(
            f"{name} {quantiles[q]:.0f}"
            for name, q in (("median", 0.5), ("p75", 0.75), ("p90", 0.9), ("p99", 0.99))
        )
        largest = f"largest {summary.largest_span:,}"
        rows.append(("span of control", f"mean {summary.mean_span:.1f}, {spread}, {largest}"))
    rows.append(("departments", f"{len(summary.departments):,}"))
    rows.append(("sites", f"{summary.sites:,}" if summary.sites > 1 else "one, or not given"))
    rows.append(("job titles", f"{summary.roles:,}" if summary.roles > 1 else "one, or not given"))
    if summary.median_tenure_years == summary.median_tenure_years:
        years = f"median {summary.median_tenure_years:.1f} years"
        rows.append(("tenure", f"{years}, {summary.first_year_share:.0%} in their first year"))
    if summary.frontline_share > 0:
        rows.append(("frontline", f"{summary.frontline_share:.0%}"))
    return rows


def _roots(summary: ChartSummary, ids: bool) -> str:
    shown = [
        f"{root} with {below:,} below" if ids else f"{below:,} below"
        for root, below in summary.roots[:SHOWN_ROOTS]
    ]
    more = len(summary.roots) - len(shown)
    return "; ".join(shown) + (f"; and {more:,} more" if more else "")


def _levels(summary: ChartSummary) -> str:
    return " / ".join(f"{people:,}" for people in summary.people_by_level)


def largest_departments(summary: ChartSummary) -> list[tuple[str, str]]:
    """Headcounts and names of the largest departments; small groups only as part of the rest."""
    large = [(name, n) for name, n in summary.departments if n >= SMALLEST_GROUP]
    shown = large[:SHOWN_DEPARTMENTS]
    rows = [(f"{people:,}", name or "(not given)") for name, people in shown]
    others = len(summary.departments) - len(shown)
    if others:
        rest = summary.people - sum(people for _, people in shown)
        rows.append((f"{rest:,}", f"in {others:,} more"))
    return rows


def contact_rows(measures: GraphMeasures) -> list[tuple[str, str, str]]:
    """The contact graph beside one that was observed: what, here, there."""
    real = EMAIL_EU_CORE
    return [
        ("people", f"{measures.people:,}", f"{real.people:,}"),
        ("ties", f"{measures.ties:,}", f"{real.ties:,}"),
        ("contacts a person, mean", f"{measures.mean_degree:.1f}", f"{real.mean_degree:.1f}"),
        ("contacts a person, median", f"{measures.median_degree:.0f}", f"{real.median_degree:.0f}"),
        ("spread / mean of contacts", *_two(measures.degree_variation, real.degree_variation)),
        ("ties inside a department", f"{measures.share_inside:.0%}", f"{real.share_inside:.0%}"),
        ("density inside / outside", *_two(measures.density_ratio, real.density_ratio, 1)),
        ("clustering", *_two(measures.clustering, real.clustering)),
        ("steps between two people", *_two(measures.mean_path, real.mean_path)),
    ]


def kinds_of_tie(measures: GraphMeasures) -> str:
    """How the ties divide into kinds, in one line."""
    kinds = ", ".join(f"{kind} {share:.0%}" for kind, share in measures.kind_shares.items())
    return f"kinds of tie: {kinds}"


def _two(here: float, there: float, digits: int = 2) -> tuple[str, str]:
    return f"{here:.{digits}f}", f"{there:.{digits}f}"
