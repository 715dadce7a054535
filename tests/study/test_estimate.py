"""What a study takes is said from what it is, before it is begun."""

from __future__ import annotations

import pytest
import study_files

from uptake.study.estimate import bytes_a_run, estimate, estimate_unseen, seconds_a_run
from uptake.study.prepare import prepare
from uptake.study.study_file import read_study
from uptake.study.sweep import sweep


@pytest.fixture
def prepared(tmp_path):
    return prepare(read_study(study_files.write(tmp_path)))


def test_cells_and_runs_are_those_of_the_plan(prepared, tmp_path):
    found = estimate(prepared, tmp_path / "out", 2)
    assert (found.programmes, found.worlds, found.cells, found.runs) == (10, 4, 40, 120)
    assert (found.there, found.until) == (0, False)


def test_runs_that_are_there_need_neither_time_nor_disk(prepared, tmp_path):
    sweep(prepared, tmp_path / "out", serial=True)
    found = estimate(prepared, tmp_path / "out", 2)
    assert found.there == 120
    assert found.disk_bytes == 0


def test_the_disk_is_about_what_is_written(prepared, tmp_path):
    out = tmp_path / "out"
    sweep(prepared, out, serial=True)
    files = [*(out / "runs").iterdir(), *(out / "series").iterdir()]
    written = sum(file.stat().st_size for file in files)
    expected = 120 * bytes_a_run(30, prepared.plan.outputs)
    assert written / 3 < expected < 3 * written


def test_more_workers_take_less_time_and_half_the_runs_half_of_it(prepared):
    organisations = list(prepared.plan.organisations.values())
    one, four = (estimate_unseen(prepared.study, organisations, n) for n in (1, 4))
    assert one.workers == 1
    assert four.workers == 4
    assert one.seconds > four.seconds
    assert one.disk_bytes == four.disk_bytes


def test_shared_weeks_are_not_counted_twice(tmp_path):
    study = """\
scenarios: [plan.yaml]
levers: {vary: {deputies: [off, on], deputies.from_week: [10, 20]}}
"""
    found = estimate(prepare(read_study(study_files.write(tmp_path, study))), tmp_path / "out", 2)
    # 30 weeks without, 20 more from week 10 on, 10 more from week 20 on.
    assert found.shared == pytest.approx(1 - (30 + 20 + 10) / 90)


def test_a_trial_leaves_a_users_own_code_alone(tmp_path):
    own = "from uptake import Intervention\n\n\nclass Ends(Intervention):\n"
    own += '    kind: str = "own.py:Ends"\n\n    def act(self, now, wish, granted):\n'
    own += '        raise AssertionError("it was run")\n'
    (tmp_path / "own.py").write_text(own)
    plan = study_files.PLAN.replace(
        "{newsletter: {}", '{own: {kind: "own.py:Ends"}, newsletter: {}'
    )
    study = prepare(read_study(study_files.write(tmp_path, "scenarios: [plan.yaml]\n", plan=plan)))
    assert estimate(study, tmp_path / "out", 1).seconds > 0


def test_a_long_run_is_timed_by_its_first_weeks(prepared):
    (organisation,) = prepared.plan.organisations.values()
    scenario = prepared.study.scenarios[0].scenario
    brief, long = (
        seconds_a_run(scenario.model_copy(update={"weeks": weeks}), organisation)
        for weeks in (20, 5200)
    )
    assert long > 20 * brief
