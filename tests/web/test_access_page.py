"""Everybody can use it: no violation that axe knows, in any part, in light and dark."""

from __future__ import annotations

import pytest
from test_explore_page import answered

PARTS = ("explore", "compare", "lessons", "game", "own", "method")


def test_no_part_violates_a_rule_of_access(page, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.goto(f"{address}/#explore?organisation=three_hundred&weeks=104")
    found = {}
    for part in PARTS:
        page.click(f"#tabs a[data-part={part}]")
        page.wait_for_selector(f"#tabs a[data-part={part}][aria-current]")
        page.wait_for_selector("#main h1")
        if part == "explore":
            answered(page)
        page.wait_for_timeout(300)
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            violations = axe.run(page).response["violations"]
            found[part, theme] = [
                (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in violations
            ]
    assert found == {(part, theme): [] for part in PARTS for theme in ("light", "dark")}
