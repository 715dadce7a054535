from __future__ import annotations

import numpy as np
import pytest
from text_boxes import covered_words, cut_words

from fake_inputs import Runner, number, words
from uptake.figures import headline_of
from uptake.figures.convergence import convergence_figure
from uptake.figures.sobol_bars import sobol_bars_figure
from uptake.figures.tornado import tornado_figure, tornado_rows
from uptake.study.sensitivity.analysis import analyse
from uptake.study.sensitivity.findings import About, Design

NB = "\u00a0"
SHARE = "participation_last_half_year"
ABOUT = About("Cadence", "How often?", SHARE, "Plan", "Nothing", 1, 4)
NAMES = ("visit_newsletter", "habit_gain", "vacancy_weeks")


def outcome(visit_newsletter, habit_gain, vacancy_weeks, contagion):
    plain = 0.1 + 0.08 * visit_newsletter + 0.05 * habit_gain + 0.0 * vacancy_weeks
    return plain - 0.03 * (contagion == "reinforced") * visit_newsletter


def some_chance(rng, points, replicates):
    return 0.01 * rng.normal(size=(points, replicates))


def inputs():
    return [*(number(name) for name in NAMES), words("contagion", "simple", "reinforced")]


def found_of(function=outcome, chance=some_chance, replicates=4, **design):
    design = {"samples": 64, "trajectories": 10, **design}
    return analyse(inputs(), Design(**design), Runner(function, replicates, chance))


def test_a_tornado_has_a_row_an_input_the_widest_first():
    found = found_of(chance=None)
    rows = tornado_rows(found)
    assert [row.name.split(".")[1] for row in rows[:3]] == [
        "visit_newsletter", "habit_gain", "contagion",
    ]  # fmt: skip
    first, choice = rows[0], rows[2]
    assert (first.lowest.value, first.highest.value) == (0.0, 1.0)
    assert first.lowest.change == pytest.approx(-0.04)
    assert first.highest.change == pytest.approx(0.04)
    assert (choice.lowest.value, choice.highest.value) == ("reinforced", "simple")
    assert choice.width == pytest.approx(0.015)
    assert headline_of(tornado_figure(found, ABOUT)) == (
        "One at a time, visit newsletter moves the outcome most: \u22124.0 percentage points at 0 "
        "and +4.0 percentage points at 1"
    )


def test_a_tornado_of_chance_claims_nothing():
    noise = found_of(lambda **_: 0.2, method="morris")
    assert headline_of(tornado_figure(noise, ABOUT)) == (
        "One at a time, no input clearly moves the outcome"
    )


def test_bars_are_as_long_as_the_indices_and_chance_has_one():
    found = found_of()
    figure = sobol_bars_figure(found, ABOUT)
    widths = [patch.get_width() for patch in figure.axes[0].patches]
    table = found.indices.set_index("input")
    ranked = [name for name in found.ranked() if name in found.left]
    wanted = [max(table.at[name, index], 0.0) for name in ranked for index in ("S1", "ST")]
    assert widths == pytest.approx([*wanted, found.chance.share])
    assert headline_of(figure).startswith("Visit newsletter (")
    assert headline_of(figure).endswith(
        f"chance is {100 * found.chance.share:.0f}{NB}% of what single runs differ by"
    )


def test_without_replicates_there_is_no_bar_of_chance():
    figure = sobol_bars_figure(found_of(replicates=1), ABOUT)
    assert "chance" not in headline_of(figure)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "chance (the seed)" not in labels


def test_convergence_says_how_far_indices_still_move():
    found = found_of(samples=128)
    figure = convergence_figure(found, ABOUT)
    wide = found.converging.pivot(index="input", columns="samples", values="ST")
    moved = 100 * float(np.abs(wide[128] - wide[64]).max())
    assert headline_of(figure) == (
        f"From 64 points of the sample to 128 no total index moves by more than {moved:.1f} "
        "percentage points"
    )
    assert len(figure.axes[0].lines) == len(found.left)


@pytest.mark.parametrize("draw", [sobol_bars_figure, convergence_figure])
def test_without_indices_there_is_nothing_to_draw(draw):
    with pytest.raises(ValueError, match="indices"):
        draw(found_of(method="morris"), ABOUT)
    with pytest.raises(ValueError, match="indices"):
        draw(found_of(lambda **_: 0.2, chance=None, method="sobol"), ABOUT)


@pytest.mark.parametrize("draw", [tornado_figure, sobol_bars_figure, convergence_figure])
@pytest.mark.parametrize("name", ["Plan", "A programme with a name as long as programmes have"])
def test_no_word_is_cut_or_covered(draw, name):
    about = About("Cadence", "", SHARE, name, "Nothing at all", 1, 4)
    figure = draw(found_of(), about)
    assert not cut_words(figure)
    assert not covered_words(figure)
