"""What a programme gains in each structural variant of the model."""

from __future__ import annotations

import dataclasses

import pytest
from made_study import SHARE, made_table

from uptake.study.discovery import discover
from uptake.study.findings import find
from uptake.study.variant_gains import VariantGain, variant_gains

CONTAGION, MANAGERS = "assumptions.contagion", "assumptions.manager_influence"
KINDS = (("simple", "none"), ("none", "none"), ("simple", "bottom_up"))


def value(organisation, programme, world, replicate):
    """Every programme gains 0.1, but loses 0.02 where contagion is none."""
    gained = -0.02 if KINDS[world % 3][0] == "none" else 0.1
    return {SHARE: 0.2 + (gained + 0.0001 * world if programme else 0.0)}


def over_sets(worlds=6, ensemble="reference", **more):
    table = made_table(value, worlds=worlds, programmes=2, replicates=1, **more)
    runs = table.runs.assign(
        **{CONTAGION: [KINDS[world % 3][0] for world in table.runs["world"]]},
        **{MANAGERS: [KINDS[world % 3][1] for world in table.runs["world"]]},
    )
    names = (*table.uncertainties, MANAGERS)
    return dataclasses.replace(table, runs=runs, uncertainties=names, ensemble=ensemble)


def test_each_variant_has_its_sets_and_its_gain():
    found = {one.name: one for one in variant_gains(over_sets(), SHARE, "more", 1)}
    assert set(found) == {"simple/none", "none/none", "simple/bottom_up"}
    assert found["simple/none"] == VariantGain("simple/none", 2, pytest.approx(0.10015), 1.0)
    assert found["none/none"] == VariantGain("none/none", 2, pytest.approx(-0.01975), 0.0)
    less = {one.name: one for one in variant_gains(over_sets(), SHARE, "less", 1)}
    assert less["none/none"].helps_share == 1.0


def test_organisations_count_each_set_once():
    table = over_sets(organisations=("Acme", "Bolt"))
    assert {one.members for one in variant_gains(table, SHARE, "more", 1)} == {2}
    assert variant_gains(table, SHARE, "more", 1, "Bolt")[0].members == 2


def test_a_sample_of_ones_own_or_a_single_variant_has_none():
    assert variant_gains(over_sets(ensemble=""), SHARE, "more", 1) == ()
    assert variant_gains(over_sets(worlds=1), SHARE, "more", 1) == ()


def test_findings_name_a_variant_that_fails_and_the_rule_for_it():
    table = over_sets(worlds=60)
    found = find(table, SHARE)
    assert min(found.variants, key=lambda one: one.difference).name == "none/none"
    (rule,) = discover(table, SHARE, "more", [1]).rules
    assert "contagion is" in str(rule)
    assert rule.density == 1.0
