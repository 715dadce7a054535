"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Org = Annotated[
    Path | None,
    typer.Option("--org", help="HR export (CSV) in place of the scenario's organisation."),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", help="Column of a field, as COLUMN=FIELD; may be repeated."),
]
Weeks = Annotated[
    int | None, typer.Option(min=1, max=5200, help="Weeks to simulate, in place of the scenario's.")
]
Replicates = Annotated[
    int, typer.Option(min=1, max=100_000, help="Runs of each scenario, paired between scenarios.")
]
FirstReplicate = Annotated[
    int, typer.Option(min=0, max=2**31 - 1, help="Number of the first replicate.")
]
AssumptionsAsked = Annotated[
    str,
    typer.Option(
        "--assumptions",
        help="Assumptions that runs take turns with: reference (sets that fit the evidence about "
        "equally well), default, a structural variant such as simple/bottom_up, or a CSV file "
        "such as uptake calibrate writes. What a scenario sets itself stays.",
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed of all chance.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Processes; all cores by default. It never changes a result."),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder of the results; by default one for this study in uptake-results."),
]
Serial = Annotated[
    bool, typer.Option("--serial", help="Make all runs in this process, one after the other.")
]
Cluster = Annotated[
    str | None,
    typer.Option(help="Dask scheduler (tcp://head:8786) or a file that describes a cluster."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would take, and make no run.")]
Yes = Annotated[bool, typer.Option("--yes", help="Begin without asking, however much it is.")]
