"""Small multiples show medians and bands over worlds, and say where the best value is the same."""

import numpy as np
import pytest
from fake_table import (
    CONTAGION,
    EVERY,
    HALF_LIFE,
    HOURS,
    LEAVES,
    LETTER,
    SHARE,
    fake_table,
)
from text_boxes import covered_words, cut_words

from uptake.figures import headline_of
from uptake.figures.panel_lines import panel_lines
from uptake.figures.study_panels import study_panels_figure
from uptake.figures.study_view import StudyView

NB = "\u00a0"


def lines_of(table, x, lines=None, panels=None, measure=SHARE, **more):
    settings = {"better": "more", "difference": False, "organisation": None, **more}
    return panel_lines(table, measure, x, lines, panels, **settings)


def test_a_band_holds_the_quantiles_of_the_worlds():
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=11)
    axis, (panel,) = lines_of(table, EVERY, HOURS)
    runs = table.runs[(table.runs[EVERY] == 2.0) & (table.runs[HOURS] == 1.0)]
    worlds = runs.groupby("world")[SHARE].mean()
    expected = np.quantile(worlds, [0.05, 0.25, 0.5, 0.75, 0.95])
    assert axis.values == (1.0, 2.0, 4.0)
    assert panel.lines[1].name == f"manager engagement 1{NB}hour a week"
    assert panel.lines[1].bands[:, 1] == pytest.approx(expected)


def test_the_baseline_is_in_each_panel():
    table = fake_table({EVERY: 3, HOURS: 2}, organisations=("Acme", "Beta"))
    _, panels = lines_of(table, EVERY, HOURS, "organisation")
    base = table.runs[table.runs["programme"] == 0]
    for panel in panels:
        own = base[base["organisation"] == panel.name].groupby("world")[SHARE].mean()
        assert panel.baseline == pytest.approx(own.median())
    figure = study_panels_figure(StudyView(table, SHARE), EVERY, lines=HOURS, panels="organisation")
    for axes, panel in zip(figure.axes, panels, strict=True):
        level = [line for line in axes.lines if not isinstance(line.get_linestyle(), str)]
        dashed = [line for line in axes.lines if line.get_linestyle() == "--"]
        assert {line.get_ydata()[0] for line in [*level, *dashed]} == {panel.baseline}
        assert panel.name in axes.get_title(loc="left")


def test_there_is_a_panel_for_each_structural_choice_with_its_worlds():
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=9)
    _, panels = lines_of(table, EVERY, HOURS, CONTAGION)
    assert [panel.name for panel in panels] == [
        "contagion: simple",
        "contagion: reinforced",
        "contagion: none",
    ]
    base = table.runs[(table.runs["programme"] == 0) & (table.runs[CONTAGION] == "reinforced")]
    assert panels[1].baseline == pytest.approx(base.groupby("world")[SHARE].mean().median())


def test_the_headline_says_what_is_best_everywhere():
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=8, organisations=("Acme", "Beta"))
    said = headline_of(study_panels_figure(StudyView(table, SHARE), EVERY, panels="organisation"))
    assert said.startswith("Most weekly visitors with newsletter every week in both organisations")
    assert said.endswith("percentage points against the worst value")


def test_the_headline_says_where_it_depends():
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=8, organisations=("Acme", "Beta"))
    turned = (table.runs["organisation"] == "Beta") & (table.runs[EVERY] == 4.0)
    table.runs.loc[turned, SHARE] += 0.1
    said = headline_of(study_panels_figure(StudyView(table, SHARE), EVERY, panels="organisation"))
    assert said == (
        "It depends on the organisation: most weekly visitors with newsletter every week in "
        f"“Acme”; newsletter every 4{NB}weeks in “Beta”"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"effect": 0.0, "worlds": 8}, "“newsletter” makes no clear difference to weekly visitors"),
        ({"worlds": 1, "replicates": 1}, "Too few runs to tell what “newsletter” does"),
    ],
)
def test_the_headline_claims_no_more_than_the_worlds_allow(more, said):
    table = fake_table({LETTER: 2, EVERY: 2}, **more)
    assert headline_of(
        study_panels_figure(StudyView(table, SHARE), LETTER, lines=EVERY)
    ).startswith(said)


def test_differences_are_taken_within_worlds():
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=8)
    _, (panel,) = lines_of(table, EVERY, HOURS, difference=True)
    own = next(line for line in panel.lines if line.name == f"manager engagement 1{NB}hour a week")
    assert own.bands[:, 1] == pytest.approx(np.zeros(5))
    assert panel.baseline == 0.0


def test_what_may_never_happen_has_its_place_on_the_axis():
    table = fake_table({EVERY: 3, LEAVES: 2}, worlds=8)
    table.runs.loc[table.runs[EVERY] == 1.0, HALF_LIFE] = np.inf
    figure = study_panels_figure(StudyView(table, HALF_LIFE), EVERY, lines=LEAVES)
    assert "never" in [tick.get_text() for tick in figure.axes[0].get_yticklabels()]


def test_too_many_lines_are_refused():
    with pytest.raises(ValueError, match="told apart"):
        study_panels_figure(StudyView(fake_table({EVERY: 2, HOURS: 7}), SHARE), EVERY, lines=HOURS)


@pytest.mark.parametrize("count", [1, 3, 4])
def test_no_words_are_cut_or_cover_each_other(count):
    names = ("Acme", "Beta", "The rather long name of an organisation & sons, Ltd", "Delta")
    table = fake_table({EVERY: 13, HOURS: 3}, worlds=3, replicates=1, organisations=names[:count])
    figure = study_panels_figure(
        StudyView(table, SHARE), EVERY, lines=HOURS, panels="organisation", difference=True
    )
    assert len(figure.axes) == count
    assert not cut_words(figure)
    assert not covered_words(figure)
