"""Labels lie beside what they name and never over each other."""

from itertools import combinations, pairwise

import numpy as np
from fake_study import fake_lineup, fake_summary, fake_weekly
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Annotation, Text

from uptake.figures import cost_figure, participation_figure
from uptake.figures.labels import Label, label_line_ends, spread_apart
from uptake.figures.style import new_figure

SIZES = st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 2)), min_size=1, max_size=8)


@given(SIZES)
def test_spread_labels_never_overlap_and_keep_their_order(labels):
    wanted, heights = zip(*labels, strict=True)
    centres = spread_apart(wanted, heights, 0, 10)
    order = np.argsort(np.array(wanted), kind="stable")
    for lower, upper in pairwise(order):
        gap = centres[upper] - centres[lower]
        assert gap >= (heights[lower] + heights[upper]) / 2 - 1e-9
    assert (centres - np.array(heights) / 2 >= -1e-9).all()


@given(SIZES)
def test_labels_with_room_stay_where_they_are_wanted(labels):
    heights = [height for _, height in labels]
    wanted = [10.0 * place + 5 for place in range(len(labels))]
    assert np.allclose(spread_apart(wanted, heights, 0, 100), wanted)


def boxes_of_labels(figure):
    renderer = figure.canvas.get_renderer()
    found = []
    for axes in figure.axes:
        for text in axes.texts:
            if isinstance(text, Annotation) and text.get_text():
                text.update_positions(renderer)
                found.append(Text.get_window_extent(text, renderer))
    return found


def overlapping(boxes):
    return [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]


def test_line_end_labels_do_not_overlap():
    figure = participation_figure(fake_weekly(4, 3, 60), fake_lineup(4))
    boxes = boxes_of_labels(figure)
    assert len(boxes) == 4
    assert not overlapping(boxes)
    assert all(box.x1 <= figure.bbox.width for box in boxes)


def test_point_labels_do_not_overlap_or_leave_the_figure():
    summary = fake_summary(fake_weekly(5, 3, 60), 5)
    figure = cost_figure(summary, fake_lineup(5), weeks=60, hourly_rate=40)
    boxes = boxes_of_labels(figure)
    assert len(boxes) == 5
    assert not overlapping(boxes)
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for box in boxes)


def test_lines_to_labels_run_through_no_words():
    figure, _ = new_figure("Ends", "of lines", "source")
    axes = figure.add_axes((0.1, 0.2, 0.6, 0.6))
    ends = (0.166, 0.141, 0.13, 0.104, 0.074, 0.063, 0.033)
    labels = [Label(f"a label at {end}", 1.0, end, "#0072b2") for end in ends]
    label_line_ends(axes, labels, width=2.4, size=12)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    drawn = [text for text in axes.texts if isinstance(text, Annotation)]
    boxes = [Text.get_window_extent(text, renderer) for text in drawn]
    assert len(drawn) == len(ends)
    for text in drawn:
        line = text.arrow_patch.get_window_extent(renderer)
        assert line.x1 <= min(box.x0 for box in boxes)
