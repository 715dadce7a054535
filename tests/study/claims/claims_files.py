"""Claims files that tests write, and claims made up."""

from __future__ import annotations

from pathlib import Path

PLAN = """\
name: Mail
weeks: 30
organisation: {synthetic: {headcount: 60, departments: 3, sites: 1}}
champion: {hours_a_week: 20}
programme: {newsletter: {}}
"""
CLAIMS = """\
seed: 3
scenarios:
  nothing: {extends: plan.yaml, champion: null, programme: null}
  mail: plan.yaml
claims:
  - id: mail-helps
    name: Mail helps
    statement: A newsletter changes weekly visitors by {difference}, from {baseline}.
    stated_in: [page.md]
    scenarios: [nothing, mail]
    direction: higher
    size: {at_least: 1, reason: less is not worth the work}
  - id: mail-share
    name: Mail doubles visitors
    statement: With a newsletter {ratio} times as many visit.
    kind: ratio
    scenarios: [nothing, mail]
    direction: higher
    size: {at_least: 1.5, at_most: 500, reason: half as many again}
"""


def write(folder: Path, claims: str = CLAIMS, plan: str = PLAN) -> Path:
    """Write a claims file and the scenario it builds on, and give its path."""
    (folder / "plan.yaml").write_text(plan)
    path = folder / "claims.yaml"
    path.write_text(claims)
    return path
