from __future__ import annotations

import pytest

from uptake.errors import InputError
from uptake.parameters import Assumptions
from uptake.study.ensemble import Ensemble, reference
from uptake.study.judged import FEW, MEMBERS, QUICK_FEW, judged, replicates_wanted
from uptake.study.variants import variants


def test_the_default_structure_is_the_first_of_nine():
    every = variants()
    assert len(every) == 9
    assert Assumptions(**next(iter(every.values()))) == Assumptions()


def test_the_reference_is_judged_as_it_stands_and_the_defaults_alone():
    assert judged("reference") == {"reference": reference()}
    assert [dict(one) for one in judged("default")["default"].members] == [{}]


def test_a_structure_is_forced_on_every_member_and_changes_nothing_else():
    (found,) = judged("reinforced/bottom_up").values()
    choices = {"contagion": "reinforced", "manager_influence": "bottom_up"}
    assert len(found.members) == len(reference().members)
    for member, before in zip(found.members, reference().members, strict=True):
        assert member == {**before, **choices}
    every = judged("all")
    assert list(every) == list(variants())
    assert every["reinforced/bottom_up"] == found


def test_a_file_holds_ones_own_members(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("habit_gain\n0.11\n0.1\n")
    assert judged(str(file)) == {
        "mine.csv": Ensemble("mine.csv", ({"habit_gain": 0.11}, {"habit_gain": 0.1}))
    }
    with pytest.raises(InputError, match=r"no\.csv"):
        judged("no.csv")


def test_a_wrong_name_is_told_the_nearest():
    with pytest.raises(InputError, match="reinforced/bottom_up"):
        judged("reinforced/botom_up")


def test_an_ensemble_is_run_once_a_member_and_all_else_a_few_times():
    ensemble = Ensemble("many", tuple({"join_alone": n / 1e6} for n in range(1, 201)))
    small = Ensemble("small", ensemble.members[:5])
    assert replicates_wanted({"many": ensemble}, quick=False) == MEMBERS
    assert replicates_wanted({"small": small}, quick=False) == 5
    assert replicates_wanted(judged("default"), quick=True) == QUICK_FEW
    assert replicates_wanted({"a": ensemble, "b": ensemble}, quick=False) == FEW
