"""``uptake run``: one scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from uptake.cli.options import (
    AssumptionsAsked,
    FirstReplicate,
    Map,
    Org,
    Out,
    Replicates,
    Seed,
    Weeks,
    Workers,
)

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from rich.table import Table


def run(
    scenario: Annotated[Path, typer.Argument(help="Scenario file; uptake new writes one.")],
    org: Org = None,
    map_: Map = None,
    weeks: Weeks = None,
    replicates: Replicates = 20,
    first_replicate: FirstReplicate = 0,
    assumptions: AssumptionsAsked = "reference",
    seed: Seed = 1,
    workers: Workers = None,
    out: Out = None,
) -> None:
    """Run one scenario under many sets of assumptions: tables, figures and a report in a folder.

    Example: uptake run plan.yaml --org staff.csv --weeks 156 --replicates 20 --out plan-results
    """
    from uptake.cli.output import output
    from uptake.cli.working import Asked, work
    from uptake.report import row_sentence, rows
    from uptake.report.table import Paragraph

    numbers = range(first_replicate, first_replicate + replicates)
    columns = tuple(map_ or ())
    asked = Asked((scenario,), org, columns, weeks, numbers, assumptions, seed, workers, out)
    done = work(asked)
    console = output()
    console.print(summary_table(done.result.summary))
    console.print()
    console.print(Paragraph(row_sentence(rows(done.content)[0], done.content.lineup.over)))
    console.print(f"Results: {done.out}", markup=False, highlight=False, soft_wrap=True)


def summary_table(summary: pd.DataFrame) -> Table:
    """Lay out what one scenario came to: mean, its 95 % interval and the middle 90 % of units."""
    from rich.table import Table

    from uptake.study.units import over, unit_values
    from uptake.study.wording import NO_BREAK, money, number, percent, sentence

    def whole(value: float) -> str:
        return number(value, 0 if abs(value) >= 10 else 1)

    scenario, varied = str(summary["scenario"].iloc[0]), over(summary)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("")
    for heading in ("Mean", "95 % interval", f"90 % of {varied.units}"):
        table.add_column(heading.replace(" %", f"{NO_BREAK}%"), justify="right", no_wrap=True)
    for measure, name, say in (
        ("participation_last_half_year", "weekly visitors*", percent),
        ("unmanaged_participation_last_half_year", "without any programme*", percent),
        ("account_share_end", "with an account at the end", percent),
        ("posts_a_week_last_half_year", "posts a week*", whole),
        ("questions_answered_day_share_last_half_year", "questions answered in a day*", percent),
        ("money_total", "money, hours included", money),
        ("champion_hours_total", "hours of the champion", whole),
        ("hours_saved_total", "hours saved by answers", whole),
    ):
        table.add_row(name, *_interval_cells(unit_values(summary, scenario, measure), say))
    for measure, name in (
        ("break_even_week", "paid for itself in week"),
        ("half_life_weeks", "weeks until half is gone**"),
    ):
        table.add_row(name, *_event_cells(summary[measure].to_numpy()))
    table.caption = (
        f"{sentence(varied.said)}. * in the last half-year; shares are of staff. "
        "** after the champion leaves: momentum half-life"
    )
    table.caption_justify = "left"
    return table


def _interval_cells(values: NDArray[np.float64], say: object) -> tuple[str, str, str]:
    from uptake.study.statistics import mean_interval

    found = mean_interval(values)
    assert callable(say)
    if not found.count:
        return "–", "–", "–"
    interval = f"{say(found.low)} to {say(found.high)}" if found.count > 1 else "only one: none"
    return say(found.mean), interval, f"{say(found.spread_low)} to {say(found.spread_high)}"


def _event_cells(values: NDArray[np.float64]) -> tuple[str, str, str]:
    """Median week of something that may never happen, and in how many runs it did."""
    import numpy as np

    happened = np.isfinite(values)
    if np.isnan(values).all():
        return "–", "", ""
    ordered = np.sort(np.where(np.isnan(values), np.inf, values))
    median = ordered[(ordered.size - 1) // 2]
    said = f"{median:.0f}" if np.isfinite(median) else "never"
    return said, "", f"in {int(happened.sum()):,} of {values.size:,} runs"
