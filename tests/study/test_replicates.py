from __future__ import annotations

from itertools import chain

import fake_runs
import numpy as np
import pandas as pd
import pytest

from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.study import replicates as module
from uptake.study.assumed import DEFAULTS
from uptake.study.compare import compare
from uptake.study.ensemble import Ensemble, reference
from uptake.study.replicates import RunsFailedError, WorkerLostError, run_replicates
from uptake.study.study import distinct_scenarios, run_study, study_fingerprint
from uptake.study.worker import CodeChangedError, TaskChunk, run_chunk

TWO = Ensemble("two", ({"habit_gain": 0.1}, {"habit_gain": 0.2, "contagion": "none"}))


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(module, "MOST_RUNS_A_CHUNK", 1)


def test_outcomes_come_by_scenario_and_replicate(organisation, scenarios):
    found = run_replicates(scenarios, organisation, 1, [4, 7], simulator=fake_runs.fake_run)
    levels = [[run.weekly["participation"].iloc[0] for run in runs] for runs in found]
    np.testing.assert_allclose(levels, [[0.091, 0.121], [0.291, 0.321]])


def test_only_the_first_replicate_keeps_everyone(organisation, scenarios):
    found = run_replicates(scenarios, organisation, 1, range(3), simulator=fake_runs.fake_run)
    assert [[run.people is not None for run in runs] for runs in found] == [
        [True, False, False]
    ] * 2


def test_any_number_of_workers_gives_the_same(organisation, scenarios, small_chunks):
    results = [
        run_study(scenarios, organisation, 3, range(4), workers=n, simulator=fake_runs.fake_run)
        for n in (1, 2)
    ]
    pd.testing.assert_frame_equal(results[0].summary, results[1].summary, check_exact=True)
    pd.testing.assert_frame_equal(results[0].weekly, results[1].weekly, check_exact=True)


def test_progress_counts_every_run(organisation, scenarios):
    told = []
    run_replicates(
        scenarios,
        organisation,
        1,
        range(3),
        workers=1,
        progress=told.append,
        simulator=fake_runs.fake_run,
    )
    assert sum(told) == 6


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failed_run_is_named_and_does_not_stop_the_others(
    organisation, scenarios, small_chunks, workers
):
    told = []
    with pytest.raises(RunsFailedError, match="nobody left") as caught:
        run_replicates(
            scenarios,
            organisation,
            1,
            range(4),
            workers=workers,
            progress=told.append,
            simulator=fake_runs.failing_in_replicate_two,
        )
    (failure,) = caught.value.failures
    assert (failure.scenario, failure.replicate) == ("Mail", 2)
    assert "fake_runs.py" in failure.traceback
    assert sum(told) == 8


@pytest.mark.slow
def test_a_run_that_kills_its_worker_three_times_is_said_in_words(
    organisation, scenarios, small_chunks
):
    with pytest.raises(
        WorkerLostError, match="killed from outside three times while it made replicate 1"
    ):
        run_replicates(
            scenarios,
            organisation,
            1,
            range(4),
            workers=2,
            simulator=fake_runs.killed_in_replicate_one,
        )


@pytest.mark.slow
def test_what_a_lost_worker_was_doing_is_done_again(
    organisation, scenarios, small_chunks, monkeypatch, tmp_path
):
    monkeypatch.setenv("UPTAKE_TEST_MARK", str(tmp_path / "killed"))
    found, expected = (
        run_replicates(scenarios, organisation, 1, range(3), workers=n, simulator=simulator)
        for n, simulator in ((2, fake_runs.killed_once), (1, fake_runs.fake_run))
    )
    assert (tmp_path / "killed").exists()
    for one, other in zip(chain(*found), chain(*expected), strict=True):
        pd.testing.assert_frame_equal(one.weekly, other.weekly, check_exact=True)


def test_workers_refuse_code_that_is_not_the_drivers(organisation, tmp_path):
    with pytest.raises(CodeChangedError, match="changed"):
        run_chunk(str(tmp_path), fake_runs.fake_run, 1, "another digest", TaskChunk(0, ()))


def test_chunks_depend_on_the_work_alone(scenarios):
    tasks = [module.Task(scenarios[0], number, False) for number in range(60)]
    assert [len(chunk.tasks) for chunk in module._chunks(tasks, 100)] == [25, 25, 10]
    assert [len(chunk.tasks) for chunk in module._chunks(tasks, 400_000)] == [2] * 30
    assert [len(chunk.tasks) for chunk in module._chunks(tasks, 10**9)] == [1] * 60


def test_what_is_the_same_is_run_once(scenarios):
    again = scenarios[1].model_copy(update={"name": "Mail again"})
    found = distinct_scenarios([*scenarios, again])
    assert sorted(one.name for one in found.values()) == ["Mail", "Nothing"]


