"""Statements in Markdown files, held against the claims they are marked with.

``<!-- claim: managers-early -->The sentence.<!-- /claim -->`` shows as the sentence alone.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import pandas as pd

from uptake.checking import nearest, shown
from uptake.errors import InputError, Problem
from uptake.study.claims.claims_file import ClaimsFile

MARKED: Final = re.compile(r"<!-- claim: ([\w-]+) -->(.*?)<!-- /claim -->", re.DOTALL)


def check_marks(file: ClaimsFile, table: Path) -> int:
    """Make sure that pages say of claims what was found.

    Parameters
    ----------
    file : ClaimsFile
        Its claims name the pages that state them.
    table : Path
        ``claims.csv`` of a run of the same claims.

    Returns
    -------
    int
        Statements that agree.

    Raises
    ------
    InputError
        With every mark that names no claim, every statement that is out of step, and every claim
        that a page is said to state and does not.
    """
    said = _said(table)
    problems: list[Problem] = []
    agreeing = 0
    folder = file.document.file.parent
    stated = {one.form.id: one.form.stated_in for one in file.claims}
    pages = dict.fromkeys(page for pages in stated.values() for page in pages)
    for page in pages:
        path = Path(os.path.normpath(folder / page))
        found, wrong = _marks(path, said)
        problems += wrong
        agreeing += len(found) - len({one for one in wrong if one.key in found})
        for number, (claim, where) in enumerate(stated.items()):
            if page in where and claim not in found:
                place = ("claims", number, "stated_in", where.index(page))
                right = f"<!-- claim: {claim} -->the statement<!-- /claim --> in {path}"
                problems.append(
                    file.document.problem(place, "does not state this claim", page, right)
                )
    if problems:
        raise InputError(problems)
    return agreeing


def _said(table: Path) -> dict[str, str]:
    try:
        rows = pd.read_csv(table, encoding="utf-8-sig")
        return dict(zip(rows["claim"], rows["statement"], strict=True))
    except (OSError, ValueError, KeyError) as error:
        wrong = f"cannot be read ({type(error).__name__})"
        raise InputError([Problem(str(table), "", wrong, right="claims.csv of a run")]) from None


def _marks(path: Path, said: dict[str, str]) -> tuple[list[str], list[Problem]]:
    """Claims that a page states, and what is wrong with its statements."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [], [Problem(str(path), "", f"cannot be read ({type(error).__name__})")]
    found, problems = [], []
    for match in MARKED.finditer(text):
        where = f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
        claim, words = match[1], _plain(match[2])
        found.append(claim)
        if claim not in said:
            right = nearest(claim, said) or "the id of a claim in the table"
            problems.append(Problem(where, claim, "is no claim that was tested", right=right))
        elif words != _plain(said[claim]):
            wrong = "says something else than was found"
            problems.append(Problem(where, claim, wrong, shown(words), f'"{said[claim]}"'))
    return found, problems


def _plain(text: str) -> str:
    """A statement without line breaks and kinds of spaces, which Markdown does not care for."""
    return " ".join(text.split())
