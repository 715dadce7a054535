"""One look for every figure, and the one way to save it: readable from the back of a room."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter, MultipleLocator

DPI = 150
WIDTH_INCHES, HEIGHT_INCHES = 11.0, 6.2
LEFT, RIGHT = 0.075, 0.975
INK, QUIET, GRID = "#1f1f1f", "#5f5f5f", "#e4e4e4"
STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 13.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.labelsize": 13.0,
    "axes.edgecolor": "#9a9a9a",
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 13.0,
    "ytick.labelsize": 13.0,
    "lines.linewidth": 2.6,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "uptake",
    "svg.fonttype": "path",
    "path.simplify": True,
}
styled = mpl.rc_context(STYLE)
"""Decorator: the function draws in this style and leaves matplotlib's settings as they were."""


class FigurePaths(NamedTuple):
    """The two files of a saved figure."""

    png: Path
    svg: Path


class FigureTop(NamedTuple):
    """A new figure and the height (0 to 1) under its title that is free for axes."""

    figure: Figure
    top: float


def new_figure(
    headline: str, subtitle: str, source: str, *, height: float = HEIGHT_INCHES
) -> FigureTop:
    """Make a figure with headline (what is seen), subtitle (what is drawn) and source line.

    Long texts are wrapped, never cut. The headline can be read back with `headline_of`.
    """
    figure = Figure(figsize=(WIDTH_INCHES, height), dpi=DPI)
    FigureCanvasAgg(figure)
    above = 1 - 0.16 / height
    title = _wrapped(figure, headline, above, fontsize=17, fontweight="bold", linespacing=1.15)
    title.set_gid("headline")
    below_title = above - (_height(title) + 0.07 / height)
    lead = _wrapped(figure, subtitle, below_title, fontsize=13, color=QUIET)
    figure.text(LEFT - 0.06, 0.1 / height, source, fontsize=10.5, color=QUIET, va="bottom")
    return FigureTop(figure, below_title - _height(lead) - 0.2 / height)


def headline_of(figure: Figure) -> str:
    """Return the headline a figure was made with, on one line; empty if it has none."""
    for text in figure.texts:
        if text.get_gid() == "headline":
            return " ".join(text.get_text().split("\n"))
    return ""


def save(figure: Figure, folder: Path, name: str) -> FigurePaths:
    """Write ``name.png`` (150 dpi) and ``name.svg``; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        What to save.
    folder : Path
        An existing or new folder.
    name : str
        File name without its ending.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = FigurePaths(folder / f"{name}.png", folder / f"{name}.svg")
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with mpl.rc_context(STYLE):
        figure.savefig(paths.png, dpi=DPI, metadata={"Software": None})
        figure.savefig(paths.svg, dpi=DPI, metadata=nothing)
    return paths


def file_name(text: str) -> str:
    """Turn a scenario's name into one that every file system takes: ``newsletter-packs``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "scenario"


def percent_axis(axes: Axes, *, which: str = "y", signed: bool = False) -> None:
    """Write an axis of shares in per cent, or of their differences in percentage points."""
    axis = axes.yaxis if which == "y" else axes.xaxis

    def write(value: float, _position: int | None = None) -> str:
        text = f"{100 * value:.6g}".replace("-", "\u2212")
        return ("+" + text if value > 0 else text) if signed else text + "\u00a0%"

    axis.set_major_formatter(FuncFormatter(write))


def week_axis(axes: Axes, weeks: int, *, label: bool = True) -> None:
    """Mark an axis of weeks by years or half-years, whichever leaves about six ticks."""
    step = next((step for step in (4, 13, 26, 52) if weeks / step <= 7), 104)
    axes.xaxis.set_major_locator(MultipleLocator(step))
    if label:
        axes.set_xlabel("Weeks since the start")


def mark_departure(axes: Axes, week: int, *, size: float, label: str = "champion leaves") -> None:
    """Mark the week in which the champion leaves, the words on the side with more room."""
    axes.axvline(week, color=QUIET, lw=1.2, ls=(0, (4, 3)), zorder=1)
    first, last = axes.get_xlim()
    to_left = week > (first + last) / 2
    axes.annotate(
        label,
        xy=(week, 1),
        xycoords=("data", "axes fraction"),
        xytext=(-5 if to_left else 5, -3),
        textcoords="offset points",
        ha="right" if to_left else "left",
        va="top",
        fontsize=size,
        color=QUIET,
    )


def wrap(text: str, width: float, size: float, *, weight: str = "normal") -> str:
    """Break a text into lines no wider than ``width`` inches at ``size`` points."""
    lines: list[str] = []
    for word in text.split(" "):
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(trial, size, weight=weight) <= width:
            lines[-1] = trial
        else:
            lines.append(word)
    return "\n".join(lines)


@cache
def text_width(text: str, size: float, *, weight: str = "normal") -> float:
    """Return the width in inches of one line of text at a size in points."""
    if not text:
        return 0.0
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72


def darker(colour: str, by: float = 0.72) -> str:
    """Darken a colour ``#rrggbb`` so that text in it can be read on white."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(channel * by):02x}" for channel in channels)


def _wrapped(figure: Figure, text: str, top: float, **look: Any) -> Text:  # noqa: ANN401
    weight = look.get("fontweight", "normal")
    lines = wrap(text, WIDTH_INCHES * 0.965, look["fontsize"], weight=weight)
    return figure.text(LEFT - 0.06, top, lines, va="top", ha="left", **look)


def _height(text: Text) -> float:
    figure = text.get_figure()
    assert isinstance(figure, Figure)
    return text.get_window_extent().height / figure.bbox.height
