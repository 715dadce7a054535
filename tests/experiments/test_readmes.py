"""What the pages of studies claim stands in the tables that the studies left."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pandas as pd
import pytest

from uptake.study.study_file import read_study

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "experiments" / "study.py"))
STUDIES = [ROOT / "experiments" / name for name in SCRIPT["STUDIES"]]
SIGNED = re.compile(r"[+−]\d+\.\d")


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_every_difference_that_a_page_states_is_in_its_tables(folder):
    kept = ROOT / "results" / folder.name
    tables = [pd.read_csv(kept / name) for name in ("programmes.csv", "levers.csv")]
    known = {
        f"{100 * value:+.1f}".replace("-", "−")
        for table in tables
        for value in table.loc[table["measure"] == "participation_last_half_year", "difference"]
    }
    claimed = set(SIGNED.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert claimed
    assert claimed <= known


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_a_study_keeps_what_made_it_and_says_how_sure_it_is(folder):
    made = (ROOT / "results" / folder.name / "made.txt").read_text(encoding="utf-8")
    assert f"command: python experiments/study.py {folder.name}" in made
    assert "run time: " in made
    page = (folder / "README.md").read_text(encoding="utf-8")
    for part in ("**Question.**", "**Answer**", "**How sure is it?**"):
        assert part in page


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_the_runs_kept_are_those_that_the_study_asks_for(folder):
    study = read_study(folder / "study.yaml")
    kept = pd.read_csv(ROOT / "results" / folder.name / "programmes.csv")
    assert kept["replicates"].max() == study.replicates
    single = kept[kept["organisation"] != "all"]
    assert single["worlds"].max() == study.uncertainties.count
    assert set(kept["programme"]) == set(range(kept["programme"].max() + 1))
