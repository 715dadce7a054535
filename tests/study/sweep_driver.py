"""The command line with very small chunks, so that even a small study has many."""

from __future__ import annotations

from uptake.cli.main import main
from uptake.study import plan

if __name__ == "__main__":
    plan.SECONDS_A_CHUNK = 0.0
    main()
