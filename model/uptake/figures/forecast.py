"""Weekly use as it was, and what simple forecasts expected of it, a panel each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uptake.figures.key_row import KeyMark, key_row
from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.panels import columns_for, panel_figure_height, panel_grid, panel_title
from uptake.figures.style import INK, QUIET, new_figure, styled
from uptake.figures.week_names import week_ticks
from uptake.study.wording import NO_BREAK, counted, number, sentence
from uptake.usage.baselines import LAST_VALUE, Judged
from uptake.usage.weekly_usage import WeeklyUsage

ACTIVE_WORDS = {
    "account": "accounts",
    "visited": "weekly visitors",
    "reacted": "people who react in a week",
    "posted": "people who write in a week",
}
FORECAST_COLOUR, MASKED_COLOUR = SCENARIO_COLOURS[0], "#d9d9d9"
MOST_TICKS = 5
HIGHEST = 1.6
"""Height of the panels in peaks of the data; a forecast that goes beyond leaves its panel."""


@styled
def forecast_figure(
    usage: WeeklyUsage,
    judged: Sequence[Judged],
    fit_until: int,
    *,
    source: str = "",
    headline: str | None = None,
) -> Figure:
    """Draw each forecast over the weeks that were counted.

    Parameters
    ----------
    usage : WeeklyUsage
        What was counted.
    judged : sequence of Judged
        The forecasts, made from the weeks up to the split; those that could not be fitted are
        left out.
    fit_until : int
        Number of the last week that was fitted to.
    source : str
        The source line.
    headline : str, optional
        What is seen; computed from the data if not given.

    Raises
    ------
    ValueError
        If nothing could be fitted.
    """
    shown = [one for one in judged if one.forecast is not None]
    if not shown:
        raise ValueError("no forecast could be fitted")
    said = headline or forecast_headline(usage, judged)
    what = sentence(ACTIVE_WORDS[usage.meaning])
    subtitle = (
        f"{what}, counted and forecast. Fitted to the weeks left of the dashed line; bands: where "
        f"50 and 90{NO_BREAK}% of weeks are expected"
    )
    height = panel_figure_height(len(shown)) + 0.5
    figure, top = new_figure(said, subtitle, source or usage.source, height=height)
    marks = [KeyMark("dot", "counted", INK), KeyMark("line", "forecast", FORECAST_COLOUR)]
    if usage.masked.any():
        marks.append(KeyMark("box", "masked: neither fitted nor judged", MASKED_COLOUR))
    grid = panel_grid(figure, len(shown), key_row(figure, top, marks))
    for axes, one in zip(grid, shown, strict=True):
        _draw(axes, usage, one, fit_until)
        panel_title(axes, _title(one), INK)
    _finish(grid, usage, shown)
    return figure


def forecast_headline(usage: WeeklyUsage, judged: Sequence[Judged]) -> str:
    """Say which forecast came nearest to the weeks it had not seen, and the last value's error."""
    known = {
        one.name: one.errors.mae for one in judged if one.errors is not None and one.errors.weeks
    }
    if not known:
        count = sum(one.forecast is not None for one in judged)
        expect = f"{sentence(counted(count, 'simple forecast'))} of {ACTIVE_WORDS[usage.meaning]}"
        return f"{expect}: there are no later weeks to judge {'it' if count == 1 else 'them'} by"
    best = min(known, key=lambda name: known[name])
    if best == LAST_VALUE:
        off = number(known[best])
        return f"No simple forecast beats the last value, which is {off} people off a week"
    against = f", the last value {number(known[LAST_VALUE])}" if LAST_VALUE in known else ""
    return f"“{sentence(best)}” came nearest: {number(known[best])} people off a week{against}"


def _title(one: Judged) -> str:
    if one.errors is None or not one.errors.weeks:
        return sentence(one.name)
    return f"{sentence(one.name)}: off by {number(one.errors.mae)}"


def _draw(axes: Axes, usage: WeeklyUsage, one: Judged, fit_until: int) -> None:
    assert one.fit is not None and one.forecast is not None
    made, masked = one.forecast, usage.masked
    for _, group in groupby(np.flatnonzero(masked), key=lambda place: place - masked[:place].sum()):
        places = list(group)
        low, high = usage.weeks[places[0]] - 0.5, usage.weeks[places[-1]] + 0.5
        axes.axvspan(float(low), float(high), color=MASKED_COLOUR, lw=0, zorder=0.5)
    for band, alpha in ((made.most, 0.16), (made.half, 0.28)):
        axes.fill_between(made.weeks, *band, color=FORECAST_COLOUR, alpha=alpha, lw=0)
    fitted = usage.weeks[usage.weeks <= fit_until]
    axes.plot(fitted, one.fit.path(fitted), color=FORECAST_COLOUR, lw=1.6, alpha=0.75)
    axes.plot(made.weeks, made.middle, color=FORECAST_COLOUR, lw=2.6)
    size = float(np.clip(160 / len(usage.weeks), 1.6, 4.5))
    used = np.where(masked, np.nan, usage.active)
    axes.plot(usage.weeks, used, "o-", ms=size, lw=0.6, color=INK, mew=0, zorder=3)
    axes.plot(usage.weeks[masked], usage.active[masked], "o", ms=size, color=QUIET, mew=0, zorder=3)
    axes.axvline(fit_until + 0.5, color=QUIET, lw=1.2, ls=(0, (4, 3)), zorder=1)


def _finish(grid: Sequence[Axes], usage: WeeklyUsage, shown: Sequence[Judged]) -> None:
    first, start = grid[0], int(usage.weeks[0])
    ends = [int(one.forecast.weeks[-1]) for one in shown if one.forecast is not None]
    last = max([int(usage.weeks[-1]), *ends])
    first.set_xlim(start - 1, last + 1)
    peak = float(usage.active[~usage.masked].max()) or 1.0
    first.set_ylim(0, min(first.get_ylim()[1], HIGHEST * peak))
    week_ticks(first, usage, last, MOST_TICKS)
    for axes in grid[-columns_for(len(grid)) :]:
        if usage.first_monday is None:
            axes.set_xlabel("Week")
