"""The organisation, one square a person, coloured by how much each takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle as Patch
from numpy.typing import NDArray

from uptake.figures.lineup import Lineup
from uptake.figures.style import DPI, INK, new_figure, styled, text_width
from uptake.figures.treemap import Block, fill_order, lay_out
from uptake.organisation.departments import join_small
from uptake.study.wording import percent

OTHERS = "others"
LEVELS = (
    ("no account", "#e2e2e2"),
    ("account, no visit", "#b3b3b3"),
    ("visits in 1–13 of 26 weeks", "#8fc7e8"),
    ("in 14–23", "#0072B2"),
    ("in 24–26", "#E69F00"),
)
"""What a square's colour says, from least to most."""
MOST_WEEKS, NEARLY_EVERY_WEEK = 14, 24
HEADER_PIXELS, HEADER_WIDTH_PIXELS, NAME_SIZE = 25.0, 105.0, 11.0


class PeopleState(Protocol):
    """What the figure needs to know of people; arrays of one length, in organisation order."""

    @property
    def employed(self) -> NDArray[np.bool_]:
        """Whether the position is filled."""

    @property
    def account(self) -> NDArray[np.bool_]:
        """Whether it is filled by someone with an account."""

    @property
    def visits_26_weeks(self) -> NDArray[np.uint8]:
        """Weeks with a visit among the last 26."""

    @property
    def department(self) -> NDArray[np.int32]:
        """Number of the department."""


@dataclass(frozen=True)
class Group:
    """A department, or small ones together: its name and the rows of its employees."""

    name: str
    rows: NDArray[np.int64]


def participation_levels(people: PeopleState) -> NDArray[np.int8]:
    """Return each person's place in `LEVELS`, from account and visits in the last 26 weeks."""
    visits = people.visits_26_weeks.astype(np.int64)
    level = np.where(visits > 0, 2, 1)
    level[visits >= MOST_WEEKS] = 3
    level[visits >= NEARLY_EVERY_WEEK] = 4
    level[~people.account.astype(bool)] = 0
    return level.astype(np.int8)


def department_groups(people: PeopleState, names: Sequence[str]) -> list[Group]:
    """Group the employed by department, largest first, with those under five put together.

    The rows of a group keep the organisation's order, in which teams lie together. Every employed
    person is in exactly one group; should the small departments together be fewer than five
    people too, they join the smallest department that is not.
    """
    rows = np.flatnonzero(people.employed)
    everyone = np.ones(rows.size, bool)
    shown = join_small(people.department[rows], names, everyone, OTHERS)
    return [Group(name, rows[shown.codes == code]) for code, name in enumerate(shown.names)]


@styled
def people_figure(
    people: PeopleState,
    department_names: Sequence[str],
    lineup: Lineup,
    scenario: str,
    *,
    headline: str | None = None,
) -> Figure:
    """Draw every employed person as one square, by department, in the colour of participation.

    Parameters
    ----------
    people : PeopleState
        The state at the end of one run.
    department_names : sequence of str
        Names by department number.
    lineup : Lineup
        Gives the source line.
    scenario : str
        Which scenario's run it is.
    headline : str, optional
        What is seen; computed from the data if not given.

    Raises
    ------
    ValueError
        If nobody is employed.
    """
    groups = department_groups(people, department_names)
    if not groups:
        raise ValueError("nobody is employed")
    levels = participation_levels(people)
    everyone = np.concatenate([group.rows for group in groups])
    said = headline or _headline(levels[everyone], scenario)
    subtitle = (
        f"{len(everyone):,} people by department at the end of one run; one square is one person. "
        "Beside a name: share with at least one visit in the last 26 weeks"
    )
    figure, top = new_figure(said, subtitle, lineup.source, height=7.2)
    _draw_key(figure, levels[everyone], top)
    wide, high = figure.get_size_inches()
    box = (0.16, 0.42, wide - 0.32, high * top - 0.42 - 0.36)
    pixels = (round(box[2] * DPI), round(box[3] * DPI))
    blocks, side = lay_out(
        [len(group.rows) for group in groups],
        *pixels,
        header=HEADER_PIXELS,
        header_width=HEADER_WIDTH_PIXELS,
    )
    image = draw_squares(groups, blocks, side, levels, pixels)
    left, bottom = round(box[0] * DPI) / (wide * DPI), round(box[1] * DPI) / (high * DPI)
    axes = figure.add_axes((left, bottom, pixels[0] / (wide * DPI), pixels[1] / (high * DPI)))
    smooth = "none" if image.shape[1] == pixels[0] else "antialiased"
    axes.imshow(image, interpolation=smooth, aspect="auto", extent=(0, pixels[0], pixels[1], 0))
    axes.set_axis_off()
    for group, block in zip(groups, blocks, strict=True):
        if block.header:
            text = _name(group, levels, block.outline.width - 6)
            axes.text(block.outline.x + 3, block.outline.y + 4, text, fontsize=NAME_SIZE, va="top")
    return figure


