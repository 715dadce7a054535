"""``uptake compare DIR``: what it says is what DuckDB and pandas find in the folder."""

import json
import math
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.append(str(Path(__file__).parents[1] / "study"))

from made_study import SHARE, made_table, write_store

from uptake.report import study_folder

HABIT, CONTAGION = "assumptions.habit_gain", "assumptions.contagion"


def value(organisation, programme, world, replicate):
    """Packs gain, but lose where contagion is reinforced; the newsletter gains a little."""
    random = np.random.default_rng([world, replicate, programme])
    packs = (0.08, -0.03)[world % 2] if programme >= 2 else 0.0
    letter = 0.02 if programme % 2 else 0.0
    share = 0.1 + packs + letter + 0.004 * random.normal()
    return {
        SHARE: share,
        "money_total": 1000.0 * programme,
        "half_life_weeks": (math.inf, 20.0, 40.0, math.nan)[(world + programme) % 4],
    }


@pytest.fixture
def drawing(monkeypatch):
    """Stands for the figures, which have tests of their own."""
    from types import ModuleType

    from uptake.figures import SavedFigure

    def draw_study(table, measure, folder, *, better):
        folder.mkdir(parents=True)
        paths = [folder / f"one.{kind}" for kind in ("png", "svg")]
        for path in paths:
            path.write_bytes(b"<svg/>")
        return [SavedFigure("one", f"{measure} seen", "How to read it.", *paths)]

    stand_in = ModuleType("uptake.figures.study_gallery")
    stand_in.draw_study = draw_study
    monkeypatch.setitem(sys.modules, "uptake.figures.study_gallery", stand_in)


@pytest.fixture
def table():
    return made_table(value, worlds=40, replicates=3)


@pytest.fixture
def folder(tmp_path, table, drawing):
    failed = [table.runs["run"].iloc[130]]
    return write_store(tmp_path / "results", table, failed=failed).folder


def printed(found):
    return " ".join(found.stdout.split()).replace("\u00a0", " ")


def test_everything_is_written_into_export(uptake, folder):
    (folder / "export" / "runs.csv").write_text("kept")
    found = uptake("compare", folder)
    assert found.exit_code == 0, found.output
    assert {path.name for path in (folder / "export").iterdir()} == {
        *("failures.csv", "figures", "levers.csv", "manifest.json", "programmes.csv"),
        *("report.html", "runs.csv"),
    }
    assert (folder / "export" / "runs.csv").read_text() == "kept"
    assert "Report:" in found.stdout
    assert "export/report.html" in found.stdout
    page = (folder / "export" / "report.html").read_text(encoding="utf-8")
    assert "How to read it." in page
    assert 'src="data:image/svg+xml' in page


def test_the_report_holds_the_figures(uptake, tmp_path):
    table = made_table(value, worlds=6, replicates=1)
    folder = write_store(tmp_path / "results", table).folder
    assert uptake("compare", folder).exit_code == 0
    drawn = {path.stem for path in (folder / "export" / "figures").iterdir()}
    page = (folder / "export" / "report.html").read_text(encoding="utf-8")
    assert page.count("<img") == len(drawn) > 1


def test_programmes_equal_what_duckdb_finds(uptake, folder):
    duckdb = pytest.importorskip("duckdb")
    uptake("compare", folder)
    found = pd.read_csv(folder / "export" / "programmes.csv")
    found = found[found["measure"] == SHARE].set_index("programme")
    expected = duckdb.sql(f"""
        with runs as (
            select p.programme, p.world, p.replicate, r.{SHARE} as value
            from '{folder}/plan/*.parquet' p join '{folder}/runs/*.parquet' r using (run)
        ), pairs as (
            select a.programme, a.world, a.value - b.value as difference, a.value
            from runs a join runs b using (world, replicate) where b.programme = 0
        ), worlds as (
            select programme, world, avg(difference) as difference, avg(value) as value
            from pairs group by all
        ), best as (select world, max(difference) as most from worlds group by world)
        select programme, avg(difference) as difference, avg(value) as value,
            avg((difference > 0)::int) as helps_share, avg(most - difference) as regret,
            max(most - difference) as regret_largest, stddev_samp(difference) as deviation,
            count(*) as worlds
        from worlds join best using (world) group by programme order by programme
    """).df()
    assert list(found.index) == [0, 1, 2, 3]
    for column in ("difference", "value", "helps_share", "regret", "regret_largest", "worlds"):
        np.testing.assert_allclose(found[column], expected[column], atol=1e-12)
    half = 2.0226909 * expected["deviation"] / math.sqrt(40)
    np.testing.assert_allclose(found["high"] - found["difference"], half, atol=1e-8)


