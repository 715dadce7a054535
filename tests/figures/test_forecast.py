"""The figure of forecasts shows what was counted, what was not used, and where the split is."""

from __future__ import annotations

import numpy as np
import pytest
from text_boxes import covered_words, cut_words

from uptake.figures.forecast import FORECAST_COLOUR, forecast_figure, forecast_headline
from uptake.figures.style import headline_of
from uptake.usage import read_usage
from uptake.usage.baselines import (
    LAST_VALUE,
    fit_bass,
    fit_decay,
    fit_last_value,
    fit_year_ago,
    judge,
    series_of,
)

QUICK = {
    LAST_VALUE: fit_last_value,
    "a year ago": fit_year_ago,
    "decay to a floor": fit_decay,
    "Bass": fit_bass,
}


@pytest.fixture(params=["numbers", "dates"])
def usage(tmp_path, request):
    weeks = np.arange(130)
    active = np.round(100 + 300 * np.exp2(-weeks / 6) + 9 * np.sin(weeks))
    if request.param == "numbers":
        rows = [f"{week},{value:.0f}" for week, value in zip(weeks, active, strict=True)]
    else:
        monday = np.datetime64("2021-01-04")
        rows = [f"{monday + 7 * week},{active[week]:.0f}" for week in weeks]
    path = tmp_path / "usage.csv"
    path.write_text("\n".join(["week,active", *rows]) + "\n")
    return read_usage(path, mask=["8-10", "50"])


def test_each_forecast_has_a_panel_with_data_masked_weeks_and_split(usage):
    judged = judge(series_of(usage), 90, 39, QUICK)
    figure = forecast_figure(usage, judged, 90)
    assert len(figure.axes) == 4
    for axes, one in zip(figure.axes, judged, strict=True):
        lines = {len(line.get_xdata()): line for line in axes.lines}
        assert np.allclose(lines[39].get_ydata(), one.forecast.middle)
        assert lines[39].get_color() == FORECAST_COLOUR
        counted = lines[130].get_ydata()
        assert np.isnan(counted[[8, 9, 10, 50]]).all()
        assert np.nansum(counted) == usage.active[~usage.masked].sum()
        grey = sorted(patch.get_x() for patch in axes.patches)
        assert grey == [7.5, 49.5]
        assert lines[2].get_xdata() == [90.5, 90.5]
        assert f"{one.errors.mae:.1f}" in axes.get_title(loc="left")


def test_the_headline_names_the_nearest_whatever_it_is(usage):
    judged = judge(series_of(usage), 90, 39, QUICK)
    said = forecast_headline(usage, judged)
    best = min(judged, key=lambda one: one.errors.mae)
    assert said.lower().startswith(f"“{best.name}” came nearest")
    assert headline_of(forecast_figure(usage, judged, 90)) == said
    alone = [one for one in judged if one.name in (LAST_VALUE, "Bass")]
    worse = sorted(alone, key=lambda one: one.errors.mae)
    if worse[0].name == LAST_VALUE:
        assert "No simple forecast beats the last value" in forecast_headline(usage, alone)


def test_without_later_weeks_nothing_is_claimed(usage):
    judged = judge(series_of(usage), 129, 20, QUICK)
    assert "no later weeks" in headline_of(forecast_figure(usage, judged, 129))


def test_a_forecast_that_could_not_be_made_has_no_panel(usage):
    judged = judge(series_of(usage), 40, 20, QUICK)
    assert len(forecast_figure(usage, judged, 40).axes) == 3
    with pytest.raises(ValueError, match="no forecast"):
        forecast_figure(usage, [one for one in judged if one.refused], 40)


def test_no_words_are_cut_or_cover_each_other(usage):
    figure = forecast_figure(usage, judge(series_of(usage), 90, 39, QUICK), 90)
    assert not cut_words(figure)
    assert not covered_words(figure)
