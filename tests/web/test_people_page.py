"""The people of Explore, as somebody at the projector plays them."""

from __future__ import annotations

import io

import httpx
import pytest

CROWD = ".crowd[data-people]"


@pytest.fixture(scope="module")
def opened(browser, address):
    """One page for all tests here: opening one takes seconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/#explore?organisation=three_hundred&weeks=104")
    page.wait_for_selector(CROWD, timeout=120_000)
    page.wait_for_selector(".chart[data-complete=true]", timeout=120_000)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def crowd(opened):
    """The page that shows the people of the usual programme, with no story open."""
    yield opened
    if opened.locator(".story").is_visible():
        opened.get_by_role("button", name="Close the story").click()
    opened.unroute_all()


def week_of(page):
    return int(page.locator(".crowd").get_attribute("data-week"))


def test_everyone_has_a_square_and_departments_have_names(crowd):
    assert crowd.locator(".crowd").get_attribute("data-people") == "300"
    names = crowd.locator(".crowd .names > span").all_text_contents()
    assert names and all("%" in name for name in names)
    painted = crowd.evaluate(
        """() => {
          const canvas = document.querySelector('.crowd canvas');
          const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const found = new Set();
          for (let n = 0; n < data.length; n += 4) {
            if (data[n + 3]) found.add([data[n], data[n + 1], data[n + 2]].join());
          }
          return found.size;
        }"""
    )
    assert painted >= 4


def test_the_key_s_shares_add_up_to_everyone(crowd):
    shares = crowd.locator(".key b").all_text_contents()
    assert abs(sum(int(share.removesuffix(" %")) for share in shares) - 100) <= 2


def test_playing_moves_the_weeks_and_the_line_in_the_chart(crowd):
    crowd.get_by_role("button", name="Play", exact=True).click()
    crowd.wait_for_function("() => Number(document.querySelector('.crowd').dataset.week) < 60")
    crowd.wait_for_function("() => Number(document.querySelector('.crowd').dataset.week) > 5")
    crowd.get_by_role("button", name="Pause", exact=True).click()
    week = week_of(crowd)
    assert crowd.locator(".player .week").text_content() == f"Week {week}"
    assert crowd.locator(".explore .chart .cursor").first.is_visible()
    crowd.get_by_role("button", name="One week on").click()
    assert week_of(crowd) == week + 1


def test_arrow_keys_move_between_people_and_enter_tells_a_story(crowd):
    crowd.locator(".crowd").focus()
    first = crowd.locator(".ring").bounding_box()
    crowd.keyboard.press("ArrowRight")
    second = crowd.locator(".ring").bounding_box()
    assert second["x"] > first["x"] and second["y"] == first["y"]
    crowd.keyboard.press("ArrowDown")
    assert crowd.locator(".ring").bounding_box()["y"] > second["y"]
    crowd.keyboard.press("PageDown")
    department = crowd.locator(".who").text_content().split(",")[0]
    assert crowd.locator(".crowd .names > span").nth(1).text_content().endswith(department)
    crowd.keyboard.press("Enter")
    crowd.wait_for_selector(".story li")
    assert department in crowd.locator(".story h2").text_content()
    sentence = crowd.locator(".story li").first
    sentence.get_by_role("button").click()
    assert week_of(crowd) == int(sentence.get_by_role("button").text_content().split()[1])
    crowd.keyboard.press("Escape")
    assert not crowd.locator(".story").is_visible()
    assert crowd.evaluate("document.activeElement.classList.contains('crowd')")


@pytest.mark.slow
def test_pointing_at_a_square_says_what_its_person_does(crowd):
    box = crowd.locator(".crowd").bounding_box()
    crowd.mouse.move(box["x"] + 8, box["y"] + 26)
    assert "in a team of" in crowd.locator(".who").text_content()
    crowd.mouse.click(box["x"] + 8, box["y"] + 26)
    crowd.wait_for_selector(".story li")


def test_the_table_says_the_same_as_the_squares(crowd):
    crowd.evaluate("document.querySelector('.departments').open = true")
    rows = crowd.locator(".departments tbody tr")
    assert rows.first.locator("th").text_content() == "Everyone"
    visited = rows.nth(1).locator("td").nth(2).text_content()
    assert crowd.locator(".crowd .names b").first.text_content() == visited


@pytest.mark.slow
def test_another_run_is_another_history(crowd):
    crowd.get_by_label("Week", exact=True).press("End")
    shares = crowd.locator(".key").text_content()
    crowd.locator(".run").click()
    crowd.wait_for_function(
        "text => document.querySelector('.key').textContent !== text", arg=shares
    )


@pytest.mark.slow
def test_people_go_home_as_a_picture_and_a_table(crowd):
    with crowd.expect_download() as png:
        crowd.locator(".people").get_by_role("button", name="Picture").click()
    assert png.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with crowd.expect_download() as csv:
        crowd.locator(".people").get_by_role("button", name="Table", exact=True).click()
    lines = io.StringIO(csv.value.path().read_text()).readlines()
    assert lines[0].startswith("department,week,employees,with an account")
    departments = len({line.rsplit(",", 5)[0] for line in lines[1:]})
    assert len(lines) - 1 == 104 * departments


@pytest.mark.slow
def test_26_000_people_are_drawn_within_a_frame(crowd):
    times = crowd.evaluate(
        """async () => {
          const {makeCrowd} = await import('uptake/crowd.js');
          const people = 26000, weeks = 40;
          const sizes = Array.from({length: 80}, () => people / 80);
          const states = new Uint8Array(weeks * people / 4).map((_, n) => (n * 2654435761) >>> 24);
          const crowd = makeCrowd(document.createElement('canvas'));
          crowd.layout({sizes, teams: sizes}, 1240, 570, 19, 62);
          crowd.colours(['#e4e0d7', '#a9b3bd', '#4a9fd4', '#0b3f66'], '#dcd8cf');
          const times = [];
          for (let week = 0; week < weeks; week += 1) {
            const before = performance.now();
            crowd.paint(states, week * people / 4);
            times.push(performance.now() - before);
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    assert times[len(times) // 2] < 17


@pytest.mark.slow
def test_nothing_is_wider_than_a_telephone(crowd):
    crowd.set_viewport_size({"width": 390, "height": 844})
    crowd.wait_for_function("() => document.documentElement.scrollWidth <= 390")
    crowd.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_people_and_story_pass_the_checks_of_accessibility(crowd, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    crowd.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    crowd.evaluate("document.querySelector('.departments').open = true")
    crowd.locator(".crowd").focus()
    crowd.keyboard.press("Enter")
    crowd.wait_for_selector(".story li")
    found = axe.Axe().run(crowd, context=".people")
    assert [one["id"] for one in found.response["violations"]] == []


def test_requests_that_make_no_sense_are_refused_in_words(address):
    headers = {"X-Session": "a test", "Origin": address}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        far = client.post("/api/story", json={"choice": {}, "place": 10_000_000})
        assert far.status_code == 400 and "makes no sense" in far.json()["message"]
        missing = client.post("/api/story", json={"choice": {}, "place": 999_999})
        assert missing.status_code == 400 and "does not exist" in missing.json()["message"]
        assert client.post("/api/people", content=b"[1]").status_code == 400
        unknown = client.post("/api/people", json={"choice": {"organisation": "nowhere"}})
        assert unknown.status_code == 400


def test_a_model_that_fails_is_told_in_words(crowd):
    crowd.route(
        "**/api/people", lambda route: route.fulfill(status=500, json={"message": "no luck"})
    )
    crowd.locator(".run").click()
    crowd.wait_for_selector("#alarm:not([hidden])")
    assert "The people cannot be shown: no luck" in crowd.locator("#alarm").text_content()
    assert crowd.locator(".crowd.stale").count() == 1
