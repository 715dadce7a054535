"""The figures of a study that make sense for it, drawn and saved in the order of a report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from uptake.figures.best_programmes import best_programmes_figure
from uptake.figures.gallery import SavedFigure, save_figure
from uptake.figures.heat_cells import MOST_VALUES, is_grid
from uptake.figures.heat_map import heat_map_figure
from uptake.figures.lever_axis import crossed, is_sample, lever_axis
from uptake.figures.lever_effects import Effect, effects
from uptake.figures.lever_scatter import lever_scatter_figure
from uptake.figures.panel_lines import ORGANISATION
from uptake.figures.programme_rows import programme_rows
from uptake.figures.study_cells import Cells, study_cells
from uptake.figures.study_panels import MOST_LINES, MOST_PANELS, study_panels_figure
from uptake.figures.study_view import StudyView
from uptake.figures.style import file_name
from uptake.study.better import Better
from uptake.study.table import StudyTable

FEWEST_WORLDS = 8
"""Over fewer nothing can be seen of what an uncertainty does."""

FEWEST_A_CHOICE = 3
"""Worlds with each choice that panels show."""

MOST_CHOICES = 4
"""A text of up to so many values is a structural choice, which gets panels."""


def draw_study(
    table: StudyTable,
    measure: str,
    folder: Path,
    *,
    better: Better = "more",
    source: str | None = None,
) -> tuple[SavedFigure, ...]:
    """Draw and save the figures of a study that its design and results allow.

    The best programmes; a map of the two levers that matter most and span a grid; small multiples
    of the levers that matter most, by organisation and by each structural choice; every lever, and
    every uncertainty, against the measure. Where combinations were merely listed, no lever is shown
    apart.

    Parameters
    ----------
    table : StudyTable
        The study.
    measure : str
        What the figures are about.
    folder : Path
        Where PNG and SVG files go; made if need be.
    better : {"more", "less"}
        Which way the measure is better.
    source : str, optional
        The source line; made from the table if not given.

    Returns
    -------
    tuple of SavedFigure
        In the order of a report, the headlines fit for alternative texts; none if the measure is
        not known in any run.

    Raises
    ------
    ValueError
        If the study has no such measure.
    """
    cells = study_cells(table, measure)
    if not cells.value.notna().to_numpy().any():
        return ()
    saved = []
    for name, figure, caption in _figures(StudyView(table, measure, better, source=source), cells):
        saved.append(save_figure(figure, folder, name, caption))
    return tuple(saved)


def _figures(view: StudyView, cells: Cells) -> Iterator[tuple[str, Figure, str]]:
    table, compared = view.table, cells.compared
    ranked = effects(table, cells, table.levers_apart)
    if compared:
        best = best_programmes_figure(view)
        yield "best-programmes", best, _best(table)
    pair = _map_of(table, ranked)
    if pair is not None:
        drawn = heat_map_figure(view, *pair)
        yield "heat-map", drawn, _map(table)
    for name, lines, panels in _multiples(table, ranked):
        drawn = study_panels_figure(
            view, ranked[0].axis.path, lines=lines, panels=panels, difference=compared
        )
        yield name, drawn, _panels(table)
    if len(ranked) > 2 or (ranked and is_sample(table)):
        drawn = lever_scatter_figure(view, difference=compared)
        yield "levers", drawn, _LEVERS
    if len(cells.value) >= FEWEST_WORLDS and effects(table, cells, table.uncertainties):
        rows = programme_rows(table, cells, better=view.better, most=1)
        drawn = lever_scatter_figure(
            view,
            of="uncertainties",
            difference=compared,
            programmes=[row.number for row in rows] or None,
        )
        yield "uncertainties", drawn, _uncertainties(table)


def _map_of(table: StudyTable, ranked: tuple[Effect, ...]) -> tuple[str, str] | None:
    """The two levers that matter most among those that span a grid; the longer one across."""
    for first, second in combinations(ranked, 2):
        if is_grid(table, first.axis.path, second.axis.path):
            longer, other = sorted((first.axis, second.axis), key=lambda axis: -len(axis.values))
            return longer.path, other.path
    return None


def _multiples(
    table: StudyTable, ranked: tuple[Effect, ...]
) -> Iterator[tuple[str, str | None, str | None]]:
    """File name, lever for lines and what panels are for, of each figure of small multiples."""
    if not ranked or is_sample(table) or len(ranked[0].axis.values) > MOST_VALUES:
        return
    across = ranked[0].axis.path
    lines = next(
        (
            one.axis.path
            for one in ranked[1:]
            if len(one.axis.values) <= MOST_LINES and crossed(table, (across, one.axis.path))
        ),
        None,
    )
    organisations = table.runs[ORGANISATION].nunique()
    found: list[str | None] = []
    if 1 < organisations <= MOST_PANELS:
        found.append(ORGANISATION)
    found += [path for path in table.uncertainties if _is_choice(table, path)]
    third = _third(table, ranked, across, lines)
    if third is not None or not found:
        found.append(third)
    for panels in found:
        name = "panels" if panels is None else f"panels-{file_name(panels.split('.')[-1])}"
        yield name, lines, panels


def _third(
    table: StudyTable, ranked: tuple[Effect, ...], across: str, lines: str | None
) -> str | None:
    if lines is None:
        return None
    for one in ranked[1:]:
        path = one.axis.path
        few = len(one.axis.values) <= MOST_LINES
        if path != lines and few and crossed(table, (across, lines, path)):
            return path
    return None


def _is_choice(table: StudyTable, path: str) -> bool:
    """Whether an uncertainty is one between few assumptions that are no numbers."""
    if pd.api.types.is_numeric_dtype(table.runs[path]):
        return False
    axis = lever_axis(table, path)
    enough = table.runs["world"].nunique() >= FEWEST_A_CHOICE * len(axis.values)
    return not axis.numeric and 1 < len(axis.values) <= MOST_CHOICES and enough


def _best(table: StudyTable) -> str:
    return (
        f"Each programme is compared with the baseline within the same {table.world} and "
        "replicate, so that both meet the same chance. Each dot is one "
        f"{table.world}; the bar says how well the mean over the {table.worlds} is known, the "
        f"words in how many the programme helps.{_both(table)}"
    )


def _map(table: StudyTable) -> str:
    return (
        "What comes of every combination of two levers: a cell is the mean over "
        f"{table.worlds} and replicates. Lines run between cells on different sides of a round "
        "level; the frames mark the baseline and the best cell, dots the cells that the runs do "
        "not clearly tell from the best."
    )


def _panels(table: StudyTable) -> str:
    return (
        f"How a measure goes with a lever. The line is the median of the {table.worlds}; half of "
        "them lie in the darker band and, where it is drawn, 90 % in the paler one. The dashed "
        f"line is the baseline.{_both(table)}"
    )


def _uncertainties(table: StudyTable) -> str:
    together = (
        " Sets were fitted as a whole, so what goes with one assumption may come of another that "
        "goes with it."
    )
    return (
        f"What the outcome rests on: each {table.world} against each uncertain assumption on its "
        "own. Where the running mean is level, the conclusion does not depend on that assumption "
        f"within its range.{together if table.ensemble else ''}"
    )


def _both(table: StudyTable) -> str:
    return " What is seen is assumptions and chance together." if table.ensemble else ""


_LEVERS = (
    "Every run of every programme against each lever on its own. A lever that moves the running "
    "mean matters whatever the others are; wide clouds say that other things matter too."
)
