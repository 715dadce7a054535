"""The game, as a team plays it."""

from __future__ import annotations

import pytest

LONG_SEARCH = 240_000


def opened(page, address, place="game/7"):
    page.goto(f"{address}/#{place}")
    page.wait_for_selector("#play")
    return page


def play(page, quarter):
    """Play the quarter with this number, from 1."""
    page.click("#play")
    if quarter < 8:
        page.wait_for_selector(f"text=Quarter {quarter + 1} of 8")


def test_planning_a_quarter_needs_no_scrolling(page, address):
    opened(page, address, f"game/7/{'.'.join(['300001000'] * 7)}")
    for selector in ("#play", "#game-newsletter", "#game-succession", ".facts", ".newsroom"):
        box = page.locator(selector).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720


@pytest.mark.slow
def test_the_budget_follows_the_choice_in_words(page, address):
    opened(page, address)
    page.select_option("#game-newsletter", "weekly")
    page.select_option("#game-campaign", "small")
    said = page.locator(".budgets").text_content()
    assert "10.8 of 16.0 hours" in said
    assert "10,500 of 12,000 money left" in said
    page.select_option("#game-managers", "many")
    assert "Too much in 6 of 13 weeks" in page.locator(".budgets").text_content()


def test_more_than_the_money_is_refused_in_words_and_can_be_mended(page, address):
    opened(page, address)
    for quarter in (1, 2):
        page.select_option("#game-campaign", "big")
        play(page, quarter)
    page.select_option("#game-campaign", "big")
    assert "more than is left" in page.locator(".budgets").text_content()
    page.click("#play")
    page.wait_for_selector("#alarm:visible")
    assert "expected at most 2,000" in page.locator("#alarm").text_content()
    page.select_option("#game-campaign", "none")
    play(page, 3)
    assert page.locator("#alarm").is_hidden()


def test_a_quarter_can_be_planned_and_played_by_keyboard(page, address):
    opened(page, address)
    page.locator("#game-newsletter").focus()
    page.keyboard.press("ArrowDown")
    assert "every 4 weeks" in page.locator("#game-newsletter option:checked").text_content()
    page.locator("h1").focus()
    page.keyboard.press("p")
    page.wait_for_selector("text=Quarter 2 of 8")
    assert page.locator("td.past").first.text_content() == "4 weeks"
    page.wait_for_function("document.querySelector('#said').textContent.includes('take part')")


@pytest.mark.slow
def test_a_link_brings_the_same_game_back_and_back_takes_a_quarter_back(page, address):
    opened(page, address)
    page.select_option("#game-newsletter", "weekly")
    play(page, 1)
    facts = page.locator(".facts").text_content()
    page.reload()
    page.wait_for_selector("text=Quarter 2 of 8")
    assert page.locator(".facts").text_content() == facts
    page.go_back()
    page.wait_for_selector("text=Quarter 1 of 8")


@pytest.mark.slow
def test_a_link_to_an_impossible_game_says_why_and_offers_a_new_one(page, address):
    opened(page, address, "game/7/000000020.000000020.000000020")
    assert "expected at most 2,000" in page.locator("#alarm").text_content()
    assert page.get_by_text("Quarter 1 of 8").is_visible()


@pytest.mark.slow
def test_another_company_can_be_chosen_by_number(page, address):
    opened(page, address)
    page.fill("#company", "12")
    page.keyboard.press("Enter")
    page.wait_for_url("**#game/12*")
    page.wait_for_selector("#play")
    assert page.input_value("#company") == "12"


@pytest.mark.slow
def test_it_fits_a_narrow_screen(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address)
    play(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_request_that_makes_no_sense_is_answered_in_words(server):
    with server.client() as client:
        refused = client.post("/api/game/state", content=b"not json")
        assert refused.status_code == 400
        assert "company and decisions" in refused.json()["message"]
        early = client.post("/api/game/debrief", json={"company": 7, "decisions": [{}]})
        assert early.status_code == 400
        assert "not played to the end" in early.json()["message"]


def test_the_debrief_ends_with_what_ifs_and_the_best_plan_tried(page, address):
    page.goto(f"{address}/#game/7/{'.'.join(['300100000'] * 8)}")
    page.wait_for_selector(".score strong")
    page.wait_for_selector(".debrief .answer", timeout=LONG_SEARCH)
    assert page.locator(".ifs li").count() >= 9
    means = page.locator(".ifs li").all_text_contents()
    assert any(one.startswith("Without the newsletter:") for one in means)
    assert "plans tried" in page.locator(".debrief .answer").text_content()
    assert page.locator(".calendar.whole").count() == 2
    assert page.get_by_role("button", name="Copy result").is_enabled()
