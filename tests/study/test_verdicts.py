from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_verdicts import found_all

from uptake.study.verdict_words import (
    answer,
    apart,
    band_said,
    by_member,
    in_band_said,
    measured_said,
    open_questions,
    over_said,
    pattern_sentences,
    spread_said,
    verdict_said,
)
from uptake.study.verdicts import (
    Found,
    by_pattern,
    found_of,
    miss,
    pattern_verdict,
    verdict_table,
)

SHARE = "visit in four weeks"


def one(values, name=SHARE):
    return next(f for f in found_all(values={name: values}) if f.quantity.name == name)


@pytest.mark.parametrize(
    ("values", "verdict", "undecided"),
    [
        ([0.35, 0.36, 0.37], "holds", False),
        ([0.28, 0.27, 0.28], "misses", False),
        ([0.28, 0.31, 0.34], "holds", True),
        ([0.26, 0.29, 0.32], "misses", True),
        ([0.30, 0.30, 0.30], "holds", False),
        ([0.35], "holds", True),
        ([np.nan, np.nan], "not measured", False),
        ([np.nan, 0.36, 0.37], "holds", False),
    ],
)
def test_the_mean_decides_and_the_interval_says_how_surely(values, verdict, undecided):
    found = one(values)
    assert (found.verdict, found.undecided) == (verdict, undecided)


def test_without_a_band_a_value_is_stated():
    found = one([0.2, 0.3], "late joiners who are new hires")
    assert (found.verdict, found.undecided) == ("stated", False)
    assert band_said(found.quantity) == "–"


def test_a_pattern_holds_if_all_that_is_judged_holds():
    third = by_pattern(found_all())[2]
    assert pattern_verdict(third) == "holds"
    names = [found.quantity.name for found in third]
    assert pattern_verdict(by_pattern(found_all(names[:1]))[2]) == "in part"
    assert pattern_verdict(by_pattern(found_all(names))[2]) == "misses"
    lost = by_pattern(found_all(values={names[0]: [np.nan]}))[2]
    assert pattern_verdict(lost) == "in part"


def test_the_answer_counts_what_the_data_say():
    everything = found_all()
    judged = sum(found.quantity.band is not None for found in everything)
    assert answer(everything).startswith("14 of 14 patterns hold in full, none in part")
    assert f"{judged} of {judged} quantities" in answer(everything)
    one_missing = found_all([SHARE])
    assert answer(one_missing).startswith("13 of 14 patterns hold in full, 1 in part")
    assert f"{judged - 1} of {judged} quantities" in answer(one_missing)


def test_what_was_fitted_is_counted_apart():
    fitted = sum(f.quantity.fitted and f.quantity.band is not None for f in found_all())
    assert f"{fitted - 1} of {fitted} that were fitted" in apart(found_all([SHARE]))
    kept = sum(not f.quantity.fitted and f.quantity.band is not None for f in found_all())
    assert f"{kept} of {kept} that were held back" in apart(found_all([SHARE]))


def test_every_miss_is_named_with_value_and_band():
    assert pattern_sentences(found_all(), fitted=True) == []
    missing = found_all(values={SHARE: [0.25, 0.26, 0.27]})
    said = pattern_sentences(missing, fitted=True)
    assert len(said) == 1
    assert said[0].startswith("3 ")
    assert f"{SHARE}: 26.0\u00a0% (23.5 to 28.5), band 30.0 to 47.0, in it 0 of 3" in said[0]
    assert pattern_sentences(missing, fitted=False) == []


def test_values_are_said_in_their_units():
    assert measured_said(one([0.305])) == "30.5\u00a0%"
    assert measured_said(one([26000.4], "accounts in week 160")) == "26,000"
    assert measured_said(one([0.4], "accounts above four-weekly visitors")) == "40.0\u00a0points"
    assert measured_said(one([np.nan])) == "not measured"
    assert verdict_said(one([0.26, 0.29, 0.32])) == "misses\u00a0?"
    assert "one interval lies" in open_questions(found_all(values={SHARE: [0.26, 0.32]})).lower()


def test_a_miss_is_measured_in_widths_of_the_band():
    quantity = one([0.3]).quantity
    assert miss(0.35, quantity) == 0.0
    assert miss(0.30 - 0.17, quantity) == pytest.approx(1.0)
    assert miss(-9.0, quantity) == miss(np.nan, quantity) == 3.0
    gap = one([0.3], "accounts above four-weekly visitors").quantity
    assert miss(0.3, gap) == pytest.approx(0.25)


def test_the_table_has_a_row_a_quantity_and_variant_and_says_what_misses():
    first, second = found_all(), found_all([SHARE])
    table = verdict_table({"a": first, "b": second})
    assert len(table) == len(first) + len(second)
    missing = table[table["verdict"] == "misses"]
    assert missing[["variant", "quantity"]].to_numpy().tolist() == [["b", SHARE]]
    row = missing.iloc[0]
    assert (row["band_low"], row["band_high"], row["status"]) == (0.30, 0.47, "R")
    assert isinstance(first[0], Found)


def members(values, name=SHARE):
    """Everything holds in all sets of assumptions but for one quantity, given for each set."""
    found = found_all(replicates=len(values), values={name: values})
    return [replace(one, over="members") for one in found]


def test_a_mean_in_the_band_can_hide_members_outside_it():
    found = members([0.29, 0.29, 0.29, 0.46])
    hiding = next(f for f in found if f.quantity.name == SHARE)
    assert hiding.verdict == "holds"
    assert in_band_said(hiding) == "1 of 4"
    judged = sum(f.quantity.band is not None for f in found)
    said = by_member(found)
    assert f"{judged - 1} to {judged} of the {judged} quantities" in said
    assert f"half of them {judged - 1} or more" in said
    assert f"in fewer than half of the sets: {SHARE}." in said
    assert "at least half" in by_member(members([0.29, 0.35, 0.36, 0.37]))
    assert by_member(found_all()) == ""
    assert over_said(found) == "four sets of assumptions"


def test_the_spread_is_that_of_the_values_and_not_of_their_mean():
    values = np.linspace(0.20, 0.40, 101)
    assert spread_said(one(values)) == "21.0 to 39.0"
    assert spread_said(one([0.3])) == ""
    row = verdict_table({"a": members(values)}).set_index("quantity").loc[SHARE]
    assert (row["over"], row["count"], row["measured"], row["in_band"]) == ("members", 101, 101, 51)
    assert (row["spread_low"], row["spread_high"]) == pytest.approx((0.21, 0.39))
    assert row["high"] < 0.32


def test_what_cannot_be_measured_lies_in_no_band():
    assert in_band_said(one([np.nan, 0.35, np.inf])) == "1 of 2"
    lacking = members([np.nan, 0.35, 0.36, 0.37])
    judged = sum(f.quantity.band is not None for f in lacking)
    assert f"{judged - 1} to {judged} of" in by_member(lacking)
    assert "lacks the structure" in by_member(lacking)
    assert "lacks the structure" not in by_member(members([0.35, 0.36]))


def test_replicates_of_one_member_count_once():
    of = one([0.3])
    values = dict(enumerate([0.2, 0.4, 0.3, np.nan, 0.7]))
    found = found_of(of.pattern, of.quantity, values, members=2)
    assert found.values == pytest.approx([0.4, 0.4])
    assert found_of(of.pattern, of.quantity, values, members=1).over == "replicates"
    few = found_of(of.pattern, of.quantity, values, members=64)
    assert few.values.size == 5
