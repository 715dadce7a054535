"""The map of two levers shows what the runs say, today's plan, and what is best."""

import numpy as np
import pytest
from fake_table import EVERY, HALF_LIFE, HOURS, LEAVES, LETTER, QUALITY, SHARE, fake_table
from matplotlib.patches import Rectangle
from text_boxes import covered_words, cut_words

from uptake.figures import headline_of
from uptake.figures.heat_cells import heat_cells
from uptake.figures.heat_map import heat_map_figure
from uptake.figures.study_view import StudyView

NB = "\u00a0"


def by_hand(table, every, hours, column=SHARE):
    """Mean over replicates, then worlds, of the cell and of its difference from the baseline."""
    runs = table.runs
    keys = ["organisation", "world", "replicate"]
    cell = runs[(runs[EVERY] == every) & (runs[HOURS] == hours)].set_index(keys)[column]
    base = runs[runs["programme"] == table.baseline].set_index(keys)[column]
    worlds = ["organisation", "world"]
    value = cell.groupby(worlds).mean().mean()
    return value, (cell - base).groupby(worlds).mean().mean()


def numbers_in(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("organisations", [("",), ("Acme", "Beta")])
def test_a_cell_holds_the_mean_over_worlds_and_replicates(organisations):
    table = fake_table({EVERY: 3, HOURS: 4}, organisations=organisations)
    found = heat_cells(table, SHARE, EVERY, HOURS)
    change = heat_cells(table, SHARE, EVERY, HOURS, difference=True)
    assert found.shown.shape == (4, 3)
    for column, every in enumerate(found.x.values):
        for row, hours in enumerate(found.y.values):
            value, difference = by_hand(table, every, hours)
            assert found.shown[row, column] == pytest.approx(value)
            assert change.shown[row, column] == pytest.approx(difference)


def test_the_numbers_in_the_cells_are_those_values():
    table = fake_table({EVERY: 2, HOURS: 2})
    written = numbers_in(heat_map_figure(StudyView(table, SHARE), EVERY, HOURS))
    expected = [by_hand(table, every, hours)[0] for hours in (0.0, 1.0) for every in (1.0, 2.0)]
    assert written == [f"{100 * value:.1f}" for value in expected]


def test_one_organisation_can_be_taken_alone():
    table = fake_table({EVERY: 3, HOURS: 3}, organisations=("Acme", "Beta"))
    alone = heat_cells(table, SHARE, EVERY, HOURS, organisation="Beta").shown
    runs = table.runs[table.runs["organisation"] == "Beta"]
    first = runs[(runs[EVERY] == 1.0) & (runs[HOURS] == 0.0)]
    assert alone[0, 0] == pytest.approx(first.groupby("world")[SHARE].mean().mean())
    figure = heat_map_figure(StudyView(table, SHARE, organisation="Beta"), EVERY, HOURS)
    assert any("six worlds of “Beta”" in text.get_text() for text in figure.texts)


def test_the_headline_names_the_best_cell_its_gain_and_the_baseline():
    table = fake_table({EVERY: 5, HOURS: 5}, worlds=20)
    found = heat_cells(table, SHARE, EVERY, HOURS)
    value, gain = by_hand(table, 1.0, 8.0)
    assert found.best == (4, 0)
    low, high = 100 * found.best_gain.low, 100 * found.best_gain.high
    assert headline_of(heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)) == (
        f"Most weekly visitors, {100 * value:.1f}{NB}% of staff: newsletter every week and "
        f"manager engagement 8{NB}hours a week; +{100 * gain:.1f} percentage points against "
        f"“Today” (95{NB}% interval {low:.1f} to {high:.1f})"
    )


def test_the_headline_says_so_if_nothing_helps():
    nothing = fake_table({EVERY: 4, HOURS: 4}, effect=0.0)
    said = headline_of(heat_map_figure(StudyView(nothing, SHARE), EVERY, HOURS))
    assert said.startswith("No combination clearly brings more weekly visitors than “Today”")
    best = fake_table({EVERY: 4, HOURS: 4}, baseline={EVERY: 1.0, HOURS: 4.0})
    said = headline_of(heat_map_figure(StudyView(best, SHARE), EVERY, HOURS))
    assert said.startswith("No combination brings more weekly visitors than “Today”")


def test_a_best_of_many_over_few_worlds_is_called_possible_chance():
    table = fake_table({EVERY: 5, HOURS: 5}, worlds=3)
    said = headline_of(heat_map_figure(StudyView(table, SHARE), EVERY, HOURS))
    assert "as the best of 24 it may be chance" in said


def test_a_single_run_claims_no_interval():
    table = fake_table({EVERY: 3, HOURS: 3}, worlds=1, replicates=1)
    assert "(too few runs for an interval)" in headline_of(
        heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)
    )


def test_of_money_less_is_best():
    table = fake_table({EVERY: 3, HOURS: 3})
    found = heat_cells(table, "money_total", EVERY, HOURS, better="less")
    assert found.best == (0, 2)
    figure = heat_map_figure(StudyView(table, "money_total", "less"), EVERY, HOURS)
    assert headline_of(figure).startswith("Least money spent, $")


