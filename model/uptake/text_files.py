"""Text from a file, or from what it would hold; what is wrong with it is said with its place."""

from __future__ import annotations

import re
from pathlib import Path

from uptake.errors import InputError, Problem
from uptake.given import Given

LINE_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def read_text(source: Path | Given) -> str:
    """Read a text in UTF-8; a byte order mark is allowed.

    Raises
    ------
    InputError
        If the file cannot be read, or with the place of the first byte that is not UTF-8.
    """
    path = path_of(source)
    content = source.content if isinstance(source, Given) else _content(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        line, column = line_and_column(before)
        where = f"{path}:{line + 1}:{column + 1}"
        wrong = "a byte that is not UTF-8"
        found = f"0x{content[error.start]:02x}"
        problem = Problem(where, "", wrong, found, "a text file saved as UTF-8")
        raise InputError([problem]) from None


def path_of(source: Path | Given) -> Path:
    """What a text is called: its path, or the name it was handed over with."""
    return Path(source.name) if isinstance(source, Given) else source


def line_and_column(before: str) -> tuple[int, int]:
    """Line and column, counted from 0, of what follows a text."""
    lines = LINE_BREAKS.split(before)
    return len(lines) - 1, len(lines[-1])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError([Problem(str(path), "", "there is no such file")]) from None
    except IsADirectoryError:
        raise InputError([Problem(str(path), "", "this is a folder, not a file")]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([Problem(str(path), "", f"cannot be read: {reason}")]) from None
