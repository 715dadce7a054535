"""Explore, as somebody at the projector uses it."""

from __future__ import annotations

import pytest

SETTLED = """() => {
  const chart = document.querySelector(".explore .chart");
  const chosen = new URLSearchParams(location.hash.split("?")[1] ?? "");
  chosen.delete("pin");
  chosen.delete("base");
  return chart?.dataset.complete === "true" && chart.dataset.of === String(chosen);
}"""


def answered(page):
    """Wait until the chart shows all runs of what is chosen; returns the sentence above it."""
    page.wait_for_function(SETTLED)
    return page.locator(".answer").text_content()


def move(page, lever, stop):
    """Move a lever to a stop, as a drag does, and wait for all runs."""
    slider = page.locator(f"input[data-lever={lever}]")
    slider.evaluate(
        "(slider, stop) => { slider.value = stop;"
        " slider.dispatchEvent(new Event('input', {bubbles: true})); }",
        str(stop),
    )
    return answered(page)


def test_the_first_visit_shows_a_programme_and_says_what_to_try(page, address):
    page.goto(address)
    said = answered(page)
    assert "of employees visit in a week" in said
    assert page.get_by_text("let the champion leave").is_visible()


def test_the_line_falls_when_the_champion_leaves(page, address):
    page.goto(address)
    answered(page)
    page.wait_for_function("document.querySelectorAll('.chart .lines path').length >= 2")
    said = move(page, "champion_leaves", 4)
    assert "fewer than pinned" in said
    assert page.get_by_text("the champion leaves", exact=True).count() >= 1


def test_a_change_can_be_undone_and_done_again(page, address):
    page.goto(address)
    first = answered(page)
    changed = move(page, "newsletter", 0)
    assert changed != first
    page.keyboard.press("z")
    page.wait_for_function(
        "text => document.querySelector('.answer').textContent === text", arg=first
    )
    page.keyboard.press("y")
    page.wait_for_function(
        "text => document.querySelector('.answer').textContent === text", arg=changed
    )


def test_a_link_brings_the_same_choice_back(page, address, browser):
    page.goto(address)
    answered(page)
    changed = move(page, "managers", 5)
    link = page.url
    assert "lever.managers=week+8" in link
    other = browser.new_page()
    other.goto(link)
    other.wait_for_function(
        "text => document.querySelector('.answer')?.textContent === text", arg=changed
    )
    other.close()


def test_levers_are_moved_by_the_keyboard_alone(page, address):
    page.goto(address)
    first = answered(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.lever") == "champion_leaves":
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert answered(page) != first
    assert "fewer than pinned" in page.locator(".answer").text_content()
    assert page.locator("#undo").is_enabled()


@pytest.mark.slow
def test_what_is_pinned_is_what_is_compared_with(page, address):
    page.goto(address)
    answered(page)
    move(page, "champion_leaves", 4)
    page.click("#pin")
    page.wait_for_function(
        "() => !document.querySelector('.answer').textContent.includes('pinned')"
    )
    assert "base=lever.champion_leaves" in page.url


@pytest.mark.slow
def test_the_last_change_can_be_replayed(page, address):
    page.goto(address)
    answered(page)
    move(page, "champion_leaves", 4)
    drawn = page.locator(".explore .chart path.js-line").last.get_attribute("d")
    page.click("#replay")
    page.wait_for_function(
        "d => [...document.querySelectorAll('.explore .chart path.js-line')].at(-1)"
        ".getAttribute('d') !== d",
        arg=drawn,
    )
    page.wait_for_function(
        "d => [...document.querySelectorAll('.explore .chart path.js-line')].at(-1)"
        ".getAttribute('d') === d",
        arg=drawn,
    )


@pytest.mark.slow
def test_the_chart_can_be_taken_away_as_picture_and_table(page, address):
    page.goto(address)
    answered(page)
    with page.expect_download() as table:
        page.locator(".under").get_by_role("button", name="Table").first.click()
    lines = table.value.path().read_text().splitlines()
    assert lines[0].startswith('"week"')
    assert len(lines) == 1 + 156
    with page.expect_download() as picture:
        page.locator(".under").get_by_role("button", name="Picture").first.click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")


def test_two_pages_do_not_mix(page, address, browser):
    other = browser.new_page()
    page.goto(f"{address}/#explore?organisation=three_hundred&lever.newsletter=none")
    other.goto(f"{address}/#explore?organisation=three_hundred&weeks=104")
    assert answered(page).startswith("After 3 years")
    assert answered(other).startswith("After 2 years")
    other.close()


def test_a_link_that_makes_no_sense_is_told_in_words_and_the_page_goes_on(page, address):
    page.goto(f"{address}/#explore?lever.newsletter=dayly")
    page.wait_for_function("() => !document.querySelector('#alarm').hidden")
    assert "newsletter" in page.locator("#alarm").text_content()
    assert "expected none, every 8 weeks" in page.locator("#alarm").text_content()
    move(page, "newsletter", 4)
    page.wait_for_function("() => document.querySelector('#alarm').hidden")


@pytest.mark.slow
def test_it_fits_a_phone(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    answered(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_the_keys_are_listed(page, address):
    page.goto(address)
    answered(page)
    page.keyboard.press("?")
    assert page.get_by_role("dialog").get_by_text("pin this programme").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
