from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

from uptake.study import store_folder
from uptake.study.store import Store

STUDY = """\
name: Cadence
scenarios: [plan.yaml]
weeks: 20
replicates: 2
levers: {vary: {newsletter.every_weeks: [1, 4]}}
uncertainties: {points: 2, vary: {visit_newsletter: }}
"""


@pytest.fixture
def swept(uptake, plan, tmp_path, monkeypatch):
    """The folder of a sweep in an organisation from a file."""
    staff = ["id,manager,department", "anna,,Board"]
    staff += [f"worker{number},anna,Crew" for number in range(40)]
    (tmp_path / "staff.csv").write_text("\n".join(staff) + "\n")
    (tmp_path / "cadence.yaml").write_text(STUDY)
    words = ["sweep", "cadence.yaml", "--org", "staff.csv", "--serial", "--out", "out"]
    monkeypatch.setattr(sys, "argv", ["uptake", *words])
    found = uptake(*words)
    assert found.exit_code == 0, found.output
    return tmp_path / "out"


def runs_of(folder):
    return Store.open(folder).runs()


def test_the_status_of_a_finished_study_says_that_it_is(uptake, swept):
    found = uptake("study", "status", swept)
    assert found.exit_code == 0, found.output
    assert "Cadence: 8 of 8 runs, 0 failed" in found.stdout
    assert "to go on" not in found.stdout
    assert "kB on disk, " in found.stdout


def test_the_status_of_a_study_that_was_stopped_says_how_to_go_on(uptake, swept):
    for path in (swept / "runs").iterdir():
        path.unlink()
    found = uptake("study", "status", swept)
    assert "Cadence: 0 of 8 runs, 0 failed" in found.stdout
    assert (
        "  to go on: uptake sweep cadence.yaml --org staff.csv --serial --out out\n" in found.stdout
    )


def test_an_export_has_each_run_with_what_was_varied(uptake, swept):
    found = uptake("study", "export", swept)
    assert found.exit_code == 0, found.output
    written = [line.removeprefix("Written: ") for line in found.stdout.splitlines()]
    assert f"{swept}/export/runs.csv" in written
    table = pd.read_csv(swept / "export" / "runs.csv")
    assert sorted(table["run"]) == sorted(runs_of(swept)["run"])
    assert set(table["programme.newsletter.every_weeks"]) == {1, 4}


def test_nobody_is_named_in_the_results(uptake, swept):
    uptake("study", "export", swept)
    for path in swept.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"anna" not in content
            assert b"worker7" not in content


def test_runs_made_again_agree_in_every_bit(uptake, swept):
    found = uptake("study", "verify", swept, "--sample", 5)
    assert found.exit_code == 0, found.output
    assert found.stdout == "5 of 5 runs made again agree in every bit.\n"


def test_a_run_that_was_tampered_with_is_found(uptake, swept):
    (path,) = (swept / "runs").iterdir()
    change_one_value(path, "money_total")
    found = uptake("study", "verify", swept, "--sample", 100)
    assert found.exit_code == 1
    assert "differs in money_total" in found.stdout
    assert "7 of 8 runs made again agree in every bit." in found.stdout


def change_one_value(path, column):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    values = table[column].to_pylist()
    values[3] += 1e-9
    place = table.schema.get_field_index(column)
    changed = table.set_column(place, column, pa.array(values, pa.float64()))
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)


def test_an_organisation_that_changed_is_told_apart_from_a_run_that_differs(
    uptake, swept, tmp_path
):
    staff = tmp_path / "staff.csv"
    staff.write_text(staff.read_text() + "newcomer,anna,Crew\n")
    run = runs_of(swept)["run"][0]
    for words in (["verify", swept], ["repeat", swept, run]):
        found = uptake("study", *words)
        assert found.exit_code == 2, found.output
        assert (
            "staff.csv organisation: is no longer the organisation that the study was run in"
            in (found.stderr)
        )


def test_an_organisation_that_has_gone_is_told(uptake, swept, tmp_path):
    (tmp_path / "staff.csv").unlink()
    found = uptake("study", "verify", swept)
    assert found.exit_code == 2
    assert "staff.csv" in found.stderr
    assert "Traceback" not in found.output


def test_another_version_of_the_model_is_said(uptake, swept):
    content = json.loads((swept / "manifest.json").read_text())
    content["model"] = "another"
    store_folder.write_json(content, swept / "manifest.json", swept)
    found = uptake("study", "verify", swept, "--sample", 1)
    assert "The model has changed since these runs were made." in found.stdout


def test_a_run_is_repeated_from_its_first_digits(uptake, swept):
    row = runs_of(swept).iloc[0]
    found = uptake("study", "repeat", swept, row["run"][:12])
    assert found.exit_code == 0, found.output
    said = dict(line.split(": ", 1) for line in found.stdout.splitlines())
    assert said["run"] == row["run"]
    assert float(said["money_total"]) == row["money_total"]


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("", "is how 8 runs begin; expected more digits of one of them"),
        ("nonsense", "is no run of this folder; found nonsense; expected one of those"),
    ],
)
def test_a_run_that_is_not_the_only_one_of_its_name_is_refused(uptake, swept, run, said):
    found = uptake("study", "repeat", swept, run)
    assert found.exit_code == 2
    assert f"RUN: {said}" in found.stderr


@pytest.mark.parametrize("words", [["status"], ["export"], ["verify"], ["repeat", "5"]])
@pytest.mark.parametrize("folder", [".", "missing", "plan.yaml"])
def test_a_folder_that_is_no_store_is_refused(uptake, plan, words, folder):
    found = uptake("study", words[0], folder, *words[1:])
    assert found.exit_code == 2
    assert "holds no results of a study that this version can read" in found.stderr


def test_one_of_several_studies_has_to_be_named(uptake, swept, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(STUDY.replace("Cadence", "Other").replace("[1, 4]", "[1, 2]"))
    found = uptake("sweep", other, "--org", "staff.csv", "--serial", "--out", swept, "--add")
    assert found.exit_code == 0, found.output
    assert "4 of them are there already." in found.stdout
    status = uptake("study", "status", swept).stdout
    assert "Cadence: 8 of 8 runs" in status
    assert "Other: 8 of 8 runs" in status
    unnamed = uptake("study", "verify", swept)
    assert unnamed.exit_code == 2
    assert "Cadence (" in unnamed.stderr
    assert "Other (" in unnamed.stderr
    assert uptake("study", "verify", swept, "--study", "Other", "--sample", 2).exit_code == 0
