from __future__ import annotations

import pytest

from uptake.errors import InputError
from uptake.organisation import connect, synthetic_chart
from uptake.programme import KINDS
from uptake.scenario import Scenario
from uptake.scenario_files import (
    check_with_organisation,
    load_organisation,
    notes_on,
    read_scenario,
    read_scenario_file,
    scenario_yaml,
)

OWN = """
from typing import Literal
from pydantic import Field
from uptake.programme import Intervention

class CoffeeCorner(Intervention):
    kind: str = "coffee.py:CoffeeCorner"
    cups: int = Field(10, ge=1, le=500)
"""


@pytest.fixture
def write(tmp_path):
    def write_file(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def mistakes(path):
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    return caught.value.problems


def where(problem):
    return problem.where.rsplit(":", 2)[1:]


def test_a_scenario_is_read_with_the_name_as_kind(write):
    path = write(
        "plan.yaml",
        "name: no\nweeks: 52\nprogramme:\n  newsletter:\n  monday:\n    kind: newsletter\n"
        "    every_weeks: 2\n",
    )
    scenario = read_scenario(path)
    assert (scenario.name, scenario.weeks) == ("no", 52)
    assert scenario.programme["newsletter"] == KINDS["newsletter"]()
    assert scenario.programme["monday"].every_weeks == 2


def test_all_mistakes_come_at_once_in_the_order_of_their_lines(write):
    path = write(
        "plan.yaml",
        "weeks: -3\n"
        "champoin: {}\n"
        "programme:\n"
        "  newsletter: {quality: 1.7, from_week: 10, until_week: 5}\n"
        "  welcom_pack: {}\n"
        "assumptions: {contagion: simpel, desk_access: true}\n",
    )
    found = mistakes(path)
    assert [(where(p)[0], p.key) for p in found] == [
        ("1", "weeks"),
        ("2", "champoin"),
        ("4", "programme.newsletter.quality"),
        ("4", "programme.newsletter.until_week"),
        ("5", "programme.welcom_pack"),
        ("6", "assumptions.contagion"),
        ("6", "assumptions.desk_access"),
    ]


def test_a_range_is_said_with_its_unit_and_what_was_found(write):
    (problem,) = mistakes(write("plan.yaml", "programme: {newsletter: {quality: 1.7}}\n"))
    assert str(problem).endswith(
        "plan.yaml:1:35 programme.newsletter.quality: is too large; found 1.7; "
        "expected a number from 0 to 1 (share)"
    )


@pytest.mark.parametrize(
    ("text", "key", "right"),
    [
        ("wekes: 3", "wekes", "weeks"),
        ("extend: base.yaml", "extend", "extends"),
        ("programme: {newsletter: {every_week: 1}}", "programme.newsletter.every_week", "every_"),
        ("programme: {Welcome-Packs: {}}", "programme.Welcome-Packs", "welcome_pack"),
        ("programme: {a: {kind: newslettr}}", "programme.a.kind", "newsletter"),
        ("champion: {succesor: {}}", "champion.succesor", "successor"),
        ("assumptions: {contagion: reinforcd}", "assumptions.contagion", "perhaps reinforced"),
        (
            "programme: {deputies: {audience: {department: [A]}}}",
            "programme.deputies.audience.department",
            "departments",
        ),
    ],
)
def test_the_nearest_right_name_is_suggested(write, text, key, right):
    (problem,) = mistakes(write("plan.yaml", text))
    assert problem.key == key
    assert right in problem.right


def test_an_unknown_kind_without_a_near_one_lists_all(write):
    (problem,) = mistakes(write("plan.yaml", "programme: {zzz: {}}\n"))
    assert all(kind in problem.right for kind in KINDS)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("programme: {deputies: {from_week: 9, until_week: 9}}", "until_week", "not after"),
        ("programme: {desk_drop: {weeks: [3, 30], until_week: 10}}", "weeks", "never happens"),
        ("programme: {desk_drop: {weeks: [-1]}}", "weeks", "never happens"),
        ("champion: {successor: {}}", "successor", "never leaves"),
        (
            "headcount_path: [{week: 5, employees: 9}, {week: 5, employees: 8}]",
            "headcount_path",
            "do not rise",
        ),
        ("organisation: {file: a.csv, synthetic: {}}", "synthetic", "beside a file"),
        ("programme: 3", "programme", "not a mapping"),
        ("programme: {newsletter: 3}", "newsletter", "not a mapping"),
        ("weeks: 1.5", "weeks", "not a whole number"),
        ("weeks: [1]", "weeks", "not a whole number"),
        ("weeks: true", "weeks", "not a number"),
        ("assumptions: {visit_level: .nan}", "visit_level", "not a finite number"),
        ("name: ''", "name", "empty"),
        ("name: 2010", "name", "not text"),
        ("champion: no", "champion", "not a mapping"),
        ("headcount_path: [{week: 1}]", "employees", "missing"),
        ("headcount_path: 7", "headcount_path", "not a list"),
    ],
)
def test_contradictions_and_wrong_types_are_said_in_words(write, text, key, words):
    (problem,) = mistakes(write("plan.yaml", text + "\n"))
    assert problem.key.endswith(key)
    assert words in problem.wrong
    assert where(problem)[0] == "1"


