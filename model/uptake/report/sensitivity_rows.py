"""The table of an analysis of sensitivity: in words for page and terminal, in numbers as CSV."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

import pandas as pd
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from uptake.figures.measure_words import measure_words
from uptake.figures.sensitivity_words import input_name
from uptake.figures.tornado import tornado_rows
from uptake.report.cell_words import cell_difference, cell_interval, cell_size
from uptake.report.sensitivity_sentences import sensitivity_answer, sensitivity_sentences
from uptake.report.table import Paragraph
from uptake.study.lever_words import value_words
from uptake.study.sensitivity.findings import About, Found, Verdict, row_of
from uptake.study.sensitivity.inputs import Input
from uptake.study.wording import NO_BREAK, number, percent

DASH = "–"
VERDICT_WIDTH = max(map(len, get_args(Verdict)))
CHANCE = "chance (the seed)"


@dataclass(frozen=True)
class InputCells:
    """One input in words: its values, what it does, and whether it matters."""

    name: str
    path: str
    values: str
    effect: str
    first: str
    total: str
    ends: str
    verdict: str


def input_cells(found: Found, about: About) -> tuple[InputCells, ...]:
    """The inputs, those that matter most first, and chance."""
    ends = {row.name: row for row in tornado_rows(found)}
    cells = []
    for name in found.ranked():
        row = ends.get(name)
        moved = DASH
        if row is not None:
            moved = cell_interval(about.measure, row.lowest.change, row.highest.change)
        cells.append(
            InputCells(
                name=input_name(name),
                path=name,
                values=values_said(found.input(name)),
                effect=_effect(found, about, name),
                first=_index(found, name, "S1"),
                total=_index(found, name, "ST"),
                ends=moved,
                verdict=found.verdict(name),
            )
        )
    chance = found.chance
    if not math.isnan(chance.share):
        share = f"{percent(chance.share, 0)} ({_whole(chance.low)} to {_whole(chance.high)})"
        cells.append(InputCells(CHANCE, "", "of single runs", DASH, DASH, share, DASH, ""))
    return tuple(cells)


def values_said(one: Input) -> str:
    """Say what an input was varied over."""
    said = [value_words(one.name, choice.shown) for choice in one.ends()]
    return ", ".join(said) if one.varied.choices else " to ".join(said)


def sensitivity_table(found: Found, about: About) -> RenderableType:
    """The answer, the table and the sentences, for a terminal of a hundred columns."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    unit = effect_unit(about)
    table.add_column("Input", ratio=1, min_width=16, overflow="fold")
    chosen: list[tuple[str, str, Literal["left", "right"]]] = [("Varied over", "values", "left")]
    if found.screening is not None:
        chosen.append((f"Mean effect,\n{unit}", "effect", "right"))
    if found.indices is not None:
        chosen.append((f"Total index\n(95{NO_BREAK}% interval)", "total", "right"))
        chosen.append(("Alone", "first", "right"))
    chosen += [(f"One at a time,\n{unit}", "ends", "right"), ("", "verdict", "left")]
    for heading, field, side in chosen:
        least = VERDICT_WIDTH if field == "verdict" else None
        wraps = field == "values"
        table.add_column(heading, justify=side, no_wrap=not wraps, min_width=least, overflow="fold")
    for cell in input_cells(found, about):
        # The interval of the first-order index is in the sentences and on the page.
        texts = [
            getattr(replace(cell, first=cell.first.split(" (")[0]), one) for _, one, _ in chosen
        ]
        table.add_row(*(Text(text) for text in (cell.name, *texts)))
    parts: list[RenderableType] = [
        Paragraph(sensitivity_answer(found, about), style="bold"),
        Text(""),
        table,
        Text(""),
    ]
    parts += [Paragraph(text, "· ") for text in sensitivity_sentences(found, about)]
    return Group(*parts)


def effect_unit(about: About) -> str:
    """In what effects are written in tables."""
    words = measure_words(about.measure)
    return "points" if words.kind == "share" else words.difference_unit


def sensitivity_csv(found: Found) -> pd.DataFrame:
    """Everything known of each input, one a row, those that matter most first."""
    order = pd.DataFrame({"input": found.ranked()})
    inputs = [found.input(name) for name in order["input"]]
    order["role"] = ["lever" if one.lever else "uncertainty" for one in inputs]
    order["values"] = [values_said(one).replace(NO_BREAK, " ") for one in inputs]
    order["usual"] = ["" if one.usual is None else one.usual.shown for one in inputs]
    for table in (found.screening, found.indices):
        if table is not None:
            order = order.merge(table, on="input", how="left")
    ends = {row.name: row for row in tornado_rows(found)}
    for side in ("lowest", "highest"):
        chosen = [getattr(ends[name], side) if name in ends else None for name in order["input"]]
        order[f"{side}_at"] = ["" if one is None else one.value for one in chosen]
        order[f"{side}_change"] = [math.nan if one is None else one.change for one in chosen]
    order["verdict"] = [found.verdict(name) for name in order["input"]]
    return order


def _effect(found: Found, about: About, name: str) -> str:
    if found.screening is None:
        return DASH
    size, mean = row_of(found.screening, name, "mu_star", "mu")
    said = cell_size(about.measure, size)
    if abs(mean) > 0.9 * size > 0.0:
        return cell_difference(about.measure, mean)
    return f"±{said}" if size else said


def _index(found: Found, name: str, index: str) -> str:
    if found.indices is None or name not in found.left:
        return DASH
    value, low, high = row_of(found.indices, name, index, f"{index}_low", f"{index}_high")
    if math.isnan(value):
        return DASH
    return f"{percent(max(value, 0.0), 0)} ({_whole(low)} to {_whole(high)})"


def _whole(share: float) -> str:
    return number(100.0 * share, 0)
