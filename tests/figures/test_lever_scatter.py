"""Scatters rank levers by what goes with them, and call clear only what chance does not explain."""

from dataclasses import replace

import numpy as np
import pytest
from fake_table import (
    ANSWERING,
    CONTAGION,
    EVERY,
    HABIT,
    HOURS,
    LEAVES,
    LETTER,
    QUALITY,
    SHARE,
    fake_table,
)
from text_boxes import covered_words, cut_words

from uptake.figures import headline_of, lever_effects
from uptake.figures.lever_effects import effects
from uptake.figures.lever_scatter import lever_scatter_figure
from uptake.figures.study_cells import may_be_chance, study_cells
from uptake.figures.study_view import StudyView


def test_the_running_mean_of_a_lever_is_the_mean_of_its_programmes():
    table = fake_table({EVERY: 3, HOURS: 2})
    (every,) = [
        one
        for one in effects(table, study_cells(table, SHARE), table.levers)
        if one.axis.path == EVERY
    ]
    assert every.mean_x.tolist() == [1.0, 2.0, 4.0]
    cells = table.runs.groupby([EVERY, "programme", "world"])[SHARE].mean()
    assert every.mean_y == pytest.approx(cells.groupby(EVERY).mean().to_numpy())


def test_what_matters_most_comes_first_and_into_the_headline():
    table = fake_table({EVERY: 4, ANSWERING: 3}, worlds=10)
    first, second = effects(table, study_cells(table, SHARE), (ANSWERING, EVERY))
    assert (first.axis.path, second.axis.path) == (EVERY, ANSWERING)
    assert first.share > second.share
    said = headline_of(lever_scatter_figure(StudyView(table, SHARE)))
    assert said.startswith(
        "“newsletter: weeks between issues” moves weekly visitors most of two levers: "
    )


def test_shares_of_a_grid_are_those_of_an_analysis_of_variance():
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=4)
    table.runs[SHARE] = 0.1 + 0.02 * (table.runs[EVERY] == 2.0) + 0.01 * (table.runs[HOURS] == 1.0)
    shares = {
        one.axis.path: one.share for one in effects(table, study_cells(table, SHARE), table.levers)
    }
    assert shares == pytest.approx({EVERY: 0.8, HOURS: 0.2})


def test_the_headline_says_so_if_no_lever_matters():
    table = fake_table({EVERY: 3, HOURS: 3}, worlds=10, effect=0.0)
    assert (
        headline_of(lever_scatter_figure(StudyView(table, SHARE)))
        == "No lever clearly moves weekly visitors"
    )


def test_the_headline_says_so_if_no_assumption_matters():
    table = fake_table({EVERY: 3, HOURS: 3}, worlds=20)
    random = np.random.default_rng(3)
    table.runs[SHARE] = 0.1 + 0.01 * random.normal(size=len(table.runs))
    said = headline_of(lever_scatter_figure(StudyView(table, SHARE), of="uncertainties"))
    assert said == "No assumption clearly moves weekly visitors"


def test_an_assumption_that_matters_is_found():
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=30)
    random = np.random.default_rng(3)
    noise = 0.01 * random.normal(size=len(table.runs))
    table.runs[SHARE] = 0.3 - table.runs[HABIT] + noise
    first = effects(table, study_cells(table, SHARE), table.uncertainties)[0]
    assert first.axis.path == HABIT
    assert first.clear
    assert first.mean_y[0] > first.mean_y[-1]


def test_one_programme_can_be_looked_at_alone():
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=9)
    figure = lever_scatter_figure(
        StudyView(table, SHARE), of="uncertainties", difference=True, programmes=[1]
    )
    assert [line.get_xdata().size for line in figure.axes[0].lines if line.get_alpha()] == [9]
    assert any(table.labels[1] in text.get_text() for text in figure.texts)


