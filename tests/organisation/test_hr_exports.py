"""Every mistake of a staff file is named with its row; repairs are made only when asked for."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from uptake.errors import InputError
from uptake.given import Given
from uptake.organisation import Chart, ChartReading, Repairs, read_chart

HEADER = "PersonId,EffectiveDate,HireDate,ManagerId,LevelDesignation,Organization,Layer,Area"


def staff_file(folder: Path, *rows: str, header: str = "id,manager id,department") -> Path:
    path = folder / "staff.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def problems(path: Path | Given, **options: object) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read_chart(path, **options)  # type: ignore[arg-type]
    return [(problem.where, problem.wrong) for problem in caught.value.problems]


def read(path: Path, **options: object) -> ChartReading:
    return read_chart(path, **options)  # type: ignore[arg-type]


def department_of(chart: Chart, employee_id: str) -> str:
    return chart.department_names[chart.department[chart.employee_ids.index(employee_id)]]


def manager_of(chart: Chart, employee_id: str) -> str | None:
    row = chart.manager[chart.employee_ids.index(employee_id)]
    return None if row < 0 else chart.employee_ids[row]


def test_unknown_manager(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,a,X", "c,nobody,X")
    assert problems(path) == [("staff.csv:row 4", "unknown manager")]


def test_duplicate_id(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,a,X", "b,a,Y", "b,a,Z")
    assert problems(path) == [
        ("staff.csv:row 4", "duplicate id, already in row 3"),
        ("staff.csv:row 5", "duplicate id, already in row 3"),
    ]


def test_reporting_loop_is_spelled_out(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,d,X", "c,b,X", "d,c,X", "below,b,X", "e,f,X", "f,e,X")
    with pytest.raises(InputError) as caught:
        read_chart(path)
    first, second = caught.value.problems
    assert (first.where, first.wrong) == ("staff.csv:row 3", "reporting loop of 3 people")
    assert first.found == "b (row 3) -> d (row 5) -> c (row 4) -> b"
    assert second.found == "e (row 7) -> f (row 8) -> e"


def test_no_root(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,b,X", "b,a,X")
    assert [wrong for _, wrong in problems(path)] == ["no root", "reporting loop of 2 people"]


def test_header_alone_has_no_root(tmp_path: Path) -> None:
    assert [wrong for _, wrong in problems(staff_file(tmp_path))] == ["no root"]


def test_several_roots_are_each_named(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,a,X", "c,,X")
    assert problems(path) == [
        ("staff.csv:row 2", "several roots: one of 2 people without a manager"),
        ("staff.csv:row 4", "several roots: one of 2 people without a manager"),
    ]


def test_self_managed(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,b,X")
    assert problems(path) == [("staff.csv:row 3", "self-managed")]


def test_empty_id(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", " ,a,X")
    assert problems(path) == [("staff.csv:row 3", "empty id")]


def test_undecodable_bytes(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes("id,manager,department\na,,X\nb,a,Zürich\nc,b,X\n".encode("latin-1"))
    assert problems(path) == [("staff.csv:row 3", "undecodable bytes")]
    assert department_of(read(path, encoding="windows-1252").chart, "b") == "Zürich"


def test_unequal_rows(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,a", "c,a,X,Y", "d,b,X")
    wrong = "the row has another number of fields than the header"
    assert problems(path) == [("staff.csv:row 3", wrong), ("staff.csv:row 4", wrong)]


def test_a_stray_quotation_mark_costs_one_line(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", 'b,a,"X', "c,a,X", "d,nobody,X")
    assert problems(path) == [
        ("staff.csv:row 3", "a quotation mark does not close"),
        ("staff.csv:row 5", "unknown manager"),
    ]


def test_rows_are_lines_of_the_file_when_cells_hold_line_breaks(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", 'b,a,"two\nlines"', "c,nobody,X")
    assert problems(path) == [("staff.csv:row 5", "unknown manager")]


def test_a_header_too_long_to_be_one_is_refused_in_words(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", header="id," + "x" * 200_000)
    [(where, wrong)] = problems(path)
    assert where == "staff.csv:row 1"
    assert "the column headers cannot be read" in wrong


def test_a_file_can_be_handed_over_as_content_and_ids_be_left_unsaid(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a1,,X", "b2,zz9,X", "b2,a1,X", "c3,d4,X", "d4,c3,X", "e5,e5,Y")
    given = Given("staff.csv", path.read_bytes())
    assert problems(given) == problems(path)
    with pytest.raises(InputError) as caught:
        read_chart(given, quote=False)
    said = str(caught.value)
    assert "row 3 -> row 4" in said or "row 5 -> row 6 -> row 5" in said
    assert not any(known in said for known in ("a1", "b2", "c3", "d4", "e5", "zz9"))


def test_all_problems_of_a_file_come_at_once(tmp_path: Path) -> None:
    path = staff_file(
        tmp_path, "a,,X", "b,c,X", "c,b,X", "d,a,X", "d,a,X", "e,gone,X", "f,f,X", ",a,X", "g,a",
        "h,g,X",
    )  # fmt: skip
    assert [where.rpartition(" ")[2] for where, _ in problems(path)] == [
        "3", "6", "7", "8", "9", "10",
    ]  # fmt: skip


def test_reports_of_a_row_that_cannot_be_read_are_not_blamed(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,", "b,a,X", "c,b,X")
    assert [where for where, _ in problems(path)] == ["staff.csv:row 2"]


def test_unknown_manager_of_a_duplicate_row_is_named_too(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,a,X", "b,gone,X")
    assert [wrong for _, wrong in problems(path)] == [
        "duplicate id, already in row 3",
        "unknown manager",
    ]


def test_no_such_column(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X")
    with pytest.raises(InputError) as caught:
        read_chart(path, {"Departmant": "department", "id": "number"})
    first, second = caught.value.problems
    assert (first.wrong, first.right) == ("no such column", "department")
    assert second.wrong == "no such field"


def test_a_column_of_names_instead_of_ids_is_one_problem_without_the_names(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "1,,X", "2,Ada Lovelace,X", "3,Ada Lovelace,X")
    with pytest.raises(InputError) as caught:
        read_chart(path)
    assert len(caught.value.problems) == 1
    assert "Lovelace" not in str(caught.value)


def test_numbers_that_a_spreadsheet_made_decimal_are_explained(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "1,,X", "2,1.0,X", "3,2.0,X")
    assert [".0" in wrong for _, wrong in problems(path)] == [True]


def test_join_several_roots(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "z,,X", "a,,X", "b,a,X", "c,,X")
    reading = read(path, repairs=Repairs(several_roots="join"))
    assert reading.summary.roots == (("a", 3),)
    assert manager_of(reading.chart, "z") == manager_of(reading.chart, "c") == "a"
    assert len(reading.repairs) == 2
    assert reading.repairs[0].startswith(
        "z (row 2) was without a manager: now reports to a (row 3)"
    )


def test_keep_several_roots(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,a,X", "c,,X")
    reading = read(path, repairs=Repairs(several_roots="keep"))
    assert reading.summary.roots == (("a", 1), ("c", 0))
    assert len(reading.repairs) == 1


def test_every_other_repair_is_made_when_asked_for_and_told(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,a,X", "b,a,X", "b,a,Y", "c,gone,X", ",a,X", "d,a", "e,d,X")
    reading = read(
        path,
        repairs=Repairs(
            several_roots="join",
            unknown_manager="top",
            self_managed="top",
            duplicates="first",
            broken_rows="skip",
        ),
    )
    assert set(reading.chart.employee_ids) == {"a", "b", "c", "e"}
    assert manager_of(reading.chart, "c") == manager_of(reading.chart, "e") == "a"
    assert department_of(reading.chart, "b") == "X"
    told = "\n".join(reading.repairs)
    for row in (2, 4, 5, 6, 7, 8):
        assert f"row {row}" in told


def test_a_repair_that_was_not_asked_for_is_not_made(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,X", "b,gone,X", "c,c,X")
    found = problems(path, repairs=Repairs(self_managed="top", several_roots="join"))
    assert found == [("staff.csv:row 3", "unknown manager")]


def test_the_latest_of_duplicate_rows(tmp_path: Path) -> None:
    path = staff_file(
        tmp_path,
        "a,01/31/2011,,,,Top,,",
        "b,12/31/2010,,a,,Old,,",
        "b,01/31/2011,,a,,New,,",
        header=HEADER,
    )
    reading = read(path, repairs=Repairs(duplicates="latest"))
    assert department_of(reading.chart, "b") == "New"


def test_viva_insights_columns(tmp_path: Path) -> None:
    path = staff_file(
        tmp_path,
        "p1,03/31/2011,03/25/2010,,Director,Head office,1,UK",
        "p2,03/31/2011,03/24/2011,p1,Grade 7,Finance,2,UK",
        header=HEADER,
    )
    chart = read(path).chart
    assert chart.employee_ids == ("p1", "p2")
    assert department_of(chart, "p2") == "Finance"
    assert chart.grade_names == ("Director", "Grade 7")
    assert chart.tenure_weeks.tolist() == [53, 1]


def test_bamboohr_columns(tmp_path: Path) -> None:
    path = staff_file(
        tmp_path,
        "12;Ada Lovelace;;Chief;London;Board;2001-01-01",
        "13;Alan Turing;12;Analyst;Leeds;Research;2001-01-15",
        header="Employee #;Name;Supervisor ID;Job Title;Location;Department;Hire Date",
    )
    chart = read(path).chart
    assert manager_of(chart, "13") == "12"
    assert chart.site_names == ("Leeds", "London")
    assert chart.role_names == ("Analyst", "Chief")
    assert chart.tenure_weeks.tolist() == [2, 0]


def test_bamboohr_supervisor_of_the_internal_id(tmp_path: Path) -> None:
    header = "id,supervisorId,supervisorEId,division"
    path = staff_file(tmp_path, "1,,,X", "2,777,1,X", header=header)
    assert manager_of(read(path).chart, "2") == "1"


def test_workday_columns(tmp_path: Path) -> None:
    path = staff_file(
        tmp_path,
        "1\t\tT1\tBoard\t2001-01-01\t\tLeeds",
        "2\t1\tT2\tSales\t2001-01-01\t\tLeeds",
        header="Employee_ID\tManager_ID\tTeam_ID\tTeam_Name\tStart_Date\tTermination_Date\tLocation",
    )
    reading = read(path)
    assert department_of(reading.chart, "2") == "Sales"
    assert any("Termination_Date" in note for note in reading.notes)


def test_entra_download_says_what_to_ask_for(tmp_path: Path) -> None:
    header = "userPrincipalName,displayName,surname,mail,department,jobTitle"
    path = staff_file(tmp_path, "a@b.c,Ada Lovelace,Lovelace,a@b.c,X,Y", header=header)
    with pytest.raises(InputError) as caught:
        read_chart(path)
    assert [problem.wrong for problem in caught.value.problems] == ["missing column"] * 2
    assert "ask HR for" in caught.value.problems[0].right


def test_names_and_addresses_never_reach_the_chart(tmp_path: Path) -> None:
    header = "Employee ID,First Name,Last name,E-mail,Manager name,Manager ID,Department,User_Name"
    path = staff_file(
        tmp_path,
        "1,Ada,Lovelace,ada@example.org,,,Board,ada",
        "2,Alan,Turing,alan@example.org,Ada Lovelace,1,Board,alan",
        header=header,
    )
    reading = read(path)
    everything = repr(reading).casefold()
    for secret in ("ada", "lovelace", "alan", "turing", "example.org"):
        assert secret not in everything


@pytest.mark.parametrize("header", ["Name", "E-mail", "Display Name", "user principal name"])
def test_a_column_of_names_cannot_be_mapped(tmp_path: Path, header: str) -> None:
    path = staff_file(tmp_path, "1,,Ada", header=f"id,manager,{header}")
    with pytest.raises(InputError) as caught:
        read_chart(path, {header: "department"})
    assert "never read" in caught.value.problems[0].wrong
    assert "Ada" not in str(caught.value)


def test_mapping_comes_before_aliases(tmp_path: Path) -> None:
    header = "id,manager,department,Cost centre"
    path = staff_file(tmp_path, "1,,X,C1", "2,1,X,C2", header=header)
    reading = read(path, columns={"cost CENTRE": "department"})
    assert reading.chart.department_names == ("C1", "C2")
    assert reading.headers["department"] == "Cost centre"


def test_two_columns_with_one_header_are_refused(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "1,,X,Y", header="id,manager,Department,department")
    assert problems(path) == [("staff.csv:row 1", "more than one column has this header")]


def test_byte_order_mark_gzip_and_empty_rows(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv.gz"
    text = "\ufeffid,manager,department\r\na,,X\r\n,,\r\nb,a,X\r\n\r\n"
    path.write_bytes(gzip.compress(text.encode()))
    reading = read(path)
    assert reading.chart.employee_ids == ("a", "b")
    assert reading.notes == ("rows without any value were passed over: 3, 5",)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    damaged = tmp_path / "staff.csv.gz"
    damaged.write_bytes(b"no gzip")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert [wrong for _, wrong in problems(damaged)] == ["damaged gzip file"]
    assert [wrong for _, wrong in problems(empty)] == ["the file is empty"]
    assert [wrong for _, wrong in problems(tmp_path / "none.csv")] == ["no such file"]
    assert [wrong for _, wrong in problems(tmp_path)] == ["a folder, not a file"]


def test_dates_that_make_no_sense_are_warnings_with_their_row(tmp_path: Path) -> None:
    path = staff_file(
        tmp_path,
        "a,,31/03/2011,25/12/2005",
        "b,a,31/03/2011,01/04/2011",
        "c,a,31/03/2011,soon",
        header="id,manager,effective date,hire date",
    )
    reading = read(path)
    assert [(w.where, w.wrong.split(" the ")[0]) for w in reading.warnings] == [
        ("staff.csv:row 4", "unreadable date"),
        ("staff.csv:row 3", "hire date after"),
    ]
    assert (reading.chart.tenure_weeks >= 0).tolist() == [True, False, False]


def test_frontline_flag(tmp_path: Path) -> None:
    path = staff_file(tmp_path, "a,,no", "b,a,Yes", "c,a,dunno", header="id,manager,Is Frontline")
    reading = read(path)
    assert reading.chart.frontline.tolist() == [False, True, False]
    assert [warning.where for warning in reading.warnings] == ["staff.csv:row 4"]


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [f"p{i},{'' if i == 0 else f'p{(i - 1) // 3}'},D{i % 4}" for i in range(60)]
    first = read(staff_file(tmp_path, *rows)).chart
    other = tmp_path / "other"
    other.mkdir()
    second = read(staff_file(other, *(rows[(17 * i) % 60] for i in range(60)))).chart
    assert first.employee_ids == second.employee_ids
    for name, value in vars(first).items():
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, getattr(second, name))
