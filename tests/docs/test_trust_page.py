"""The page on trust says what the files of results say, and names only what is there."""

from __future__ import annotations

import importlib.util
import re

import pandas as pd
import pytest
from pages import DOCS, ROOT, named, page

from uptake.parameters import Assumptions

COMMAND = "docs/trust.md is out of date; write it anew with: python docs/generate_trust.py"


@pytest.fixture
def generator():
    spec = importlib.util.spec_from_file_location("generator", DOCS / "generate_trust.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_page_is_in_step_with_the_results(generator):
    assert generator.filled(page("trust.md")) == page("trust.md"), COMMAND


def test_a_number_typed_by_hand_is_found_out(generator):
    typed = page("trust.md").replace("in part", "yes", 1)
    assert typed != page("trust.md")
    assert generator.filled(typed) != typed


def test_a_page_without_one_of_its_parts_is_refused(generator):
    with pytest.raises(ValueError, match="0 parts that begin with <!-- patterns"):
        generator.filled(page("trust.md").replace("<!-- patterns", "<!-- something"))


def results(tmp_path, generator, monkeypatch, **changes):
    """The lines on patterns if the first quantity of the file were different."""
    table = pd.read_csv(generator.RESULTS / "validate" / "patterns.csv", encoding="utf-8-sig")
    for name, value in changes.items():
        table.loc[table["pattern"] == 2, name] = value
    (tmp_path / "validate").mkdir()
    table.to_csv(tmp_path / "validate" / "patterns.csv", index=False)
    monkeypatch.setattr(generator, "RESULTS", tmp_path)
    return next(line for line in generator.patterns() if line.startswith("| 2 "))


def test_a_pattern_that_misses_is_told_as_missing(tmp_path, generator, monkeypatch):
    line = results(
        tmp_path, generator, monkeypatch,
        verdict="misses", value=100.4, low=90.0, high=110.0, in_band=3, measured=60,
    )  # fmt: skip
    assert "| no | 0 of 1 |" in line
    assert "**100** (90 to 110), band 180 to 260, in 3 of 60" in line


def test_one_that_holds_has_nothing_to_add(tmp_path, generator, monkeypatch):
    assert results(tmp_path, generator, monkeypatch, verdict="holds").endswith(
        "| yes | 1 of 1 | – |  |"
    )


def test_every_test_that_is_named_is_there():
    for line in page("trust.md").splitlines():
        files = re.findall(r"`(tests/[a-z_/]+\.py)`", line)
        code = "".join((ROOT / name).read_text(encoding="utf-8") for name in files)
        for test in re.findall(r"`(test_[a-z_]+)`", line):
            assert f"def {test}(" in code, test


def test_every_assumption_that_is_named_is_one():
    words = {word for word in named("trust.md") if re.fullmatch(r"[a-z]+(_[a-z]+)+", word)}
    assumptions = {word for word in words if not word.startswith("test_")}
    assert assumptions
    assert assumptions <= set(Assumptions.model_fields)


@pytest.mark.parametrize("name", ["trust.md", "odd.md"])
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", page(name)):
        # Equations have brackets, too.
        if re.search(r"[./]", target) and not target.startswith("http"):
            assert (DOCS / target).exists(), target


@pytest.mark.parametrize("name", ["trust.md", "odd.md"])
def test_anchors_are_headings(name):
    for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]*)\)", page(name)):
        headings = re.findall(r"^#+ (.*)$", page(target or name), re.MULTILINE)
        anchors = {re.sub(r"[^a-z0-9 _-]", "", one.lower()).replace(" ", "-") for one in headings}
        assert anchor in anchors, f"{target}#{anchor}"
