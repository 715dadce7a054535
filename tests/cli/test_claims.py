from __future__ import annotations

import json

import pandas as pd
import pytest

from uptake.study.claims.outcomes import OUTCOMES
from uptake.study.claims.verdict import VERDICTS
from uptake.study.store import Store

CLAIMS = """\
scenarios:
  nothing: {extends: plan.yaml, champion: null, programme: null}
  mail: {extends: plan.yaml, champion: {leaves_in_week: null}, programme: {welcome_pack: null}}
claims:
  - id: mail-helps
    name: Mail helps
    statement: A newsletter changes weekly visitors by {difference}.
    stated_in: [page.md]
    scenarios: [nothing, mail]
    direction: higher
    size: {at_least: 0.5, reason: less is not worth the work}
  - id: mail-harms
    name: Mail drives people away
    statement: A newsletter changes weekly visitors by {difference}.
    scenarios: [nothing, mail]
    direction: lower
    size: {at_most: -0.5, reason: as they say}
"""


@pytest.fixture
def file(tmp_path, plan):
    path = tmp_path / "claims.yaml"
    path.write_text(CLAIMS)
    return path


def test_a_dry_run_says_what_it_takes_and_makes_nothing(uptake, file, tmp_path):
    before = set(tmp_path.iterdir())
    found = uptake("claims", file, "--quick", "--dry-run", "--workers", 2)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("Two claims, ")
    assert "on two workers" in found.stdout
    assert set(tmp_path.iterdir()) == before


def test_from_a_claims_file_to_table_figure_and_page_and_not_again(uptake, file, tmp_path):
    found = uptake("claims", file, "--quick", "--serial", "--out", "out")
    assert found.exit_code == 0, found.output
    assert "Of two claims, " in found.stdout
    assert "the quick run" in found.stdout
    export = tmp_path / "out" / "export"
    table = pd.read_csv(export / "claims.csv").set_index(["claim", "condition"])
    assert len(table) == 2 * (13 + 8)
    helps, harms = (table.loc[name] for name in ("mail-helps", "mail-harms"))
    assert (helps["value"] == harms["value"]).all(), "the same runs"
    assert set(helps["verdict"]) | set(harms["verdict"]) <= set(VERDICTS)
    assert not {"robust"} <= set(helps["verdict"]) & set(harms["verdict"])
    assert set(helps["outcome"]) <= set(OUTCOMES)
    assert (export / "figures" / "claims.png").is_file()
    page = (export / "report.html").read_text()
    assert "A newsletter changes weekly visitors by " in page
    assert "a belief that this project does not state" in page
    assert json.loads((export / "manifest.json").read_text())["members"] == 8
    seconds = Store.open(tmp_path / "out").runs().set_index("run")["seconds"]
    again = uptake("claims", file, "--quick", "--serial", "--out", "out")
    assert again.exit_code == 0, again.output
    assert "All of them are there already." in again.stdout
    assert Store.open(tmp_path / "out").runs().set_index("run")["seconds"].equals(seconds)
    checked = uptake("claims", file, "--check", "--out", "out")
    assert checked.exit_code == 2
    (tmp_path / "page.md").write_text(
        f"<!-- claim: mail-helps -->{helps['statement'].iloc[0]}<!-- /claim -->"
    )
    checked = uptake("claims", file, "--check", "--out", "out")
    assert checked.exit_code == 0, checked.output
    assert checked.stdout.startswith("One statement agrees")


def test_a_missing_file_is_said_and_nothing_made(uptake, tmp_path):
    found = uptake("claims")
    assert found.exit_code == 2
    assert "experiments/claims.yaml" in found.output
    assert not list(tmp_path.iterdir())
