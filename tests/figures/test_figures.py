"""Each figure says what is seen, from the data, and is saved with the same bytes twice."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fake_study import (
    NAMES,
    department_names,
    fake_comparison,
    fake_lineup,
    fake_people,
    fake_retention,
    fake_summary,
    fake_weekly,
)
from matplotlib import rcParams
from text_boxes import cut_words

from uptake.figures import (
    GalleryData,
    cost_figure,
    departure_figure,
    difference_figure,
    draw_gallery,
    efficient,
    file_name,
    forest_figure,
    headline_of,
    lineup,
    participation_figure,
    retention_figure,
    save,
)
from uptake.figures.paths import unit_paths
from uptake.figures.retention import retention_shares, typical_retention
from uptake.study.frontier import CostPoint
from uptake.study.units import Over

NB = "\u00a0"


def flat_weekly(levels, weeks=40, replicates=3):
    return pd.DataFrame(
        [
            (name, replicate, 0, week, level, 2 * level)
            for name, level in levels.items()
            for replicate in range(replicates)
            for week in range(weeks)
        ],
        columns=["scenario", "replicate", "member", "week", "participation", "account_share"],
    )


def test_participation_names_the_best_and_the_baseline():
    weekly = flat_weekly({"Nothing": 0.031, "Letter": 0.098})
    figure = participation_figure(weekly, lineup(["Nothing", "Letter"], "source"))
    assert headline_of(figure) == (
        f"“Letter” ends with the most weekly visitors: 9.8{NB}% of staff, "
        f"against 3.1{NB}% in “Nothing”"
    )


def test_participation_says_so_if_nothing_beats_the_baseline():
    weekly = flat_weekly({"Nothing": 0.05, "Letter": 0.04})
    figure = participation_figure(weekly, lineup(["Nothing", "Letter"], "source"))
    assert headline_of(figure).startswith("No programme ends with more weekly visitors")


def test_one_scenario_and_one_run_can_be_drawn():
    weekly = flat_weekly({"Only": 0.05}, replicates=1)
    figure = participation_figure(weekly, lineup(["Only"], "source"))
    assert (
        headline_of(figure) == f"Weekly visitors settle at 5.0{NB}% of staff in the last half-year"
    )


def test_a_run_without_any_visitor_can_be_drawn():
    weekly = flat_weekly({"Nothing": 0.0, "Letter": 0.0})
    names = lineup(["Nothing", "Letter"], "source")
    assert participation_figure(weekly, names).axes
    assert difference_figure(weekly, names).axes


def test_many_scenarios_get_a_panel_each_without_the_baseline():
    figure = participation_figure(fake_weekly(7, 2, 60), fake_lineup(7))
    assert len(figure.axes) == 6


def test_the_forest_has_a_row_a_scenario_and_its_headline_the_interval():
    measure = "participation_last_half_year"
    columns = ["mean", "difference", "low", "high", "spread_low", "spread_high"]
    values = {
        "Letter": (0.098, 0.067, 0.061, 0.073, 0.05, 0.08),
        "Drop": (0.03, -0.001, -0.01, 0.008, -0.02, 0.02),
    }
    fixed = {"measure": measure, "baseline_mean": 0.031, "replicates": 9}
    fixed |= {"members": 9, "helps_share": 1.0}
    comparison = pd.DataFrame(
        [
            {"scenario": name, **fixed, **dict(zip(columns, row, strict=True))}
            for name, row in values.items()
        ]
    )
    figure = forest_figure(comparison, lineup(["Nothing", "Letter", "Drop"], "source"))
    assert headline_of(figure) == (
        "“Letter” adds most: +6.7 percentage points of staff to weekly visitors "
        f"(95{NB}% interval 6.1 to 7.3)"
    )
    assert len(figure.axes[0].get_yticklabels()) == 2


@pytest.mark.parametrize(
    ("low", "said"),
    [(-0.01, "No programme clearly ends with more"), (math.nan, "(a single run, no interval)")],
)
def test_the_forest_claims_no_more_than_its_interval_allows(low, said):
    row = {
        "scenario": "Letter",
        "measure": "participation_last_half_year",
        "baseline_mean": 0.03,
        "mean": 0.04,
        "difference": 0.01,
        "low": low,
        "high": low + 0.04,
        "spread_low": -0.02,
        "spread_high": 0.05,
        "helps_share": 0.5,
        "members": 4,
        "replicates": 4,
    }
    figure = forest_figure(pd.DataFrame([row]), lineup(["Nothing", "Letter"], "source"))
    assert said in headline_of(figure)


def test_departure_says_what_is_left():
    weekly = flat_weekly({"Nothing": 0.01, "Goes": 0.1, "Stays": 0.1}, weeks=80)
    gone = (weekly["scenario"] == "Goes") & (weekly["week"] >= 40)
    weekly.loc[gone, "participation"] = 0.04
    names = lineup(
        ["Nothing", "Stays", "Goes"],
        "source",
        departure_weeks={"Goes": 40},
        counterparts={"Goes": "Stays"},
    )
    figure = departure_figure(weekly, names, {"Goes": 12.0})
    assert headline_of(figure) == (
        f"39{NB}weeks after the champion leaves, weekly visitors are at 40{NB}% of before in “Goes”"
    )
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert f"half of what was built is gone after 12{NB}weeks" in texts


def test_a_late_half_life_is_said_inside_the_figure():
    weekly = flat_weekly({"Nothing": 0.01, "Goes": 0.1}, weeks=80)
    names = lineup(["Nothing", "Goes"], "source", departure_weeks={"Goes": 40})
    assert not cut_words(departure_figure(weekly, names, {"Goes": 37.0}))


def test_figures_say_that_assumptions_differ_and_not_only_chance(tmp_path):
    names = lineup(["Nothing", "Goes"], "source", departure_weeks={"Goes": 40}, over=Over(20, 20))
    weekly = flat_weekly({"Nothing": 0.01, "Goes": 0.1}, weeks=80)
    for figure in (
        participation_figure(weekly, names),
        difference_figure(weekly, names),
        departure_figure(weekly, names, {}),
    ):
        said = " ".join(" ".join(text.get_text() for text in figure.texts).split())
        assert "20 plausible sets of assumptions, each with its own chance" in said
    data = GalleryData(weekly, fake_summary(fake_weekly(2, 3, 80), 2), pd.DataFrame(), 80, 40.0)
    renamed = replace(data, summary=data.summary.replace({"scenario": {NAMES[1]: "Goes"}}))
    first = draw_gallery(renamed, names, tmp_path)[0]
    assert "Bands show assumptions and chance together." in first.caption


def test_runs_under_the_same_assumptions_are_one_path():
    weekly = flat_weekly({"Nothing": 0.1}, weeks=2, replicates=4)
    weekly["participation"] = 0.1 * weekly["replicate"]
    weekly["member"] = weekly["replicate"] % 2
    assert unit_paths(weekly, "Nothing", "participation").tolist() == [
        pytest.approx([0.1, 0.1]),
        pytest.approx([0.2, 0.2]),
    ]


def test_departure_without_anybody_leaving_is_refused():
    with pytest.raises(ValueError, match="leaves"):
        departure_figure(fake_weekly(2, 2, 30), fake_lineup(2), {})


def test_retention_is_unknown_beyond_the_run_and_for_small_groups():
    counts = np.zeros((3, 3, 2), dtype=np.int32)
    counts[0] = [(10, 9), (8, 4), (4, 1)]
    counts[1] = [(6, 6), (6, 3), (9, 9)]
    shares = retention_shares(counts)
    assert shares[0, 0] == 0.9
    assert shares[0, 1] == 0.5
    assert np.isnan(shares[0, 2])
    assert np.isnan(shares[1, 2])
    assert typical_retention(counts, 1) == 7 / 14
    assert np.isnan(typical_retention(counts, 9))


def test_retention_headline_is_computed():
    figure = retention_figure({NAMES[1]: fake_retention(0.2, 20)}, fake_lineup(2))
    counts = fake_retention(0.2, 20)
    said = f"{100 * typical_retention(counts, 1):.0f}{NB}%"
    assert said in headline_of(figure)


def test_the_frontier_keeps_what_nothing_beats():
    points = (
        CostPoint("none", 0, 0, 0.01),
        CostPoint("dear", 100, 10, 0.05),
        CostPoint("good", 50, 10, 0.06),
        CostPoint("best", 200, 0, 0.09),
    )
    assert [point.name for point in efficient(points, 1.0)] == ["none", "good", "best"]


def test_cost_leaves_out_scenarios_in_which_the_champion_leaves():
    summary = fake_summary(fake_weekly(7, 2, 110), 7)
    figure = cost_figure(summary, fake_lineup(7), weeks=110, hourly_rate=40)
    said = " ".join(text.get_text() for text in figure.axes[0].texts).replace("\n", " ")
    assert "Newsletter" in said
    assert "leaves" not in said


def test_saved_files_are_the_same_bytes_twice(tmp_path):
    def bytes_of(folder):
        figure = participation_figure(fake_weekly(3, 2, 40), fake_lineup(3))
        return [path.read_bytes() for path in save(figure, tmp_path / folder, "p")]

    assert bytes_of("one") == bytes_of("two")


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    before = dict(rcParams)
    participation_figure(fake_weekly(2, 2, 30), fake_lineup(2))
    assert dict(rcParams) == before


def test_names_become_file_names():
    assert file_name("Newsletter + packs / é") == "newsletter-packs-e"
    assert file_name("///") == "scenario"


def test_dollars_and_markup_in_names_are_shown_as_they_are():
    weekly = flat_weekly({"Plain": 0.02, "$5 & <b> $6": 0.05})
    figure = participation_figure(weekly, lineup(["Plain", "$5 & <b> $6"], "costs $1 and $2"))
    assert "$5 & <b> $6" in headline_of(figure)
    figure.canvas.draw()


def test_the_gallery_draws_what_there_is_data_for(tmp_path):
    weekly = fake_weekly(6, 2, 140)
    summary = fake_summary(weekly, 6)
    data = GalleryData(
        weekly,
        summary,
        fake_comparison(summary),
        weeks=140,
        hourly_rate=40,
        retention={NAMES[4]: fake_retention(0.2, 20)},
        people={NAMES[4]: fake_people(200, 4)},
        department_names=department_names(4),
    )
    saved = draw_gallery(data, fake_lineup(6), tmp_path)
    assert [figure.name for figure in saved] == [
        "participation",
        "difference",
        "difference-over-time",
        "departure",
        "cost",
        "accounts",
        "retention",
        "people-packs-managers-early",
    ]
    assert all(figure.png.stat().st_size and figure.svg.stat().st_size for figure in saved)
    assert all(figure.headline and figure.caption for figure in saved)


def test_the_gallery_of_a_single_scenario_compares_nothing(tmp_path):
    weekly = fake_weekly(1, 1, 40)
    data = GalleryData(weekly, fake_summary(weekly, 1), pd.DataFrame(), weeks=40, hourly_rate=40)
    saved = draw_gallery(data, fake_lineup(1), tmp_path)
    assert [figure.name for figure in saved] == ["participation", "accounts"]


@pytest.mark.parametrize("names", [[], ["a", "a"]])
def test_a_lineup_needs_unique_names(names):
    with pytest.raises(ValueError, match="unique"):
        lineup(names, "source")
