"""A driver that gives two workers something to do and waits; a test kills it meanwhile."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numba

from uptake.study.engines import loky_engine


@numba.njit(nogil=True)
def count_for_ever(start):
    number = start
    while number > 0:
        number = number % 1000 + 1
    return number


def busy(folder, number, kind):
    (Path(folder) / f"at-work-{number}").touch()
    if kind == "in compiled code":
        count_for_ever(number)
    time.sleep(60)


if __name__ == "__main__":
    kind, marks, scratch = sys.argv[1:]
    executor = loky_engine(2, scratch).open()
    for number in (1, 2):
        executor.submit(busy, marks, number, kind)
    (Path(marks) / "sent").touch()
    time.sleep(60)
