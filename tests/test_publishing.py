from __future__ import annotations

from datetime import UTC, datetime

import pytest

from uptake.organisation import connect, synthetic_chart
from uptake.parameters import Assumptions
from uptake.publishing import lineup_of, most_doubtful, publish, report_content
from uptake.report import rows
from uptake.scenario import Scenario
from uptake.study.study import run_study

MAIL = {"newsletter": {"quality": 0.5}, "lunch": {"kind": "desk_drop", "weeks": [3]}}


@pytest.fixture(scope="module")
def result():
    scenarios = [
        {"name": "Nothing", "champion": None},
        {"name": "Mail", "programme": MAIL},
        {"name": "Leaves", "programme": MAIL, "champion": {"leaves_in_week": 30}},
        {
            "name": "Replaced",
            "programme": MAIL,
            "champion": {"leaves_in_week": 30, "successor": {}, "playbook": True},
        },
        {"name": "Other", "champion": {"leaves_in_week": 30}},
    ]
    organisation = connect(synthetic_chart(headcount=60, departments=2, seed=0))
    made = [Scenario.model_validate({"weeks": 40, **one}) for one in scenarios]
    return run_study(made, organisation, 1, range(2), workers=1)


def test_a_departure_is_shown_beside_the_same_programme_without_it(result):
    marks = {mark.name: mark for mark in lineup_of(result).marks}
    assert {name: mark.counterpart for name, mark in marks.items()} == {
        "Nothing": None,
        "Mail": None,
        "Leaves": "Mail",
        "Replaced": "Mail",
        "Other": None,
    }
    assert marks["Leaves"].departure_week == 30
    assert [name for name, mark in marks.items() if mark.successor] == ["Replaced"]


def test_the_cost_a_year_is_all_the_money_of_a_run_once(result):
    content = report_content(result, "Title", "Question?")
    spent = result.summary.groupby("scenario")["money_total"].mean()
    for row in rows(content):
        assert row.cost_a_year == pytest.approx(spent[row.mark.name] / (40 / 52))


def test_details_say_what_sets_a_scenario_apart(result):
    details = {one.name: one.settings for one in report_content(result, "T", "Q?").details}
    assert details["Nothing"]["champion"] == "nobody"
    assert details["Mail"]["programme.newsletter"] == "quality 0.5"
    assert details["Mail"]["programme.lunch"] == "kind desk_drop, weeks 3"
    assert details["Leaves"]["champion"] == "leaves in week 30"
    assert "successor" in details["Replaced"]["champion"]
    assert "playbook yes" in details["Replaced"]["champion"]


def test_assumptions_shown_are_assumed_ones_with_the_value_in_use():
    name = most_doubtful([Assumptions()])[0].name
    shown = most_doubtful([Assumptions(**{name: 0.0123})])
    assert {one.status for one in shown} == {"A"}
    assert shown[0].name == name
    assert shown[0].value.startswith("0.0123")
    several = most_doubtful([Assumptions(**{name: value}) for value in (0.0123, 0.045, 0.03)])
    assert several[0].value.startswith("0.0123 to 0.045")


def test_everything_is_published_or_nothing(result, tmp_path, monkeypatch):
    arguments = {
        "title": "Title",
        "question": "Question?",
        "command": ["uptake", "compare"],
        "started": datetime(2026, 1, 1, tzinfo=UTC),
        "seconds": {"runs": 1.0},
    }
    content = publish(result, tmp_path / "out", **arguments)
    assert {"participation", "departure", "cost"} <= {figure.name for figure in content.figures}
    before = sorted((tmp_path / "out").rglob("*"))
    monkeypatch.setattr("uptake.publishing.write_report", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(result, tmp_path / "second", **arguments)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "out"]
    assert sorted((tmp_path / "out").rglob("*")) == before
