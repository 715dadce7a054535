"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from uptake.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

PART: Final = ".part"
"""How the names of files end that are not whole yet."""

NO_SPACE: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class DiskFullError(Exception):
    """The disk, or one's share of it, is full; nothing half-written was left."""


@contextmanager
def whole_file(target: Path, temporary: Path) -> Iterator[Path]:
    """Give a path to write to, which becomes `target` and is on the disk when the block has ended.

    If the block or the disk fails, what was at `target` before is still there, and nothing else.

    Parameters
    ----------
    target : Path
        The file to make or to replace.
    temporary : Path
        A folder on the same disk, for the file while it is not whole.

    Raises
    ------
    DiskFullError
        If there is no space left.
    """
    # Other threads, processes and machines may write the same file at the same time.
    writer = f"{platform.node()}-{os.getpid()}-{threading.get_ident()}-{time.monotonic_ns()}"
    partial = temporary / f".{target.name}-{writer}{PART}"
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            raise DiskFullError(f"no space is left on the disk of {target.parent}") from error
        raise
    to_disk(target.parent)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a CSV file that Excel opens and that is the same for the same numbers."""
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def to_disk(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk where it can."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders.
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def check_can_be_made(out: Path, within: Path) -> None:
    """Make sure that a folder can be made or written to.

    Parameters
    ----------
    out : Path
        The folder.
    within : Path
        The folder in which something has to be made: `out` itself, or the one above it. If it is
        not there yet, the nearest above it that is there counts.

    Raises
    ------
    InputError
        If `out` is a file, or `within` cannot be written to.
    """
    if out.exists() and not out.is_dir():
        refuse_folder(out, "is a file", "a folder")
    above = within.absolute()
    while not above.exists():
        above = above.parent
    if not above.is_dir() or not os.access(above, os.W_OK):
        refuse_folder(out, f"cannot be made: {above} cannot be written to", "a folder of your own")


def refuse_folder(out: Path, wrong: str, right: str) -> NoReturn:
    """Tell the user that results cannot go to this folder.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError([Problem(str(out), "--out", wrong, right=right)])
