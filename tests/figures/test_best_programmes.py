"""The best programmes are ranked by their paired gain, and no claim goes beyond its interval."""

import numpy as np
import pytest
from fake_table import EVERY, HALF_LIFE, HOURS, LEAVES, QUALITY, SHARE, fake_table
from text_boxes import covered_words, cut_words

from uptake.figures import headline_of
from uptake.figures.best_programmes import best_programmes_figure
from uptake.figures.programme_rows import programme_rows
from uptake.figures.study_cells import study_cells
from uptake.figures.study_view import StudyView
from uptake.study.programmes import compare_programmes

NB = "\u00a0"


def rows_of(table, measure=SHARE, **more):
    return programme_rows(table, study_cells(table, measure), **more)


def test_rows_are_those_of_the_comparison_the_best_first():
    table = fake_table({EVERY: 4, HOURS: 4}, organisations=("Acme", "Beta"))
    rows = rows_of(table, most=5)
    told = compare_programmes(table)
    told = told[(told["measure"] == SHARE) & (told["organisation"] == "all") & ~told["baseline"]]
    told = told.sort_values("difference", ascending=False).head(5)
    assert [row.number for row in rows] == told["programme"].tolist()
    assert [row.centre.centre for row in rows] == pytest.approx(told["difference"].tolist())
    assert [row.centre.low for row in rows] == pytest.approx(told["low"].tolist())
    shares = [row.helps / row.units.size for row in rows]
    assert shares == pytest.approx(told["helps_share"].tolist())


def test_of_money_the_cheapest_comes_first():
    rows = rows_of(fake_table({EVERY: 4, HOURS: 4}), "money_total", better="less")
    gains = [row.centre.centre for row in rows]
    assert gains == sorted(gains)
    assert gains[0] < 0
    assert rows[0].helps == rows[0].units.size


def test_the_headline_names_the_best_its_gain_and_its_interval():
    table = fake_table({EVERY: 4, HOURS: 4}, worlds=20)
    (best, *_) = rows_of(table)
    assert headline_of(best_programmes_figure(StudyView(table, SHARE))) == (
        f"Most weekly visitors with “{best.label}”: +{100 * best.centre.centre:.1f} percentage "
        f"points against “Today” (95{NB}% interval {100 * best.centre.low:.1f} to "
        f"{100 * best.centre.high:.1f})"
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            fake_table({EVERY: 3, HOURS: 3}, effect=0.0),
            "No programme clearly brings more weekly visitors than “Today”",
        ),
        (
            fake_table({EVERY: 3, HOURS: 3}, baseline={EVERY: 1.0, HOURS: 2.0}),
            "No programme brings more weekly visitors than “Today”",
        ),
        (fake_table({EVERY: 2}, worlds=1, replicates=1), "(too few runs for an interval)"),
        (fake_table({EVERY: 5, HOURS: 5}, worlds=3), "as the best of 24 it may be chance"),
    ],
)
def test_the_headline_claims_no_more_than_its_interval_allows(table, said):
    assert said in headline_of(best_programmes_figure(StudyView(table, SHARE)))


def test_a_programme_as_good_as_the_best_is_counted():
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=12)
    (best, second, *_) = rows_of(table)
    runs = table.runs.set_index("run", drop=False)
    for row in runs[runs["programme"] == best.number].itertuples():
        twin = row.run.split("-")
        twin[1] = str(second.number)
        nudge = 0.0005 if row.world % 2 else -0.0005
        runs.loc["-".join(twin), SHARE] = runs.loc[row.run, SHARE] + nudge
    object.__setattr__(table, "runs", runs.reset_index(drop=True))
    assert "one other may do as well" in headline_of(
        best_programmes_figure(StudyView(table, SHARE))
    )


def test_it_is_said_in_how_many_worlds_a_programme_helps():
    table = fake_table({EVERY: 2}, worlds=5)
    other = table.runs["programme"] == 1
    base = table.runs[~other].set_index(["world", "replicate"])[SHARE]
    gains = table.runs.loc[other, "world"].map({0: -0.01, 1: 0.0, 2: 0.02, 3: 0.02, 4: 0.02})
    keys = list(
        zip(table.runs.loc[other, "world"], table.runs.loc[other, "replicate"], strict=True)
    )
    table.runs.loc[other, SHARE] = base.loc[keys].to_numpy() + gains.to_numpy()
    figure = best_programmes_figure(StudyView(table, SHARE))
    assert "helps in 3 of 5 worlds" in [text.get_text() for text in figure.axes[0].texts]


def test_there_is_a_dot_a_world():
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=9)
    dots = [
        line
        for line in best_programmes_figure(StudyView(table, SHARE)).axes[0].lines
        if line.get_alpha()
    ]
    assert [line.get_xdata().size for line in dots] == [9, 9, 9]


def test_a_gain_to_never_is_drawn_at_the_edge():
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=9)
    table.runs.loc[table.runs["programme"] == 1, HALF_LIFE] = np.inf
    figure = best_programmes_figure(StudyView(table, HALF_LIFE))
    assert "to never" in [tick.get_text() for tick in figure.axes[0].get_xticklabels()]
    assert headline_of(figure).startswith("Longest momentum half-life with")


def test_without_anything_to_compare_there_is_no_figure():
    table = fake_table({EVERY: 2, HOURS: 2})
    table.runs.loc[table.runs["programme"] == 0, SHARE] = np.nan
    with pytest.raises(ValueError, match="compared"):
        best_programmes_figure(StudyView(table, SHARE))


@pytest.mark.parametrize("worlds", [3, 40])
def test_long_labels_are_neither_cut_off_by_the_edge_nor_over_each_other(worlds):
    long = {
        number: f"Number {number}: managers early, newsletter every second week for members only, "
        "welcome packs with guidelines, deputies in each department chosen by their contacts"
        for number in range(40)
    }
    long[1] = "Averyveryveryverylongwordwithoutanyspaceatallwhichcannotbewrappedanywhere"
    table = fake_table({EVERY: 3, LEAVES: 3, QUALITY: 2}, worlds=worlds, labels=long)
    figure = best_programmes_figure(StudyView(table, SHARE))
    assert len(figure.axes[0].get_yticklabels()) == 10
    assert not cut_words(figure)
    assert not covered_words(figure)
