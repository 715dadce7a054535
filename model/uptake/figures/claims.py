"""Claims against conditions: a row a claim, a cell a condition, a bar for the members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from uptake.figures.style import INK, QUIET, new_figure, styled, text_width
from uptake.study.claims.findings import Finding
from uptake.study.claims.outcomes import OUTCOMES, Outcome
from uptake.study.variants import variants

COLOURS: Final[dict[Outcome, str]] = {
    "holds": "#0072b2",
    "undecided": "#dcdcdc",
    "other size": "#f0c05a",
    "no effect": "#e08a4f",
    "other sign": "#b3261e",
}
MARKS: Final[dict[Outcome, str]] = {
    "holds": "",
    "undecided": "?",
    "other size": "≈",
    "no effect": "0",
    "other sign": "✗",
}
SUBTITLE = (
    "Each cell is all runs under one condition. 0: neither the size nor a direction shows; cross: "
    "the other sign, or an effect where none is claimed"
)
ROW_INCHES, SIZE = 0.42, 12.0
BAR_CELLS = 3.2
GAP = 0.4
"""Between groups of conditions, in cells."""


@styled
def claims_figure(
    found: Sequence[Finding], labels: Sequence[str], source: str, headline: str
) -> Figure:
    """Draw what became of every claim under every condition.

    Parameters
    ----------
    found : sequence of Finding
        A row each.
    labels : sequence of str
        What each condition is called over its column, in the order of the first claim's.
    source, headline : str
        The source line, and what is seen.
    """
    rows = len(found)
    names = [one.name for one in found[0].conditions]
    places = _places(names)
    above = 0.1 + max(text_width(label, SIZE - 1) for label in labels) * 0.66
    height = 2.3 + above + ROW_INCHES * rows
    figure, top = new_figure(headline, SUBTITLE, source, height=height)
    wide = figure.get_figwidth()
    left = 0.3 + max(text_width(one.claim.name, SIZE) for one in found)
    right = 0.4 + max(text_width(one.verdict, SIZE, weight="bold") for one in found)
    bottom = 1.15 / height
    box = (left / wide, bottom, (wide - left - right) / wide, top - above / height - bottom)
    axes = figure.add_axes(box)
    _frame(axes, places, labels, rows)
    for at, one in enumerate(found):
        _row(axes, at, one, dict(zip(names, places, strict=True)))
    handles = [
        Patch(facecolor=COLOURS[outcome], label=f"{outcome} {MARKS[outcome]}".strip())
        for outcome in OUTCOMES
    ]
    figure.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.5, 0.28 / height),
        ncols=len(handles), frameon=False, fontsize=SIZE, handlelength=1.3, columnspacing=1.8,
    )  # fmt: skip
    return figure


def _places(names: Sequence[str]) -> list[float]:
    """Where the column of each condition lies; structures of the model stand apart."""
    chance = sum(name not in variants() for name in names)
    return [at + (GAP if at >= chance else 0.0) for at in range(len(names))]


def _frame(axes: Axes, places: Sequence[float], labels: Sequence[str], rows: int) -> None:
    end = places[-1] + 0.5 + GAP + BAR_CELLS
    axes.set_xlim(-0.5, end)
    axes.set_ylim(rows - 0.45, -0.55)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_yticks([])
    axes.set_xticks([])
    for place, label in zip(places, labels, strict=True):
        axes.annotate(
            label, (place, -0.55), (-3, 5), "data", "offset points", rotation=40, ha="left",
            va="bottom", fontsize=SIZE - 1, color=INK, rotation_mode="anchor",
        )  # fmt: skip
    splits = [at for at, place in enumerate(places) if place > at][:1] or [len(places)]
    groups = [
        (places[: splits[0]], "chance, size"),
        (places[splits[0] :], "another structure for all"),
        ([end - BAR_CELLS + 0.5, end - 0.5], "each set of\nassumptions"),
    ]
    for inside, words in groups:
        if inside:
            axes.annotate(
                words, ((inside[0] + inside[-1]) / 2, rows - 0.5), (0, -5), "data",
                "offset points", ha="center", va="top", fontsize=SIZE, color=QUIET,
            )  # fmt: skip


def _row(axes: Axes, at: int, one: Finding, places: Mapping[str, float]) -> None:
    axes.annotate(
        one.claim.name, (0, at), (-10, 0), ("axes fraction", "data"), "offset points",
        ha="right", va="center", fontsize=SIZE, color=INK,
    )  # fmt: skip
    axes.annotate(
        one.verdict, (1, at), (8, 0), ("axes fraction", "data"), "offset points",
        va="center", fontsize=SIZE, fontweight="bold", color=INK,
    )  # fmt: skip
    known = {found.name: found.outcome for found in one.conditions}
    for name, place in places.items():
        if name not in known:
            axes.text(place, at, "–", ha="center", va="center", fontsize=SIZE, color=QUIET)
            continue
        outcome = known[name]
        axes.barh(at, 0.9, 0.8, place - 0.45, color=COLOURS[outcome], zorder=2)
        dark = outcome in ("holds", "other sign")
        axes.text(
            place, at, MARKS[outcome], ha="center", va="center", fontsize=SIZE, zorder=3,
            color="white" if dark else INK,
        )  # fmt: skip
    start = max(places.values()) + 0.5 + GAP
    for outcome in OUTCOMES:
        share = one.members_that(outcome) / max(len(one.members), 1)
        axes.barh(at, share * BAR_CELLS, 0.8, start, color=COLOURS[outcome], zorder=2)
        start += share * BAR_CELLS
