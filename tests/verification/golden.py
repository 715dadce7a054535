"""Golden digests of a few runs; ``python tests/verification/golden.py`` renews them.

The scenarios hold every assumption, so that a new default is no change here; whatever changes the
model is. Renewing prints each digest that changes and the first week and measure that differ.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import worlds
from uptake.scenario import Scenario

FILE = Path(__file__).with_name("golden.json")
WEEKS_SHOWN = 40


def scenarios() -> dict[str, dict[str, Any]]:
    """Make the scenarios that are kept, as plain data with every assumption."""
    leaving = {"leaves_in_week": 20, "successor": {"vacancy_weeks": 4}, "playbook": True}
    path = [{"week": 0, "employees": 180}, {"week": 40, "employees": 200}]
    made = {
        "everything": worlds.busy(WEEKS_SHOWN),
        "reinforced, bottom-up, growing": worlds.busy(
            WEEKS_SHOWN, contagion="reinforced", manager_influence="bottom_up", headcount_path=path
        ),
        "the champion leaves, work only": worlds.busy(
            WEEKS_SHOWN,
            champion=leaving,
            programme={**worlds.EVERYTHING, "moderation": {"policy": "work_only"}},
        ),
        "unmanaged": worlds.busy(WEEKS_SHOWN).unmanaged(),
    }
    return {name: world.model_dump(mode="json") for name, world in made.items()}


def play(scenario: dict[str, Any]) -> tuple[str, dict[str, list[float]]]:
    """Digest and a few weekly measures of a kept scenario."""
    model = worlds.run(Scenario.model_validate(scenario), worlds.small(), 7)
    shown = ("headcount", "accounts", "visitors", "posts", "answers", "money")
    return worlds.digest(model), {name: model.weekly[name].tolist() for name in shown}


def renew() -> None:
    """Write the file anew, printing what changes."""
    kept = json.loads(FILE.read_text()) if FILE.exists() else {}
    fresh = {}
    for name, scenario in scenarios().items():
        digest, weekly = play(scenario)
        fresh[name] = {"scenario": scenario, "digest": digest, "weekly": weekly}
        before = kept.get(name)
        if before is None or before["digest"] != digest:
            sys.stdout.write(f"{name}: {before and before['digest']} -> {digest}\n")
            for measure, values in weekly.items():
                old = before["weekly"].get(measure, []) if before else []
                apart = np.flatnonzero(np.array(old) != np.array(values)) if old else []
                if len(apart):
                    week = int(apart[0])
                    sys.stdout.write(f"  {measure} in week {week}: {old[week]} -> {values[week]}\n")
    FILE.write_text(json.dumps(fresh, indent=1) + "\n")


if __name__ == "__main__":
    renew()
