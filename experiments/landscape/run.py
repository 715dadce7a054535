"""Measure the landscapes of this folder and keep what is small of them in ``results``.

    python experiments/landscape/run.py

About seven minutes on two busy cores.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
LANDSCAPES = {
    "managed": "experiments/base/managed.yaml",
    "never_managed": "experiments/base/nothing.yaml",
    "reinforced": "experiments/landscape/reinforced.yaml",
    "strong_feedback": "experiments/landscape/tipping.yaml",
}
REPLICATES = 40
KEPT = ("landscape.csv", "points.csv", "distances.csv", "hysteresis.csv", "landscape.txt")


def main() -> None:
    """Run the command once for each organisation, and copy tables and the figure."""
    for name, scenario in LANDSCAPES.items():
        made, kept = ROOT / "uptake-results" / "landscape" / name, ROOT / "results/landscape" / name
        words = ["landscape", scenario, "--replicates", str(REPLICATES), "--out", str(made)]
        begin = time.monotonic()
        subprocess.run([sys.executable, "-m", "uptake.cli", *words], cwd=ROOT, check=True)
        minutes = (time.monotonic() - begin) / 60
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for table in KEPT:
            shutil.copy(made / table, kept / table)
        shutil.copy(made / "figures" / "landscape.png", kept / "landscape.png")
        (kept / "made.txt").write_text(
            f"command: uptake landscape {scenario} --replicates {REPLICATES}\n"
            f"made: {datetime.now(UTC):%Y-%m-%d}, uptake {version('uptake')}\n"
            f"run time: {minutes:.1f} minutes\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
