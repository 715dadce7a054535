"""The code on the pages does what they say."""

from __future__ import annotations

import ast
import re
import shlex

import mesa
import numpy as np
import pytest
import typer
from pages import blocks, page

from uptake.adoption import AdoptionModel
from uptake.cli.main import app
from uptake.errors import InputError
from uptake.organisation import connect, synthetic_chart
from uptake.organisation.columns import ALIASES, FIELDS, normal_header
from uptake.scenario import Scenario
from uptake.scenario_files import read_scenario
from uptake.simulation import simulate
from uptake.study.study import run_study
from uptake.study.study_file import read_study
from uptake.study.study_form import StudyForm


@pytest.fixture(scope="module")
def firm():
    return connect(synthetic_chart(200, seed=2))


@pytest.fixture
def talks(tmp_path):
    """The files of the page about own interventions, as a reader would write them."""
    (tmp_path / "lunch_talk.py").write_text(blocks("own_intervention.md", "python")[0])
    (tmp_path / "talks.yaml").write_text(blocks("own_intervention.md", "yaml")[0])
    return tmp_path / "talks.yaml"


def test_an_own_intervention_draws_people_in_and_costs_what_it_says(talks, firm):
    scenario = read_scenario(talks)
    without = scenario.model_copy(
        update={"programme": {"newsletter": scenario.programme["newsletter"]}}
    )
    runs = [simulate(one, firm, 1, 0).weekly for one in (scenario, without)]
    money = [run["money"].to_numpy() for run in runs]
    assert runs[0]["accounts"].mean() > runs[1]["accounts"].mean()
    talk = 5.0 * scenario.champion.hour_cost
    assert np.all((money[0] - money[1])[:8:4] > talk)


def test_an_own_intervention_runs_in_other_processes(talks, firm):
    scenario = read_scenario(talks).model_copy(update={"weeks": 30})
    here, there = (run_study([scenario], firm, 1, range(2), workers=n) for n in (1, 2))
    assert here.summary.equals(there.summary)


def test_a_mistake_in_an_own_intervention_is_found_by_line(talks):
    talks.write_text(talks.read_text().replace("    every_weeks: 4", "    every_week: 4"))
    with pytest.raises(InputError) as caught:
        read_scenario(talks)
    (problem,) = caught.value.problems
    assert problem.where.endswith("talks.yaml:8:5")
    assert "every_weeks" in problem.right


def test_the_page_on_python_runs_from_top_to_bottom():
    names = {}
    for block in blocks("python.md", "python"):
        exec(compile(block, "python.md", "exec"), names)
    assert names["model"].week == names["scenario"].weeks
    assert 0 < len(names["quiet_managers"]) < len(names["members"])
    assert len(names["collected"]) == 52
    assert names["collected"]["accounts"].iloc[-1] == names["model"].weekly["accounts"][51]
    assert names["other"].weekly.iloc[:50].equals(names["model"].weekly.iloc[:50])
    assert names["small_firm"].chart.level.max() == 2
    assert names["club"].chart.manager.max() == -1
    assert list(names["participation"]["scenario"]) == ["Newsletter"]
    assert names["participation"]["difference"].item() > 0


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run")
def test_mesa_runs_it_in_a_batch(firm):
    parameters = {
        "scenario": [Scenario(weeks=8, initial_accounts=20)],
        "organisation": [firm],
        "habit_gain": [0.09, 0.13],
    }
    rows = mesa.batch_run(AdoptionModel, parameters, number_processes=1, display_progress=False)
    assert [row["habit_gain"] for row in rows] == [0.09, 0.13]
    assert all(row["visitors"] > 0 for row in rows)


def commands() -> list[str]:
    lines = [line for text in blocks("tutorial.md", "sh") for line in text.splitlines()]
    return [line for line in lines if line.startswith("uptake ")]


@pytest.mark.parametrize("line", commands())
def test_the_commands_of_the_tutorial_exist(line):
    words = shlex.split(line)[1:]
    command = typer.main.get_command(app)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    # Parses every option and its value, without running anything.
    command.make_context(line, words)


def test_the_scenarios_of_the_tutorial_can_be_read(tmp_path):
    for text in blocks("tutorial.md", "yaml"):
        name = text.splitlines()[0].removeprefix("# ")
        (tmp_path / name).write_text(text)
    names = {read_scenario(path).name for path in sorted(tmp_path.glob("*.yaml"))}
    assert len(names) == len(blocks("tutorial.md", "yaml")) >= 5


def test_the_headers_in_the_tutorial_are_recognised():
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", page("tutorial.md"), re.MULTILINE)
    assert [field for field, _ in rows] == list(FIELDS)
    for field, headers in rows:
        for header in re.findall(r"`([^`]+)`", headers):
            assert normal_header(header) in ALIASES[field], header


@pytest.fixture
def cadence(tmp_path, monkeypatch):
    """The study of the page about studies, made small, where a reader would have it."""
    monkeypatch.chdir(tmp_path)
    study, sets, doubts, listed = blocks("studies.md", "yaml")[:4]
    small = "weeks: 20\nuncertainties: {points: 3}\n"
    (tmp_path / "plan.yaml").write_text(
        "organisation: {synthetic: {headcount: 60}}\nprogramme: {newsletter: {}}\n"
    )
    (tmp_path / "nothing.yaml").write_text(
        "extends: plan.yaml\nname: Nothing\nchampion: null\nprogramme: null\n"
    )
    (tmp_path / "cadence.yaml").write_text(study + small)
    (tmp_path / "sets.yaml").write_text(sets)
    (tmp_path / "doubts.yaml").write_text(doubts)
    (tmp_path / "listed.yaml").write_text(listed)
    return tmp_path


def test_the_studies_of_the_page_can_be_read(cadence):
    assert read_study("cadence.yaml").run_count == 21 * 3
    assert read_study("sets.yaml").run_count == 2 * 20
    assert read_study("doubts.yaml").run_count == 2 * 12 * 8
    assert read_study("listed.yaml").programme_count == 3


def test_the_python_of_the_page_on_studies_runs(cadence):
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    names = {}
    for block in blocks("studies.md", "python")[::-1]:
        exec(compile(block, "studies.md", "exec"), names)
    assert (names["result"].done, names["result"].failed) == (63, 0)
    in_pandas, rows = pages_last_value(blocks("studies.md", "python"), names)
    assert in_pandas.sort_index().to_dict() == pytest.approx(
        rows.set_index("label")["participation"].to_dict()
    )


def pages_last_value(code: list[str], names: dict) -> tuple:
    """What the last line of the blocks on pandas and DuckDB comes to."""
    found = []
    for block in code[:2]:
        *before, last = ast.parse(block).body
        exec(compile(ast.Module(before, []), "studies.md", "exec"), names)
        found.append(eval(compile(ast.Expression(last.value), "studies.md", "eval"), names))
    return tuple(found)


@pytest.mark.parametrize("key", list(StudyForm.model_fields))
def test_the_page_on_studies_names_every_key(key):
    assert f"`{key}`" in page("studies.md")
