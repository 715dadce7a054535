"""Everybody can use it: no violation that axe knows, in any part, in light and dark."""

from __future__ import annotations

import pytest

PARTS = ("explore", "compare", "lessons", "game", "own", "method")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_part_violates_a_rule_of_access(page, address, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/#explore?organisation=three_hundred&weeks=104")
    found = {}
    for part in PARTS:
        page.click(f"#tabs a[data-part={part}]")
        page.wait_for_selector(f"#tabs a[data-part={part}][aria-current]")
        page.wait_for_selector("#main h1, #main .answer, #main section")
        if part == "explore":
            page.wait_for_selector(".explore .chart[data-complete=true]")
        page.wait_for_timeout(300)
        violations = axe.Axe().run(page).response["violations"]
        found[part] = [(one["id"], [n["html"][:120] for n in one["nodes"]]) for one in violations]
    assert found == {part: [] for part in PARTS}
