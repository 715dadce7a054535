from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from uptake.study.store import Store

STUDY = """\
name: Mail
question: What does it hang on?
scenarios: [plan.yaml]
baseline: nothing.yaml
weeks: 26
replicates: 2
levers:
  vary:
    newsletter.every_weeks: [1, 2, 4]
uncertainties:
  points: 4
  vary:
    visit_newsletter:
    contagion: [simple, reinforced]
    hours_saved_an_answer:
"""
FEW = ("--trajectories", 4, "--samples", 8, "--serial")


@pytest.fixture
def study(tmp_path, plan, nothing):
    lively = "assumptions: {posts_a_visit: 0.8, reply_rate_contact: 0.005}\n"
    plan.write_text(plan.read_text().replace("{leaves_in_week: 30}", "{}") + lively)
    path = tmp_path / "mail.yaml"
    path.write_text(STUDY)
    return path


def test_a_dry_run_says_what_it_takes_and_makes_nothing(uptake, study, tmp_path):
    before = set(tmp_path.iterdir())
    found = uptake("sensitivity", study, "--dry-run", "--workers", 2, "--samples", 16)
    assert found.exit_code == 0, found.output
    assert (
        "What drives the difference in weekly visitors (last half-year) between “Mail” and "
        "“Nothing”? three inputs." in found.stdout.replace("\u00a0", " ")
    )
    # Points that come out the same, for want of a third contagion, are one.
    (most,) = re.findall(r"Sobol indices: (\d+) runs at most", found.stdout)
    assert 2 * 2 * 16 < int(most) < 2 * 2 * 16 * 5
    assert f"one at a time: {2 * 2 * 6} runs\n" in found.stdout
    assert "At most " in found.stdout
    assert set(tmp_path.iterdir()) == before


def test_from_a_study_file_to_table_figures_and_report_and_not_again(uptake, study, tmp_path):
    found = uptake("sensitivity", study, *FEW, "--out", "out")
    assert found.exit_code == 0, found.output
    assert "chance (the seed)" in found.stdout
    export = tmp_path / "out" / "export"
    table = pd.read_csv(export / "sensitivity.csv")
    assert set(table["input"]) == {
        "assumptions.visit_newsletter",
        "assumptions.contagion",
        "assumptions.hours_saved_an_answer",
    }
    saved = table.set_index("input").loc["assumptions.hours_saved_an_answer"]
    assert saved["mu_star"] == 0.0, "it moves money, not visitors"
    assert saved["verdict"] == "does not matter"
    assert "Hours saved an answer does not matter." in found.stdout
    assert {path.name for path in (export / "figures").glob("*.png")} >= {"tornado.png"}
    page = (export / "report.html").read_text()
    assert "What does it hang on?" in page
    assert "assumptions.visit_newsletter" in page
    manifest = json.loads((export / "manifest.json").read_text())
    store = Store.open(tmp_path / "out")
    assert set(manifest["studies"].values()) == set(store.studies())
    runs = store.runs().set_index("run")["seconds"]
    again = uptake("sensitivity", study, *FEW, "--out", "out")
    assert again.exit_code == 0, again.output
    assert "All of them are there already." in again.stdout
    pd.testing.assert_series_equal(
        Store.open(tmp_path / "out").runs().set_index("run")["seconds"].sort_index(),
        runs.sort_index(),
    )
    pd.testing.assert_frame_equal(pd.read_csv(export / "sensitivity.csv"), table)


def test_runs_that_are_there_serve_another_measure(uptake, study, tmp_path):
    uptake("sensitivity", study, *FEW, "--method", "morris", "--out", "out")
    count = len(Store.open(tmp_path / "out").runs())
    found = uptake(
        "sensitivity", study, *FEW, "--method", "morris", "--out", "out",
        "--measure", "hours_saved_total",
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    assert "All of them are there already." in found.stdout
    assert len(Store.open(tmp_path / "out").runs()) == count
    table = pd.read_csv(tmp_path / "out" / "export" / "sensitivity.csv").set_index("input")
    assert table.at["assumptions.hours_saved_an_answer", "mu_star"] > 0.0


def test_levers_are_varied_if_asked(uptake, study, tmp_path):
    found = uptake("sensitivity", study, *FEW, "--levers", "--method", "sobol", "--out", "out")
    assert found.exit_code == 0, found.output
    table = pd.read_csv(tmp_path / "out" / "export" / "sensitivity.csv").set_index("input")
    assert table.at["programme.newsletter.every_weeks", "role"] == "lever"
    for fingerprint in Store.open(tmp_path / "out").studies():
        plan = Store.open(tmp_path / "out").plan(fingerprint)
        assert len(plan) == plan["run"].nunique()


@pytest.mark.slow
def test_what_failed_is_left_out_and_said(uptake, study, tmp_path):
    own = (
        "from uptake import Intervention\n\n\nclass Own(Intervention):\n"
        '    kind: str = "own.py:Own"\n\n    def act(self, now, wish, granted):\n'
        "        if now.assumptions.visit_newsletter > 1.9 and now.assumptions.contagion == "
        '"simple":\n            raise ZeroDivisionError("nobody left")\n'
    )
    (tmp_path / "own.py").write_text(own)
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("welcome_pack: {}", 'own: {kind: "own.py:Own"}'))
    found = uptake("sensitivity", study, "--trajectories", 12, "--serial", "--out", "out",
                   "--method", "morris")  # fmt: skip
    assert found.exit_code == 0, found.output
    assert "failed; which and why: uptake study status out" in found.stderr
    assert (
        "of 12 parts of the sample were left out"
        in (tmp_path / "out" / "export" / "report.html").read_text()
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--samples", 100), "--samples: is no power of two, which Sobol sequences need; found "
         "100; expected 64 or 128"),
        (("--measure", "visitors"), "--measure: is no measure of this study"),
        (("--programme", "Male"), "--programme: is no programme of this study; found Male"),
    ],
)  # fmt: skip
def test_mistakes_are_said_before_anything_is_run(uptake, study, tmp_path, options, said):
    found = uptake("sensitivity", study, *options, "--out", "out")
    assert found.exit_code == 2
    assert said in found.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_the_folder_of_another_study_is_refused_unless_added_to(uptake, study, tmp_path):
    uptake("sweep", study, "--serial", "--out", "out")
    few = (*FEW, "--method", "morris", "--out", "out")
    refused = uptake("sensitivity", study, *few)
    assert refused.exit_code == 2
    assert "holds another study" in refused.stderr
    found = uptake("sensitivity", study, *few, "--add")
    assert found.exit_code == 0, found.output
    assert (tmp_path / "out" / "export" / "mail-sensitivity" / "report.html").is_file()
    assert uptake("compare", "out", "--study", "Mail").exit_code == 0
