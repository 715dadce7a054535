"""One driver a store: a lock that the system releases when its holder ends, however it ends."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from uptake.study.whole_files import refuse_folder

LOCK: Final = "driver.lock"
HOLDER: Final = "driver.txt"
"""Says who holds the lock. Stays behind when they are killed, and then means nothing."""


@contextmanager
def store_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a store.

    Raises
    ------
    InputError
        If another process holds it, or the disk knows no locks.
    """
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        wrong = f"another sweep{_holder(folder)} writes to this folder"
        refuse_folder(folder, wrong, "to wait for it, or another folder")
    except (NotImplementedError, OSError) as error:
        refuse_folder(folder, f"cannot be locked: {error}", "a folder on a disk of this computer")
    try:
        with suppress(OSError):
            (folder / HOLDER).write_text(_words(), encoding="utf-8")
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _words() -> str:
    started = datetime.now().astimezone()
    return f"process {os.getpid()} on host {socket.gethostname()}, since {started:%Y-%m-%d %H:%M}"


def _holder(folder: Path) -> str:
    try:
        return f" ({(folder / HOLDER).read_text(encoding='utf-8')})"
    except (OSError, ValueError):
        return ""
