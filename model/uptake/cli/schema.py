"""``uptake schema``: the JSON Schema of scenario and study files, for editors."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

import typer

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema(
    study: Annotated[bool, typer.Option("--study", help="The schema of study files.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, with which an editor completes and checks them.

    Example: uptake schema > scenario.schema.json
    """
    found = study_schema() if study else scenario_schema()
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))


def study_schema() -> dict[str, Any]:
    """JSON Schema of a study file."""
    from uptake.study.study_form import StudyForm

    return {"$schema": DRAFT, **StudyForm.model_json_schema()}


def scenario_schema() -> dict[str, Any]:
    """JSON Schema of a scenario file.

    The entries of a programme are known by their names, or by ``kind`` where the name is free;
    null stands for all defaults, and in a file that extends another for removal.
    """
    from uptake.programme import KINDS
    from uptake.scenario import Scenario

    found = Scenario.model_json_schema()
    definitions = found["$defs"]
    named = {kind: definitions[model.__name__] for kind, model in KINDS.items()}
    for kind, definition in named.items():
        definition["properties"]["kind"] = {"const": kind}
    own = definitions["Intervention"]
    own["properties"]["kind"] = {"type": "string", "pattern": r"\.py:"}
    own["additionalProperties"] = True
    choices = [{"$ref": f"#/$defs/{model.__name__}"} for model in KINDS.values()]
    with_kind = [{"allOf": [choice, {"required": ["kind"]}]} for choice in choices]
    own_choice = {"allOf": [{"$ref": "#/$defs/Intervention"}, {"required": ["kind"]}]}
    nothing = {"type": "null"}
    found["properties"]["programme"] = {
        "description": "interventions by name; the name is the kind unless kind says otherwise",
        "type": ["object", "null"],
        "properties": {
            kind: {"anyOf": [{"$ref": f"#/$defs/{model.__name__}"}, *with_kind, nothing]}
            for kind, model in KINDS.items()
        },
        "additionalProperties": {"anyOf": [*with_kind, own_choice, nothing]},
    }
    found["properties"]["extends"] = {
        "description": "a scenario file, relative to this one, that this one changes",
        "type": "string",
    }
    return {"$schema": DRAFT, **found}
