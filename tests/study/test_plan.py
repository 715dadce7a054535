"""The plan of a study: runs with identities that mean something, in chunks of their own making."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import study_files

from uptake.study import plan as planning
from uptake.study.chunks import Outputs
from uptake.study.prepare import prepare
from uptake.study.study_file import read_study


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return prepare(read_study(study_files.write(tmp_path_factory.mktemp("study")))).plan


def three_each(plan):
    return {cell: range(3) for cell in plan.cells}


def planned(plan, replicates=None, done=frozenset()):
    return list(plan.chunks(replicates or three_each(plan), done))


def test_every_cell_and_replicate_is_one_run(plan):
    table = plan.table(three_each(plan))
    assert len(table) == len(plan.cells) * 3 == 10 * 4 * 3
    assert table["run"].is_unique
    cells = table.groupby(["organisation", "programme", "world"])["replicate"].apply(list)
    assert all(replicates == [0, 1, 2] for replicates in cells)


def test_chunks_hold_exactly_the_runs_of_the_table(plan):
    runs = [one.run for chunk in planned(plan) for one in chunk.runs]
    assert sorted(runs) == sorted(plan.table(three_each(plan))["run"])


def test_the_table_shows_the_values_of_each_run(plan):
    table = plan.table(three_each(plan)).set_index("run")
    for chunk in planned(plan):
        for one in chunk.runs:
            row, scenario = table.loc[one.run], one.scenario
            newsletter, assumptions = scenario.programme["newsletter"], scenario.assumptions
            assert row["programme.newsletter.every_weeks"] == newsletter.every_weeks
            assert row["programme.newsletter.quality"] == newsletter.quality
            assert row["assumptions.visit_newsletter"] == assumptions.visit_newsletter
            assert row["assumptions.contagion"] == assumptions.contagion
            assert row["replicate"] == one.replicate


def test_runs_that_share_a_past_stand_together(plan):
    for chunk in planned(plan):
        worlds = [(id(one.scenario.assumptions), one.replicate) for one in chunk.runs]
        changes = sum(a != b for a, b in pairwise(worlds))
        assert changes == len(set(worlds)) - 1


def test_what_is_done_is_left_out_and_the_rest_keeps_its_company(plan, monkeypatch):
    monkeypatch.setattr(planning, "SECONDS_A_CHUNK", 0.1)
    chunks = planned(plan)
    assert len(chunks) > 4
    done = frozenset(one.run for one in chunks[1].runs) | {chunks[2].runs[0].run}
    left = planned(plan, done=done)
    assert [chunk.name for chunk in left[:1]] == [chunks[0].name]
    assert [chunk.name for chunk in left[2:]] == [chunk.name for chunk in chunks[3:]]
    assert left[1].runs == chunks[2].runs[1:]


def test_chunks_do_not_grow_beyond_their_time_and_number(plan, monkeypatch):
    monkeypatch.setattr(planning, "MOST_RUNS_A_CHUNK", 7)
    chunks = planned(plan)
    assert max(len(chunk.runs) for chunk in chunks) <= 7


def changed(plan, **fields):
    return replace(plan, _assumptions={}, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"seed": 2},
        {"outputs": Outputs(("accounts_end",), ("visitors",))},
    ],
)
def test_another_seed_or_other_outputs_are_other_runs(plan, fields):
    other = changed(plan, **fields)
    assert other.run_id((0, 0, 0), 0) != plan.run_id((0, 0, 0), 0)
    assert other.fingerprint != plan.fingerprint


def test_names_and_labels_are_no_part_of_a_run_or_a_study(plan):
    programmes = tuple(
        replace(
            one, label=f"{one.number}", scenario=one.scenario.model_copy(update={"name": "other"})
        )
        for one in plan.programmes
    )
    other = changed(plan, name="Another name", programmes=programmes)
    assert other.run_id((0, 1, 3), 2) == plan.run_id((0, 1, 3), 2)
    assert other.fingerprint == plan.fingerprint


def test_another_model_makes_other_runs(plan, monkeypatch):
    monkeypatch.setattr(planning, "code_digest", lambda: "another")
    assert changed(plan).run_id((0, 0, 0), 0) != plan.run_id((0, 0, 0), 0)


def test_two_studies_agree_on_the_runs_they_share(plan, tmp_path):
    wider = study_files.STUDY.replace("[1, 2, 4]", "[1, 2, 3, 4]").replace("replicates: 3", "")
    other = prepare(read_study(study_files.write(tmp_path, wider))).plan
    mine = set(plan.table(three_each(plan))["run"])
    theirs = set(other.table(three_each(other))["run"])
    assert mine < theirs
    assert other.fingerprint != plan.fingerprint


def test_words_and_numbers_in_one_column_are_all_words():
    column = planning._column([1.0, "none", 52.0])
    assert column.tolist() == ["1", "none", "52"]
    assert planning._column([1.0, float("nan")]).dtype == np.float64
