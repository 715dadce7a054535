"""The tables of a study in words, a text a cell, for the page and the terminal."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from uptake.report.cell_words import cell_difference, cell_interval, cell_size, cell_value
from uptake.study.findings import Findings
from uptake.study.lever_words import lever_name, lever_words, value_words
from uptake.study.table import StudyTable
from uptake.study.units import sets_said
from uptake.study.wording import counted, listed, percent

MOST_VALUES = 8
"""A number with more values than that is told by its range."""


@dataclass(frozen=True)
class ProgrammeCells:
    """One programme.

    Attributes
    ----------
    label : str
        What it is called.
    is_baseline : bool
        Whether the others are compared with it.
    value, difference, spread, helps, regret, regret_largest : str
        What it comes to, as in the columns of `uptake.study.programmes.compare_programmes`.
    length : float
        Of its bar, 0 to 1.
    """

    label: str
    is_baseline: bool
    value: str
    difference: str
    spread: str
    helps: str
    regret: str
    regret_largest: str
    length: float


@dataclass(frozen=True)
class LeverCells:
    """One value of a lever: what it does, in words."""

    lever: str
    value: str
    difference: str
    helps: str
    programmes: int


@dataclass(frozen=True)
class VariedCells:
    """A lever or uncertainty: its path, its values or range, and what it means."""

    path: str
    role: str
    values: str
    meaning: str


def programme_cells(findings: Findings) -> tuple[ProgrammeCells, ...]:
    """Programmes in the measure judged by, the best first."""
    order = findings.ranked()
    values = order["value"].where(order["value"].abs() != math.inf)
    widest = float(values.max()) if values.notna().any() else 0.0
    return tuple(_programme(row, widest) for row in order.to_dict("records"))


def lever_cells(findings: Findings) -> tuple[LeverCells, ...]:
    """Values of levers in the measure judged by."""
    return tuple(
        LeverCells(
            lever=lever_name(str(row["lever"])),
            value=value_words(str(row["lever"]), row["value"]),
            difference=_with_interval(row),
            helps=_share(row["helps_share"]),
            programmes=int(row["programmes"]),
        )
        for row in findings.effects().to_dict("records")
    )


def varied_cells(table: StudyTable) -> tuple[VariedCells, ...]:
    """What was varied, with the values found in the runs; an ensemble in a single row."""
    roles = [("lever", path) for path in table.levers]
    if not table.ensemble:
        roles += [("uncertainty", path) for path in table.uncertainties]
    cells = [
        VariedCells(path, role, _values(path, table.runs[path]), lever_words(path))
        for role, path in roles
    ]
    return (*cells, *([_ensemble_cells(table)] if table.uncertainties and table.ensemble else []))


def _ensemble_cells(table: StudyTable) -> VariedCells:
    count = counted(len(table.uncertainties), "assumption")
    return VariedCells(
        path="assumptions",
        role="uncertainty",
        values=f"{sets_said(table.runs['world'].nunique())} (ensemble {table.ensemble})",
        meaning=f"{count} at once; the plan of the study has the values",
    )


def _programme(row: dict[Hashable, Any], widest: float) -> ProgrammeCells:
    measure, value = row["measure"], row["value"]
    never = row["never_share"]
    aside = f" ({percent(never, 0)} never)" if never > 0.0 and math.isfinite(value) else ""
    spread = cell_interval(measure, row["spread_low"], row["spread_high"])
    base = bool(row["baseline"])
    bar = value / widest if widest > 0.0 and math.isfinite(value) else float(value > 0.0)
    return ProgrammeCells(
        label=str(row["label"]),
        is_baseline=base,
        value=cell_value(measure, value) + aside,
        difference="baseline" if base else _with_interval(row),
        spread="–" if base else spread,
        helps="–" if base else _share(row["helps_share"]),
        regret=cell_size(measure, row["regret"]),
        regret_largest=cell_size(measure, row["regret_largest"]),
        length=min(max(bar, 0.0), 1.0),
    )


def _with_interval(row: dict[Hashable, Any]) -> str:
    said = cell_difference(row["measure"], row["difference"])
    if math.isnan(row["low"]) or math.isnan(row["difference"]):
        return said
    return f"{said} ({cell_interval(row['measure'], row['low'], row['high'])})"


def _share(share: float) -> str:
    return "–" if math.isnan(share) else percent(share, 0)


def _values(path: str, column: pd.Series[Any]) -> str:
    values = list(column.unique())
    if pd.api.types.is_numeric_dtype(column):
        values = sorted(column.dropna().unique())
        if len(values) > MOST_VALUES:
            ends = f"{value_words(path, values[0])} to {value_words(path, values[-1])}"
            return f"{ends} ({len(values):,} values)"
    return listed([value_words(path, value) for value in values])
