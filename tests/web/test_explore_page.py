"""Explore, as somebody at the projector uses it."""

from __future__ import annotations

COMPLETE = ".chart[data-complete=true]"


def answered(page):
    """Wait until the chart shows all runs of what is chosen; returns the sentence above it."""
    page.wait_for_selector(COMPLETE)
    return page.locator(".answer").text_content()


def move(page, lever, stop):
    """Move a lever to a stop, as a drag does, and wait for all runs."""
    page.eval_on_selector(".explore .chart", "chart => { chart.dataset.complete = false; }")
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
