"""Who comes back: the share of each month's joiners still visiting, month by month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from uptake.figures.lineup import Lineup
from uptake.figures.style import darker, new_figure, percent_axis, styled, wrap
from uptake.study.wording import percent

SMALLEST_GROUP = 5
"""Groups under five people are not shown."""
NOT_SEEN = "#d4d4d4"
YEAR_MONTHS = 13


def retention_shares(counts: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return visiting members over members by cohort and age; nan where not seen or too few.

    Parameters
    ----------
    counts : array (cohorts, ages, 2) or (replicates, cohorts, ages, 2)
        Members still there, and those of them who visited in the four weeks. Replicates are
        added up.

    Returns
    -------
    array (cohorts, ages)
        Nan for months after the end of the run (cohort + age beyond the last month) and for
        groups under five people.
    """
    total = counts.astype(np.int64)
    if total.ndim == 4:
        total = total.sum(axis=0)
    cohorts, ages = total.shape[:2]
    seen = np.add.outer(np.arange(cohorts), np.arange(ages)) < cohorts
    known = seen & (total[..., 0] >= SMALLEST_GROUP)
    shares = np.full((cohorts, ages), np.nan)
    np.divide(total[..., 1], total[..., 0], out=shares, where=known)
    return shares


def typical_retention(counts: NDArray[np.int32], age: int) -> float:
    """Return the share of members visiting ``age`` months after joining, over all cohorts."""
    total = counts.astype(np.int64)
    if total.ndim == 4:
        total = total.sum(axis=0)
    cohorts, ages = total.shape[:2]
    if not 0 <= age < min(cohorts, ages):
        return float("nan")
    members, visiting = total[: cohorts - age, age].sum(axis=0)
    return float(visiting / members) if members else float("nan")


@styled
def retention_figure(
    retention: Mapping[str, NDArray[np.int32]], lineup: Lineup, *, headline: str | None = None
) -> Figure:
    """Draw join month against months since joining, coloured by the share visiting.

    Parameters
    ----------
    retention : mapping
        Counts by scenario as in `retention_shares`; one to three scenarios side by side.
    lineup : Lineup
        Gives the scenarios' colours and the source.
    headline : str, optional
        What is seen; computed from the data if not given.
    """
    said = headline or _headline(retention)
    subtitle = (
        "Share of account holders still employed who visit in a four-week month, by month of "
        "joining. Grey: not yet seen, or fewer than five people"
    )
    figure, top = new_figure(said, subtitle, lineup.source)
    shares = {name: retention_shares(counts) for name, counts in retention.items()}
    peak = max(_peak(share) for share in shares.values())
    wide, high = figure.get_size_inches()
    bottom, gap, bar_room, title_room = 0.98, 0.35, 1.25, 0.55
    width = (wide - 0.85 - bar_room - gap * (len(shares) - 1)) / len(shares)
    tall = high * top - bottom - title_room
    for place, (name, share) in enumerate(shares.items()):
        left = 0.85 + place * (width + gap)
        axes = figure.add_axes((left / wide, bottom / high, width / wide, tall / high))
        _draw(axes, share, peak)
        axes.set_title(
            wrap(name, width, 14, weight="bold"),
            loc="left",
            fontsize=14,
            fontweight="bold",
            color=darker(lineup.mark(name).colour),
        )
        axes.tick_params(labelleft=place == 0)
        if place == 0:
            axes.set_ylabel("Month of joining")
    bar = figure.add_axes(((wide - 1.1) / wide, bottom / high, 0.2 / wide, tall / high))
    _draw_scale(bar, peak)
    return figure


def _headline(retention: Mapping[str, NDArray[np.int32]]) -> str:
    parts = []
    for name, counts in retention.items():
        soon, later = typical_retention(counts, 1), typical_retention(counts, YEAR_MONTHS)
        text = f"“{name}” {percent(soon, 0)}"
        parts.append(f"{text} and {percent(later, 0)}" if np.isfinite(later) else text)
    when = "a month after joining and a year later" if " and " in parts[0] else "after a month"
    return f"Still visiting {when}: {'; '.join(parts)}"


def _peak(shares: NDArray[np.float64]) -> float:
    """Top of the colour scale: past the joining month, which is full by definition."""
    later = shares[:, 1:]
    known = later[np.isfinite(later)]
    return max(float(np.quantile(known, 0.99)), 0.01) if known.size else 1.0


def _draw(axes: Axes, shares: NDArray[np.float64], peak: float) -> None:
    colours = colormaps["YlGnBu"].with_extremes(bad=NOT_SEEN)
    cohorts, ages = shares.shape
    axes.imshow(
        np.ma.masked_invalid(shares),
        cmap=colours,
        vmin=0,
        vmax=peak,
        aspect="auto",
        interpolation="none",
        origin="lower",
        extent=(-0.5, ages - 0.5, -0.5, cohorts - 0.5),
    )
    axes.grid(visible=False)
    step = next((step for step in (1, 3, 6, 13) if max(cohorts, ages) / step <= 8), 26)
    axes.set_xticks(range(0, ages, step))
    axes.set_yticks(range(0, cohorts, step))
    axes.set_xlabel("Months since joining (of 4 weeks)")


def _draw_scale(axes: Axes, peak: float) -> None:
    axes.imshow(
        np.linspace(0, 1, 128)[:, None],
        cmap=colormaps["YlGnBu"],
        aspect="auto",
        origin="lower",
        extent=(0, 1, 0, peak),
    )
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.grid(visible=False)
    percent_axis(axes)
