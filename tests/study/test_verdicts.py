from __future__ import annotations

import numpy as np
import pytest
from made_verdicts import found_all

from uptake.study.verdict_words import (
    answer,
    apart,
    band_said,
    measured_said,
    open_questions,
    pattern_sentences,
    verdict_said,
)
from uptake.study.verdicts import Found, by_pattern, miss, pattern_verdict, verdict_table

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
    assert f"{fitted - 1} of {fitted} that the fit looked at" in apart(found_all([SHARE]))


def test_every_miss_is_named_with_value_and_band():
    assert pattern_sentences(found_all()) == []
    said = pattern_sentences(found_all(values={SHARE: [0.25, 0.26, 0.27]}))
    assert len(said) == 1
    assert said[0].startswith("3 ")
    assert f"{SHARE}: 26.0\u00a0% (23.5 to 28.5), band 30.0 to 47.0" in said[0]


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
