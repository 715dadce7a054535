"""Test the claims of this project and keep what is small of it in ``results``.

    python experiments/claims.py

The runs go to ``uptake-results``; there a test that was interrupted goes on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
STORE, KEPT = ROOT / "uptake-results" / "claims", ROOT / "results" / "claims"


def main() -> None:
    """Run the command; copy the table and the figure, and keep what it printed."""
    begin = time.monotonic()
    words = ["claims", "experiments/claims.yaml", "--out", "uptake-results/claims"]
    command = [sys.executable, "-m", "uptake.cli", *words]
    said = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(said)
    minutes = (time.monotonic() - begin) / 60
    shutil.rmtree(KEPT, ignore_errors=True)
    (KEPT / "figures").mkdir(parents=True)
    shutil.copy(STORE / "export" / "claims.csv", KEPT / "claims.csv")
    shutil.copy(STORE / "export" / "figures" / "claims.png", KEPT / "figures" / "claims.png")
    (KEPT / "claims.txt").write_text(said[: said.rindex("Report:")].rstrip() + "\n", "utf-8")
    (KEPT / "made.txt").write_text(
        "command: python experiments/claims.py\n"
        f"made: {datetime.now(UTC):%Y-%m-%d}, uptake {version('uptake')}\n"
        f"run time: {minutes:.1f} minutes\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
