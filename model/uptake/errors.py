"""What went wrong with something the user gave us, said so that they can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake in an input.

    Attributes
    ----------
    where : str
        ``file:line:column`` or ``file:row N``; as exact as is known.
    key : str
        The key, column or option concerned; empty if the whole input is meant.
    wrong : str
        What is wrong, in words.
    found : str
        The value found; empty if nothing was found.
    right : str
        What would be right; empty if it goes without saying.
    excerpt : str
        The line concerned with a caret under the place, for a terminal; empty if there is none.
    """

    where: str
    key: str
    wrong: str
    found: str = ""
    right: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        text = f"{self.where} {self.key}".strip() + f": {self.wrong}"
        if self.found:
            text += f"; found {self.found}"
        if self.right:
            text += f"; expected {self.right}"
        return text


class InputError(Exception):
    """The input is wrong: every problem at once. The command line exits with code 2."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        # Otherwise one that a worker process raises would be made again from its text.
        return type(self), (self.problems,)


def in_one_line(error: BaseException) -> str:
    """Say an exception in one line: its type and, if it has one, its message."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
