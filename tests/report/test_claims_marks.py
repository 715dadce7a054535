from __future__ import annotations

import pandas as pd
import pytest

from uptake.errors import InputError
from uptake.report.claims_marks import check_marks
from uptake.study.claims.claims_file import read_claims

CLAIMS = """\
scenarios: {mail: {programme: {newsletter: {}}}, nothing: {champion: null}}
claims:
  - id: mail-helps
    name: Mail helps
    statement: Mail changes visitors by {difference}.
    stated_in: [page.md]
    scenarios: [nothing, mail]
    direction: higher
    size: {at_least: 1, reason: enough}
"""
SAID = "Mail changes visitors by +3.0\u00a0percentage points."


@pytest.fixture
def checked(tmp_path):
    """Check a page that says something against a table."""
    (tmp_path / "claims.yaml").write_text(CLAIMS)
    table = tmp_path / "claims.csv"
    pd.DataFrame({"claim": ["mail-helps"] * 2, "statement": [SAID] * 2}).to_csv(table, index=False)

    def check(text: str) -> int:
        (tmp_path / "page.md").write_text(text, encoding="utf-8")
        return check_marks(read_claims(tmp_path / "claims.yaml"), table)

    return check


def problem(checked, text):
    with pytest.raises(InputError) as caught:
        checked(text)
    (one,) = caught.value.problems
    return one


def test_a_page_that_says_what_was_found_agrees_however_it_is_wrapped(checked):
    text = SAID.replace("\u00a0", " ").replace("visitors by", "visitors\nby")
    assert checked(f"So: <!-- claim: mail-helps -->{text}<!-- /claim --> Good.") == 1


def test_a_page_out_of_step_is_found_by_line(checked):
    text = "\n\n<!-- claim: mail-helps -->Mail changes visitors by +9.0.<!-- /claim -->"
    found = problem(checked, text)
    assert found.where.endswith("page.md:3")
    assert "+9.0" in found.found
    assert "+3.0" in found.right


def test_a_claim_that_its_page_does_not_state_is_found(checked):
    found = problem(checked, "Mail helps.")
    assert found.key == "claims[0].stated_in[0]"
    assert "<!-- claim: mail-helps -->" in found.right


def test_a_mark_of_no_claim_is_found(checked):
    stated = f"<!-- claim: mail-helps -->{SAID}<!-- /claim -->"
    found = problem(checked, f"{stated} <!-- claim: mail-help -->x<!-- /claim -->")
    assert (found.key, found.right) == ("mail-help", "mail-helps")


def test_a_missing_table_or_page_is_said(checked, tmp_path):
    read = read_claims(tmp_path / "claims.yaml")
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        check_marks(read, tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match=r"page\.md: cannot be read"):
        check_marks(read, tmp_path / "claims.csv")
