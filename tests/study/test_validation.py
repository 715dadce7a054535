from __future__ import annotations

import numpy as np
import pytest

from uptake.study import measured, populations, validation
from uptake.study.ensemble import Ensemble
from uptake.study.patterns import all_quantities, read_patterns
from uptake.study.validation import Scale, planned, validate, validation_fingerprint
from uptake.study.variants import variants

TINY = Scale(shrink=200, company=100)
DEFAULT = {"default": Ensemble("default", ({},))}


def test_every_quantity_is_measured_once_a_replicate_and_the_workers_do_not_matter():
    told = []
    one = validate(DEFAULT, TINY, 2, 5, workers=1, tell=lambda *n: told.append(n))
    found = one["default"]
    assert [f.quantity.name for f in found] == [q.name for q in all_quantities()]
    assert all((f.values.shape, f.over) == ((2,), "replicates") for f in found)
    assert told[0] == (0, 10)
    assert told[-1] == (10, 10)
    two = validate(DEFAULT, TINY, 2, 5, workers=2)["default"]
    for a, b in zip(found, two, strict=True):
        np.testing.assert_array_equal(a.values, b.values)
    names = {f.quantity.name: f.values for f in found}
    assert names["accounts in week 160"][0] != names["accounts in week 160"][1]


class Told:
    """Populations that are not run: what comes out says what was asked for."""

    def run(self, _names, assumptions, _seed, replicate):
        return assumptions["join_alone"] + replicate


def test_replicates_take_turns_under_the_members_and_each_member_counts_once(monkeypatch):
    monkeypatch.setattr(validation, "_populations", lambda *_: Told())
    monkeypatch.setattr(populations, "decisive", lambda _group, assumptions: assumptions)
    monkeypatch.setattr(
        measured, "measure", lambda all_of_them, value: {q.name: value for q in all_of_them}
    )
    members = ({"join_alone": 0.25}, {"join_alone": 0.5})
    for found in validate({"two": Ensemble("two", members)}, TINY, 3, 5, workers=1)["two"]:
        assert (found.over, found.values.tolist()) == ("members", [(0.25 + 2.25) / 2, 1.5])


def test_variants_are_measured_with_their_own_assumptions():
    asked = {
        name: Ensemble(name, ({"contagion": contagion},))
        for name, contagion in (("a", "simple"), ("b", "none"))
    }
    found = validate(asked, TINY, 1, 5, workers=1)
    values = {name: {f.quantity.name: f.values[0] for f in them} for name, them in found.items()}
    assert values["a"]["accounts in week 273"] > values["b"]["accounts in week 273"]
    assert values["a"]["clustering"] == values["b"]["clustering"]


def test_work_that_fails_is_no_finding(monkeypatch):
    def broken(*_):
        raise ValueError("broken")

    monkeypatch.setattr(validation, "_populations", broken)
    with pytest.raises(ValueError, match="broken"):
        validate(DEFAULT, TINY, 2, 5, workers=1)


def test_rounds_cover_variants_groups_and_replicates():
    asked = {name: Ensemble(name, ({"join_alone": n / 100},)) for n, name in enumerate("ab", 1)}
    rounds = planned(asked, 2)
    # The contacts between colleagues do not depend on assumptions and are measured once.
    assert len(rounds) == len({(r.variants, r.populations, r.replicate) for r in rounds}) == 18
    assert [r.variants for r in rounds if r.populations == ("colleagues",)] == [("a", "b")] * 2
    assert rounds[0].split() == (rounds[0],)


def test_what_variants_have_in_common_is_run_once_and_comes_out_as_it_would_alone():
    every = variants()
    names = ("simple/bottom_up", "simple/none")
    asked = {name: Ensemble(name, (every[name],)) for name in names}
    shared = [r for r in planned(asked, 1) if r.populations == ("no_top_down",)]
    assert [r.variants for r in shared] == [names]
    together = validate(asked, TINY, 1, 5, workers=1)
    for name in names:
        alone = validate({name: asked[name]}, TINY, 1, 5, workers=1)
        for one, other in zip(together[name], alone[name], strict=True):
            np.testing.assert_array_equal(one.values, other.values)


def test_the_fingerprint_tells_what_decides_the_result():
    other = {"default": Ensemble("default", ({"join_alone": 0.01},))}
    given = [
        validation_fingerprint(DEFAULT, TINY, 2, 1),
        validation_fingerprint(other, TINY, 2, 1),
        validation_fingerprint(DEFAULT, Scale(100, 100), 2, 1),
        validation_fingerprint(DEFAULT, TINY, 3, 1),
        validation_fingerprint(DEFAULT, TINY, 2, 2),
    ]
    assert len(set(given)) == 5
    assert validation_fingerprint(DEFAULT, TINY, 2, 1) == given[0]
    assert len(read_patterns()) == 14
