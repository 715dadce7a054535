"""The page on claims is in step with the code."""

from __future__ import annotations

import re

import pytest
from pages import blocks, page

from uptake.report.claims_marks import MARKED
from uptake.study.claims.claims_file import read_claims
from uptake.study.claims.conditions import FULL, conditions
from uptake.study.claims.form import ClaimForm
from uptake.study.claims.outcomes import OUTCOMES
from uptake.study.claims.placeholders import OF_KIND
from uptake.study.claims.verdict import VERDICTS


@pytest.mark.parametrize("key", list(ClaimForm.model_fields))
def test_the_page_names_every_key(key):
    assert f"`{key}`" in page("claims.md")


@pytest.mark.parametrize("word", [*OUTCOMES, *VERDICTS])
def test_the_page_says_what_every_word_means(word):
    assert f"**{word}**" in page("claims.md")


@pytest.mark.parametrize("place", sorted({one for names in OF_KIND.values() for one in names}))
def test_the_page_names_every_place_for_a_number(place):
    assert f"{{{place}}}" in page("claims.md")


def test_the_conditions_and_their_runs_are_those_of_the_page():
    rows = re.findall(
        r"^\| ([a-z ]+) \|.*\| (\d+)(?: in all)? \|$", page("claims.md"), re.MULTILINE
    )
    said = {name: int(runs) for name, runs in rows}
    asked = conditions(FULL, 1)
    assert {one.name: one.replicates for one in asked if one.name in said} == {
        name: said[name] for name in ("as stated", "fresh seeds", "relabelled", "doubled")
    }
    forced = [one.replicates for one in asked if one.forced]
    assert (len(forced), set(forced)) == (9, {said["nine structures"]})
    assert said["each member"] == FULL.stated + FULL.fresh + FULL.relabelled


def test_the_file_and_the_mark_of_the_page_can_be_read(tmp_path):
    (claims,) = blocks("claims.md", "yaml")
    (tmp_path / "plan.yaml").write_text("programme: {newsletter: {}}\n")
    (tmp_path / "claims.yaml").write_text(claims)
    (claim,) = read_claims(tmp_path / "claims.yaml").claims
    (mark,) = blocks("claims.md", "markdown")
    assert MARKED.search(mark)[1] == claim.form.id
