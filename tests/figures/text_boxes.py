"""Where the words of a figure lie, for tests that none is cut or covers another."""

from __future__ import annotations

from itertools import combinations

from matplotlib.text import Annotation, Text


def words_of(figure):
    """Each text that is drawn, with its box in pixels; annotations without their lines."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    found = list(figure.texts)
    for axes in figure.axes:
        low, high = sorted(axes.get_xlim())
        left, right = sorted(axes.get_ylim())
        found += [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]
        for axis, ends in ((axes.xaxis, (low, high)), (axes.yaxis, (left, right))):
            room = 1e-6 * (ends[1] - ends[0])
            shown = axis.get_tick_params().get("labelbottom", True) and axis.get_tick_params().get(
                "labelleft", True
            )
            for tick in axis.get_major_ticks() if shown else ():
                if ends[0] - room <= tick.get_loc() <= ends[1] + room:
                    found += [tick.label1, tick.label2]
    boxes = []
    for text in found:
        if not text.get_text().strip() or not text.get_visible():
            continue
        if isinstance(text, Annotation):
            text.update_positions(renderer)
        boxes.append((text.get_text(), Text.get_window_extent(text, renderer)))
    return boxes


def cut_words(figure):
    """Texts that reach beyond the figure."""
    wide, high = figure.bbox.width, figure.bbox.height
    return [
        text
        for text, box in words_of(figure)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1 or box.y1 > high + 1
    ]


def covered_words(figure):
    """Pairs of texts that cover each other."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(words_of(figure), 2)
        if a.padded(-1).overlaps(b.padded(-1))
    ]
