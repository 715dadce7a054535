from __future__ import annotations

import csv
import inspect
from importlib.resources import files

import pytest
from pydantic import ValidationError

from uptake.study.measured import MEASURES
from uptake.study.patterns import Quantity, all_quantities, read_patterns
from uptake.study.populations import GROUPS

STATUSES = {"R", "R2", "D", "A", "B"}
QUANTITIES = pytest.mark.parametrize("quantity", all_quantities(), ids=lambda one: one.name)


def test_there_are_fourteen_patterns():
    assert [pattern.number for pattern in read_patterns()] == list(range(1, 15))


def test_every_pattern_is_judged_and_no_two_quantities_have_one_name():
    assert all(any(one.band for one in pattern.quantities) for pattern in read_patterns())
    names = [one.name for one in all_quantities()]
    assert len(names) == len(set(names))


@QUANTITIES
def test_every_measure_takes_its_populations_and_what_is_given(quantity):
    measure = inspect.signature(MEASURES[quantity.measure])
    measure.bind(*quantity.populations, **quantity.given)


@QUANTITIES
def test_the_populations_of_a_quantity_are_run_together(quantity):
    assert any(set(quantity.populations) <= set(group) for group in GROUPS)


@QUANTITIES
def test_bands_are_ordered_and_say_how_well_they_are_known(quantity):
    assert quantity.low < quantity.high
    assert quantity.status in STATUSES
    assert (quantity.band_status in STATUSES) == (quantity.band is not None)


def test_no_measure_is_there_in_vain():
    assert set(MEASURES) == {quantity.measure for quantity in all_quantities()}


def test_bands_of_accounts_are_humanas_counts_give_or_take_a_tenth():
    with (files("uptake") / "cases" / "humana" / "counts.csv").open(encoding="utf-8") as file:
        counts = {
            int(row["week"]): int(row["value"])
            for row in csv.DictReader(file)
            if row["measure"] == "accounts"
        }
    bands = {
        quantity.given.get("week", 0): quantity.band for quantity in read_patterns()[0].quantities
    }
    assert bands == {
        week: (pytest.approx(0.9 * count), pytest.approx(1.1 * count))
        for week, count in counts.items()
    }


def quantity_with(**changes):
    entry = {
        "name": "something",
        "measure": "opened",
        "populations": ["one_issue"],
        "band": [0, 1],
        "band_status": "A",
        "unit": "share",
        "source": "somebody",
        "status": "R",
        "fitted": False,
    }
    return Quantity.model_validate({**entry, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"band": [1, 0]},
        {"band": [1, 1]},
        {"band": [None, None]},
        {"band": None},
        {"band_status": None},
        {"status": "X"},
        {"source": ""},
        {"populations": []},
        {"bnad": [0, 1]},
    ],
)
def test_entries_that_cannot_be_meant_are_refused(changes):
    with pytest.raises(ValidationError):
        quantity_with(**changes)


def test_a_band_may_have_one_edge():
    assert quantity_with(band=[None, 1]).low == -float("inf")
    assert quantity_with(band=[0.4, None]).high == float("inf")
