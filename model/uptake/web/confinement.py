"""A process that reads what somebody handed over, and can do nothing else.

The system sets the bounds where it has them (memory, processor time, no file may grow, no core
dump); Python's audit events refuse the rest: writing, connecting, starting programs, and reading
outside of the folders that Python itself comes from.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

REFUSED: Final = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.startfile", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "shutil.", "tempfile.", "ftplib.", "urllib.",
    "webbrowser.", "ctypes.dlopen", "mmap.",
)  # fmt: skip
"""Audit events that begin like this are refused."""
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def bound(memory: int, seconds: int) -> None:
    """Set what the system can bound; does nothing where it cannot.

    Parameters
    ----------
    memory : int
        Bytes of address space.
    seconds : int
        Of processor time.
    """
    try:
        import resource
    except ImportError:  # Windows has no such bounds; the time limit of the server remains.
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):  # macOS refuses some of them.
            continue


def confine() -> None:
    """From now on this process may only read Python's own files; there is no way back.

    Raises
    ------
    PermissionError
        Later, from whatever tries something else.
    """
    roots = tuple(
        {
            str(Path(entry).resolve()) + os.sep
            for entry in (*sys.path, sys.prefix, sys.base_prefix, str(Path(os.__file__).parent))
            if entry
        }
    )

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            _check_open(arguments, roots)
        elif event.startswith(REFUSED):
            raise PermissionError(f"{event} is refused here")

    sys.addaudithook(watch)


def _check_open(arguments: tuple[Any, ...], roots: tuple[str, ...]) -> None:
    path, mode, flags = arguments
    writes = (flags or 0) & WRITING or (isinstance(mode, str) and set(mode) & set("wax+"))
    if writes:
        raise PermissionError("nothing is written here")
    if isinstance(path, int):
        return
    # realpath is not audited, so this does not call itself.
    if not os.path.realpath(os.fsdecode(path)).startswith(roots):
        raise PermissionError("no other file is read here")
