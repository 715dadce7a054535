from __future__ import annotations

import pytest
from matplotlib.colors import to_hex
from text_boxes import covered_words, cut_words

from uptake.figures.claims import BAR_CELLS, COLOURS, claims_figure
from uptake.study.claims.conditions import FULL, conditions
from uptake.study.claims.estimates import Estimate
from uptake.study.claims.findings import Finding, Found
from uptake.study.claims.form import ClaimForm
from uptake.study.claims.outcomes import OUTCOMES, claimed_of

NAMES = [one.name for one in conditions(FULL, 1)]


def finding(name: str, outcomes, members, verdict="robust") -> Finding:
    form = ClaimForm.model_validate(
        {"id": "a", "name": name, "statement": "{level}", "kind": "level", "scenarios": ["a"],
         "size": {"at_least": 1, "reason": "so"}}
    )  # fmt: skip
    found = [
        Found(condition, Estimate(0.1, 0.01, 9), outcome, (0.1,))
        for condition, outcome in zip(NAMES, outcomes, strict=False)
    ]
    them = tuple(Found("m", Estimate(0.1, 0.01, 9), one, (0.1,)) for one in members)
    return Finding(form, claimed_of(form, 0.01), tuple(found), them, verdict)


@pytest.fixture
def found():
    return [
        finding("A claim with a name as long as a name may be: sixty letters!", ["holds"] * 13,
                ["holds"] * 3 + ["other sign"]),
        finding("Another", ["other sign", *["other size"] * 12], ["undecided"] * 4, "undecided"),
        finding("In an organisation from a file", ["holds"] * 12, ["no effect"] * 4, "fragile"),
    ]  # fmt: skip


def drawn(found):
    return claims_figure(found, NAMES, "source", "Of three claims, one.")


def test_each_condition_is_a_cell_in_the_colour_of_its_outcome(found):
    (axes,) = drawn(found).axes
    cells = [one for one in axes.patches if one.get_width() == pytest.approx(0.9)]
    assert len(cells) == 13 + 13 + 12
    assert to_hex(cells[13].get_facecolor()) == COLOURS["other sign"]
    assert to_hex(cells[14].get_facecolor()) == COLOURS["other size"]


def test_members_share_out_one_bar(found):
    (axes,) = drawn(found).axes
    bars = [one for one in axes.patches if one.get_width() != pytest.approx(0.9)]
    widths = [one.get_width() / BAR_CELLS for one in bars[: len(OUTCOMES)]]
    assert widths == pytest.approx([0.75, 0.0, 0.0, 0.0, 0.25])


def test_no_word_is_cut_or_covers_another(found):
    figure = drawn(found)
    assert not cut_words(figure)
    # Boxes of slanted words overlap where the words themselves do not.
    labels = set(NAMES)
    assert not [pair for pair in covered_words(figure) if not labels.issuperset(pair)]
