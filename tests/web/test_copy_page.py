"""The copy to take home: opened from disk, with the network off."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_explore_page import answered, move

from uptake.web import copying
from uptake.web.answers import Answers
from uptake.web.choice import Choice
from uptake.web.export import copy_of_page, export
from uptake.web.lessons import choices
from uptake.web.opened import Opened
from uptake.web.places import Places
from uptake.web.pool import Pool

LEVERS = (
    {},
    {"champion_leaves": "week 78"},
    {"newsletter": "every 4 weeks"},
    {"newsletter": "none"},
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy with few of its runs, in a file."""

    async def make():
        places, made = Places(), copying.Runs()
        pool = Pool(places, 2)
        try:
            async for _ in copying.make_runs(
                pool, Answers(pool, places, Opened()), "", made, few, [few[1]]
            ):
                pass
        finally:
            pool.close()
        return copy_of_page(made)

    few = [Choice(levers=levers) for levers in LEVERS]
    with ThreadPoolExecutor(1) as aside:  # Playwright has a loop of its own on this thread.
        text = aside.submit(asyncio.run, make()).result()
    path = tmp_path_factory.mktemp("copy") / "uptake.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def home(page, copy):
    """The copy, opened from disk by a browser without a network."""
    page.context.set_offline(True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(copy.as_uri())
    yield page
    away = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert away == []


def test_the_line_falls_from_disk_with_the_network_off(home):
    assert "of employees visit in a week" in answered(home)
    assert "fewer than pinned" in move(home, "champion_leaves", 3)


@pytest.mark.slow
def test_between_stored_programmes_it_says_so(home):
    answered(home)
    move(home, "newsletter", 3)
    assert "interpolated" in home.locator(".under .note").first.text_content()


@pytest.mark.slow
def test_its_numbers_are_those_of_the_server(home, browser, address):
    said = answered(home)
    other = browser.new_page()
    other.goto(address)
    assert answered(other) == said
    other.close()


def test_what_it_does_not_hold_it_does_not_offer(home):
    answered(home)
    parts = home.eval_on_selector_all("#tabs a", "tabs => tabs.map((one) => one.textContent)")
    assert parts == ["Explore", "Lessons", "Method"]
    assert home.get_by_text("This copy holds 5 of 12 levers").is_visible()


@pytest.mark.slow
def test_the_method_is_in_it(home):
    answered(home)
    home.click("#tabs a[data-part=method]")
    home.get_by_role("heading", name="What happens in a week").wait_for()
    assert home.get_by_text("Contacts, the topic's community and the champion answer").is_visible()


def test_lessons_are_in_it_and_their_choices_among_what_is_stored_by_default(home):
    answered(home)
    home.click("#tabs a[data-part=lessons]")
    home.wait_for_selector(".lessons h1")
    stored = {one.model_dump_json() for one in copying.stored_choices()}
    assert {one.model_dump_json() for one in choices()} <= stored


def test_a_place_where_no_file_can_be_is_refused_before_any_run(tmp_path):
    with pytest.raises(Exception, match="lies in a folder that is not there"):
        export(tmp_path / "nowhere" / "copy.html", 1, lambda done, of: None)
    with pytest.raises(Exception, match="is a folder"):
        export(tmp_path, 1, lambda done, of: None)


@pytest.mark.slow
def test_the_whole_copy_is_below_eight_megabytes(tmp_path):
    assert export(tmp_path / "copy.html", 2, lambda done, of: None) < 8_000_000
