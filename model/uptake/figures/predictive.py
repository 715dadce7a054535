"""Weekly use as it was counted, and what the fitted model expects of it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.forecast import ACTIVE_WORDS, FORECAST_COLOUR, MASKED_COLOUR
from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.style import INK, LEFT, QUIET, RIGHT, new_figure, styled
from uptake.figures.week_names import week_ticks
from uptake.study.calibrating.calibration import Calibration
from uptake.study.calibrating.sentences import best_baseline, headline
from uptake.study.wording import NO_BREAK, sentence

BASELINE_COLOUR = SCENARIO_COLOURS[1]
HIGHEST = 1.6
"""Height of the axes in peaks of the data; a band that goes beyond leaves them."""


@styled
def predictive_figure(found: Calibration, *, source: str) -> Figure:
    """Draw counts, the bands of the model, and the best simple forecast.

    Parameters
    ----------
    found : Calibration
        What came of a calibration.
    source : str
        The source line.
    """
    asked = found.asked
    usage = asked.usage
    what = sentence(ACTIVE_WORDS[usage.meaning])
    subtitle = (
        f"{what}. The model was fitted to the weeks left of the dashed line; bands: where it "
        f"expects 50 and 90{NO_BREAK}% of the counts"
    )
    figure, top = new_figure(headline(found), subtitle, source)
    marks = [
        KeyMark("dot", "counted", INK),
        KeyMark("line", "fitted model", FORECAST_COLOUR),
    ]
    best = best_baseline(found)
    if best is not None:
        marks.append(KeyMark("dashed", f"best simple forecast: {best.name}", BASELINE_COLOUR))
    if usage.masked.any():
        marks.append(KeyMark("box", "masked: neither fitted nor judged", MASKED_COLOUR))
    top = key_row(figure, top, marks)
    axes = figure.add_axes((LEFT, 0.13, RIGHT - LEFT, top - 0.13))
    _draw(axes, found)
    if best is not None and best.forecast is not None:
        made = best.forecast
        axes.plot(made.weeks, made.middle, color=BASELINE_COLOUR, lw=2.2, ls=(0, (2.2, 1.3)))
    last = int(usage.weeks[0]) + asked.weeks - 1
    axes.set_xlim(int(usage.weeks[0]) - 1, last + 1)
    peak = float(usage.active[~usage.masked].max()) or 1.0
    axes.set_ylim(0, min(axes.get_ylim()[1], HIGHEST * peak))
    week_ticks(axes, usage, last, most=9)
    return figure


def _draw(axes: Axes, found: Calibration) -> None:
    asked = found.asked
    usage, masked = asked.usage, asked.usage.masked
    for place in np.flatnonzero(masked):
        week = float(usage.weeks[place])
        axes.axvspan(week - 0.5, week + 0.5, color=MASKED_COLOUR, lw=0, zorder=0.5)
    weeks = int(usage.weeks[0]) + np.arange(asked.weeks)
    low, quarter, middle, upper, high = found.bands
    axes.fill_between(weeks, low, high, color=FORECAST_COLOUR, alpha=0.16, lw=0)
    axes.fill_between(weeks, quarter, upper, color=FORECAST_COLOUR, alpha=0.28, lw=0)
    axes.plot(weeks, middle, color=FORECAST_COLOUR, lw=2.4)
    size = float(np.clip(300 / len(usage.weeks), 2.2, 6.0))
    used = np.where(masked, np.nan, usage.active)
    axes.plot(usage.weeks, used, "o-", ms=size, lw=0.6, color=INK, mew=0, zorder=3)
    axes.plot(usage.weeks[masked], usage.active[masked], "o", ms=size, color=QUIET, mew=0, zorder=3)
    split = int(usage.weeks[asked.place]) + 0.5
    axes.axvline(split, color=QUIET, lw=1.4, ls=(0, (4, 3)), zorder=1)
    for words, away, side in (("fitted", -6, "right"), ("not fitted", 6, "left")):
        axes.annotate(
            words, (split, 1), (away, -3), ("data", "axes fraction"), "offset points",
            ha=side, va="top", fontsize=12, color=QUIET,
        )  # fmt: skip
