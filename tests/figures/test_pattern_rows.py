from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from text_boxes import covered_words, cut_words, words_of

sys.path.append(str(Path(__file__).parents[1] / "study"))

from made_verdicts import found_all

from uptake.figures.pattern_rows import MISSES, pattern_figure, position
from uptake.figures.style import INK, QUIET, headline_of

SHARE = "visit in four weeks"


def markers(figure):
    lines = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "")]
    return [line.get_marker() for line in lines], lines


def test_the_band_goes_from_nought_to_one():
    quantities = {f.quantity.name: f.quantity for f in found_all()}
    share = quantities[SHARE]
    assert [position(v, share) for v in (0.30, 0.47, 0.385)] == pytest.approx([0, 1, 0.5])
    gap = quantities["accounts above four-weekly visitors"]
    assert [position(v, gap) for v in (0.40, 0.30)] == pytest.approx([0, -0.25])


def test_misses_are_told_by_shape_and_colour():
    kinds, _ = markers(pattern_figure(found_all(), "source"))
    judged = sum(f.quantity.band is not None for f in found_all())
    assert kinds == ["o"] * judged
    kinds, lines = markers(pattern_figure(found_all([SHARE]), "source"))
    assert kinds.count("X") == 1
    missing = lines[kinds.index("X")]
    assert missing.get_color() == MISSES
    assert missing.get_xdata()[0] < 0.0


def test_the_headline_says_what_the_data_say():
    assert headline_of(pattern_figure(found_all(), "source")).startswith("14 of 14")
    assert headline_of(pattern_figure(found_all([SHARE]), "source")).startswith("13 of 14")


def test_an_undecided_value_is_hollow():
    _, lines = markers(pattern_figure(found_all(values={SHARE: [0.26, 0.30, 0.35]}), "source"))
    hollow = [line for line in lines if line.get_markerfacecolor() == "white"]
    assert len(hollow) == 1


def test_the_words_say_what_is_drawn_and_how_many_are_in_the_band():
    found = [replace(f, over="members") for f in found_all(values={SHARE: [0.29, 0.29, 0.46]})]
    said = " ".join(text for text, _ in words_of(pattern_figure(found, "source")))
    assert "the mean over three sets of assumptions holds" in " ".join(said.split())
    assert "[30.0 to 47.0]  1 of 3" in said


def test_names_of_what_was_fitted_are_paler():
    texts = {t.get_text(): t.get_color() for t in pattern_figure(found_all(), "s").axes[0].texts}
    assert texts[SHARE] == QUIET
    assert texts["odds where managers follow their teams"] == INK


def test_what_could_not_be_measured_is_said_and_not_drawn():
    figure = pattern_figure(found_all(values={SHARE: [np.nan] * 3}), "source")
    kinds, _ = markers(figure)
    judged = sum(f.quantity.band is not None for f in found_all())
    assert len(kinds) == judged - 1
    assert any("not measured" in text for text, _ in words_of(figure))


@pytest.mark.parametrize("spread", [0.0, 0.02])
def test_no_words_are_cut_or_cover_each_other(spread):
    figure = pattern_figure(found_all([SHARE, "mean path"], spread), "source")
    assert not cut_words(figure)
    assert not covered_words(figure)
