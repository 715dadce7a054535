from __future__ import annotations

import json
import re

import pytest

from uptake.cli.new import starter
from uptake.programme import KINDS
from uptake.scenario_files import read_scenario
from uptake.study.study_form import StudyForm
from uptake.study.summary import MEASURES


def test_a_starter_is_a_scenario(uptake, tmp_path):
    found = uptake("new", "my_plan.yaml")
    assert found.exit_code == 0
    scenario = read_scenario(tmp_path / "my_plan.yaml")
    assert scenario.name == "My plan"
    assert set(scenario.programme) == {"newsletter", "welcome_pack"}


def test_everything_behind_a_comment_sign_can_be_used(tmp_path):
    text = starter("plan.yaml")
    once = re.sub(r"^( *)# (?= *(# )?([a-z_]+:( |$)|- \{))", r"\1", text, flags=re.M)
    path = tmp_path / "plan.yaml"
    path.write_text(_usable(once))
    scenario = read_scenario(path)
    assert set(scenario.programme) == set(KINDS)
    assert scenario.champion.successor is not None
    assert len(scenario.headcount_path) == 2
    for kind, intervention in scenario.programme.items():
        assert intervention == KINDS[kind]()


def _usable(text):
    """The starter with its optional lines in use; the shared window stays out."""
    shared = re.compile(r" *(# )?(from_week|until_week|audience):")
    return "\n".join(line for line in text.splitlines() if not shared.match(line)) + "\n"


def test_every_lever_of_every_kind_is_named_with_unit_and_range():
    text = starter("plan.yaml")
    for model in KINDS.values():
        for name, field in model.model_fields.items():
            if name != "kind":
                assert f"{name}:" in text
            if isinstance(field.json_schema_extra, dict):
                assert str(field.json_schema_extra["unit"]) in text


def test_lines_stay_readable():
    assert max(len(line) for line in starter("plan.yaml").splitlines()) <= 100


def test_a_file_is_never_written_over(uptake, plan):
    before = plan.read_text()
    found = uptake("new", plan)
    assert found.exit_code == 2
    assert "not written over" in found.stderr
    assert plan.read_text() == before


def test_a_folder_that_is_not_there_is_an_input_error(uptake):
    found = uptake("new", "none/plan.yaml")
    assert found.exit_code == 2
    assert "cannot be written" in found.stderr


def test_the_schema_is_printed_as_json(uptake):
    found = json.loads(uptake("schema").stdout)
    assert found["$schema"].startswith("https://json-schema.org/")
    assert set(found["properties"]) >= {"extends", "name", "weeks", "programme", "assumptions"}


def test_the_schema_of_studies_knows_every_key_and_measure(uptake):
    found = json.loads(uptake("schema", "--study").stdout)
    assert set(found["properties"]) == set(StudyForm.model_fields)
    assert found["additionalProperties"] is False
    assert found["$defs"]["Until"]["properties"]["measure"]["enum"] == list(MEASURES)


def test_programme_entries_are_known_by_their_names():
    from uptake.cli.schema import scenario_schema

    schema = scenario_schema()
    programme = schema["properties"]["programme"]
    assert set(programme["properties"]) == set(KINDS)
    newsletter = schema["$defs"]["Newsletter"]
    assert newsletter["properties"]["kind"] == {"const": "newsletter"}
    assert "kind" not in newsletter.get("required", [])
    assert newsletter["properties"]["quality"]["maximum"] == 1.0
    assert newsletter["properties"]["quality"]["unit"] == "share"


def test_every_reference_of_the_schema_leads_somewhere():
    from uptake.cli.schema import scenario_schema

    schema = scenario_schema()
    references = set(re.findall(r"#/\$defs/(\w+)", json.dumps(schema)))
    assert references <= set(schema["$defs"])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_can_be_switched_on_alone(tmp_path, kind):
    path = tmp_path / "plan.yaml"
    path.write_text(f"programme:\n  {kind}:\n")
    assert read_scenario(path).programme[kind].kind == kind
