"""Compare, as somebody who has pinned programmes meets it."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pytest

USUAL = "organisation=three_hundred&weeks=104"


def pin(name, **levers):
    chosen = "".join(f"&lever.{lever}={quote(value)}" for lever, value in levers.items())
    return f"pin={quote(f'{name}|{USUAL}{chosen}')}"


PINS = "&".join(
    [
        pin("As it is"),
        pin("Early", managers="week 8"),
        pin("Alone", champion_leaves="week 52"),
    ]
)


@pytest.fixture(scope="module")
def opened(browser):
    """One page for the tests that share it: opening one takes seconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(120_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def follow(page, address, pins):
    """Open a link to Compare; within the page once there is one, which is faster."""
    part = f"#compare?{USUAL}&{pins}"
    if page.url == "about:blank":
        page.goto(f"{address}/{part}")
    else:
        page.evaluate("part => { location.hash = ''; location.hash = part; }", part)


@pytest.fixture
def compared(opened, address):
    """A page that compares three programmes."""
    follow(opened, address, PINS)
    opened.wait_for_selector(".compare .swatch")
    opened.get_by_role("tab", name="Participation").click()
    opened.wait_for_selector(".sentences:not(.stale) .heading:has-text('“As it is”')")
    opened.wait_for_selector(".sentences li:has-text('“Early”')")
    opened.wait_for_selector(".sentences li:has-text('“Alone”')")
    yield opened
    opened.unroute_all()


def tab(page, words):
    page.get_by_role("tab", name=words).click()


def sentences(page):
    return page.locator(".sentences li").all_text_contents()


@pytest.mark.slow
def test_without_pins_it_says_how_to_begin(opened, address):
    page = opened
    follow(page, address, "")
    page.get_by_role("button", name="Start with three").click()
    page.wait_for_selector(".seen[data-shown=lines] .sentences .heading")
    assert page.locator(".pins li").count() == 3
    assert "pin=" in page.url
    assert "organisation%3Dthree_hundred" in page.url


def test_sentences_come_first_and_name_runs_and_interval(compared):
    heading, early, alone = sentences(compared)
    assert heading == "Weekly visitors in the last half-year, against “As it is”:"
    assert early.startswith("“Early” (Briefing managers: from week 8 instead of after 1½ years): ")
    assert " of 20 runs." in alone


def test_the_figures_say_what_the_server_found(compared, address):
    pins = [
        {"name": "As it is", "choice": {"organisation": "three_hundred", "weeks": 104}},
        {
            "name": "Early",
            "choice": {
                "organisation": "three_hundred",
                "weeks": 104,
                "levers": {"managers": "week 8"},
            },
        },
    ]
    headers = {"X-Session": "a test", "Origin": address}
    with httpx.Client(base_url=address, headers=headers, timeout=120) as client:
        text = client.post("/api/compare", json={"pins": pins}).text
    parts = [json.loads(line) for line in text.splitlines()]
    assert [part["kind"] for part in parts] == ["ready", "ready", "compared"]
    said = parts[-1]["differences"][0]["outcomes"]["participation"]
    assert said["says"] in sentences(compared)[1]
    assert said["of"] == 20 and said["mean"] == pytest.approx(sum(said["each"]) / 20, abs=1e-5)


@pytest.mark.slow
def test_another_outcome_is_another_sentence(compared):
    tab(compared, "Differences")
    compared.get_by_label("Money").check()
    assert sentences(compared)[0] == "Money a year, against “As it is”:"
    assert "$" in sentences(compared)[2]


def test_cost_names_the_frontier_in_words(compared):
    tab(compared, "Cost")
    assert sentences(compared)[0].startswith("Nothing pinned brings more for the same money than")
    assert "Left out of this: one programme that the champion leaves." in sentences(compared)


def test_answers_across_departments_are_counted_for_the_chosen_pin(compared):
    tab(compared, "Who answers whom")
    compared.wait_for_selector("text=come from another department")
    compared.wait_for_selector("[data-shown=answers] .hm")
    compared.get_by_label("Programme", exact=True).select_option(label="Alone")
    compared.wait_for_selector(".under .note:has-text('“Alone”')")


def test_the_departure_says_what_is_left_and_when_half_is_gone(compared):
    tab(compared, "The champion leaves")
    assert len(sentences(compared)) == 1
    assert "51 weeks after the champion leaves" in sentences(compared)[0]
    assert "above an unmanaged network" in sentences(compared)[0]


def test_pins_are_renamed_removed_and_made_the_baseline(compared):
    name = compared.get_by_label("Name of programme 2")
    name.fill("Sooner")
    name.press("Enter")
    compared.wait_for_selector(".sentences li:has-text('“Sooner”')")
    compared.get_by_role("button", name="Make Alone the baseline").click()
    compared.wait_for_selector(".sentences .heading:has-text('against “Alone”')")
    compared.get_by_role("button", name="Remove As it is").click()
    compared.wait_for_function("() => document.querySelectorAll('.pins li').length === 2")
    assert "Sooner" in compared.url and "As+it+is" not in compared.url


@pytest.mark.slow
def test_a_pin_goes_back_to_explore(compared):
    compared.get_by_role("button", name="Explore Early").click()
    compared.wait_for_selector(".chart[data-complete=true]")
    assert "lever.managers=week+8" in compared.url


@pytest.mark.slow
def test_figures_go_home_as_pictures_and_tables(compared):
    for words in ("Participation", "Differences", "Cost", "The champion leaves"):
        tab(compared, words)
        with compared.expect_download() as png:
            compared.locator(".under").get_by_role("button", name="Picture").click()
        assert png.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        with compared.expect_download() as csv:
            compared.locator(".under").get_by_role("button", name="Table").click()
        assert "Alone" in csv.value.path().read_text(encoding="utf-8")


def test_names_are_text_and_never_markup(opened, address):
    page = opened
    name = "<img src=x onerror=alert(1)>"
    follow(page, address, f"{pin(name)}&{pin('B', managers='never')}")
    tab(page, "Participation")
    page.wait_for_selector(".sentences:not(.stale) .heading:has-text('<img')")
    for words in ("Participation", "Differences", "Cost"):
        tab(page, words)
        page.wait_for_timeout(100)
    assert page.locator("main img").count() == 0
    assert name in sentences(page)[0]


def test_a_comparison_that_fails_is_told_in_words(compared):
    compared.route(
        "**/api/compare", lambda route: route.fulfill(status=500, json={"message": "no luck"})
    )
    compared.get_by_role("button", name="Remove Alone").click()
    compared.wait_for_selector("#alarm:not([hidden])")
    assert "No comparison: no luck" in compared.locator("#alarm").text_content()
    assert compared.locator(".sentences.stale").count() == 1


def test_more_than_six_pins_are_refused_in_words(address):
    headers = {"X-Session": "a test", "Origin": address}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        many = client.post("/api/compare", json={"pins": [{"name": "A", "choice": {}}] * 7})
        assert many.status_code == 400 and "cannot be compared" in many.json()["message"]
        wrong = client.post("/api/compare", json={"pins": [{"choice": {"levers": {"no": "1"}}}]})
        assert wrong.status_code == 400


@pytest.mark.slow
def test_nothing_is_wider_than_a_telephone(compared):
    compared.set_viewport_size({"width": 390, "height": 844})
    for words in ("Participation", "Differences", "Cost"):
        tab(compared, words)
        compared.wait_for_function("() => document.documentElement.scrollWidth <= 390")
    compared.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_comparison_passes_the_checks_of_accessibility(compared, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    compared.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    for words in ("Participation", "Differences", "Who answers whom"):
        tab(compared, words)
        compared.wait_for_timeout(300)
        found = axe.Axe().run(compared, context="main")
        assert [one["id"] for one in found.response["violations"]] == []
