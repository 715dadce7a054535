"""Small study files to read and run."""

from __future__ import annotations

from pathlib import Path

PLAN = """\
name: Plan
weeks: 30
organisation: {synthetic: {headcount: 60, departments: 3, sites: 1}}
champion: {hours_a_week: 20}
programme: {newsletter: {}, welcome_pack: {}}
"""
NOTHING = """\
extends: plan.yaml
name: Nothing
champion: null
programme: {newsletter: null, welcome_pack: null}
"""
STUDY = """\
name: Cadence
question: How often should it come?
scenarios: [plan.yaml]
replicates: 3
levers:
  vary:
    newsletter.every_weeks: [1, 2, 4]
    newsletter.quality: {from: 0.2, to: 1.0, steps: 3}
uncertainties:
  points: 4
  vary:
    visit_newsletter:
    contagion: [simple, reinforced]
    assumptions.habit_gain: {from: 0.09, to: 0.13}
"""


def write(folder: Path, study: str = STUDY, **others: str) -> Path:
    """Write a study and its scenarios; further ones by name."""
    files = {"plan": PLAN, "nothing": NOTHING, "study": study, **others}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "study.yaml"
