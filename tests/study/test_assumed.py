"""Which assumptions a word asks for, and what a scenario keeps of its own."""

from __future__ import annotations

import pytest

from uptake.errors import InputError
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.scenario_files import read_scenario
from uptake.study.assumed import DEFAULTS, asked_ensemble, chosen_ensemble, under, variant_of
from uptake.study.ensemble import reference
from uptake.study.variants import variants


def test_a_word_asks_for_the_reference_the_defaults_or_a_variant():
    assert asked_ensemble("reference") is reference()
    assert asked_ensemble("default") == DEFAULTS
    for name in variants():
        (member,) = asked_ensemble(name).members
        assert variant_of(under(Scenario(), member).assumptions) == name


def test_a_file_is_read_from_where_it_is_named(tmp_path):
    (tmp_path / "mine.csv").write_text("habit_gain,contagion\n0.1,none\n0.2,simple\n")
    found = chosen_ensemble("mine.csv", tmp_path)
    assert found.members[1] == {"habit_gain": 0.2, "contagion": "simple"}
    with pytest.raises(InputError, match="cannot be read"):
        asked_ensemble(str(tmp_path / "other.csv"))


def test_a_word_that_means_nothing_is_refused_with_the_nearest():
    with pytest.raises(InputError) as caught:
        asked_ensemble("referense")
    assert "reference" in str(caught.value)
    assert "--assumptions" in str(caught.value)


def test_only_what_a_file_sets_stays_even_where_files_build_on_each_other(tmp_path):
    (tmp_path / "base.yaml").write_text("assumptions: {habit_gain: 0.1, habit_loss: 0.05}\n")
    (tmp_path / "own.yaml").write_text(
        "extends: base.yaml\nassumptions: {habit_loss: null, contagion: none}\n"
    )
    member = {"habit_gain": 0.2, "habit_loss": 0.2, "contagion": "simple", "value_rate": 0.3}
    found = under(read_scenario(tmp_path / "own.yaml"), member).assumptions
    assert found == Assumptions(habit_gain=0.1, habit_loss=0.2, contagion="none", value_rate=0.3)


def test_twins_share_assumptions_with_what_they_are_compared_with():
    scenario = Scenario(assumptions={"habit_gain": 0.1})
    member = {"habit_gain": 0.2, "habit_loss": 0.2}
    managed, twin = under(scenario, member), under(scenario.unmanaged(), member)
    assert managed.assumptions == twin.assumptions


def test_the_defaults_alone_change_nothing():
    scenario = Scenario(assumptions={"habit_gain": 0.1})
    assert under(scenario, DEFAULTS.member(7)) == scenario