def frames_of(figure):
    found = {}
    for patch in figure.axes[0].patches:
        if isinstance(patch, Rectangle) and patch.get_edgecolor()[:3] != (1.0, 1.0, 1.0):
            centre = patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2
            solid = patch.get_linestyle() in ("-", "solid")
            found["best" if solid else "baseline"] = tuple(round(one, 6) for one in centre)
    return found


def test_todays_plan_and_the_best_cell_are_framed():
    table = fake_table({EVERY: 5, HOURS: 5})
    figure = heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)
    assert frames_of(figure) == {"baseline": (2.0, 2.0), "best": (0.0, 4.0)}
    assert "“Today”" in [text.get_text() for text in figure.texts]


def test_a_baseline_between_cells_is_marked_between_them():
    table = fake_table({EVERY: 3, HOURS: 3}, baseline={EVERY: 3.0, HOURS: 1.0})
    found = heat_cells(table, SHARE, EVERY, HOURS)
    assert found.baseline == (1.0, 1.5)
    assert found.shown.shape == (3, 3)
    figure = heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)
    assert "baseline" not in frames_of(figure)
    assert "“Today”, between cells" in [text.get_text() for text in figure.texts]


def test_a_baseline_outside_the_map_is_said_to_be():
    table = fake_table({EVERY: 3, HOURS: 3}, baseline={EVERY: 90.0, HOURS: 1.0})
    figure = heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)
    assert any("“Today” lies outside the map" in text.get_text() for text in figure.texts)


def test_values_in_words_keep_the_order_of_the_study():
    table = fake_table({LEAVES: 4, EVERY: 3})
    found = heat_cells(table, SHARE, LEAVES, EVERY)
    assert found.x.ticks == ("stays", "52", "78", "104")
    figure = heat_map_figure(StudyView(table, SHARE), LEAVES, EVERY)
    assert [tick.get_text() for tick in figure.axes[0].get_xticklabels()] == list(found.x.ticks)


def test_other_levers_are_averaged_and_that_is_said():
    table = fake_table({EVERY: 3, HOURS: 2, QUALITY: 3})
    figure = heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)
    assert any("all values of the other levers" in text.get_text() for text in figure.texts)


def test_a_sample_is_no_map():
    table = fake_table({EVERY: 5, HOURS: 5}, sampled=12)
    with pytest.raises(ValueError, match="list or a sample"):
        heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)


def test_a_list_of_programmes_is_no_map():
    table = fake_table({EVERY: 4, HOURS: 4})
    runs = table.runs[(table.runs[EVERY] == 1.0) | (table.runs[HOURS] == 0.0)]
    object.__setattr__(table, "runs", runs)
    with pytest.raises(ValueError, match="list or a sample"):
        heat_map_figure(StudyView(table, SHARE), EVERY, HOURS)


def test_an_uncertainty_is_no_lever():
    with pytest.raises(ValueError, match="no lever"):
        heat_map_figure(StudyView(fake_table(), SHARE), EVERY, "assumptions.habit_loss")


def test_what_may_never_happen_is_summed_up_by_medians():
    table = fake_table({EVERY: 3, HOURS: 3}, worlds=7)
    runs = table.runs
    often = (runs[EVERY] == 1.0) & (runs[HOURS] == 0.0)
    runs.loc[often, HALF_LIFE] = np.where(runs.loc[often, "world"] < 5, np.inf, 20.0)
    found = heat_cells(table, HALF_LIFE, EVERY, HOURS)
    assert np.isinf(found.shown[0, 0])
    figure = heat_map_figure(StudyView(table, HALF_LIFE), EVERY, HOURS)
    assert numbers_in(figure)[0] == "never"
    assert any("Median over" in text.get_text() for text in figure.texts)


def test_lines_run_between_cells_on_different_sides_of_a_threshold():
    table = fake_table({EVERY: 3, HOURS: 2})
    shown = heat_cells(table, SHARE, EVERY, HOURS).shown
    level = float(shown[:, :2].mean(axis=0).mean())
    figure = heat_map_figure(StudyView(table, SHARE), EVERY, HOURS, thresholds=(level,))
    above = shown >= level
    edges = np.count_nonzero(above[:, 1:] != above[:, :-1]) + np.count_nonzero(above[1] != above[0])
    lines = [line for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    assert edges > 0
    assert len(lines) == 2 * edges


@pytest.mark.parametrize(
    ("sizes", "difference"),
    [
        ({EVERY: 2, HOURS: 2}, False),
        ({EVERY: 13, HOURS: 7}, True),
        ({HOURS: 15, EVERY: 6}, False),
        ({LEAVES: 6, LETTER: 2}, True),
    ],
)
def test_no_words_are_cut_or_cover_each_other(sizes, difference):
    long = {0: "What we do today, with a name far too long for any legend " * 3}
    table = fake_table(sizes, worlds=2, replicates=1, labels=long)
    figure = heat_map_figure(StudyView(table, SHARE), *sizes, difference=difference)
    assert not cut_words(figure)
    assert not covered_words(figure)
