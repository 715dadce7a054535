"""How indices settle as the sample grows."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from uptake.figures.labels import Label, label_line_ends
from uptake.figures.lineup import SCENARIO_COLOURS
from uptake.figures.sensitivity_words import input_name, outcome_words, sensitivity_source
from uptake.figures.style import new_figure, percent_axis, styled
from uptake.study.sensitivity.findings import About, Found
from uptake.study.wording import INTERVAL, number

LABEL_INCHES = 2.4
MOST_BANDS = 3
"""More of them hide each other."""


@styled
def convergence_figure(found: Found, about: About, *, source: str | None = None) -> Figure:
    """Draw the total index of each input, from an eighth of the sample to all of it.

    Parameters
    ----------
    found : Found
        An analysis with indices.
    about : About
        What the outcome is.
    source : str, optional
        The source line; made from `about` if not given.

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or the outcome never differs.
    """
    table = found.converging
    if table is None or table["samples"].nunique() < 2 or table["ST"].isna().all():
        raise ValueError("there are no indices of several samples")
    names = [name for name in found.ranked() if name in found.left]
    of = f" of the first {MOST_BANDS}" if len(names) > MOST_BANDS else ""
    subtitle = (
        f"Total indices of {outcome_words(about)} from the first eighth of the sample, a "
        f"quarter, half and all of it. Bands{of}: {INTERVAL}"
    )
    figure, top = new_figure(
        convergence_headline(found), subtitle, source or sensitivity_source(about), height=6.6
    )
    wide, high = figure.get_size_inches()
    left, right, below = 0.9, LABEL_INCHES + 0.4, 0.95
    axes = figure.add_axes(
        (left / wide, below / high, (wide - left - right) / wide, top - (below + 0.1) / high)
    )
    sizes = sorted(table["samples"].unique().tolist())
    labels = []
    for rank, name in enumerate(names):
        colour = SCENARIO_COLOURS[rank % len(SCENARIO_COLOURS)]
        rows = table[table["input"] == name].sort_values("samples")
        across = np.log2(rows["samples"].to_numpy(np.float64))
        low, middle, upper = (
            rows[column].to_numpy(np.float64) for column in ("ST_low", "ST", "ST_high")
        )
        if rank < MOST_BANDS:
            axes.fill_between(across, low, upper, color=colour, alpha=0.13, lw=0)
        axes.plot(across, middle, "-o", color=colour, ms=6)
        labels.append(Label(input_name(name), across[-1], float(middle[-1]), colour))
    axes.set_xticks(np.log2(sizes), [f"{size:,}" for size in sizes])
    axes.set_xlim(math.log2(sizes[0]) - 0.1, math.log2(sizes[-1]) + 0.02)
    shown = table[["ST", "ST_high"]].to_numpy(np.float64)
    axes.set_ylim(0.0, min(float(np.nanmax(shown)) * 1.03, 2.0))
    percent_axis(axes)
    axes.set_xlabel("points of the sample")
    label_line_ends(axes, labels, width=LABEL_INCHES, size=12)
    return figure


def convergence_headline(found: Found) -> str:
    """Say how far indices still move."""
    assert found.converging is not None
    sizes = sorted(found.converging["samples"].unique().tolist())
    moved = number(100.0 * found.largest_change())
    return (
        f"From {sizes[-2]:,} points of the sample to {sizes[-1]:,} no total index moves by more "
        f"than {moved} percentage points"
    )
