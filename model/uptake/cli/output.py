"""Where results are printed."""

from __future__ import annotations

from rich.console import Console

TABLE_WIDTH = 100
"""Columns that the widest table needs."""


def output() -> Console:
    """A console as wide as the terminal; wide enough for every column where there is none."""
    console = Console()
    return console if console.is_terminal else Console(width=max(console.width, TABLE_WIDTH))
