"""Labels beside what they name, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from uptake.figures.style import QUIET, darker, wrap


@dataclass(frozen=True)
class Label:
    """A text in a colour that belongs to a point in data coordinates."""

    text: str
    x: float
    y: float
    colour: str


def spread_apart(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> NDArray[np.float64]:
    """Move centres on a line as little as possible so that no two labels overlap.

    Labels keep the order of their wanted places; groups that collide are centred on the mean of
    the places wanted (pool adjacent violators), then pushed inside the limits.

    Parameters
    ----------
    wanted, heights : sequence of float
        Wanted centre and height of each label, in one unit.
    low, high : float
        Limits for the labels' edges. If all together are taller, they overflow upwards.

    Returns
    -------
    array (n,)
        Centres in the order given.
    """
    if not wanted:
        return np.zeros(0)
    order = np.argsort(np.asarray(wanted), kind="stable")
    height = np.asarray(heights, dtype=np.float64)[order]
    offset = np.cumsum(height) - height / 2
    free = np.asarray(wanted, dtype=np.float64)[order] - offset
    blocks: list[tuple[float, int]] = []
    for value in free:
        mean, count = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, size = blocks.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        blocks.append((mean, count))
    shift = np.concatenate([np.full(count, mean) for mean, count in blocks])
    shift = np.maximum(np.minimum(shift, high - height.sum()), low)
    centres = np.empty(len(order))
    centres[order] = shift + offset
    return centres


def label_line_ends(axes: Axes, labels: Sequence[Label], *, width: float, size: float = 13) -> None:
    """Write labels to the right of the axes, at the ends of their lines, none over another.

    Parameters
    ----------
    axes : Axes
        Already with its final limits and place in the figure.
    labels : sequence of Label
        ``x`` is ignored; ``y`` is the end of the line.
    width : float
        Room right of the axes in inches; longer labels are wrapped.
    size : float
        Font size in points.
    """
    texts = [wrap(label.text, width, size, weight="bold") for label in labels]
    line = 1.25 * size / 72
    low, high = axes.get_ylim()
    inches = _inches_high(axes)
    wanted = [(label.y - low) / (high - low) * inches for label in labels]
    heights = [line * (text.count("\n") + 1) + 0.06 for text in texts]
    centres = spread_apart(wanted, heights, -0.15, inches + 0.15)
    for label, text, centre in zip(labels, texts, centres, strict=True):
        axes.annotate(
            text,
            xy=(1, (label.y - low) / (high - low)),
            xytext=(1.0 + 0.12 / _inches_wide(axes), centre / inches),
            xycoords="axes fraction",
            textcoords="axes fraction",
            color=darker(label.colour),
            fontsize=size,
            fontweight="bold",
            va="center",
            linespacing=1.15,
            annotation_clip=False,
            # From the middle of the left side: lines from elsewhere run through other labels.
            arrowprops={
                "arrowstyle": "-",
                "color": label.colour,
                "lw": 0.8,
                "shrinkB": 0,
                "relpos": (0.0, 0.5),
                "patchA": None,
                "shrinkA": 2,
            },
        )


def label_points(
    axes: Axes,
    labels: Sequence[Label],
    *,
    line: Sequence[tuple[float, float]] = (),
    size: float = 13,
    width: float = 2.4,
) -> None:
    """Write each label beside its point, at the first place that is inside and free.

    Parameters
    ----------
    axes : Axes
        Already with its final limits and place in the figure.
    labels : sequence of Label
        Those first in the sequence choose first.
    line : sequence of (x, y)
        A line in data coordinates that labels keep clear of.
    size : float
        Font size in points.
    width : float
        Widest label in inches; longer ones are wrapped.
    """
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    renderer: RendererBase = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    frame = axes.get_window_extent(renderer)
    spots = axes.transData.transform([(label.x, label.y) for label in labels])
    dot = 0.08 * figure.dpi
    taken = [_square(x, y, dot) for x, y in [*spots, *_along(axes, line)]]
    for label in labels:
        drawn = _annotation(axes, label, wrap(label.text, width, size, weight="bold"), size)
        best: tuple[float, tuple[float, float]] | None = None
        for place in _PLACES:
            _place(drawn, place)
            box = _text_box(drawn, renderer)
            cost = sum(_shared_area(box, other) for other in taken) + _outside(box, frame)
            if best is None or cost < best[0]:
                best = (cost, place)
            if cost == 0:
                break
        assert best is not None
        _place(drawn, best[1])
        taken.append(_text_box(drawn, renderer))


_PLACES = tuple(
    (x * reach, y * reach)
    for reach in (1.0, 2.0, 3.0, 4.5)
    for x, y in ((13, 0), (10, 9), (10, -9), (0, 13), (0, -13), (-13, 0), (-10, 9), (-10, -9))
)
"""Offsets from the point in points (1/72 inch), the nearest and most readable first."""


def _annotation(axes: Axes, label: Label, text: str, size: float) -> Annotation:
    return axes.annotate(
        text,
        xy=(label.x, label.y),
        xytext=(0, 0),
        textcoords="offset points",
        color=darker(label.colour) if label.colour != QUIET else QUIET,
        fontsize=size,
        fontweight="bold",
        linespacing=1.15,
        arrowprops={"arrowstyle": "-", "color": label.colour, "lw": 0.8, "shrinkB": 4},
        zorder=6,
    )


def _place(drawn: Annotation, place: tuple[float, float]) -> None:
    x, y = place
    drawn.set_position(place)
    drawn.set_horizontalalignment("left" if x > 0 else "right" if x < 0 else "center")
    drawn.set_verticalalignment("bottom" if y > 0 else "top" if y < 0 else "center")


def _text_box(drawn: Annotation, renderer: RendererBase) -> Bbox:
    """Box of the words alone; an annotation's own extent would include its line to the point."""
    drawn.update_positions(renderer)
    return Text.get_window_extent(drawn, renderer).padded(2)


def _square(x: float, y: float, half: float) -> Bbox:
    return Bbox.from_extents(x - half, y - half, x + half, y + half)


def _along(axes: Axes, line: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Pixels along a line, close enough together that no label slips between them."""
    if len(line) < 2:
        return np.zeros((0, 2))
    corners = axes.transData.transform(line)
    steps = np.linspace(0, 1, 60)[:, None]
    pieces = [a + steps * (b - a) for a, b in pairwise(corners)]
    return np.concatenate(pieces)


def _shared_area(a: Bbox, b: Bbox) -> float:
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    return float(max(width, 0) * max(height, 0))


def _outside(box: Bbox, frame: Bbox) -> float:
    return float(box.width * box.height) - _shared_area(box, frame)


def _inches_high(axes: Axes) -> float:
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return float(axes.get_position().height * figure.get_figheight())


def _inches_wide(axes: Axes) -> float:
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return float(axes.get_position().width * figure.get_figwidth())
