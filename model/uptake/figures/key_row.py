"""A row of marks with their meaning over the axes of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from uptake.figures.style import INK, LEFT, text_width, wrap

SIZE = 12.5
LINE_INCHES, GAP_INCHES, MARK_INCHES = 0.27, 0.32, 0.34


@dataclass(frozen=True)
class KeyMark:
    """One mark and what it means.

    Attributes
    ----------
    kind : {"line", "dashed", "dot", "diamond", "box", "dashed box"}
        Its shape.
    text : str
        What it means.
    colour : str
        ``#rrggbb``.
    """

    kind: Literal["line", "dashed", "dot", "diamond", "box", "dashed box"]
    text: str
    colour: str = INK


def key_row(figure: Figure, top: float, marks: Sequence[KeyMark]) -> float:
    """Draw marks with their meanings from the left, in as many lines as they need.

    Parameters
    ----------
    figure : Figure
        From `new_figure`.
    top : float
        Height (0 to 1) under which there is room.
    marks : sequence of KeyMark
        In their order.

    Returns
    -------
    float
        Height (0 to 1) under which there is still room.
    """
    if not marks:
        return top
    wide, high = figure.get_size_inches()
    left = (LEFT - 0.06) * wide
    x, y = left, high * top - LINE_INCHES / 2
    lowest = 1
    for mark in marks:
        most = wide - left - MARK_INCHES - 0.3
        text = wrap(mark.text, most, SIZE)
        lines = text.split("\n")
        needed = MARK_INCHES + max(text_width(line, SIZE) for line in lines)
        if x > left and x + needed > wide - 0.3:
            x, y = left, y - lowest * LINE_INCHES
            lowest = 1
        _draw(figure, x, y, mark)
        figure.text(
            (x + MARK_INCHES) / wide,
            (y + LINE_INCHES / 2 - 0.045) / high,
            text,
            va="top",
            fontsize=SIZE,
        )
        x += needed + GAP_INCHES
        lowest = max(lowest, len(lines))
    return float((y - (lowest - 0.5) * LINE_INCHES - 0.1) / high)


def _draw(figure: Figure, x: float, y: float, mark: KeyMark) -> None:
    wide, high = figure.get_size_inches()
    if mark.kind in ("box", "dashed box"):
        style = (0, (2, 1.3)) if mark.kind == "dashed box" else "-"
        figure.add_artist(
            Rectangle(
                ((x + 0.03) / wide, (y - 0.085) / high),
                0.2 / wide,
                0.17 / high,
                fill=False,
                edgecolor=mark.colour,
                lw=2.2,
                ls=style,
                transform=figure.transFigure,
            )
        )
        return
    ends = ([(x + 0.13) / wide], [y / high])
    look: dict[str, Any] = {
        "marker": "D" if mark.kind == "diamond" else "o",
        "ms": 7,
        "mec": "white",
    }
    if mark.kind in ("line", "dashed"):
        ends = ([x / wide, (x + 0.24) / wide], [y / high] * 2)
        look = {"lw": 3.0, "ls": (0, (2.2, 1.3)) if mark.kind == "dashed" else "-"}
    figure.add_artist(Line2D(*ends, color=mark.colour, transform=figure.transFigure, **look))
