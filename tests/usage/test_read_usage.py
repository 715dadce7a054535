"""What comes of the exports that systems write."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from usage_files import MONDAY, SLACK_HEADER, slack, slack_row, weekly, write

from uptake.usage import WeeklyUsage, read_usage


def same(one: WeeklyUsage, other: WeeklyUsage) -> bool:
    fields = ("weeks", "active", "posters", "messages", "members", "newcomers")
    pairs = [(getattr(one, name), getattr(other, name)) for name in fields]
    arrays = all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)
    return arrays and one.reasons == other.reasons and one.notes == other.notes


def test_slack_gives_the_weekly_count_at_the_end_of_each_week(tmp_path: Path) -> None:
    usage = read_usage(slack(tmp_path))
    assert usage.kind == "Slack workspace overview"
    assert usage.meaning == "visited"
    assert usage.active.tolist() == [106 + 7 * week for week in range(10)]
    assert usage.posters.tolist() == [20] * 10
    assert usage.members.tolist() == [1000] * 10
    assert usage.messages[1:].tolist() == [70] * 9
    assert np.isnan(usage.messages[0])
    assert np.isnan(usage.newcomers).all()
    assert [usage.label(0), usage.label(9)] == ["2024-W01", "2024-W10"]


def test_wording_case_and_percent_make_no_difference(tmp_path: Path) -> None:
    usual = read_usage(slack(tmp_path))
    text = (tmp_path / "usage.csv").read_text()
    other = text.replace("Percentage", "Percent").replace("members", "people").replace("D", "d")
    assert same(usual, read_usage(write(tmp_path, other.rstrip())))


@pytest.mark.parametrize("shown", ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y"])
def test_dates_are_read_as_the_whole_column_means_them(tmp_path: Path, shown: str) -> None:
    usage = read_usage(slack(tmp_path, shown=shown))
    assert usage.label(0) == "2024-W01"
    assert usage.active[9] == 169


def test_dates_that_can_be_read_both_ways_are_those_that_lie_close_together(tmp_path: Path) -> None:
    rows = [f"0{month}/0{day}/2024,{day + 20}" for month in (1, 2, 3, 4) for day in range(1, 8)]
    usage = read_usage(write(tmp_path, "date,active", *rows))
    assert usage.label(0) == "2024-W01"
    assert any("month/day/year" in note for note in usage.notes)


def test_a_missing_sunday_is_replaced_and_a_missing_weekend_and_friday_too(tmp_path: Path) -> None:
    days = [day for day in range(70) if day not in (13, 18, 19, 20)]
    usage = read_usage(slack(tmp_path, days))
    assert usage.active[1:3].tolist() == [112, 117]
    assert any("2 of 10 weeks" in note and "Saturday, Thursday" in note for note in usage.notes)


def test_a_week_without_its_second_half_is_masked_with_the_reason(tmp_path: Path) -> None:
    days = [day for day in range(73) if day not in range(28, 35)]
    usage = read_usage(slack(tmp_path, days))
    assert usage.reasons[4] == "no row in the file"
    assert usage.reasons[10] == "missing days: the last is Wednesday 2024-03-13"
    assert np.flatnonzero(usage.masked).tolist() == [4, 10]
    assert np.isnan(usage.active[[4, 10]]).all()
    assert np.isnan(usage.messages[[4, 5]]).all()


def test_messages_that_are_deleted_give_no_negative_week(tmp_path: Path) -> None:
    rows = [slack_row(day).rsplit(",", 1)[0] + f",{500 - (day == 20)}" for day in range(70)]
    usage = read_usage(write(tmp_path, SLACK_HEADER, *rows))
    assert np.nanmin(usage.messages) == 0
    assert any("falls once" in note for note in usage.notes)


@given(st.permutations(list(range(70))))
def test_the_order_of_rows_changes_nothing(tmp_path_factory, days) -> None:
    folder = tmp_path_factory.mktemp("usage")
    assert same(read_usage(slack(folder)), read_usage(slack(folder, days)))


def test_viva_readers_are_the_nearest_to_visitors(tmp_path: Path) -> None:
    rows = [
        f"2024-05-01,{day},{10 + day % 7},{40 + day % 7},{MONDAY + timedelta(days=day)},90"
        for day in range(28)
    ]
    header = "Report Refresh Date,Liked,Posted,Read,Report Date,Report Period"
    usage = read_usage(write(tmp_path, header, *rows))
    assert usage.active.tolist() == [46] * 4
    assert usage.posters.tolist() == [16] * 4
    assert usage.meaning == "visited"
    assert any("user counts" in note for note in usage.notes)
    assert any("largest count of each week" in note for note in usage.notes)
    assert usage.label(0) == "2024-W01"


def test_reactions_can_be_asked_for(tmp_path: Path) -> None:
    rows = [f"{MONDAY + timedelta(days=day)},{day},5" for day in range(28)]
    path = write(tmp_path, "Date,Liked,Posted", *rows)
    assert read_usage(path, {"Liked": "active"}).meaning == "reacted"


def test_discourse_values_are_visitors_unless_told_otherwise(tmp_path: Path) -> None:
    rows = [f"{MONDAY + timedelta(days=day)},{day % 7}" for day in range(28)]
    path = write(tmp_path, "date,value", *rows)
    usage = read_usage(path)
    assert usage.active.tolist() == [6] * 4
    assert any("value=posters" in note for note in usage.notes)
    posters = read_usage(path, {"value": "posters"})
    assert posters.meaning == "posted"
    assert not any("value=posters" in note for note in posters.notes)


def test_a_plain_table_keeps_its_week_numbers(tmp_path: Path) -> None:
    rows = [f"{week},{20 + week},{5},{100 + week}" for week in range(3, 15) if week != 7]
    usage = read_usage(write(tmp_path, "Week;Active;Posters;Members".replace(";", ","), *rows))
    assert usage.weeks.tolist() == list(range(3, 15))
    assert usage.first_monday is None
    assert usage.reasons[4] == "no row in the file"
    assert usage.members[-1] == 114


@pytest.mark.parametrize(
    "weeks",
    [
        [f"2024-W{week:02d}" for week in range(1, 13)],
        [(MONDAY + timedelta(weeks=week)).isoformat() for week in range(12)],
        [(MONDAY + timedelta(weeks=week, days=6)).strftime("%d/%m/%Y") for week in range(12)],
    ],
)
def test_weeks_may_be_named_by_number_or_any_of_their_days(tmp_path: Path, weeks) -> None:
    usage = read_usage(write(tmp_path, "week,active", *(f"{week},9" for week in weeks)))
    assert usage.label(0) == "2024-W01"
    assert usage.active.tolist() == [9] * 12


def test_a_list_of_members_gives_accounts_and_no_names(tmp_path: Path) -> None:
    header = (
        "Name,What I Do,User ID,Username,Email,Account type,Account created (UTC),"
        "Claimed Date (UTC),Deactivated date (UTC),Days active,Messages posted,Last active (UTC)"
    )
    rows = [
        f"Ada {n},x,U{n},ada{n},ada@x.org,Member,2024-01-01,"
        f"{MONDAY + timedelta(days=n)},{'2024-02-20' if n == 3 else ''},4,{n},2024-02-28"
        for n in range(35)
    ]
    usage = read_usage(
        write(tmp_path, header, *rows, rows[0].replace("2024-01-01,2024-01-01", ","))
    )
    assert usage.newcomers.tolist() == [7, 7, 7, 7, 7, 0, 0, 0, 0]
    assert usage.members.tolist() == [7, 14, 21, 28, 35, 35, 35, 34, 34]
    assert usage.meaning == "account"
    assert "accounts" in usage.refuse_forecast
    assert "Ada" not in repr(usage) and "x.org" not in repr(usage)
    assert any(note.endswith("not counted: 1") for note in usage.notes)


def test_a_week_of_nobody_between_busy_ones_is_an_outage(tmp_path: Path) -> None:
    usage = read_usage(weekly(tmp_path, [50, 60, 70, 0, 0, 0, 65, 60, 55, 8, 50, 3, 0, 0]))
    assert np.flatnonzero(usage.masked).tolist() == [3, 4, 5]
    assert "outage" in usage.reasons[4]
    assert any("--mask 9" in note for note in usage.notes)


def test_weeks_asked_for_are_masked_by_number_or_name(tmp_path: Path) -> None:
    path = weekly(tmp_path, [20] * 14)
    assert np.flatnonzero(read_usage(path, mask=["8-10,12"]).masked).tolist() == [8, 9, 10, 12]
    dated = read_usage(slack(tmp_path), mask=["2024-W02-2024-W03", "9"])
    assert np.flatnonzero(dated.masked).tolist() == [1, 2, 9]
    assert dated.active[1] == 113


def test_few_weeks_are_read_but_not_forecast(tmp_path: Path) -> None:
    assert "only 9 weeks" in read_usage(weekly(tmp_path, [5] * 9)).refuse_forecast
    assert read_usage(weekly(tmp_path, [5] * 10)).refuse_forecast == ""
