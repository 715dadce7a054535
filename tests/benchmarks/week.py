"""How long a week takes, beside a plain Mesa model in the same process.

Everything of the managed Humana programme is on, and all measures; headcount stays as it is. Blocks
of weeks of both models take turns, and processor time of one core is counted, so that other work on
the machine disturbs both alike and little.

    python tests/benchmarks/week.py [--headcounts 1000 26000 200000] [--largest 1000000]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from importlib.resources import as_file, files

from plain_mesa import PlainModel
from rich.console import Console
from rich.table import Table

from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation, connect, synthetic_chart
from uptake.scenario import Scenario
from uptake.scenario_files import read_scenario
from uptake.week import PHASES

WARM_UP_WEEKS = 112
"""Until managers are briefed and read reports: then all of the programme is in force."""
BLOCK_WEEKS = 13
"""A quarter: one evidence report and, half of the time, one desk drop."""
BLOCKS = 9
PLAIN_WARM_UP_WEEKS = 3
PLAIN_EMPLOYEE_WEEKS = 100_000
"""Work of a block of the plain model, about."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="How long does a week take?")
    parser.add_argument("--headcounts", type=int, nargs="+", default=[1_000, 26_000, 200_000])
    parser.add_argument("--largest", type=int, help="another headcount, without the plain model")
    asked = parser.parse_args()
    compile_everything()
    table = Table("employees", "contacts each", "accounts", "visit a week", title=TITLE)
    for column in ("uptake, median", "uptake, least", "plain Mesa, median", "ratio"):
        table.add_column(column, justify="right")
    for headcount in asked.headcounts:
        table.add_row(*compare(headcount))
    if asked.largest:
        table.add_row(*compare(asked.largest, beside_mesa=False))
    console = Console(width=120)
    console.print(table)
    console.print(phases_table(sorted(asked.headcounts)[len(asked.headcounts) // 2]))


TITLE = "ns of one core an employee-week"


def managed(headcount: int) -> tuple[Scenario, Organisation]:
    """The Humana programme with managers, at a constant headcount."""
    with as_file(files("uptake") / "cases" / "humana" / "managers_late.yaml") as path:
        scenario = read_scenario(path)
    constant = {"headcount_path": (), "initial_accounts": headcount // 10, "weeks": 520}
    organisation = connect(synthetic_chart(headcount, frontline_share=0.35))
    return scenario.model_copy(update=constant), organisation


def compile_everything() -> None:
    """Compile, or load what is compiled, before anything is timed."""
    scenario, organisation = managed(200)
    model = AdoptionModel(scenario, organisation, collect=False)
    for _ in range(WARM_UP_WEEKS):
        model.step()


def compare(headcount: int, beside_mesa: bool = True) -> list[str]:
    """One row: both models at one headcount."""
    scenario, organisation = managed(headcount)
    model = AdoptionModel(scenario, organisation, collect=False)
    for _ in range(WARM_UP_WEEKS):
        model.step()
    plain = PlainModel(organisation) if beside_mesa else None
    plain_weeks = max(1, min(BLOCK_WEEKS, PLAIN_EMPLOYEE_WEEKS // headcount))
    for _ in range(PLAIN_WARM_UP_WEEKS if plain else 0):
        plain.step()
    ours, theirs = [], []
    for _ in range(BLOCKS):
        ours.append(1e9 * seconds_a_week(model.step, BLOCK_WEEKS) / headcount)
        if plain:
            theirs.append(1e9 * seconds_a_week(plain.step, plain_weeks) / headcount)
    latest, median = model.latest, statistics.median(ours)
    row = [
        f"{headcount:,}",
        f"{organisation.contacts.neighbour.size / headcount:.1f}",
        f"{latest['account_share']:.0%}",
        f"{latest['participation']:.0%}",
        f"{median:,.0f}",
        f"{min(ours):,.0f}",
    ]
    if plain:
        row += [f"{statistics.median(theirs):,.0f}", f"{statistics.median(theirs) / median:,.0f}"]
    return row


def seconds_a_week(step: Callable[[], None], weeks: int) -> float:
    """Processor time of a week, the mean of several."""
    begin = time.process_time()
    for _ in range(weeks):
        step()
    return (time.process_time() - begin) / weeks


def phases_table(headcount: int) -> Table:
    """Where the time goes: the phases of a week."""
    scenario, organisation = managed(headcount)
    model = AdoptionModel(scenario, organisation, collect=False)
    for _ in range(WARM_UP_WEEKS):
        model.step()
    spent: dict[str, list[float]] = {phase.__name__: [] for phase in PHASES}
    for _ in range(BLOCKS * BLOCK_WEEKS):
        for phase in PHASES:
            begin = time.perf_counter()
            phase(model)
            spent[phase.__name__].append(time.perf_counter() - begin)
        model.week += 1
    table = Table("phase", title=f"ns an employee-week by phase, {headcount:,} employees")
    table.add_column("median", justify="right")
    table.add_column("share", justify="right")
    medians = {name: 1e9 * statistics.median(times) / headcount for name, times in spent.items()}
    total = sum(medians.values())
    for name, median in medians.items():
        table.add_row(name, f"{median:.1f}", f"{median / total:.0%}")
    table.add_row("together", f"{total:.1f}", "", style="bold")
    return table


if __name__ == "__main__":
    main()
