"""``uptake org``: look at a staff file before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from uptake.errors import InputError, Problem

if TYPE_CHECKING:
    from uptake.organisation import ChartReading, GraphMeasures

org_app = typer.Typer(
    help="Look at a staff file before it is used.", no_args_is_help=True, rich_markup_mode="rich"
)


class SeveralRoots(StrEnum):
    """What to do with several people without a manager."""

    JOIN = "join"
    KEEP = "keep"


class Top(StrEnum):
    """Treat the person as without a manager."""

    TOP = "top"


class Duplicates(StrEnum):
    """Which of several rows with one id counts."""

    FIRST = "first"
    LATEST = "latest"


class BrokenRows(StrEnum):
    """What to do with rows that cannot be read."""

    SKIP = "skip"


@org_app.callback()
def org() -> None:
    """Look at a staff file before it is used."""


@org_app.command()
def check(
    staff: Annotated[Path, typer.Argument(help="HR export: one row a person, CSV, may be .gz.")],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="Column of a field, as COLUMN=FIELD; may be repeated."),
    ] = None,
    several_roots: Annotated[
        SeveralRoots | None,
        typer.Option(help="Several people without a manager: join them below one, or keep them."),
    ] = None,
    unknown_manager: Annotated[
        Top | None, typer.Option(help="A manager who is not in the file: as if there were none.")
    ] = None,
    self_managed: Annotated[
        Top | None, typer.Option(help="People who are their own manager: as if without one.")
    ] = None,
    duplicates: Annotated[
        Duplicates | None, typer.Option(help="Rows with the same id: which of them counts.")
    ] = None,
    broken_rows: Annotated[
        BrokenRows | None, typer.Option(help="Rows that cannot be read: leave them out.")
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="How the text is encoded, such as windows-1252.")
    ] = "utf-8",
    limit: Annotated[
        int | None, typer.Option(min=1, help="Show at most this many problems; all by default.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed of the contact graph.")] = 0,
) -> None:
    """Say what was read from a staff file, and what is wrong with it, row by row.

    Names and e-mail addresses are never read. Nothing is repaired unless asked for.

    Example: uptake org check staff.csv --map "Cost centre=department" --several-roots join
    """
    from uptake.organisation import Repairs, connect, measure_graph, read_chart

    repairs = Repairs.model_validate(
        {
            "several_roots": several_roots,
            "unknown_manager": unknown_manager,
            "self_managed": self_managed,
            "duplicates": duplicates,
            "broken_rows": broken_rows,
        }
    )
    try:
        reading = read_chart(staff, parse_columns(map_ or []), repairs, encoding)
    except InputError as error:
        raise InputError(_limited(error.problems, limit, staff.name)) from None
    console = Console()
    _print_reading(console, reading, limit)
    measures = measure_graph(connect(reading.chart, seed))
    _print_contacts(console, measures)


def parse_columns(options: list[str]) -> dict[str, str]:
    """Read ``column=field`` options into a mapping of header to field.

    Raises
    ------
    InputError
        If an option has no equals sign, or two options name the same column; all at once.
    """
    columns: dict[str, str] = {}
    problems = []
    for option in options:
        header, equals, field = (part.strip() for part in option.rpartition("="))
        if not equals or not header or not field:
            problems.append(Problem("--map", "", "not a mapping", option, "COLUMN=FIELD"))
        elif header in columns:
            problems.append(Problem("--map", header, "the column is mapped twice", option))
        else:
            columns[header] = field.lower().replace(" ", "_").replace("-", "_")
    if problems:
        raise InputError(problems)
    return columns


def _limited(problems: tuple[Problem, ...], limit: int | None, name: str) -> list[Problem]:
    if limit is None or len(problems) <= limit:
        return list(problems)
    more = Problem(
        name, "", f"{len(problems) - limit:,} more problems; leave out --limit to see all"
    )
    return [*problems[:limit], more]


@dataclass(frozen=True)
class _Rows:
    """Rows of a table of two columns."""

    title: str
    rows: list[tuple[str, str]]

    def table(self) -> Table:
        table = Table(title=self.title or None, title_justify="left", show_header=False, box=None)
        table.add_column(style="bold", no_wrap=True)
        table.add_column()
        for name, value in self.rows:
            table.add_row(name, escape(value))
        return table


def _print_reading(console: Console, reading: ChartReading, limit: int | None) -> None:
    from uptake.organisation.reading_words import headline, largest_departments, overview

    console.print(headline(reading), style="bold", highlight=False, markup=False)
    console.print(_Rows("", overview(reading.summary)).table())
    console.print()
    console.print(_Rows("Largest departments", largest_departments(reading.summary)).table())
    console.print()
    columns = [(field, header) for field, header in reading.headers.items()]
    console.print(_Rows("Columns read", columns).table())
    for title, lines in (
        ("Repaired, as asked for", list(reading.repairs)),
        ("Notes", list(reading.notes)),
        ("Could not be used", [str(problem) for problem in reading.warnings]),
    ):
        if lines:
            console.print(f"\n[bold]{title}[/bold] ({len(lines):,})")
            for line in lines[:limit]:
                console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
            if limit is not None and len(lines) > limit:
                console.print(f"  and {len(lines) - limit:,} more")


def _print_contacts(console: Console, measures: GraphMeasures) -> None:
    from uptake.organisation.reading_words import CONTACTS_NOTE, contact_rows, kinds_of_tie

    table = Table(title="Contact graph (drawn, not observed)", title_justify="left", box=None)
    table.add_column("")
    table.add_column("here", justify="right")
    table.add_column("e-mail at a research institution", justify="right")
    for name, here, there in contact_rows(measures):
        table.add_row(name, here, there)
    console.print()
    console.print(table)
    console.print(kinds_of_tie(measures), highlight=False)
    console.print(CONTACTS_NOTE, style="dim", highlight=False)