def draw_squares(
    groups: Sequence[Group],
    blocks: Sequence[Block],
    side: float,
    levels: NDArray[np.int8],
    pixels: tuple[int, int],
) -> NDArray[np.uint8]:
    """Paint the squares of all groups into one image.

    Parameters
    ----------
    groups, blocks : sequences of one length
        People and their places.
    side : float
        Side of a square in pixels, with the gap between squares.
    levels : array (people,)
        Places in `LEVELS`.
    pixels : (int, int)
        Width and height of the place to fill.

    Returns
    -------
    array (height, width, 3) or twice or four times as fine
        Colours 0 to 255 on white; finer where a square's side is not a whole number of pixels.
    """
    finer = 1 if side >= 8 else 2 if side >= 1 else 4
    colours = np.array([np.round(255 * np.array(to_rgb(colour))) for _, colour in LEVELS])
    width, height = finer * pixels[0], finer * pixels[1]
    image = np.full((height, width, 3), 255, dtype=np.uint8)
    step = finer * side
    ink = max(int(step - max(1.0, min(0.12 * step, 4.0))), 1) if step >= 3 else max(int(step), 1)
    for group, block in zip(groups, blocks, strict=True):
        column, row = fill_order(len(group.rows), block.columns, block.rows)
        left = np.floor(finer * (block.outline.x + 1))
        top = np.floor(finer * (block.outline.y + block.header))
        x = (left + np.floor(column * step)).astype(np.int64)
        y = (top + np.floor(row * step)).astype(np.int64)
        colour = colours[levels[group.rows]].astype(np.uint8)
        for across in range(ink):
            for down in range(ink):
                image[y + down, x + across] = colour
    return image


def _headline(levels: NDArray[np.int8], scenario: str) -> str:
    account, visiting = float((levels >= 1).mean()), float((levels >= 2).mean())
    often = float((levels >= 3).mean())
    return (
        f"“{scenario}”: {percent(account, 0)} have an account, {percent(visiting, 0)} visited "
        f"within half a year, {percent(often, 0)} in most weeks"
    )


def _draw_key(figure: Figure, levels: NDArray[np.int8], top: float) -> None:
    """Write the key in one line, each colour with its share of the people."""
    wide, high = figure.get_size_inches()
    x, y = 0.16, high * top - 0.22
    for place, (said, colour) in enumerate(LEVELS):
        patch = Patch(
            (x / wide, y / high),
            0.16 / wide,
            0.16 / high,
            color=colour,
            transform=figure.transFigure,
        )
        figure.add_artist(patch)
        text = f"{said}: {percent(float((levels == place).mean()), 0)}"
        drawn = figure.text((x + 0.22) / wide, y / high, text, fontsize=12, va="bottom", color=INK)
        drawn.set_y((y - 0.035) / high)
        x += 0.22 + drawn.get_window_extent().width / DPI + 0.24


def _name(group: Group, levels: NDArray[np.int8], pixels: float) -> str:
    """The group's name and visiting share, shortened to fit; empty if little would be left."""
    share = percent(float((levels[group.rows] >= 2).mean()), 0)
    inches = pixels / DPI
    for text in (f"{group.name}  {share}", group.name):
        if text_width(text, NAME_SIZE) <= inches:
            return text
    for length in range(len(group.name) - 1, 5, -1):
        text = group.name[:length].rstrip() + "…"
        if text_width(text, NAME_SIZE) <= inches:
            return text
    return ""
