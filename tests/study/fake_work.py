"""Work that costs nothing and can go wrong in every way, by what its chunk says."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Numbers:
    """A chunk of numbers to be squared; `orders` say what befalls some of them.

    Marks are files in `folder`, so that what happens once happens once in all processes.
    """

    numbers: tuple[int, ...]
    folder: str = ""
    orders: tuple[tuple[int, str], ...] = ()

    def split(self):
        return tuple(Numbers((one,), self.folder, self.orders) for one in self.numbers)


def square(chunk):
    orders = dict(chunk.orders)
    return [_square(number, orders.get(number, ""), chunk.folder) for number in chunk.numbers]


def _square(number, order, folder):
    if order:
        with (Path(folder) / f"tried-{number}").open("a") as log:
            log.write(f"{os.getpid()}\n")
    if order == "die" or (order == "die once" and first(Path(folder) / f"died-{number}")):
        # Dask's nannies give up where a worker dies before it has quite started.
        time.sleep(0.1)
        os._exit(9)
    if order == "raise":
        raise ZeroDivisionError(f"no square of {number}")
    if order == "nap":
        time.sleep(0.2)
    return number * number


def first(mark):
    """Whether nobody has been here before."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Log:
    """Remembers what `dispatch` tells."""

    def __init__(self, most=None):
        self.results = {}
        self.lost_numbers = []
        self.calls = 0
        self.most = most

    def done(self, chunk, result):
        for number, squared in zip(chunk.numbers, result, strict=True):
            assert number not in self.results
            self.results[number] = squared

    def lost(self, chunk):
        self.lost_numbers += chunk.numbers

    def admit(self):
        self.calls += 1
        return self.most is None or self.calls <= self.most


def chunks(count, size=1, folder="", orders=()):
    return [
        Numbers(tuple(range(start, min(start + size, count))), str(folder), tuple(orders))
        for start in range(0, count, size)
    ]
