"""Your organisation, as somebody with an HR export uses it."""

from __future__ import annotations

import pytest

from uptake.study.ensemble import ensemble_text, reference

EVIL = "<img src=x onerror=document.title='owned'>"


def staff(department="Care", manager="Manager ID", people=40):
    rows = [f"Worker ID,{manager},Cost centre,Department,Full Name"]
    for n in range(people):
        above = "" if n == 0 else f"S{(n - 1) // 6}"
        team = "Board" if n < 3 else ("Sales", department)[n % 2]
        rows.append(f"S{n},{above},{n % 4},{team},Somebody Else")
    return "\n".join(rows)


@pytest.fixture
def own(page, address):
    """The page at what can be opened."""
    page.goto(f"{address}/#own")
    page.wait_for_selector("#open-organisation")
    return page


def open_file(page, kind, name, text):
    content = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files(f"#open-{kind}", content)


def shown(page):
    return page.locator(".read h2").first.text_content()


def test_a_good_export_is_opened_used_and_forgotten(own):
    open_file(own, "organisation", "firm.csv", staff())
    own.get_by_text("Largest departments").wait_for()
    assert shown(own) == "firm: 40 people and 1 root"
    own.get_by_role("button", name="Use it").click()
    own.wait_for_selector(".chart[data-complete=true]")
    chosen = own.locator("#organisation")
    assert chosen.evaluate("one => one.selectedOptions[0].textContent") == shown_name()
    assert "organisation=opened-" in own.url
    own.click("#tabs a[data-part=own]")
    own.get_by_role("button", name="Forget it").click()
    assert "organisation" not in own.url
    assert own.get_by_role("button", name="Forget it").count() == 0
    own.click("#tabs a[data-part=explore]")
    assert "opened-" not in own.locator("#organisation").inner_html()


def shown_name():
    return "firm: 40 people and 1 root"


@pytest.mark.slow
def test_a_forgotten_organisation_is_gone_from_the_server(own, server):
    with own.expect_response("**/api/own/organisation") as told:
        open_file(own, "organisation", "firm.csv", staff())
    key = told.value.json()["key"]
    choice = {"choice": {"organisation": key, "weeks": 26}, "replicates": 1}
    with server.client() as client:
        assert client.post("/api/answer", json=choice).status_code == 200
        with own.expect_response("**/api/own/forget"):
            own.get_by_role("button", name="Forget it").click()
        answer = client.post("/api/answer", json=choice)
    assert answer.status_code == 400
    assert "not open here" in answer.json()["message"]


@pytest.mark.slow
def test_small_groups_ids_and_names_are_not_on_the_page(own):
    open_file(own, "organisation", "firm.csv", staff())
    own.get_by_text("Largest departments").wait_for()
    text = own.locator("main").text_content()
    assert "Sales" in text
    assert "Board" not in own.locator(".read table").first.text_content()
    assert "Somebody" not in text
    assert "S17" not in text


@pytest.mark.slow
def test_a_header_that_is_not_known_can_be_mapped(own):
    open_file(own, "organisation", "firm.csv", staff(manager="Boss No"))
    own.get_by_text("One problem in firm.csv").wait_for()
    own.locator("label.column", has_text="Boss No").locator("select").select_option("manager")
    own.get_by_role("button", name="Check again").click()
    own.get_by_text("Largest departments").wait_for()
    assert shown(own) == shown_name()


def test_problems_name_their_rows_and_are_repaired_when_ticked(own):
    text = f"{staff()}\nS90,S77,1,Sales,x\nS91,,1,Sales,x\nbroken"
    open_file(own, "organisation", "firm.csv", text)
    own.get_by_text("Problems in firm.csv: 4").wait_for()
    table = own.locator(".read table").first.text_content()
    for part in ("row 42", "unknown manager", "row 43", "several roots", "row 44", "S77 "):
        assert (part in table) is (part != "S77 ")
    for words in ("join them below one", "as if there were none", "leave them out"):
        own.locator("label.repair", has_text=words).click()
    own.get_by_role("button", name="Check again").click()
    own.get_by_text("Repaired, as asked for").wait_for()
    assert shown(own) == "firm: 42 people and 1 root"


