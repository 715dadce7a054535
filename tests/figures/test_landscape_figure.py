"""The figure of a landscape can be read, and shows what was measured."""

from __future__ import annotations

import pytest
from text_boxes import covered_words, cut_words

import toy_landscapes as toy
from uptake.figures.landscape import landscape_figure
from uptake.figures.style import headline_of


def faces(figure):
    return [line.get_markerfacecolor() for line in figure.axes[0].lines if line.get_marker() == "o"]


@pytest.mark.parametrize("programme", [toy.bistable, toy.monostable, toy.idle])
def test_no_word_is_cut(programme):
    figure = landscape_figure(toy.landscape(programme=programme), "source")
    assert cut_words(figure) == []


def test_words_do_not_cover_each_other():
    assert covered_words(landscape_figure(toy.landscape(), "source")) == []


def test_resting_points_are_filled_and_tipping_points_open():
    found = faces(landscape_figure(toy.landscape(), "source"))
    assert len(found) == 4
    assert found.count("white") == 1


def test_the_headline_is_that_of_the_data():
    assert "no tipping point" in headline_of(
        landscape_figure(toy.landscape(programme=toy.monostable), "source")
    )
    assert "tips at" in headline_of(landscape_figure(toy.landscape(), "source"))