def test_levers_and_half_lives_equal_what_pandas_finds(uptake, folder, table):
    uptake("compare", folder)
    lost = table.runs["run"].iloc[130]
    runs = table.runs[table.runs["run"] != lost].set_index(["programme", "world", "replicate"])
    difference = (runs[SHARE] - runs[SHARE].xs(0)).dropna().rename("difference").reset_index()
    worlds = difference.groupby(["programme", "world"])["difference"].mean().unstack()
    levers = pd.read_csv(folder / "export" / "levers.csv")
    levers = levers[levers["measure"] == SHARE].set_index(["lever", "value"])["difference"]
    assert levers["programme.packs", "1"] == pytest.approx(worlds.loc[[2, 3]].mean().mean())
    assert levers["programme.newsletter", "none"] == pytest.approx(worlds.loc[[0, 2]].mean().mean())
    programmes = pd.read_csv(folder / "export" / "programmes.csv")
    lives = programmes[programmes["measure"] == "half_life_weeks"].set_index("programme")
    # In worlds with a half-life of both: never against 20, 20 against 40, 40 against nothing.
    assert lives.loc[1, "worlds"] == 20
    assert lives.loc[1, "value"] == 20.0
    assert lives.loc[1, "difference"] == -math.inf
    assert lives.loc[1, "statistic"] == "median"


