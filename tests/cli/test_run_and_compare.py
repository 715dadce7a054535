from __future__ import annotations

import json

import pandas as pd
import pytest

from uptake.study import replicates


def test_a_run_writes_everything_and_says_what_came_of_it(uptake, plan, tmp_path):
    found = uptake("run", plan, "--replicates", 3, "--workers", 1, "--out", "out")
    assert found.exit_code == 0, found.output
    assert "weekly visitors" in found.stdout
    assert "“Mail”" in found.stdout
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        "assumptions.csv",
        "figures",
        "manifest.json",
        "report.html",
        "retention.parquet",
        "summary.csv",
        "weekly.parquet",
    }
    assert {path.suffix for path in (out / "figures").iterdir()} == {".png", ".svg"}
    summary = pd.read_csv(out / "summary.csv")
    assert list(summary["replicate"]) == [0, 1, 2]
    weekly = pd.read_parquet(out / "weekly.parquet")
    assert len(weekly) == 3 * 40
    assert weekly["visitors"].le(weekly["accounts"]).all()


def test_the_manifest_tells_all_but_who_works_there(uptake, plan, tmp_path):
    staff = ["id,manager,department", "anna,,Board"]
    staff += [f"worker{n},anna,Crew" for n in range(30)]
    (tmp_path / "staff.csv").write_text("\n".join(staff) + "\n")
    found = uptake(
        "run", plan, "--org", "staff.csv", "--map", "id=employee", "--replicates", 1, "--out", "o"
    )
    assert found.exit_code == 0, found.output
    text = (tmp_path / "o" / "manifest.json").read_text()
    manifest = json.loads(text)
    assert manifest["seed"] == 1
    assert manifest["replicates"] == [0]
    assert manifest["organisation"]["employees"] == 31
    assert set(manifest["versions"]) >= {"uptake", "numpy", "numba"}
    for path in (tmp_path / "o").rglob("*"):
        if path.suffix in (".json", ".csv", ".html", ".svg"):
            content = path.read_text(encoding="utf-8")
            assert "anna" not in content
            assert "worker7" not in content


def test_any_number_of_workers_gives_the_same_bits(uptake, plan, nothing, tmp_path, monkeypatch):
    monkeypatch.setattr(replicates, "MOST_RUNS_A_CHUNK", 1)
    for workers in (1, 2):
        found = uptake(
            "compare", nothing, plan, "--replicates", 2, "--workers", workers, "--out", workers
        )
        assert found.exit_code == 0, found.output
    for name in ("summary.csv", "comparison.csv", "weekly.parquet", "retention.parquet"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_another_seed_gives_other_runs(uptake, plan, tmp_path):
    for seed in (1, 2):
        uptake("run", plan, "--replicates", 1, "--seed", seed, "--out", seed)
    first, second = (pd.read_csv(tmp_path / name / "summary.csv") for name in ("1", "2"))
    assert not first.equals(second)


def test_a_replicate_on_its_own_is_the_same_as_among_others(uptake, plan, tmp_path):
    uptake("run", plan, "--replicates", 3, "--out", "all")
    uptake("run", plan, "--first-replicate", 2, "--replicates", 1, "--out", "one")
    everything, alone = (pd.read_csv(tmp_path / n / "summary.csv") for n in ("all", "one"))
    pd.testing.assert_frame_equal(everything.tail(1).reset_index(drop=True), alone)


def test_weeks_take_the_place_of_the_scenarios(uptake, plan, tmp_path):
    assert uptake("run", plan, "--weeks", 9, "--replicates", 1, "--out", "o").exit_code == 0
    assert len(pd.read_parquet(tmp_path / "o" / "weekly.parquet")) == 9


def test_what_never_happens_is_noted(uptake, plan):
    found = uptake("run", plan, "--weeks", 9, "--replicates", 1)
    assert "champion.leaves_in_week: never happens" in found.stderr


@pytest.mark.slow
def test_each_study_has_a_folder_of_its_own_by_default(uptake, plan, tmp_path):
    for words in ([], ["--seed", 2], []):
        assert uptake("run", plan, "--replicates", 1, "--weeks", 5, *words).exit_code == 0
    folders = sorted(path.name for path in (tmp_path / "uptake-results").iterdir())
    assert len(folders) == 2
    assert all(name.startswith("plan-") for name in folders)


def test_results_never_go_over_another_study(uptake, plan, tmp_path):
    assert uptake("run", plan, "--replicates", 1, "--weeks", 5, "--out", "o").exit_code == 0
    before = (tmp_path / "o" / "summary.csv").read_bytes()
    found = uptake("run", plan, "--replicates", 1, "--weeks", 6, "--out", "o")
    assert found.exit_code == 2
    assert "another study" in found.stderr
    assert (tmp_path / "o" / "summary.csv").read_bytes() == before


def test_a_comparison_prints_paired_differences_and_writes_the_report(
    uptake, plan, nothing, tmp_path
):
    more = tmp_path / "more.yaml"
    more.write_text("extends: plan.yaml\nname: Stays\nchampion: {leaves_in_week: null}\n")
    found = uptake("compare", nothing, plan, more, "--replicates", 3, "--out", "out")
    assert found.exit_code == 0, found.output
    for name in ("Nothing", "Mail", "Stays"):
        assert f"“{name}”" in found.stdout
    assert "95" in found.stdout
    comparison = pd.read_csv(tmp_path / "out" / "comparison.csv")
    assert list(comparison["scenario"].unique()) == ["Mail", "Stays"]
    assert (comparison["replicates"] <= 3).all()
    assert "Nothing" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_an_unmanaged_scenario_equals_its_unmanaged_twin(uptake, plan, nothing, tmp_path):
    uptake("compare", nothing, plan, "--replicates", 2, "--out", "out")
    summary = pd.read_csv(tmp_path / "out" / "summary.csv").set_index("scenario")
    own = summary.loc["Nothing", "participation_last_half_year"].to_numpy()
    for name in ("Nothing", "Mail"):
        twin = summary.loc[name, "unmanaged_participation_last_half_year"].to_numpy()
        assert (twin == own).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("extends: plan.yaml\nname: Mail\n", "name of another scenario"),
        ("extends: plan.yaml\nweeks: 10\n", "cannot be compared"),
        ("extends: plan.yaml\norganisation: {tie_seed: 5}\n", "in one organisation"),
        ("extends: plan.yaml\nweeks: [10]\n", "not a whole number"),
    ],
)
def test_scenarios_that_cannot_be_compared_are_refused(uptake, plan, tmp_path, text, words):
    (tmp_path / "other.yaml").write_text(text)
    found = uptake("compare", plan, "other.yaml", "--out", "out")
    assert found.exit_code == 2
    assert words in found.stderr
    assert not (tmp_path / "out").exists()