@pytest.mark.slow
def test_two_repairs_of_one_mistake_exclude_each_other(own):
    open_file(own, "organisation", "firm.csv", f"{staff()}\nbroken")
    own.get_by_text("One problem in firm.csv").wait_for()
    join = own.locator("label.repair", has_text="join them below one").locator("input")
    keep = own.locator("label.repair", has_text="keep each at a top").locator("input")
    join.check()
    keep.check()
    assert not join.is_checked()


def test_what_a_file_says_is_never_read_as_html(own):
    open_file(own, "organisation", f"{EVIL}.csv".replace("/", ""), staff(department=EVIL))
    own.get_by_text("Largest departments").wait_for()
    assert EVIL in own.locator(".read table").first.text_content()
    programme = f'programme: {{"{EVIL}": {{kind: newsletter}}}}'
    scenario = f'name: "{EVIL}"\ndescription: "{EVIL}"\n{programme}'
    open_file(own, "scenario", "plan.yaml", scenario)
    own.get_by_text("Notes").wait_for()
    assert shown(own) == EVIL
    open_file(own, "scenario", "plan.yaml", f'"{EVIL}": 1')
    own.get_by_text("One problem in plan.yaml").wait_for()
    assert own.locator("main img").count() == 0
    assert own.title() != "owned"


def test_a_scenario_becomes_a_programme_to_start_from(own):
    text = "name: Letters\nprogramme: {newsletter: {every_weeks: 2}}\nweeks: 100\n"
    open_file(own, "scenario", "letters.yaml", text)
    own.get_by_text("every weeks 2").wait_for()
    assert "weeks of the file are not used" in own.locator(".read").text_content()
    own.get_by_role("button", name="Use it").click()
    own.wait_for_selector(".chart[data-complete=true]")
    preset = own.locator("#preset")
    assert preset.evaluate("one => one.selectedOptions[0].textContent") == "Letters (yours)"


@pytest.mark.slow
def test_a_scenario_that_needs_other_files_says_what_to_do_instead(own):
    text = "extends: base.yaml\nprogramme: {corner: {kind: coffee.py:Corner}}\n"
    open_file(own, "scenario", "plan.yaml", text)
    own.get_by_text("Problems in plan.yaml: 2").wait_for()
    table = own.locator(".read table").text_content()
    assert "all of the scenario in one file" in table
    assert "is code of your own, and none is run here" in table


@pytest.mark.slow
def test_an_ensemble_is_taken_as_the_assumptions(own):
    open_file(own, "ensemble", "mine.csv", ensemble_text(reference().members[:2]))
    own.get_by_role("heading", name="mine.csv: two sets of assumptions").wait_for()
    own.get_by_role("button", name="Use it").click()
    own.wait_for_selector(".chart[data-complete=true]")
    assert "assume.basis=opened-" in own.url


@pytest.mark.slow
def test_a_file_opened_in_place_of_another_takes_its_place(own):
    open_file(own, "organisation", "firm.csv", staff())
    own.get_by_text("Largest departments").wait_for()
    own.get_by_role("button", name="Use it").click()
    own.wait_for_selector(".chart[data-complete=true]")
    before = own.url
    own.click("#tabs a[data-part=own]")
    open_file(own, "organisation", "other.csv", staff(people=50))
    own.locator(".opened", has_text="other: 50 people").wait_for()
    assert "organisation=opened-" in own.url
    assert own.url.split("organisation=")[1] != before.split("organisation=")[1]


def test_the_page_fits_a_phone_and_works_by_keyboard(own):
    own.set_viewport_size({"width": 390, "height": 800})
    open_file(own, "organisation", "firm.csv", staff(manager="Boss No"))
    own.get_by_text("One problem in firm.csv").wait_for()
    assert own.evaluate("document.documentElement.scrollWidth") <= 390
    own.locator("#open-organisation").focus()
    for _ in range(20):
        own.keyboard.press("Tab")
        if own.evaluate("document.activeElement.textContent") == "Check again":
            break
    assert own.evaluate("document.activeElement.textContent") == "Check again"