def test_the_numbers_printed_are_those_written(uptake, folder):
    found = uptake("compare", folder)
    rows = pd.read_csv(folder / "export" / "programmes.csv")
    rows = rows[rows["measure"] == SHARE].set_index("label")
    text = printed(found)
    page = (folder / "export" / "report.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    for label in ("Newsletter", "Packs", "Newsletter + packs"):
        row = rows.loc[label]
        interval = f"({100 * row['low']:.1f} to {100 * row['high']:.1f})"
        said = f"+{100 * row['difference']:.1f} {interval}"
        assert said in text
        assert said in page
        assert f"{100 * row['value']:.1f} %" in text
    assert "does best in weekly visitors" in text
    assert "“Newsletter + packs” does best" in page


def test_where_it_fails_is_found_said_and_written(uptake, folder):
    found = uptake("compare", folder, "--measure", SHARE)
    failures = pd.read_csv(folder / "export" / "failures.csv")
    rule = failures.iloc[0]
    assert rule["programmes"] == "Newsletter + packs"
    assert "contagion is reinforced" in rule["rule"]
    assert "Where contagion is reinforced" in printed(found)
    assert rule["failing"] / rule["cases"] == pytest.approx(rule["density"])
    programmes = pd.read_csv(folder / "export" / "programmes.csv")
    best = programmes[
        (programmes["label"] == rule["programmes"]) & (programmes["measure"] == SHARE)
    ]
    assert rule["all_failing"] / rule["all_cases"] == pytest.approx(1 - best["helps_share"].iloc[0])


def test_a_threshold_and_a_side_can_be_given(uptake, folder):
    found = uptake("compare", folder, "--fails-below", 0.12)
    assert found.exit_code == 0, found.output
    assert "below 12.0 % of staff in" in printed(found)
    turned = uptake("compare", folder, "--better", "less")
    assert "None of the three programmes clearly does better" in printed(turned)


def test_missing_runs_are_told_with_how_to_repeat_them(uptake, folder):
    found = uptake("compare", folder)
    assert "One run of the plan has no result, because it failed" in found.stderr
    page = (folder / "export" / "report.html").read_text(encoding="utf-8")
    assert "ZeroDivisionError: x" in page
    assert "uptake rerun results 1" in page


def test_the_same_folder_gives_the_same_files(uptake, folder, tmp_path):
    for out in ("one", "two"):
        assert uptake("compare", folder, "--out", tmp_path / out).exit_code == 0
    for name in ("programmes.csv", "levers.csv", "failures.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_nothing_of_another_origin_is_written_over(uptake, folder, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear all")
    found = uptake("compare", folder, "--out", tmp_path / "mine")
    assert found.exit_code == 2
    assert "holds other files" in found.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_failure_while_writing_leaves_what_was_there(uptake, folder, monkeypatch):
    assert uptake("compare", folder).exit_code == 0
    before = {p: p.read_bytes() for p in (folder / "export").rglob("*") if p.is_file()}

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(study_folder, "failures_table", fail)
    assert uptake("compare", folder, "--better", "less").exit_code == 1
    assert {p: p.read_bytes() for p in (folder / "export").rglob("*") if p.is_file()} == before


def test_a_failure_while_moving_puts_everything_back(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "c.csv").write_text("old")
    rename = Path.rename

    def no_b(self, target):
        if self.name == "b.csv":
            raise OSError("in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", no_b)
    with pytest.raises(OSError, match="in use"), study_folder.filled_folder(tmp_path) as folder:
        for name in ("a.csv", "b.csv", "c.csv"):
            (folder / name).write_text("new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.csv": "old",
        "c.csv": "old",
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--measure", "participation_last_halfyear"], "expected participation_last_half_year"),
        (["--measure", "joy"], "expected participation_last_half_year, money_total or half_life"),
        (["--weeks", 10, "--org", "staff.csv"], "--weeks: is for scenario files"),
        (["--map", "a=b"], "--map: is for scenario files"),
        (["--study", "Nowhere"], "holds no such study"),
        (["--measure", "money_total", "--fails-below", 3], "of which less is better"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(uptake, folder, options, said):
    found = uptake("compare", folder, *options)
    assert found.exit_code == 2, found.output
    assert said in " ".join(found.stderr.split())
    assert list((folder / "export").iterdir()) == []


def test_options_of_a_study_are_refused_for_scenario_files(uptake, plan, nothing):
    found = uptake("compare", nothing, plan, "--measure", SHARE, "--better", "less")
    assert found.exit_code == 2
    assert "--measure: is for the folder of a study" in found.stderr
    assert "--better: is for the folder of a study" in found.stderr


def test_a_folder_that_holds_no_study_is_refused(uptake, tmp_path):
    (tmp_path / "empty").mkdir()
    found = uptake("compare", "empty")
    assert found.exit_code == 2
    assert "holds no results of a study" in found.stderr


def test_a_study_without_a_finished_run_is_refused(uptake, tmp_path, table):
    store = write_store(tmp_path / "results", table, left_out=table.runs["run"])
    found = uptake("compare", store.folder)
    assert found.exit_code == 2
    assert "holds no finished run of this study yet" in found.stderr


def test_of_several_studies_one_must_be_named(uptake, folder, table):
    other = table.runs.assign(run="other-" + table.runs["run"])
    write_store(folder, replace(table, runs=other), name="Second", fingerprint="fedcba9876543210")
    found = uptake("compare", folder)
    assert found.exit_code == 2
    assert "Second" in found.stderr
    assert uptake("compare", folder, "--study", "Second").exit_code == 0
    report = folder / "export" / "second-fedcba98" / "report.html"
    assert re.search("<title>Second</title>", report.read_text(encoding="utf-8"))


def test_the_manifest_tells_what_made_it_but_not_where(uptake, folder):
    uptake("compare", folder)
    text = (folder / "export" / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["study"] == "0123456789abcdef"
    assert manifest["seed"] == 1
    assert manifest["command"] == "uptake sweep study.yaml --out results"
    assert manifest["organisations"][0]["counts"]["employees"] == 1234
