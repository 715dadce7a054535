"""Sets of assumptions that fit the evidence about equally well: what "uncertainty" means here."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.parameters import Assumptions
from uptake.study.variants import CHOICES

REFERENCE: Final = "reference"
"""Name of the ensemble that comes with the package."""


@dataclass(frozen=True)
class Ensemble:
    """Sets of assumptions, none more plausible than another.

    Attributes
    ----------
    name : str
        What it is called: ``reference``, or the file it was read from.
    members : tuple of mapping
        The assumptions that each sets, by name, structural choices among them. The order is
        random, so that any first few stand for all.
    """

    name: str
    members: tuple[Mapping[str, Any], ...]

    def member(self, replicate: int) -> Mapping[str, Any]:
        """The member under which a replicate is run: they take turns."""
        return self.members[replicate % len(self.members)]


@cache
def reference() -> Ensemble:
    """The ensemble that comes with the package, fitted to the Humana case and the patterns."""
    text = (files("uptake.study") / "reference.csv").read_text(encoding="utf-8")
    return _ensemble(REFERENCE, "reference.csv", text)


def read_ensemble(path: Path | Given) -> Ensemble:
    """Read an ensemble: a CSV file, or what it would hold, a column an assumption, a row a member.

    Raises
    ------
    InputError
        With every row that makes no sense.
    """
    file = path.name if isinstance(path, Given) else str(path)
    try:
        content = path.content if isinstance(path, Given) else path.read_bytes()
        return _ensemble(path.name, file, content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        right = "a CSV file of assumptions, as uptake calibrate writes"
        raise InputError([Problem(file, "", f"cannot be read ({error})", right=right)]) from None


def ensemble_text(members: Sequence[Mapping[str, Any]]) -> str:
    """The content of an ensemble file; all members set the same assumptions."""
    out = StringIO()
    writer = csv.DictWriter(out, list(members[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {key: f"{value:.5g}" if isinstance(value, float) else value for key, value in one.items()}
        for one in members
    )
    return out.getvalue()


def _ensemble(name: str, file: str, text: str) -> Ensemble:
    rows = csv.DictReader(StringIO(text))
    problems: list[Problem] = []
    members: list[dict[str, Any]] = []
    for number, row in enumerate(rows, 2):
        where = f"{file}:row {number}"
        if None in row or None in row.values():
            problems.append(Problem(where, "", "has another number of fields than the header"))
            continue
        values = {key: value if key in CHOICES else _number(value) for key, value in row.items()}
        try:
            Assumptions.model_validate(values)
        except ValidationError as error:
            for one in error.errors():
                key = str(one["loc"][0]) if one["loc"] else ""
                problems.append(Problem(where, key, one["msg"], str(row.get(key, ""))))
            continue
        members.append(values)
    if not problems and not members:
        problems.append(Problem(file, "", "holds no set of assumptions", right="a row a member"))
    if problems:
        raise InputError(problems)
    return Ensemble(name, tuple(members))


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
