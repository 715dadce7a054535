"""Every mistake of a usage export is named with its row, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from usage_files import SLACK_HEADER, slack, slack_row, weekly, write

from uptake.errors import InputError, Problem
from uptake.usage import read_usage


def problems(path: Path, *arguments: object, **options: object) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_usage(path, *arguments, **options)  # type: ignore[arg-type]
    return list(caught.value.problems)


def said(path: Path, *arguments: object, **options: object) -> list[tuple[str, str]]:
    return [(one.where, one.wrong) for one in problems(path, *arguments, **options)]


def test_no_date_column(tmp_path: Path) -> None:
    path = write(tmp_path, "when it was,active,Full name", "2024-01-01,4,Ada")
    (problem,) = problems(path)
    assert (problem.where, problem.key, problem.wrong) == (
        "usage.csv:row 1",
        "date",
        "missing column",
    )
    assert "when it was" in problem.found and "Full name" not in problem.found


def test_no_column_of_who_is_active(tmp_path: Path) -> None:
    path = write(tmp_path, "date,messages", "2024-01-01,4")
    assert [problem.key for problem in problems(path)] == ["active"]


def test_all_mistakes_are_named_at_once_in_the_order_of_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "week,active,members",
        *(f"{week},5,9" for week in range(8)),
        "8,-3,9",
        "9,many,9",
        "10,12,9",
        "x,5,9",
        "11,5",
        "12,4.5,9",
    )
    assert said(path) == [
        ("usage.csv:row 10", "a negative count"),
        ("usage.csv:row 11", "not a whole number"),
        ("usage.csv:row 12", "more than there are members (members)"),
        ("usage.csv:row 13", "no week"),
        ("usage.csv:row 14", "the row has another number of fields than the header"),
        ("usage.csv:row 15", "not a whole number"),
    ]


def test_more_active_than_members_can_be_settled_by_leaving_the_column_out(tmp_path: Path) -> None:
    rows = (f"{week},12,{week + 5}" for week in range(12))
    path = write(tmp_path, "week,active,members", *rows)
    assert len(problems(path)) == 7
    assert read_usage(path, {"members": "unused"}).usable == 12


def test_two_rows_for_a_day_that_differ_are_a_mistake(tmp_path: Path) -> None:
    other = slack_row(5).replace(",105,", ",99,")
    path = write(tmp_path, SLACK_HEADER, *(slack_row(day) for day in range(70)), other)
    assert said(path) == [
        ("usage.csv:row 72", "a second row for the day 2024-01-06, unlike row 7"),
    ]


def test_two_equal_rows_for_a_day_are_one(tmp_path: Path) -> None:
    rows = [slack_row(day) for day in [*range(70), 5]]
    usage = read_usage(write(tmp_path, SLACK_HEADER, *rows))
    assert usage.active[0] == 106
    assert any(note.endswith("left out: 72") for note in usage.notes)


def test_two_rows_in_a_week_of_a_weekly_file(tmp_path: Path) -> None:
    path = weekly(tmp_path, [5] * 12)
    path.write_text(path.read_text() + "4,6\n")
    assert said(path) == [("usage.csv:row 14", "a second row for the week 4, unlike row 6")]


def test_mixed_ways_of_writing_dates_name_the_rarer_rows(tmp_path: Path) -> None:
    path = slack(tmp_path)
    lines = path.read_text().splitlines()
    lines[3] = lines[3].replace("03/01/2024", "2024-01-03")
    lines[9] = lines[9].replace("09/01/2024", "2024-01-09")
    lines[20] = lines[20].replace("20/01/2024", "01/20/2024")
    found = problems(write(tmp_path, *lines))
    assert [(one.where, one.found) for one in found] == [
        ("usage.csv:rows 4, 10", "YYYY-MM-DD"),
        ("usage.csv:row 21", "MM/DD/YYYY"),
    ]
    assert all(one.right.startswith("DD/MM/YYYY, as in") for one in found)


def test_dates_that_nothing_settles_are_refused(tmp_path: Path) -> None:
    rows = [f"0{day}/0{day}/2024,5" for day in range(1, 9)]
    (problem,) = problems(write(tmp_path, "date,active", *rows))
    assert "nothing tells which" in problem.wrong


@pytest.mark.parametrize(
    ("text", "wrong"), [("soon", "no date"), ("31/02/2024", "no date of the calendar")]
)
def test_what_is_no_date_is_named(tmp_path: Path, text: str, wrong: str) -> None:
    path = slack(tmp_path)
    path.write_text(path.read_text().replace("09/01/2024", text))
    assert said(path) == [("usage.csv:row 10", wrong)]


def test_months_are_too_few(tmp_path: Path) -> None:
    rows = [f"2024-{month:02d}-01,5" for month in range(1, 13)]
    assert "too few" in said(write(tmp_path, "date,active", *rows))[0][1]


def test_daily_counts_on_rows_that_are_weeks(tmp_path: Path) -> None:
    path = weekly(tmp_path, [5] * 12, "week,daily active users")
    assert "in one day" in said(path)[0][1]
    assert read_usage(path, {"daily active users": "active"}).usable == 12


@pytest.mark.parametrize(
    ("header", "word"),
    [
        (
            "Report Refresh Date,Group Display Name,Is Deleted,Owner Principal Name,"
            "Last Activity Date,Member Count,Posted Count,Read Count,Liked Count,Report Period",
            "group",
        ),
        (
            "Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,"
            "Last Activity Date,Posted Count,Read Count,Liked Count,Report Period",
            "person",
        ),
        ("Report Refresh Date,Total,Active,Report Date,Report Period", "counts groups"),
    ],
)
def test_exports_without_a_series_of_people_are_refused_with_what_to_ask_for(
    tmp_path: Path, header: str, word: str
) -> None:
    (problem,) = problems(write(tmp_path, header, ",".join("x" * (header.count(",") + 1))))
    assert word in problem.wrong
    assert "user counts" in problem.right


def test_three_weeks_are_too_few(tmp_path: Path) -> None:
    (problem,) = problems(weekly(tmp_path, [5, 6, 7]))
    assert problem.wrong == "only 3 of 3 weeks can be used"
    assert problems(weekly(tmp_path, [5] * 8), mask=["0-4"])[0].found == "asked for with --mask"


def test_masks_that_fit_no_week(tmp_path: Path) -> None:
    path = weekly(tmp_path, [5] * 12)
    found = problems(path, mask=["8-99", "last", "7-3"])
    assert [(one.found, one.wrong) for one in found] == [
        ("8-99", "no such week in the file"),
        ("last", "no week or range of weeks"),
        ("7-3", "the range ends before it begins"),
    ]


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"week": "actve"}, "no such field"),
        ({"visits": "active"}, "no such column"),
        ({"Full name": "members"}, "never read"),
    ],
)
def test_mappings_that_make_no_sense(tmp_path: Path, columns: dict[str, str], wrong: str) -> None:
    path = write(tmp_path, "week,active,Full name", *(f"{week},5,Ada" for week in range(9)))
    assert any(wrong in one.wrong for one in problems(path, columns))


def test_a_header_alone(tmp_path: Path) -> None:
    assert "no row" in said(write(tmp_path, "week,active"))[0][1]


CELLS = st.sampled_from(
    ["0", "7", "12", "1,200", "-1", "x", "", '"', "2024-01-05", "05/01/2024", "2024-W03", "9999"]
) | st.text(max_size=4)


@given(
    st.sampled_from([SLACK_HEADER, "week,active", "date,value", "date,active,members", "week"]),
    st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=12),
)
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, header: str, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("usage") / "usage.csv"
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]), encoding="utf-8")
    try:
        usage = read_usage(path)
    except InputError as error:
        assert error.problems
    else:
        assert usage.usable >= 4
