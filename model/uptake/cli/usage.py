"""``uptake usage``: look at a usage export, and forecast it by simple means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from uptake.cli.options import Map, Out

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rich.table import Table

    from uptake.usage import WeeklyUsage

usage_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Look at a usage export (Slack, Viva Engage, Discourse), and forecast it by simple means.",
)

File = Annotated[Path, typer.Argument(help="Usage export: one row a day or week, may be .gz.")]
Mask = Annotated[
    list[str] | None,
    typer.Option(help="Weeks to leave out, as 8-10 or 2024-W05; may be repeated."),
]
Encoding = Annotated[str, typer.Option(help="How the text is encoded, such as windows-1252.")]
MEANINGS = {
    "account": "has an account",
    "visited": "visited in the week",
    "reacted": "reacted in the week",
    "posted": "wrote in the week",
}


@usage_app.callback()
def usage() -> None:
    """Look at a usage export, and forecast it by simple means."""


@usage_app.command()
def check(file: File, map_: Map = None, mask: Mask = None, encoding: Encoding = "utf-8") -> None:
    """Say what was read from a usage export, what was dropped, and why.

    Names and e-mail addresses are never read.

    Example: uptake usage check slack.csv --map "Visits=active" --mask 8-10
    """
    from uptake.cli.output import output

    found = read_with(file, map_, mask, encoding)
    console = output()
    console.print(f"{found.source}: {found.kind}", style="bold", highlight=False, markup=False)
    console.print(f"{_span(found)}. Active: {MEANINGS[found.meaning]}", highlight=False)
    console.print(usage_table(found))
    masked = _masked_table(found)
    if masked.row_count:
        console.print(masked)
    said = [("Notes", list(found.notes))]
    if found.refuse_forecast:
        said.append(("No forecast", [found.refuse_forecast]))
    for title, lines in said:
        if lines:
            console.print(f"\n[bold]{title}[/bold]")
            for line in lines:
                console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)


@usage_app.command()
def forecast(
    file: File,
    fit_until: Annotated[
        str | None,
        typer.Option(help="Last week to fit to, as 40 or 2024-W05; three quarters by default."),
    ] = None,
    horizon: Annotated[
        int | None,
        typer.Option(min=1, max=520, help="Weeks to forecast; to the end of the file by default."),
    ] = None,
    map_: Map = None,
    mask: Mask = None,
    encoding: Encoding = "utf-8",
    out: Out = None,
) -> None:
    """Forecast by simple means, and judge each by the weeks it has not seen.

    Last value, a year ago, decay to a floor, Bass and Ribeiro: what a model has to beat.

    Example: uptake usage forecast slack.csv --fit-until 2024-W05 --horizon 26
    """
    from uptake.cli.usage_forecast import forecast_usage

    forecast_usage(read_with(file, map_, mask, encoding), fit_until, horizon, out)


def read_with(
    file: Path, map_: list[str] | None, mask: list[str] | None, encoding: str
) -> WeeklyUsage:
    """Read a usage export with the options of the command line.

    Raises
    ------
    InputError
        With every mistake in the options and the file.
    """
    from uptake.cli.org import parse_columns
    from uptake.usage import read_usage

    return read_usage(file, parse_columns(map_ or []), tuple(mask or ()), encoding)


def usage_table(read: WeeklyUsage) -> Table:
    """Lay out what was read: weeks, and each count with its mean, peak and last value."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("Column")
    for heading in ("Mean", "Peak", "In week", "Last"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name in ("active", "posters", "messages", "members", "newcomers"):
        values = getattr(read, name)
        if _known(read, values).any():
            table.add_row(name, escape(_header(read, name)), *_summed_up(read, values))
    return table


def _span(read: WeeklyUsage) -> str:
    last = len(read.weeks) - 1
    weeks = f"{last + 1:,} weeks, {read.label(0)} to {read.label(last)}"
    return f"{weeks}; {read.usable:,} can be used"


def _header(read: WeeklyUsage, name: str) -> str:
    fields = [f"weekly_{name}", name, f"daily_{name}", f"{name}_so_far", "joined"]
    if name == "active":
        fields += ["weekly_posters", "posters", "daily_posters"]
    return next((read.headers[field] for field in fields if field in read.headers), "")


def _known(read: WeeklyUsage, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    import numpy as np

    return np.asarray(~np.isnan(values) & ~read.masked)


def _summed_up(read: WeeklyUsage, values: NDArray[np.float64]) -> tuple[str, ...]:
    import numpy as np

    known = np.flatnonzero(_known(read, values))
    peak = int(known[np.argmax(values[known])])
    mean = float(values[known].mean())
    return (
        f"{mean:,.1f}" if mean < 100 else f"{mean:,.0f}",
        f"{values[peak]:,.0f}",
        read.label(peak),
        f"{values[known[-1]]:,.0f}",
    )


def _masked_table(read: WeeklyUsage) -> Table:
    """Masked weeks with the reason of each; neighbours with the same reason in one row."""
    from itertools import groupby

    from rich.markup import escape
    from rich.table import Table

    table = Table(
        box=None, show_header=False, title="\nMasked weeks", title_justify="left",
        title_style="bold", padding=(0, 2, 0, 0),
    )  # fmt: skip
    table.add_column(no_wrap=True)
    table.add_column()
    for reason, group in groupby(enumerate(read.reasons), key=lambda one: one[1]):
        places = [place for place, _ in group]
        first, last = read.label(places[0]), read.label(places[-1])
        if reason:
            table.add_row(first if first == last else f"{first} to {last}", escape(reason))
    return table
