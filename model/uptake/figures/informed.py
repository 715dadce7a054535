"""Which of the numbers fitted the data say something about: range before, interval after."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.style import INK, QUIET, new_figure, styled, text_width
from uptake.study.calibrating.calibration import Calibration
from uptake.study.calibrating.informed import Informed, informed
from uptake.study.calibrating.sentences import informed_headline, value_said
from uptake.study.wording import NO_BREAK

BEFORE, AFTER = "#dcdcdc", SCENARIO_COLOURS[0]
ROW_INCHES, SIZE = 0.34, 12.0
SUBTITLE = (
    "Grey: the range thought plausible before. Thick and thin: where 50 and 90 % lie after seeing "
    "the data; dot: the median. What narrowed most comes first"
).replace(" %", f"{NO_BREAK}%")


@styled
def informed_figure(found: Calibration, *, source: str) -> Figure:
    """Draw a row a number that was fitted.

    Parameters
    ----------
    found : Calibration
        What came of a calibration.
    source : str
        The source line.
    """
    rows = informed(found)
    height = 2.2 + ROW_INCHES * len(rows)
    figure, top = new_figure(informed_headline(rows), SUBTITLE, source, height=height)
    wide = figure.get_figwidth()
    left = 0.35 + max(text_width(_name(one), SIZE) for one in rows)
    right = 0.3 + max(text_width(value_said(one), SIZE) for one in rows)
    box = (left / wide, 0.75 / height, (wide - left - right) / wide, top - 0.8 / height)
    axes = figure.add_axes(box)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_xticks([0, 1], ["low end", "high end"])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)
    for at, one in enumerate(rows):
        _draw(axes, at, one)
    return figure


def _draw(axes: Axes, at: int, one: Informed) -> None:
    low, quarter, middle, upper, high = one.places
    axes.barh(at, 1.0, 0.62, 0.0, color=BEFORE, zorder=1)
    axes.plot([low, high], [at, at], color=AFTER, lw=3.0, solid_capstyle="butt", zorder=2)
    axes.plot([quarter, upper], [at, at], color=AFTER, lw=9.0, solid_capstyle="butt", zorder=2)
    axes.plot(middle, at, "o", ms=7, color="white", mec=AFTER, mew=2.0, zorder=3)
    ends = (("right", (0, at), -8, _name(one), INK), ("left", (1, at), 8, value_said(one), QUIET))
    for side, place, away, words, colour in ends:
        axes.annotate(
            words, place, (away, 0), ("data", "data"), "offset points",
            ha=side, va="center", fontsize=SIZE, color=colour,
        )  # fmt: skip


def _name(one: Informed) -> str:
    return one.name.replace("_", " ")
