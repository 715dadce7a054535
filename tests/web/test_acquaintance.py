"""What people are called in a story, and what is said to have brought them back."""

import numpy as np

from uptake.organisation.chart import Labels, build_chart
from uptake.scenario import Scenario
from uptake.web.acquaintance import Acquaintance
from uptake.web.told_visits import growth


def test_small_and_unknown_departments_are_not_named():
    manager = np.array([-1, *[0] * 11], np.int32)
    ids = [f"{i:02d}" for i in range(12)]
    small = build_chart(
        "toy", ids, manager, department=Labels.of(["A"] * 7 + ["B"] * 2 + ["C"] * 3)
    )
    unknown = build_chart("toy", ids, manager)
    assert (
        Acquaintance.of(8, small, Scenario())
        .position()
        .startswith("A position in a small department,")
    )
    assert Acquaintance.of(0, small, Scenario()).person(11, 0) == "someone who reports to them"
    assert Acquaintance.of(0, unknown, Scenario()).position().startswith("A position, at the head")


def test_what_grew_most_brought_someone_back_if_it_grew_enough():
    assert growth({"contacts": 0.2}, {"contacts": 0.25, "newsletter": 0.8}) == "newsletter"
    assert growth({"contacts": 0.2}, {"contacts": 0.25}) is None
    assert growth({}, {}) is None
