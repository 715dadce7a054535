"""Who reports to whom as written; find ids that are empty or occur more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from uptake.errors import Problem
from uptake.organisation.repairs import Repairs


@dataclass
class Findings:
    """What checking found and did: problems refuse the file, repairs tell what was mended."""

    problems: list[Problem] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lines:
    """Who reports to whom, as written.

    Attributes
    ----------
    place : str
        The file, or what else the lines were read from, for problems.
    unit : str
        What a row is called: ``row`` or ``node``.
    ids, manager_ids : sequence of str
        Employee ids and the ids of their managers (empty without one).
    rows : sequence of int or str
        Row of each person, for problems.
    quote : bool
        Whether words may say ids; rows are named in any case.
    """

    place: str
    unit: str
    ids: Sequence[str]
    manager_ids: Sequence[str]
    rows: Sequence[int | str]
    quote: bool = True

    def where(self, i: int) -> str:
        """Place of person i, for a problem."""
        return f"{self.place}:{self.unit} {self.rows[i]}"

    def person(self, i: int) -> str:
        """Id and row of person i, for a sentence."""
        row = f"{self.unit} {self.rows[i]}"
        return f"{self.ids[i]} ({row})" if self.quote else row

    def name(self, i: int) -> str:
        """Id of person i, or their row if ids are not said."""
        return self.ids[i] if self.quote else f"{self.unit} {self.rows[i]}"

    def found(self, i: int) -> str:
        """Id of person i as what was found; nothing if ids are not said."""
        return self.ids[i] if self.quote else ""

    def or_repair(self, right: str, *options: str) -> str:
        """What would be right, and the options that repair it, which only a file has."""
        return ", or ".join([right, *options] if self.unit == "row" else [right])


def check_ids(
    lines: Lines, dated: Sequence[int] | None, repairs: Repairs, findings: Findings
) -> list[int]:
    """Find empty and duplicate ids.

    Parameters
    ----------
    lines : Lines
        What was read.
    dated : sequence of int, optional
        Effective date of each row as a number, to tell which of two rows is the latest.
    repairs : Repairs
        What the user asked to be mended.
    findings : Findings
        Receives problems and repairs.

    Returns
    -------
    list of int
        The entries that count: one for each id.
    """
    kept: dict[str, int] = {}
    for i, employee_id in enumerate(lines.ids):
        if not employee_id:
            if repairs.broken_rows == "skip":
                findings.repairs.append(f"left out {lines.unit} {lines.rows[i]}: empty id")
            else:
                findings.problems.append(Problem(lines.where(i), "employee", "empty id"))
        elif employee_id not in kept:
            kept[employee_id] = i
        else:
            kept[employee_id] = _choose_duplicate(
                lines, kept[employee_id], i, dated, repairs, findings
            )
    return sorted(kept.values())


def _choose_duplicate(
    lines: Lines,
    earlier: int,
    later: int,
    dated: Sequence[int] | None,
    repairs: Repairs,
    findings: Findings,
) -> int:
    if repairs.duplicates is None:
        findings.problems.append(
            Problem(
                lines.where(later),
                "employee",
                f"duplicate id, already in {lines.unit} {lines.rows[earlier]}",
                lines.found(later),
                lines.or_repair("each id once", "--duplicates first", "--duplicates latest"),
            )
        )
        return earlier
    newer = dated is not None and dated[later] > dated[earlier]
    chosen = later if repairs.duplicates == "latest" and newer else earlier
    dropped = earlier if chosen == later else later
    findings.repairs.append(
        f"left out {lines.person(dropped)}: duplicate of {lines.unit} {lines.rows[chosen]}"
    )
    return chosen