def test_a_contradiction_with_a_wrong_value_is_not_reported_twice(write):
    (problem,) = mistakes(write("plan.yaml", "champion: {leaves_in_week: soon, successor: {}}\n"))
    assert problem.key == "champion.leaves_in_week"


def test_extends_merges_deeply_and_null_removes(write):
    write("base/base.yaml", "name: Base\nweeks: 52\nchampion: {diligence: 0.5}\n")
    write(
        "middle.yaml",
        "extends: base/base.yaml\nprogramme: {newsletter: {quality: 0.4}, deputies: {}}\n",
    )
    path = write(
        "plan.yaml",
        "extends: middle.yaml\nweeks: null\n"
        "programme: {newsletter: {every_weeks: 3}, deputies: null}\n",
    )
    scenario = read_scenario(path)
    assert scenario.name == "plan"
    assert scenario.weeks == Scenario().weeks
    assert scenario.champion.diligence == 0.5
    assert scenario.programme == {"newsletter": KINDS["newsletter"](quality=0.4, every_weeks=3)}


def test_null_for_the_champion_means_nobody_even_when_the_base_has_one(write):
    write("base.yaml", "champion: {diligence: 0.5}\n")
    assert (
        read_scenario(write("plan.yaml", "extends: base.yaml\nchampion: null\n")).champion is None
    )


def test_null_for_an_intervention_that_the_base_does_not_have_is_refused(write):
    write("base.yaml", "weeks: 5\n")
    (problem,) = mistakes(write("plan.yaml", "extends: base.yaml\nprogramme: {deputies: null}\n"))
    assert "nothing to remove" in problem.wrong


def test_a_mistake_in_the_base_is_reported_in_the_base(write):
    base = write("base.yaml", "# base\nweeks: -1\n")
    (problem,) = mistakes(write("plan.yaml", "extends: base.yaml\nname: Plan\n"))
    assert problem.where == f"{base}:2:8"


def test_a_loop_of_extends_is_refused_with_the_whole_loop(write):
    write("a.yaml", "extends: b.yaml\n")
    write("b.yaml", "extends: c.yaml\n")
    path = write("c.yaml", "extends: a.yaml\n")
    (problem,) = mistakes(path)
    assert problem.key == "extends"
    assert problem.found.count(" extends ") == 3


@pytest.mark.parametrize("base", ["none.yaml", "3", "[a, b]"])
def test_a_base_that_is_no_file_is_refused_at_its_line(write, base):
    (problem,) = mistakes(write("plan.yaml", f"name: x\nextends: {base}\n"))
    assert where(problem) == ["2", "10"]


def test_paths_follow_the_file_they_are_written_in(write, tmp_path):
    write("base/coffee.py", OWN)
    write(
        "base/base.yaml",
        "organisation: {file: staff.csv}\nprogramme: {corner: {kind: coffee.py:CoffeeCorner}}\n",
    )
    scenario = read_scenario(write("plan.yaml", "extends: base/base.yaml\n"))
    assert scenario.organisation.file == str(tmp_path / "base" / "staff.csv")
    assert scenario.programme["corner"].cups == 10


