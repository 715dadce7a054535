"""``uptake compare``: scenarios against the first, or the programmes of a finished study."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from uptake.cli.options import (
    AssumptionsAsked,
    FirstReplicate,
    Map,
    Org,
    Replicates,
    Seed,
    Weeks,
    Workers,
)
from uptake.errors import InputError, Problem

FOR_SCENARIOS = (
    "org",
    "map_",
    "weeks",
    "replicates",
    "first_replicate",
    "assumptions",
    "seed",
    "workers",
)
FOR_A_STUDY = ("study", "measure", "better", "fails_below")


class BetterSide(Enum):
    """Which way a measure is better."""

    MORE = "more"
    LESS = "less"


def compare(
    ctx: typer.Context,
    scenarios: Annotated[
        list[Path],
        typer.Argument(
            help="Scenario files, two or more, the first being the baseline; "
            "or the folder of one study that uptake sweep made."
        ),
    ],
    org: Org = None,
    map_: Map = None,
    weeks: Weeks = None,
    replicates: Replicates = 20,
    first_replicate: FirstReplicate = 0,
    assumptions: AssumptionsAsked = "reference",
    seed: Seed = 1,
    workers: Workers = None,
    study: Annotated[
        str | None, typer.Option(help="Of a folder with several studies, the one to compare.")
    ] = None,
    measure: Annotated[
        str | None, typer.Option(help="Measure that a study's programmes are judged by.")
    ] = None,
    better: Annotated[
        BetterSide | None, typer.Option(help="Whether more or less of that measure is better.")
    ] = None,
    fails_below: Annotated[
        float | None,
        typer.Option(
            help="A programme fails below this, instead of where it is no better than the baseline."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the results; by default one for this study in uptake-results, "
            "and export in the folder of a study."
        ),
    ] = None,
) -> None:
    """Compare scenarios with the first one, or the programmes of a finished study.

    Runs with the same number share their assumptions and every chance event that both have.

    Example: uptake compare nothing.yaml newsletter.yaml packs.yaml --org staff.csv

    Example: uptake compare study-results --measure accounts_end
    """
    if len(scenarios) == 1 and scenarios[0].is_dir():
        _refuse_options(ctx, FOR_SCENARIOS, "is for scenario files; a study has its own")
        from uptake.cli.compare_study import compare_study

        side = None if better is None else better.value
        compare_study(scenarios[0], study, measure, side, fails_below, out)
        return
    _refuse_options(ctx, FOR_A_STUDY, "is for the folder of a study, not for scenario files")
    from uptake.cli.output import output
    from uptake.cli.working import Asked, work
    from uptake.report import comparison_table

    numbers = range(first_replicate, first_replicate + replicates)
    files, columns = tuple(scenarios), tuple(map_ or ())
    asked = Asked(files, org, columns, weeks, numbers, assumptions, seed, workers, out)
    done = work(asked, least=2)
    console = output()
    console.print(comparison_table(done.content))
    report = done.out / "report.html"
    console.print(f"Report: {report}", markup=False, highlight=False, soft_wrap=True)


def _refuse_options(ctx: typer.Context, names: Sequence[str], wrong: str) -> None:
    """Refuse options that were typed but mean nothing for what is compared."""
    problems = []
    for name in names:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = "--" + name.strip("_").replace("_", "-")
            problems.append(Problem("the command", option, wrong))
    if problems:
        raise InputError(problems)
