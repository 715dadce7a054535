from __future__ import annotations

import pytest
from typer.testing import CliRunner

from uptake.cli.main import app

SMALL = """\
name: Mail
weeks: 40
organisation: {synthetic: {headcount: 60, departments: 3, sites: 1}}
champion: {leaves_in_week: 30}
programme: {newsletter: {}, welcome_pack: {}}
"""


@pytest.fixture
def uptake(tmp_path, monkeypatch):
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    runner = CliRunner()

    def run(*words):
        return runner.invoke(app, [str(word) for word in words])

    return run


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(SMALL)
    return path


@pytest.fixture
def nothing(tmp_path, plan):
    path = tmp_path / "nothing.yaml"
    path.write_text("extends: plan.yaml\nname: Nothing\nchampion: null\nprogramme: null\n")
    return path
