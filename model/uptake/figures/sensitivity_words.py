"""Words and places that the figures of sensitivity share."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.lineup import source_line
from uptake.figures.measure_words import difference_said, measure_words, value_said
from uptake.figures.style import text_width, wrap
from uptake.study.lever_words import lever_name
from uptake.study.sensitivity.findings import About

NAME_SIZE: Final = 12.5
NAME_ROOM_INCHES: Final = 2.7
MOST_ROWS: Final = 20
ROW_INCHES: Final = 0.56


def outcome_words(about: About) -> str:
    """Say what the outcome is: ``weekly visitors (last half-year) gained by “A” on “B”``."""
    words = measure_words(about.measure)
    noun = f"{words.noun} ({words.when})" if words.when else words.noun
    if about.baseline:
        return f"the difference in {noun} between “{about.programme}” and “{about.baseline}”"
    return f"{noun} under “{about.programme}”"


def outcome_said(about: About, outcome: float) -> str:
    """Say one outcome with its unit."""
    said = difference_said if about.baseline else value_said
    return said(about.measure, outcome)


def sensitivity_source(about: About) -> str:
    """Say where a figure comes from."""
    return source_line(about.study, about.seed, about.replicates, version("uptake"))


def row_axes(figure: Figure, top: float, names: list[str], *, below: float, right: float) -> Axes:
    """Make axes with a named row for each input, the first at the top.

    Parameters
    ----------
    figure : Figure
        From `new_figure`.
    top : float
        Height (0 to 1) under which there is room.
    names : list of str
        One a row.
    below, right : float
        Inches left free under and beside the axes.
    """
    wide, high = figure.get_size_inches()
    wrapped = [wrap(name, NAME_ROOM_INCHES, NAME_SIZE) for name in names]
    left = 0.35 + max(text_width(line, NAME_SIZE) for text in wrapped for line in text.split("\n"))
    axes = figure.add_axes(
        (left / wide, below / high, (wide - left - right) / wide, top - (below + 0.1) / high)
    )
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), wrapped, fontsize=NAME_SIZE, linespacing=1.0)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    return axes


def input_name(path: str) -> str:
    """Name an input shortly."""
    return lever_name(path)
