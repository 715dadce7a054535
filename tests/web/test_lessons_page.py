"""The lessons, as a room goes through them."""

from __future__ import annotations

import re

import pytest

IDEA = ".idea:not([hidden])"


def open_slide(page, address, place):
    page.goto(f"{address}#lessons/{place}")
    page.wait_for_selector(".lesson-charts[data-complete=true]")


def draw_down(page):
    """Draw a falling line with the mouse."""
    box = page.wait_for_selector(".predict .field").bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 0.5 * box["height"])
    page.mouse.down()
    for step in range(1, 9):
        x = box["x"] + box["width"] * step / 8
        page.mouse.move(x, box["y"] + box["height"] * (0.5 + 0.05 * step))
    page.mouse.up()


def set_lever(page, lever, stop):
    page.locator(f"input[data-lever={lever}]").evaluate(
        "(slider, stop) => { slider.value = stop;"
        " slider.dispatchEvent(new Event('input', {bubbles: true})); }",
        str(stop),
    )


def test_a_newcomer_sees_the_line_fall_after_three_actions(page, address):
    page.goto(f"{address}#lessons")
    page.get_by_role("button", name="Start here").click()
    draw_down(page)
    page.get_by_role("button", name="Run the model").click()
    page.wait_for_selector(IDEA)
    said = page.locator(".outcome").text_content()
    drawn, found = (float(number) for number in re.findall(r"([\d.]+) %", said)[:2])
    assert 0 < found < 12
    assert drawn < 12
    assert "your line" in page.locator(".lesson-charts").text_content()


@pytest.mark.slow
def test_the_line_is_hidden_until_the_guess_is_made(page, address):
    open_slide(page, address, "champion/1")
    page.wait_for_selector(".predict")
    shown = "document.querySelector('.lesson-charts .plot').data.at(-1).y"
    assert page.evaluate(f"{shown}[77] !== null && {shown}[78] === null && {shown}.length === 156")
    assert page.get_by_role("button", name="Run the model").is_disabled()


def test_a_guess_can_be_drawn_with_the_keyboard_alone(page, address):
    open_slide(page, address, "champion/1")
    page.wait_for_selector(".predict")
    page.locator(".handle").first.focus()
    before = page.locator(".handle").nth(1).get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.locator(".handle").nth(1).get_attribute("aria-valuetext") != before
    assert "champion/1" in page.url, "an arrow key at a point does not turn the page"
    page.get_by_role("button", name="Run the model").press("Enter")
    page.wait_for_selector(IDEA)


@pytest.mark.slow
def test_an_answer_is_laid_beside_the_models_and_cannot_be_changed(page, address):
    open_slide(page, address, "champion/2")
    page.locator(".option").first.click()
    page.wait_for_selector(IDEA)
    assert page.locator(".option.right").text_content() == "More than before"
    assert "You said: Fewer than before" in page.locator(".outcome").text_content()
    assert page.locator(".option").nth(1).is_disabled()
    page.get_by_role("button", name="Start over").click()
    page.wait_for_selector(".option:not(:disabled)")


def test_levers_reach_a_goal(page, address):
    open_slide(page, address, "champion/4")
    set_lever(page, "deputies", 1)
    page.wait_for_function("document.querySelector('.goals').textContent.includes('wanted')")
    assert page.locator(IDEA).count() == 0
    set_lever(page, "deputies", 3)
    page.wait_for_selector(IDEA)
    assert page.locator(".dot.done").count() == 1


@pytest.mark.slow
def test_arrow_keys_turn_the_slides_but_not_while_they_move_a_lever(page, address):
    open_slide(page, address, "champion/4")
    page.locator("input[data-lever=deputies]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("input[data-lever=deputies]").input_value() == "1"
    assert "champion/4" in page.url
    page.locator("h1").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("champion/5"))
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("champion/4"))


@pytest.mark.slow
def test_notes_are_hidden_until_asked_for(page, address):
    open_slide(page, address, "champion/1")
    assert not page.get_by_text("Ask the room").is_visible()
    page.keyboard.press("n")
    assert page.get_by_text("Ask the room").is_visible()
    page.get_by_role("button", name="Notes").click()
    assert not page.get_by_text("Ask the room").is_visible()


@pytest.mark.slow
def test_the_sandbox_opens_explore_with_what_the_slide_shows(page, address):
    open_slide(page, address, "champion/1")
    page.get_by_role("button", name="Sandbox").click()
    page.wait_for_selector(".explore")
    assert "lever.champion_leaves=week+78" in page.url


@pytest.mark.parametrize("place", ["champion/2", "managers/5"])
def test_a_slide_fits_the_projector(page, address, place):
    open_slide(page, address, place)
    if page.locator(".option").count():
        page.locator(".option").first.click()
        page.wait_for_selector(IDEA)
    tall, wide = page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert tall <= 720
    assert wide <= 1280


@pytest.mark.slow
@pytest.mark.parametrize("place", ["", "/champion/1", "/champion/5"])
def test_a_slide_fits_a_phone(page, address, place):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}#lessons{place}")
    page.wait_for_selector(".lesson-cards, .lesson-charts[data-complete=true]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_three_people_are_met_with_the_keyboard(page, address):
    page.goto(f"{address}#lessons/people/1")
    page.wait_for_selector(".crowd[data-people]")
    for number in range(3):
        page.locator(".crowd").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "met => document.querySelector('.tries').textContent.startsWith(met)",
            arg=f"{number + 1} of",
        )
    page.wait_for_selector(IDEA)
    assert "people/1" in page.url


@pytest.mark.slow
def test_an_unknown_lesson_shows_the_list(page, address):
    page.goto(f"{address}#lessons/nothing/3")
    page.wait_for_selector(".lesson-cards")
    assert page.locator(".lesson-card").count() == 6