def test_values_in_words_are_strips_in_their_order():
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=9, uncertain=(CONTAGION,))
    figure = lever_scatter_figure(StudyView(table, SHARE), of="uncertainties")
    (axes,) = figure.axes
    words = [tick.get_text() for tick in axes.get_xticklabels()]
    assert words == ["simple", "reinforced", "none"]
    (dots,) = [line.get_xdata() for line in axes.lines if line.get_alpha()]
    assert (np.abs(dots - np.round(dots)) <= 0.275 + 1e-9).all()
    assert np.unique(dots).size == dots.size


def test_the_same_study_is_drawn_the_same_twice():
    def dots():
        figure = lever_scatter_figure(StudyView(fake_table({EVERY: 2, LETTER: 2}), SHARE))
        return np.concatenate([line.get_xdata() for line in figure.axes[0].lines])

    assert np.array_equal(dots(), dots())


def test_a_study_without_uncertainties_is_refused():
    table = fake_table({EVERY: 2, HOURS: 2}, uncertain=())
    with pytest.raises(ValueError, match="no uncertainties"):
        lever_scatter_figure(StudyView(table, SHARE), of="uncertainties")


@pytest.mark.parametrize(
    ("values", "tries", "chance"),
    [
        ([0.1, 0.11, 0.12, 0.1], 20, False),
        ([0.1, -0.1, 0.2, 0.0], 1, True),
        ([0.1], 1, True),
        ([0.0, 0.0, 0.0], 1, True),
        ([0.1, 0.1, 0.1], 20, False),
    ],
)
def test_the_best_of_many_has_to_stand_out_more(values, tries, chance):
    assert may_be_chance(values, "mean", tries) is chance


def test_never_counts_as_a_sign():
    assert not may_be_chance([np.inf] * 10, "median", 20)
    assert may_be_chance([np.inf] * 10, "median", 200)


def test_no_words_are_cut_or_cover_each_other():
    grid = fake_table({EVERY: 5, HOURS: 5, LEAVES: 4}, worlds=2, replicates=1)
    sizes = {EVERY: 5, HOURS: 5, LEAVES: 6, QUALITY: 5, ANSWERING: 3, LETTER: 2}
    sample = fake_table(sizes, worlds=3, sampled=32)
    for figure in (
        lever_scatter_figure(StudyView(grid, SHARE)),
        lever_scatter_figure(StudyView(sample, SHARE), difference=True),
        lever_scatter_figure(StudyView(sample, "money_total"), of="uncertainties"),
    ):
        assert not cut_words(figure)
        assert not covered_words(figure)


@pytest.mark.parametrize(("groups", "drawn"), [(2, 24), (8, 24), (5, 12)])
def test_a_share_that_chance_alone_would_have_counts_for_nothing(groups, drawn):
    assert lever_effects._adjusted((groups - 1) / (drawn - 1), groups, drawn) == pytest.approx(0.0)
    assert lever_effects._adjusted(1.0, groups, drawn) == 1.0
    assert lever_effects._adjusted(0.9, groups, groups) == 0.0


def over_sets():
    """Twelve sets of assumptions of an ensemble, with a choice in long words among more panels."""
    managers = "assumptions.manager_influence"
    table = fake_table({EVERY: 2, HOURS: 2}, worlds=12)
    words = ("middle_managers_lead", "bottom_up", "none")
    runs = table.runs.assign(**{managers: [words[world % 3] for world in table.runs["world"]]})
    paths = (managers, *table.uncertainties)
    return replace(table, runs=runs, uncertainties=paths, ensemble="reference")


def test_of_assumptions_fitted_together_nothing_is_said_to_move_anything():
    figure = lever_scatter_figure(StudyView(over_sets(), SHARE), of="uncertainties")
    assert " moves " not in headline_of(figure)
    assert "goes with" in headline_of(figure)
    assert any("12 plausible sets of assumptions" in one.get_text() for one in figure.texts)


def test_long_words_below_an_axis_have_room_above_the_next_panel():
    figure = lever_scatter_figure(StudyView(over_sets(), SHARE), of="uncertainties")
    ticks = [one.get_text() for axes in figure.axes for one in axes.get_xticklabels()]
    assert any(text.count("\n") == 2 for text in ticks)
    assert not covered_words(figure)
