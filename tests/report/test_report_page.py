"""The page stands on its own, escapes what it is given and holds every scenario."""

import dataclasses
import re

import pandas as pd
import pytest

from uptake.figures import GalleryData, draw_gallery, lineup
from uptake.report import report_page, write_report


@pytest.fixture(scope="module")
def page(content, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("study")
    data = GalleryData(
        content.weekly, content.summary, content.comparison, weeks=208, hourly_rate=40
    )
    figures = draw_gallery(data, content.lineup, tmp_path / "figures")
    path = write_report(dataclasses.replace(content, figures=figures), tmp_path)
    assert path == tmp_path / "report.html"
    return path.read_text(encoding="utf-8")


def test_the_page_asks_nothing_of_another_file_or_machine(page):
    assert page.count("<img") == 6
    assert set(re.findall(r'(?:src|href)="([a-z]+):', page)) == {"data"}
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<script|<link", page)


def test_the_page_stays_small_enough_to_send(page):
    assert len(page) < 5_000_000


def test_the_page_holds_answer_rows_figures_doubt_and_provenance(page, content):
    for name in (mark.name for mark in content.lineup.marks):
        assert page.count(name) >= 2
    for heading in ("side by side", "What happens", "How sure is this?", "What is assumed"):
        assert heading in page
    assert "read in a published source" in page
    assert "versions.uptake" in page
    assert "0, 207" in page


def test_the_same_study_gives_the_same_page(content):
    assert report_page(content) == report_page(content)


def test_names_are_escaped(content):
    bad = '<script>alert("x")</script>'
    renamed = [bad if name == "Newsletter" else name for name in _names(content)]
    frames = {
        key: getattr(content, key).replace({"scenario": {"Newsletter": bad}})
        for key in ("weekly", "summary", "comparison")
    }
    page = report_page(
        dataclasses.replace(content, lineup=lineup(renamed, "s"), title=bad, details=(), **frames)
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_single_scenario_has_a_page(content):
    only = lineup(["Nothing"], "source")
    page = report_page(dataclasses.replace(content, lineup=only, comparison=pd.DataFrame()))
    assert "The scenario</h2>" in page


def _names(content):
    return [mark.name for mark in content.lineup.marks]