def test_a_study_sums_up_and_compares_with_the_first(organisation, scenarios):
    result = run_study(scenarios, organisation, 1, range(3), simulator=fake_runs.fake_run)
    assert list(result.weekly.columns[:3]) == ["scenario", "replicate", "week"]
    assert len(result.weekly) == 2 * 3 * 20
    assert list(result.summary["scenario"]) == ["Nothing"] * 3 + ["Mail"] * 3
    rows = result.comparison.set_index("measure")
    gain = rows.loc["participation_last_half_year"]
    assert (gain["scenario"], gain["replicates"]) == ("Mail", 3)
    assert gain["difference"] == pytest.approx(0.2)
    assert gain["mean"] - gain["baseline_mean"] == pytest.approx(gain["difference"])
    assert gain["high"] - gain["low"] == pytest.approx(0.0, abs=1e-9)
    assert set(result.people) == {"Nothing", "Mail"}


def test_a_single_scenario_has_nothing_to_be_compared_with(organisation, scenarios):
    result = run_study(scenarios[:1], organisation, 1, range(2), simulator=fake_runs.fake_run)
    assert compare(result.summary).empty
    assert list(compare(result.summary).columns)[:2] == ["scenario", "measure"]


def test_names_must_differ(organisation, scenarios):
    with pytest.raises(ValueError, match="must differ"):
        run_study([scenarios[0]] * 2, organisation, 1, range(2), simulator=fake_runs.fake_run)


def test_the_fingerprint_of_a_study_changes_with_what_is_asked(organisation, scenarios):
    asked = [
        (scenarios, 1, range(3)),
        (scenarios, 2, range(3)),
        (scenarios, 1, range(4)),
        (scenarios[:1], 1, range(3)),
        ([scenarios[0], Scenario(name="Mail", weeks=20)], 1, range(3)),
    ]
    found = [study_fingerprint(some, organisation, seed, n, DEFAULTS) for some, seed, n in asked]
    two, three = (Ensemble("made", TWO.members + more) for more in ((), ({"habit_gain": 0.2},)))
    found += [study_fingerprint(scenarios, organisation, 1, range(3), one) for one in (two, three)]
    assert len(set(found)) == len(found)
    assert found[0] == study_fingerprint(scenarios, organisation, 1, [0, 1, 2], DEFAULTS)


def test_a_fingerprint_looks_at_the_assumptions_that_are_run(organisation, scenarios):
    longer = Ensemble("longer", (*TWO.members, {"habit_gain": 0.3}))
    first, second = (
        study_fingerprint(scenarios, organisation, 1, range(2), one) for one in (TWO, longer)
    )
    assert first == second


def test_replicates_take_turns_with_the_members_and_pairs_share_them(organisation, scenarios):
    found = run_replicates(
        scenarios, organisation, 1, range(3, 6), ensemble=TWO, simulator=fake_runs.tell_assumptions
    )
    gains = [[run.weekly["posts"].iloc[0] for run in runs] for runs in found]
    assert gains == [[0.2, 0.1, 0.2]] * 2


def test_what_a_scenario_sets_itself_wins_over_the_member(organisation):
    own = Scenario(name="Own", weeks=20, assumptions={"habit_gain": 0.4})
    plain = Scenario(name="Plain", weeks=20)
    result = run_study(
        [plain, own],
        organisation,
        1,
        range(2),
        ensemble=TWO,
        simulator=fake_runs.tell_assumptions,
    )
    posts = result.summary.set_index("scenario")["posts_a_week_last_half_year"]
    assert list(posts["Plain"]) == pytest.approx([0.1, 0.2])
    assert list(posts["Own"]) == pytest.approx([0.4, 0.4])
    variant = result.summary.set_index("scenario")["variant"]
    assert list(variant["Own"]) == ["simple/middle_managers_lead", "none/middle_managers_lead"]


def test_a_default_that_is_set_is_no_default(organisation):
    usual = Assumptions().habit_gain
    said = Scenario(name="Said", weeks=20, assumptions={"habit_gain": usual})
    unsaid = Scenario(name="Unsaid", weeks=20)
    assert said.fingerprint == unsaid.fingerprint
    result = run_study(
        [unsaid, said],
        organisation,
        1,
        range(2),
        ensemble=TWO,
        simulator=fake_runs.tell_assumptions,
    )
    posts = result.summary.set_index("scenario")["posts_a_week_last_half_year"]
    assert list(posts["Said"]) == pytest.approx([usual, usual])
    assert list(posts["Unsaid"]) == pytest.approx([0.1, 0.2])


def test_tables_tell_under_which_assumptions_each_run_was_made(organisation, scenarios):
    result = run_study(
        scenarios, organisation, 1, range(3), ensemble=TWO, simulator=fake_runs.fake_run
    )
    assert list(result.summary["member"]) == [0, 1, 0] * 2
    kept = result.weekly.drop_duplicates(["scenario", "replicate"])
    assert list(kept["member"]) == [0, 1, 0] * 2
    assert list(kept["variant"][:2]) == ["simple/middle_managers_lead", "none/middle_managers_lead"]
    assert (result.weekly.groupby(["scenario", "replicate"])["member"].nunique() == 1).all()


def test_without_being_told_a_study_is_over_the_reference_ensemble(organisation, scenarios):
    result = run_study(scenarios, organisation, 1, range(2), simulator=fake_runs.fake_run)
    assert result.ensemble == reference()
