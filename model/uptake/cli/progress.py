"""How long work is watched and stopped: a bar on a terminal, Ctrl-C once and Ctrl-C twice."""

from __future__ import annotations

import signal
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C (or SIGTERM) finish what is in hand, and the second end at once.

    Yields
    ------
    callable
        Whether to begin nothing new.
    """
    asked = False

    def note(number: int, _frame: types.FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        said = "\nFinishing what is in hand, some seconds; Ctrl-C again ends at once."
        Console(stderr=True).print(said, markup=False, highlight=False)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def counting(what: str = "Runs") -> Iterator[Callable[[int, int], None]]:
    """Show how many are done, of how many, and the time left; quiet where there is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, wanted: int) -> None:
            bar.update(task, completed=done, total=wanted)

        yield tell
