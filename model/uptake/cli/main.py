"""``uptake``: all commands, and how they end: 0 done, 1 the work failed, 2 the input is wrong."""

from __future__ import annotations

import traceback
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from uptake.cli.calibrate import calibrate
from uptake.cli.claims import claims
from uptake.cli.compare import compare
from uptake.cli.demo import demo
from uptake.cli.landscape import landscape
from uptake.cli.new import new
from uptake.cli.org import org_app
from uptake.cli.run import run
from uptake.cli.schema import schema
from uptake.cli.sensitivity import sensitivity
from uptake.cli.study import study_app
from uptake.cli.sweep import sweep
from uptake.cli.teach import teach
from uptake.cli.usage import usage_app
from uptake.cli.validate import validate
from uptake.errors import InputError, Problem, in_one_line

DONE, WORK_FAILED, INPUT_WRONG, STOPPED = 0, 1, 2, 130
USAGE_ERROR: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What Typer raises for a wrong option and reports by itself; it has moved between versions."""


class Commands(TyperGroup):
    """All commands, with one way to end for each kind of trouble."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 (a context of Typer's)
        """Run a command; trouble is said in words and decides the exit code."""
        debug = bool(ctx.params.get("debug"))
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, BrokenPipeError, USAGE_ERROR):
            raise
        except (Exception, KeyboardInterrupt) as error:
            if debug:
                traceback.print_exc()
            raise typer.Exit(_explain(error, Console(stderr=True), debug)) from None


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo)
app.command()(run)
app.command()(compare)
app.command()(sweep)
app.command()(validate)
app.command()(calibrate)
app.command()(landscape)
app.command()(sensitivity)
app.command()(claims)
app.command()(teach)
app.command()(new)
app.command()(schema)
app.add_typer(org_app, name="org")
app.add_typer(study_app, name="study")
app.add_typer(usage_app, name="usage")


@app.callback(invoke_without_command=True)
def uptake(
    ctx: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error arose.")] = False,
) -> None:
    """What makes participation in a company's social network last, and what a champion is worth.

    Start with: uptake new plan.yaml, then: uptake run plan.yaml
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main() -> None:
    """Run the command line."""
    app()


def _explain(error: BaseException, console: Console, debug: bool) -> int:
    """Say what went wrong and return the exit code."""
    if isinstance(error, InputError):
        _list_problems(console, error.problems)
        return INPUT_WRONG
    if isinstance(error, KeyboardInterrupt):
        _say(console, "\nStopped. Nothing was written; the same command starts again.")
        return STOPPED
    ours = type(error).__module__.startswith("uptake.")
    said = " ".join(str(error).split()) if ours else in_one_line(error)
    _say(console, f"The work failed: {said}")
    if not debug:
        _say(console, "For the details: uptake --debug and the same command.")
    return WORK_FAILED


def _list_problems(console: Console, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        _say(console, str(problem))
        for line in problem.excerpt.splitlines():
            _say(console, f"    {line}")
    count = len(problems)
    _say(console, f"{count:,} {'mistake' if count == 1 else 'mistakes'}; nothing was done.")


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
