"""Where each department lies: a squarified treemap, and people in squares inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STRIP_ROWS = 3
"""People fill a department in strips of this many rows: a team makes a patch, not a line."""

FITTING_ROUNDS = 6


@dataclass(frozen=True)
class Rectangle:
    """A place in pixels: left and top corner, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Block:
    """A department's place: the whole of it, and the grid of squares below its header.

    Attributes
    ----------
    outline : Rectangle
        All of the department.
    header : float
        Pixels at the top kept free for its name.
    columns, rows : int
        Squares that fit; at least as many as people.
    """

    outline: Rectangle
    header: float
    columns: int
    rows: int


def squarify(areas: Sequence[float], frame: Rectangle) -> list[Rectangle]:
    """Divide a rectangle into rectangles of given areas, each as square as can be.

    Parameters
    ----------
    areas : sequence of float
        Positive and in falling order; scaled to fill the frame.
    frame : Rectangle
        What to divide.

    Returns
    -------
    list of Rectangle
        One an area, in the same order.

    References
    ----------
    Bruls, Huizing and van Wijk (2000), Squarified Treemaps.
    """
    scale = frame.width * frame.height / sum(areas) if areas else 0.0
    todo = [area * scale for area in areas]
    placed: list[Rectangle] = []
    free = frame
    while todo:
        short = min(free.width, free.height)
        count = 1
        while count < len(todo) and _worst(todo[: count + 1], short) <= _worst(todo[:count], short):
            count += 1
        row, todo = todo[:count], todo[count:]
        made, free = _lay_row(row, free)
        placed.extend(made)
    return placed


def _worst(row: Sequence[float], side: float) -> float:
    """Worst ratio of sides in a row of areas laid along a side."""
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _lay_row(row: Sequence[float], free: Rectangle) -> tuple[list[Rectangle], Rectangle]:
    total = sum(row)
    made: list[Rectangle] = []
    if free.width >= free.height:
        thick, at = total / free.height, free.y
        for area in row:
            made.append(Rectangle(free.x, at, thick, area / thick))
            at += area / thick
        rest = Rectangle(free.x + thick, free.y, max(free.width - thick, 0), free.height)
    else:
        thick, at = total / free.width, free.x
        for area in row:
            made.append(Rectangle(at, free.y, area / thick, thick))
            at += area / thick
        rest = Rectangle(free.x, free.y + thick, free.width, max(free.height - thick, 0))
    return made, rest


def lay_out(
    sizes: Sequence[int], width: int, height: int, *, header: float, header_width: float
) -> tuple[list[Block], float]:
    """Find the largest square with which every group fits into its rectangle.

    Parameters
    ----------
    sizes : sequence of int
        People in each group, positive, in falling order.
    width, height : int
        Pixels to fill.
    header : float
        Pixels kept for a name at the top of a group that is large enough.
    header_width : float
        A group narrower than this, or lower than two and a half headers, gets no header.

    Returns
    -------
    list of Block, float
        One block a group in the same order, and the side of a square in pixels: a whole number,
        or of halves below eight.
    """
    frame = Rectangle(0, 0, width, height)
    side = _step_down(np.sqrt(width * height / sum(sizes)) + 1)
    while True:
        blocks = _fit(sizes, frame, side, header, header_width)
        if blocks is not None:
            return blocks, side
        side = _step_down(side)


def _step_down(side: float) -> float:
    """The next smaller side that falls on pixels."""
    if side > 8:
        return float(np.ceil(side) - 1)
    return float((np.ceil(2 * side) - 1) / 2) if side > 1 else 0.9 * side


def _fit(
    sizes: Sequence[int], frame: Rectangle, side: float, header: float, header_width: float
) -> list[Block] | None:
    """Lay out with squares of one side; None if some group has too little room.

    A group's room depends on its shape (header, rows not quite full), and its shape on the room:
    a few rounds settle it.
    """
    room = [(np.sqrt(size) + 0.5) ** 2 * side**2 for size in sizes]
    for _ in range(FITTING_ROUNDS):
        outlines = squarify(room, frame)
        blocks = [_block(outline, side, header, header_width) for outline in outlines]
        if all(b.columns * b.rows >= size for b, size in zip(blocks, sizes, strict=True)):
            return blocks
        room = [_room(block, size, side) for block, size in zip(blocks, sizes, strict=True)]
        if sum(room) > frame.width * frame.height:
            return None
    return None


def _room(block: Block, size: int, side: float) -> float:
    """Pixels a group needs at the width it was given."""
    columns = max(block.columns, 1)
    rows = int(np.ceil(size / columns))
    width = max(block.outline.width, columns * side + _gap(side))
    return float(width * (rows * side + block.header + _gap(side)))


def _block(outline: Rectangle, side: float, header: float, header_width: float) -> Block:
    named = outline.width >= header_width and outline.height >= 2.5 * header
    top = header if named else 0.0
    columns = int((outline.width - _gap(side)) // side)
    rows = int((outline.height - _gap(side) - top) // side)
    return Block(outline, top, max(columns, 0), max(rows, 0))


def _gap(side: float) -> float:
    """White between departments, in pixels."""
    return max(min(side, 8.0), 4.0) if side >= 1 else side


def fill_order(size: int, columns: int, rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return column and row of each of ``size`` people so that neighbours in order stay close.

    Strips of three rows are filled column by column; only the last column of the last strip, and
    the columns after it, can stay empty.

    Raises
    ------
    ValueError
        If they do not fit.
    """
    if size > columns * rows:
        raise ValueError("more people than places")
    needed = -(-size // columns)
    person = np.arange(size)
    strip, within = np.divmod(person, STRIP_ROWS * columns)
    deep = np.minimum(STRIP_ROWS, needed - STRIP_ROWS * strip)
    column, row = np.divmod(within, deep)
    return column, STRIP_ROWS * strip + row