def test_values_of_an_own_intervention_are_checked_with_positions(write):
    write("coffee.py", OWN)
    path = write(
        "plan.yaml",
        "programme:\n  corner:\n    kind: coffee.py:CoffeeCorner\n    cups: 0\n    cup: 3\n",
    )
    assert [(where(p)[0], p.key) for p in mistakes(path)] == [
        ("4", "programme.corner.cups"),
        ("5", "programme.corner.cup"),
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("none.py:A", "no file"), ("coffee.py:Tea", "no class Tea"), ("broken.py:A", "does not run")],
)
def test_an_own_intervention_that_cannot_be_loaded_is_reported_at_its_kind(write, kind, words):
    write("coffee.py", OWN)
    write("broken.py", "raise OSError('no milk')\n")
    (problem,) = mistakes(write("plan.yaml", f"programme:\n  corner: {{kind: '{kind}'}}\n"))
    assert where(problem) == ["2", "18"]
    assert words in problem.wrong


def test_what_never_happens_is_noted_but_allowed(write):
    path = write(
        "plan.yaml",
        "weeks: 10\nchampion: {leaves_in_week: 10}\nprogramme: {newsletter: {from_week: 12}}\n",
    )
    keys = {note.key for note in notes_on(read_scenario_file(path))}
    assert keys == {"champion.leaves_in_week", "programme.newsletter.from_week"}


def test_a_written_scenario_reads_back_as_the_same(write):
    path = write(
        "plan.yaml",
        "name: Plan\nchampion: null\nweeks: 60\norganisation: {synthetic: {headcount: 50}}\n"
        "headcount_path: [{week: 0, employees: 50}, {week: 9, employees: 60}]\n"
        "programme: {mail: {kind: newsletter, to: members, audience: {sites: [A]}}, deputies: }\n"
        "assumptions: {contagion: none}\n",
    )
    scenario = read_scenario(path)
    again = read_scenario(write("again.yaml", scenario_yaml(scenario)))
    assert again == scenario
    assert again.fingerprint == scenario.fingerprint


def test_names_that_the_organisation_does_not_have_are_reported_with_the_nearest(write):
    organisation = connect(synthetic_chart(headcount=60, departments=2, seed=0))
    known = organisation.chart.department_names[1]
    path = write(
        "plan.yaml",
        f"initial_accounts: 900\nprogramme:\n  newsletter:\n    audience: {{departments: "
        f"['{known}', '{known.upper()}x'], sites: [Atlantis]}}\n",
    )
    found = check_with_organisation(read_scenario_file(path), organisation)
    assert [p.key for p in found] == [
        "initial_accounts",
        "programme.newsletter.audience.departments[1]",
        "programme.newsletter.audience.sites[0]",
    ]
    assert known in found[1].right
    assert "60 or fewer" in found[0].right


def test_an_organisation_has_vacant_positions_for_planned_growth(write):
    path = write(
        "plan.yaml",
        "organisation: {synthetic: {headcount: 40}}\n"
        "headcount_path: [{week: 0, employees: 40}, {week: 9, employees: 55}]\n",
    )
    chart = load_organisation(read_scenario(path)).chart
    assert len(chart.employee_ids) == 55
    assert int(chart.staffed.sum()) == 40


def test_an_export_takes_the_place_of_what_the_scenario_names(write):
    staff = write("staff.csv", "nr,boss\n1,\n2,1\n3,1\n")
    columns = {"nr": "employee", "boss": "manager"}
    chart = load_organisation(Scenario(), staff, columns).chart
    assert sorted(chart.employee_ids) == ["1", "2", "3"]


def test_repairs_that_a_scenario_asks_for_hold_for_any_staff_file(write):
    staff = write("staff.csv", "employee id,manager id\n1,\n2,1\n3,1\n4,\n")
    with pytest.raises(InputError, match="several"):
        load_organisation(Scenario(), staff)
    asking = Scenario.model_validate({"organisation": {"repairs": {"several_roots": "join"}}})
    assert (load_organisation(asking, staff).chart.manager == -1).sum() == 1
