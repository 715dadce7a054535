from __future__ import annotations

import numpy as np
import pytest

from uptake.errors import InputError
from uptake.parameters import Assumptions
from uptake.study import validation
from uptake.study.patterns import all_quantities, read_patterns
from uptake.study.validation import Scale, planned, validate, validation_fingerprint
from uptake.study.variants import chosen_variants, variants

TINY = Scale(shrink=200, company=100, replicates=2)


def test_the_default_variant_is_the_first_and_has_the_defaults():
    every = variants()
    assert len(every) == 9
    name, assumptions = next(iter(every.items()))
    assert name == "simple/middle_managers_lead"
    assert Assumptions(**assumptions) == Assumptions()
    assert chosen_variants("default") == {name: assumptions}
    assert chosen_variants("all") == every


def test_a_variant_is_found_by_name_and_a_wrong_name_is_told_the_nearest():
    assert chosen_variants("reinforced/bottom_up") == {
        "reinforced/bottom_up": {"contagion": "reinforced", "manager_influence": "bottom_up"}
    }
    with pytest.raises(InputError, match="reinforced/bottom_up"):
        chosen_variants("reinforced/botom_up")


def test_every_quantity_is_measured_once_a_replicate_and_the_workers_do_not_matter():
    told = []
    one = validate(chosen_variants("default"), TINY, 5, workers=1, tell=lambda *n: told.append(n))
    found = one["simple/middle_managers_lead"]
    assert [f.quantity.name for f in found] == [q.name for q in all_quantities()]
    assert all(f.values.shape == (2,) for f in found)
    assert told[0] == (0, 10)
    assert told[-1] == (10, 10)
    two = validate(chosen_variants("default"), TINY, 5, workers=2)["simple/middle_managers_lead"]
    for a, b in zip(found, two, strict=True):
        np.testing.assert_array_equal(a.values, b.values)
    names = {f.quantity.name: f.values for f in found}
    assert names["accounts in week 160"][0] != names["accounts in week 160"][1]


def test_variants_are_measured_with_their_own_assumptions():
    asked = {"a": {"contagion": "simple"}, "b": {"contagion": "none"}}
    found = validate(asked, Scale(200, 100, 1), 5, workers=1)
    values = {name: {f.quantity.name: f.values[0] for f in them} for name, them in found.items()}
    assert values["a"]["accounts in week 273"] > values["b"]["accounts in week 273"]
    assert values["a"]["clustering"] == values["b"]["clustering"]


def test_work_that_fails_is_no_finding(monkeypatch):
    def broken(*_):
        raise ValueError("broken")

    monkeypatch.setattr(validation, "_populations", broken)
    with pytest.raises(ValueError, match="broken"):
        validate(chosen_variants("default"), TINY, 5, workers=1)


def test_rounds_cover_variants_groups_and_replicates():
    rounds = planned({"a": {}, "b": {}}, TINY)
    assert len(rounds) == len({(r.variant, r.populations, r.replicate) for r in rounds}) == 20
    assert rounds[0].split() == (rounds[0],)


def test_the_fingerprint_tells_what_decides_the_result():
    given = [
        validation_fingerprint(["a"], TINY, 1),
        validation_fingerprint(["b"], TINY, 1),
        validation_fingerprint(["a"], Scale(200, 100, 3), 1),
        validation_fingerprint(["a"], TINY, 2),
    ]
    assert len(set(given)) == 4
    assert validation_fingerprint(["a"], TINY, 1) == given[0]
    assert len(read_patterns()) == 14
