"""A study is read from its store with what it lacks."""

import dataclasses

import pandas as pd
import pytest
from made_study import SHARE, made_table, write_store

from uptake.study.table import load_table

FINGERPRINT = "0123456789abcdef"


def value(organisation, programme, world, replicate):
    return {SHARE: 0.1 * programme + 0.01 * world, "half_life_weeks": float("inf")}


def test_what_was_written_is_read(tmp_path):
    table = made_table(value, ("Acme", "Bolt"))
    found = load_table(write_store(tmp_path / "s", table), FINGERPRINT)
    pd.testing.assert_frame_equal(found.runs[table.runs.columns], table.runs, check_dtype=False)
    for field in dataclasses.fields(table):
        if field.name != "runs":
            assert getattr(found, field.name) == getattr(table, field.name)


def test_runs_that_failed_or_are_not_made_yet_are_missing(tmp_path):
    table = made_table(value)
    lost = list(table.runs["run"][:3])
    store = write_store(tmp_path / "s", table, failed=lost[:1], left_out=lost[1:])
    found = load_table(store, FINGERPRINT)
    assert found.missing == 3
    assert set(found.runs["run"]) == set(table.runs["run"]) - set(lost)


def test_a_study_without_a_finished_run_has_an_empty_table(tmp_path):
    table = made_table(value)
    found = load_table(write_store(tmp_path / "s", table, left_out=table.runs["run"]), FINGERPRINT)
    assert len(found.runs) == 0
    assert found.missing == len(table.runs)


def test_a_run_that_two_programmes_share_is_given_to_both(tmp_path):
    table = made_table(value)
    shared = table.runs["run"].where(
        table.runs["programme"] != 3, table.runs["run"].str.replace("-3-", "-2-", regex=False)
    )
    same = table.runs.assign(run=shared)
    store = write_store(tmp_path / "s", dataclasses.replace(table, runs=same))
    found = load_table(store, FINGERPRINT)
    assert found.missing == 0
    by_programme = found.runs.groupby("programme")[SHARE].mean()
    assert by_programme[3] == pytest.approx(by_programme[2])


def test_a_study_that_is_not_there_is_no_table(tmp_path):
    with pytest.raises(KeyError):
        load_table(write_store(tmp_path / "s", made_table(value)), "other")
