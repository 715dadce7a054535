"""`uptake org check` as its users meet it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from uptake.cli.org import org_app, parse_columns
from uptake.errors import InputError

STAFF = "id,manager,Unit,Full name\na,,Board,Ada\nb,a,Board,Bob\nc,a,Sales,Cy\nd,c,Sales,Di\n"


def check(path: Path, *options: str) -> Result:
    return CliRunner().invoke(org_app, ["check", str(path), *options], env={"COLUMNS": "120"})


def test_says_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(STAFF)
    result = check(path)
    assert result.exit_code == 0
    assert "staff: 4 people and 1 root" in result.stdout
    assert "Contact graph" in result.stdout
    assert "Ada" not in result.stdout


def test_every_bad_row_is_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(STAFF + "d,c,Sales,Di\ne,gone,Sales,Ed\nf,c\n")
    result = check(path)
    assert isinstance(result.exception, InputError)
    assert [problem.where for problem in result.exception.problems] == [
        "staff.csv:row 6",
        "staff.csv:row 7",
        "staff.csv:row 8",
    ]
    limited = check(path, "--limit", "1").exception
    assert isinstance(limited, InputError)
    assert "2 more problems" in str(limited.problems[-1])


def test_repairs_that_were_asked_for_are_told(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(STAFF + "e,,Sales,Ed\n")
    assert isinstance(check(path).exception, InputError)
    result = check(path, "--several-roots", "join")
    assert result.exit_code == 0
    assert "5 people and 1 root" in result.stdout
    assert "e (row 6) was without a manager: now reports to a (row 2)" in result.stdout


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("key,boss,group=x\na,,Board\nb,a,Sales\n")
    options = ("--map", "key=employee", "--map", "boss=manager", "--map", "group=x=department")
    result = check(path, *options)
    assert result.exit_code == 0
    assert "group=x" in result.stdout


def test_mappings_that_make_no_sense_are_all_named() -> None:
    assert parse_columns(["Start of job=Hire date"]) == {"Start of job": "hire_date"}
    with pytest.raises(InputError) as caught:
        parse_columns(["nothing", "=employee", "a=employee", "a=manager"])
    assert len(caught.value.problems) == 3