def test_mistakes_in_all_files_come_at_once(uptake, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("weeks: 0\n")
    found = uptake("compare", "a.yaml", "b.yaml")
    assert found.exit_code == 2
    assert "a.yaml:1:8" in found.stderr
    assert "b.yaml:1:8" in found.stderr


def test_one_scenario_is_no_comparison(uptake, plan):
    found = uptake("compare", plan)
    assert found.exit_code == 2
    assert "two scenarios or more" in found.stderr


def test_planned_growth_of_one_scenario_gives_all_the_same_organisation(uptake, plan, tmp_path):
    (tmp_path / "grows.yaml").write_text(
        "extends: plan.yaml\n"
        "headcount_path: [{week: 0, employees: 60}, {week: 40, employees: 70}]\n"
    )
    found = uptake("compare", plan, "grows.yaml", "--replicates", 1, "--out", "out")
    assert found.exit_code == 0, found.output
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["organisation"]["positions"] == 70
    assert manifest["organisation"]["employees"] == 60


def test_departments_nobody_has_are_reported_before_any_work(uptake, plan, tmp_path):
    with plan.open("a") as stream:
        stream.write("\n")
    plan.write_text(
        plan.read_text().replace("newsletter: {}", "newsletter: {audience: {departments: [Zoo]}}")
    )
    found = uptake("run", plan, "--out", "out")
    assert found.exit_code == 2
    assert "has no such department" in found.stderr
    assert "plan.yaml:5:" in found.stderr
    assert not (tmp_path / "out").exists()


def test_runs_take_turns_with_plausible_sets_of_assumptions(uptake, plan, nothing, tmp_path):
    found = uptake("compare", nothing, plan, "--replicates", 3, "--out", "out")
    assert found.exit_code == 0, found.output
    assert "three plausible sets of assumptions, each with its own chance" in " ".join(
        found.stdout.split()
    )
    out = tmp_path / "out"
    summary = pd.read_csv(out / "summary.csv")
    assert list(summary["member"]) == [0, 1, 2] * 2
    assert len(pd.read_csv(out / "variants.csv"))
    again = uptake(
        "compare", nothing, plan, "--replicates", 3, "--assumptions", "out/assumptions.csv",
        "--out", "again",
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again" / "summary.csv").read_bytes() == (out / "summary.csv").read_bytes()


@pytest.mark.slow
def test_other_assumptions_are_another_study(uptake, plan, tmp_path):
    for asked in ("reference", "default", "none/bottom_up"):
        found = uptake("run", plan, "--replicates", 2, "--weeks", 9, "--assumptions", asked)
        assert found.exit_code == 0, found.output
        assert ("sets of assumptions" in found.stdout) is (asked == "reference")
    assert len(list((tmp_path / "uptake-results").iterdir())) == 3


def test_assumptions_that_nobody_knows_are_refused(uptake, plan, tmp_path):
    found = uptake("run", plan, "--assumptions", "simple/bottom-up", "--out", "out")
    assert found.exit_code == 2
    assert "--assumptions" in found.stderr
    assert "simple/bottom_up" in found.stderr
    (tmp_path / "own.csv").write_text("habit_gain,nonsense\n0.1,2\n")
    found = uptake("run", plan, "--assumptions", "own.csv", "--out", "out")
    assert found.exit_code == 2
    assert "own.csv:row 2" in found.stderr
    assert not (tmp_path / "out").exists()
