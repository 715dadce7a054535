from __future__ import annotations

import claims_files
import numpy as np
import pytest

from uptake.scenario import Scenario
from uptake.study.claims.claims_file import read_claims
from uptake.study.claims.conditions import DOUBLED, RELABELLED, STATED, Scale, conditions
from uptake.study.claims.findings import findings
from uptake.study.claims.members import under
from uptake.study.claims.planning import planned_claims
from uptake.study.claims.running import make_runs, values_in
from uptake.study.ensemble import Ensemble
from uptake.study.variants import variants

ENSEMBLE = Ensemble(
    "made up",
    tuple(
        {"visit_level": level, "contagion": contagion}
        for level in (-3.5, -3.0) for contagion in ("simple", "reinforced")
    ),
)  # fmt: skip
SMALL = Scale(members=3, stated=2, fresh=1, relabelled=1, doubled=1, variants=1)


@pytest.fixture
def read(tmp_path):
    return read_claims(claims_files.write(tmp_path))


@pytest.fixture
def asked():
    return conditions(SMALL, 3)


@pytest.fixture
def planned(read, asked):
    return planned_claims(read.claims, asked, ENSEMBLE, SMALL.members)


def planned_runs(planned):
    return {one.run: (one, group) for group in planned.groups for one in group.runs}


def test_members_take_turns_and_scenarios_are_paired(planned):
    runs = planned_runs(planned)
    for cell, identities in planned.runs.items():
        for (member, turn), run in np.ndenumerate(identities):
            one, group = runs[run]
            assert one.replicate == member + turn * len(ENSEMBLE.members)
            assert one.scenario.assumptions.visit_level == ENSEMBLE.members[member]["visit_level"]
            if "/" not in cell.condition:
                assert one.scenario.assumptions.contagion == ENSEMBLE.members[member]["contagion"]
            assert {other.replicate for other in group.runs} == {one.replicate}


def test_a_variant_is_forced_on_all_members(planned):
    runs = planned_runs(planned)
    for cell, identities in planned.runs.items():
        if cell.condition in variants():
            for run in identities.ravel():
                assumptions = runs[run][0].scenario.assumptions
                chosen = f"{assumptions.contagion}/{assumptions.manager_influence}"
                assert chosen == cell.condition


def test_what_a_scenario_says_wins_over_a_member():
    said = Scenario.model_validate({"assumptions": {"visit_level": -2.0}})
    found = under(said, {"visit_level": -3.0, "contagion": "none"}).assumptions
    assert (found.visit_level, found.contagion) == (-2.0, "none")
    assert under(Scenario(), {"visit_level": -3.0}).assumptions.visit_level == -3.0


def test_what_two_conditions_or_claims_share_is_run_once(planned):
    chunks = list(planned.chunks(frozenset()))
    made = [one.run for chunk in chunks for one in chunk.runs]
    assert sorted(made) == sorted(planned.identities)
    # The first members are simple or reinforced already: half of each of those variants is there.
    wanted = sum(array.size for array in planned.runs.values())
    assert len(made) < wanted


def test_conditions_differ_in_what_they_say(planned):
    runs = planned_runs(planned)
    groups = {
        cell.condition: runs[identities[0, 0]][1]
        for cell, identities in planned.runs.items() if cell.scenario == "mail"
    }  # fmt: skip
    people = {name: len(group.organisation.chart) for name, group in groups.items()}
    assert people[DOUBLED] == 2 * people[STATED] == 2 * people[RELABELLED] == 120
    assert groups["fresh seeds"].seed != groups[STATED].seed
    stated, other = (groups[name].organisation.fingerprint for name in (STATED, RELABELLED))
    assert stated != other


def test_a_stopped_run_goes_on_and_comes_to_the_same(planned, tmp_path):
    told = []
    stopped = make_runs(
        planned, tmp_path / "a", {"name": "Claims", "measures": []}, serial=True,
        tell=lambda done, wanted: told.append((done, wanted)), stop=lambda: len(told) > 1,
    )  # fmt: skip
    assert stopped.stopped
    assert 0 < stopped.done < stopped.planned
    record = {"name": "Claims", "measures": list(planned.outputs.measures)}
    before = stopped.store.committed()
    again = make_runs(planned, tmp_path / "a", record, serial=True)
    assert (again.done, again.failed, again.stopped) == (again.planned, 0, False)
    assert before < again.store.committed()
    at_once = make_runs(planned, tmp_path / "b", record, serial=True)
    mine, theirs = values_in(again.store, planned), values_in(at_once.store, planned)
    for cell, values in mine.items():
        for measure, array in values.items():
            np.testing.assert_array_equal(array, theirs[cell][measure])


def test_findings_are_of_every_condition_and_member(read, asked, planned, tmp_path):
    record = {"name": "Claims", "measures": list(planned.outputs.measures)}
    made = make_runs(planned, tmp_path / "store", record, serial=True)
    values = values_in(made.store, planned)
    helps, share = findings(read.claims, asked, values)
    assert [one.name for one in helps.conditions] == [one.name for one in asked]
    assert [one.name for one in helps.members] == ["member 0", "member 1", "member 2"]
    assert helps.members[0].estimate.count == 2 + 1 + 1
    assert helps.stated.estimate.count == 3
    nothing, mail = (
        next(array[helps.claim.measure] for cell, array in values.items()
             if (cell.condition, cell.scenario) == (STATED, name))
        for name in ("nothing", "mail")
    )  # fmt: skip
    assert helps.stated.estimate.value == pytest.approx((mail - nothing).mean())
    assert share.stated.estimate.value == pytest.approx(mail.mean() / nothing.mean())
    assert helps.stated.levels == pytest.approx((nothing.mean(), mail.mean()))
