"""``uptake validate``: which of the observed patterns come out of the model."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from uptake.cli.options import Out, Workers

RESULTS = Path("uptake-results")
QUICK_LEAVES_OUT = (
    "This is the quick run. It leaves out Humana's real size and most of the runs, so that "
    "intervals are wide and chance decides more; the full run is uptake validate."
)


def validate(
    quick: Annotated[
        bool, typer.Option("--quick", help="A smaller Humana and fewer runs; half a minute.")
    ] = False,
    assumptions: Annotated[
        str,
        typer.Option(
            help="reference (sets of assumptions that fit the evidence about equally well), "
            "default (a single one), a CSV file of sets, or a structure such as "
            "reinforced/bottom_up, or all nine, forced on the reference."
        ),
    ] = "reference",
    replicates: Annotated[
        int | None,
        typer.Option(min=1, max=1000, help="Runs of each population, each under the next set."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=2**63 - 1, help="Seed of all chance; one the fit has not seen."),
    ] = None,
    workers: Workers = None,
    out: Out = None,
) -> None:
    """Measure the patterns that the model should reproduce, and say which hold.

    A pattern that misses is a finding and no failure: the command ends with 0.

    Example: uptake validate --quick
    """
    from importlib.metadata import version

    from rich.console import Console

    from uptake.cli.output import output
    from uptake.cli.progress import counting
    from uptake.compilation import code_digest
    from uptake.report.validation_folder import write_validation
    from uptake.report.validation_table import validation_table
    from uptake.study.judged import judged, replicates_wanted
    from uptake.study.result_folder import check_folder
    from uptake.study.validation import FULL, QUICK, SEED, validation_fingerprint
    from uptake.study.validation import validate as run
    from uptake.study.verdict_words import run_said

    started = datetime.now(UTC)
    variants = judged(assumptions)
    scale = QUICK if quick else FULL
    runs = replicates or replicates_wanted(variants, quick=quick)
    chosen_seed = SEED if seed is None else seed
    fingerprint = validation_fingerprint(variants, scale, runs, chosen_seed)
    folder = out or RESULTS / f"validate-{fingerprint[:8]}"
    check_folder(folder, fingerprint)
    with counting("Populations (the very first compile the model)") as tell:
        found = run(variants, scale, runs, chosen_seed, workers=workers, tell=tell)
    said = run_said(scale, next(iter(found.values())))
    left_out = [QUICK_LEAVES_OUT] if quick else []
    manifest = {
        "command": " ".join(["uptake", *sys.argv[1:]]),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started).total_seconds(), 1),
        "run": said,
        "seed": chosen_seed,
        "replicates": runs,
        "assumptions": list(variants),
        "model": code_digest(),
        "version": version("uptake"),
    }
    with Console(stderr=True).status("Drawing"):
        page = write_validation(
            found,
            folder,
            fingerprint,
            seed=chosen_seed,
            replicates=runs,
            manifest=manifest,
            left_out=left_out,
        )
    console = output()
    console.print(validation_table(found))
    console.print(f"\n{said}; seed {chosen_seed}.", markup=False, highlight=False)
    for text in left_out:
        console.print(text, markup=False, highlight=False)
    console.print(f"Report: {page}", markup=False, highlight=False, soft_wrap=True)
