"""Of each study the figures are drawn that its design and results allow."""

import numpy as np
import pytest
from fake_table import (
    ANSWERING,
    EVERY,
    HALF_LIFE,
    HOURS,
    LEAVES,
    LETTER,
    QUALITY,
    SHARE,
    fake_table,
)

from uptake.figures.heat_cells import is_grid
from uptake.figures.study_gallery import draw_study


def names_of(saved):
    return [figure.name for figure in saved]


def test_a_grid_of_two_levers_is_mapped(tmp_path):
    saved = draw_study(fake_table({EVERY: 3, HOURS: 3}, worlds=9), SHARE, tmp_path)
    assert names_of(saved) == ["best-programmes", "heat-map", "panels-contagion", "uncertainties"]
    assert all(figure.png.stat().st_size and figure.svg.stat().st_size for figure in saved)
    assert all(figure.headline and figure.caption for figure in saved)


def test_the_levers_that_matter_most_are_mapped(tmp_path):
    table = fake_table({ANSWERING: 3, HOURS: 3, EVERY: 3}, worlds=3, uncertain=())
    saved = draw_study(table, SHARE, tmp_path)
    assert names_of(saved) == ["best-programmes", "heat-map", "panels-answering-hours", "levers"]
    assert "newsletter every week" in saved[1].headline
    assert "manager engagement" in saved[1].headline


def test_a_sample_is_scattered_but_not_mapped(tmp_path):
    sizes = {EVERY: 5, HOURS: 5, LEAVES: 4, QUALITY: 5, LETTER: 2}
    table = fake_table(sizes, worlds=1, replicates=1, sampled=32)
    assert not is_grid(table, LEAVES, LETTER)
    assert names_of(draw_study(table, SHARE, tmp_path)) == ["best-programmes", "levers"]


def test_organisations_get_panels(tmp_path):
    table = fake_table({EVERY: 3, HOURS: 2}, worlds=3, organisations=("Acme", "Beta"))
    assert "panels-organisation" in names_of(draw_study(table, SHARE, tmp_path))


def test_one_lever_and_one_run_can_be_drawn(tmp_path):
    saved = draw_study(fake_table({EVERY: 2}, worlds=1, replicates=1), SHARE, tmp_path)
    assert names_of(saved) == ["best-programmes", "panels"]


def test_without_values_of_the_baseline_nothing_is_compared(tmp_path):
    table = fake_table({EVERY: 3, LEAVES: 3}, worlds=3)
    table.runs.loc[table.runs["programme"] == 0, HALF_LIFE] = np.nan
    saved = draw_study(table, HALF_LIFE, tmp_path)
    assert names_of(saved) == ["heat-map", "panels"]
    assert "“Today” has none to compare with" in saved[0].headline


def test_a_measure_that_is_never_known_has_no_figures(tmp_path):
    table = fake_table({EVERY: 2, HOURS: 2})
    table.runs[HALF_LIFE] = np.nan
    assert draw_study(table, HALF_LIFE, tmp_path) == ()


def test_a_study_with_missing_runs_is_drawn_and_says_so(tmp_path):
    table = fake_table({EVERY: 3, HOURS: 3}, worlds=3, missing=4)
    object.__setattr__(table, "runs", table.runs.drop(table.runs.index[::7]))
    saved = draw_study(table, SHARE, tmp_path)
    assert names_of(saved)[:2] == ["best-programmes", "heat-map"]


def test_an_unknown_measure_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no measure"):
        draw_study(fake_table({EVERY: 2}), "charm", tmp_path)


def test_saved_files_are_the_same_bytes_twice(tmp_path):
    def bytes_of(folder):
        table = fake_table({EVERY: 2, HOURS: 2}, worlds=2, uncertain=())
        saved = draw_study(table, SHARE, tmp_path / folder)
        return [path.read_bytes() for one in saved for path in (one.png, one.svg)]

    assert bytes_of("one") == bytes_of("two")
