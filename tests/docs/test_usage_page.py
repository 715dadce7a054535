"""The page on usage exports names every field and forecast, and its code runs."""

from __future__ import annotations

import numpy as np
from pages import blocks, named, page

from uptake.usage import FIELDS
from uptake.usage.baselines import BASELINES


def test_every_field_and_forecast_is_on_the_page():
    assert set(FIELDS) <= named("usage.md")
    for name in BASELINES:
        assert f"| {name} |" in page("usage.md")


def test_the_code_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    active = 60 + 200 * np.exp2(-np.arange(132) / 5)
    rows = [f"{week},{value:.0f}" for week, value in enumerate(active)]
    (tmp_path / "slack.csv").write_text("\n".join(["week,active", *rows]))
    names = {}
    (code,) = blocks("usage.md", "python")
    exec(compile(code.replace("step=13", "step=26"), "usage.md", "exec"), names)
    assert [one.name for one in names["judged"]] == list(BASELINES)
    assert set(names["again"]["baseline"]) == set(BASELINES)
