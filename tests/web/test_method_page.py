"""Method: what the page says of the model is what the model declares."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from uptake.parameters import Assumptions, parameters_of
from uptake.study.patterns import all_quantities, read_patterns
from uptake.web.method import method
from uptake.week import PHASES

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"


def test_phases_are_those_of_the_week_in_their_order():
    phases = method()["phases"]
    assert [one["code"].rpartition(".")[2] for one in phases] == [one.__name__ for one in PHASES]
    assert [one["number"] for one in phases] == [None, *range(1, len(PHASES))]
    assert all(one["says"] for one in phases)
    assert sum(bool(one["rule"]) for one in phases) >= 7


def test_every_assumption_is_there_with_range_source_and_status():
    found = {one["path"]: one for one in method()["parameters"]}
    for one in parameters_of(Assumptions, "assumptions", "uncertainty"):
        said = found[one.path]
        assert (said["default"], said["low"], said["high"]) == (one.default, one.low, one.high)
        assert (said["meaning"], said["source"], said["status"]) == (
            one.meaning,
            one.source,
            one.status,
        )
    assert len(found) == len(method()["parameters"])


def test_every_pattern_is_there_with_its_bands():
    patterns = method()["patterns"]
    assert [one["number"] for one in patterns] == [one.number for one in read_patterns()]
    quantities = [one for pattern in patterns for one in pattern["quantities"]]
    assert [one["name"] for one in quantities] == [one.name for one in all_quantities()]


def test_all_of_it_is_plain_json():
    json.dumps(method(), allow_nan=False)


def test_every_status_that_is_used_is_explained():
    said = method()
    used = {one["status"] for one in said["parameters"]}
    used |= {one["status"] for pattern in said["patterns"] for one in pattern["quantities"]}
    assert used <= set(said["statuses"])


def test_what_is_wrong_and_left_out_is_what_the_documentation_says():
    text = " ".join(TRUST.read_text(encoding="utf-8").split())
    for one in (*method()["wrong"], *method()["left_out"]):
        assert f"**{one['title']}" in text, one["title"]
    for sentence in method()["reading"].removeprefix("So ").split(", "):
        assert sentence.strip(". ") in text.replace("*", "")


@pytest.fixture
def view(page, address):
    def opened(part):
        page.goto(f"{address}/#method/{part}")
        page.wait_for_selector(f".method a[data-part={part}][aria-current=page]")
        return page

    return opened


def test_numbers_are_found_by_word_group_and_status(view):
    page = view("numbers")
    rows = page.locator(".method table").first.locator("tbody tr")
    assert rows.count() == len(method()["parameters"])
    page.fill("#find", "novelty half life")
    assert rows.count() == 1
    assert "until half of the novelty is gone" in rows.first.text_content()
    page.fill("#find", "")
    page.get_by_label("Known how").select_option("R")
    known = [one for one in method()["parameters"] if one["status"] == "R"]
    assert rows.count() == len(known)
    page.get_by_label("In", exact=True).select_option("Newsletter")
    assert rows.count() == sum(one["group"] == "Newsletter" for one in known)


def test_the_week_the_patterns_and_what_to_trust_are_shown(view):
    page = view("week")
    assert page.locator("ol.week li").count() == len(PHASES)
    page = view("patterns")
    assert page.locator(".method tbody tr").count() == len(all_quantities())
    assert page.get_by_text("uptake validate", exact=True).is_visible()
    page = view("trust")
    assert page.get_by_text("Nobody remembers").is_visible()
    counts = method()["counts"]["assumptions"]
    row = page.locator("tr", has_text="numbers about people").text_content()
    assert str(counts["A"]) in row


@pytest.mark.slow
@pytest.mark.parametrize("part", ["week", "numbers", "patterns", "trust"])
def test_it_fits_a_phone(view, part):
    page = view(part)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
