"""Published staff files and e-mail of real organisations, where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import networkx as nx
import pytest

from uptake.organisation import EMAIL_EU_CORE, connect, from_graph, measure_graph, read_chart

SHARED = Path(
    os.environ.get("UPTAKE_SHARED", Path(__file__).resolve().parents[2].parent / "shared")
)
AGENCY = SHARED / "data/org/environment-agency-2011.csv"
CUSTOMS = SHARED / "data/org/hmrc-2011.csv.gz"
EMAIL = SHARED / "data/network"

needs_data = pytest.mark.skipif(not AGENCY.exists(), reason=f"no published data in {SHARED}")


@needs_data
def test_environment_agency() -> None:
    reading = read_chart(AGENCY)
    summary = reading.summary
    assert summary.people == 12_928
    assert len(summary.roots) == 1
    assert len(summary.departments) == 139
    assert not reading.warnings
    assert not reading.repairs
    measures = measure_graph(connect(reading.chart))
    assert 0.2 < measures.share_inside < 0.4
    assert 0.3 < measures.clustering < 0.6
    assert measures.largest_component > 0.99


@needs_data
def test_environment_agency_in_any_order(tmp_path: Path) -> None:
    header, *rows = AGENCY.read_text(encoding="utf-8").splitlines()
    shuffled = tmp_path / AGENCY.name
    shuffled.write_text(
        "\n".join([header, *sorted(rows, key=lambda row: row[::-1])]), encoding="utf-8"
    )
    first, second = (connect(read_chart(path).chart) for path in (AGENCY, shuffled))
    assert first.fingerprint == second.fingerprint


@needs_data
def test_revenue_and_customs() -> None:
    summary = read_chart(CUSTOMS).summary
    assert summary.people == 67_020
    assert len(summary.roots) == 1
    assert summary.levels == 14
    assert len(summary.departments) == 40


@needs_data
def test_email_measures_are_those_of_the_published_graph() -> None:
    graph = nx.read_edgelist(EMAIL / "email-eu-core.txt", nodetype=int)
    for line in (EMAIL / "email-eu-core-departments.txt").read_text().splitlines():
        node, department = line.split()[:2]
        graph.nodes[int(node)]["department"] = department
    measures = measure_graph(from_graph(graph))
    assert measures.people == EMAIL_EU_CORE.people
    assert measures.ties == EMAIL_EU_CORE.ties
    for name in ("mean_degree", "degree_variation", "share_inside", "clustering", "mean_path"):
        assert getattr(measures, name) == pytest.approx(getattr(EMAIL_EU_CORE, name), rel=0.02)
    assert measures.density_ratio == pytest.approx(EMAIL_EU_CORE.density_ratio, rel=0.02)
