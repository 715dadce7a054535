"""The scenarios shown together: their order, colours and the events worth marking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from uptake.study.units import Over

BASELINE_COLOUR = "#6b6b6b"
SCENARIO_COLOURS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#332288",
    "#882255",
    "#117733",
    "#000000",
)
"""Okabe and Ito's colours, safe for the colour-blind, then darker ones of Tol's muted scheme."""


@dataclass(frozen=True)
class ScenarioMark:
    """How one scenario is shown.

    Attributes
    ----------
    name : str
        The scenario's name, as in the column ``scenario`` of every frame.
    colour : str
        Its colour, ``#rrggbb``.
    departure_week : int or None
        The week in which its champion leaves; None if the champion stays.
    counterpart : str or None
        Name of the scenario that is the same but for the champion staying, if one was run.
    successor : bool
        Whether somebody follows the champion.
    """

    name: str
    colour: str
    departure_week: int | None = None
    counterpart: str | None = None
    successor: bool = False


@dataclass(frozen=True)
class Lineup:
    """Scenarios in the order in which they are shown; the first is the baseline.

    Attributes
    ----------
    marks : tuple of ScenarioMark
        At least one.
    source : str
        The source line at the foot of every figure.
    over : Over
        What means, medians and bands are over.
    """

    marks: tuple[ScenarioMark, ...]
    source: str
    over: Over = field(default_factory=Over)

    @property
    def baseline(self) -> ScenarioMark:
        """The scenario that the others are compared with."""
        return self.marks[0]

    @property
    def alternatives(self) -> tuple[ScenarioMark, ...]:
        """All scenarios but the baseline."""
        return self.marks[1:]

    @property
    def departures(self) -> tuple[ScenarioMark, ...]:
        """Scenarios in which the champion leaves."""
        return tuple(mark for mark in self.marks if mark.departure_week is not None)

    @property
    def stayers(self) -> tuple[ScenarioMark, ...]:
        """Scenarios in which the champion stays."""
        return tuple(mark for mark in self.marks if mark.departure_week is None)

    def mark(self, name: str) -> ScenarioMark:
        """Return the mark of a scenario; KeyError if there is none of that name."""
        for mark in self.marks:
            if mark.name == name:
                return mark
        raise KeyError(name)


def lineup(
    names: Sequence[str],
    source: str,
    *,
    departure_weeks: Mapping[str, int] | None = None,
    counterparts: Mapping[str, str] | None = None,
    successors: frozenset[str] | set[str] = frozenset(),
    over: Over | None = None,
) -> Lineup:
    """Give each scenario its colour by its place in the order.

    Parameters
    ----------
    names : sequence of str
        Unique names, the baseline first.
    source : str
        See `source_line`.
    departure_weeks : mapping, optional
        Week of the champion's departure of those scenarios that have one.
    counterparts : mapping, optional
        From a scenario with a departure to the one that is the same without it.
    successors : set of str
        Scenarios in which somebody follows the champion.
    over : Over, optional
        What means, medians and bands are over; runs under one set of assumptions if left out.

    Raises
    ------
    ValueError
        If there is no name, or a name comes twice: the caller's mistake, not the user's.
    """
    if not names or len(set(names)) != len(names):
        raise ValueError("scenario names must be unique and at least one")
    departure_weeks, counterparts = departure_weeks or {}, counterparts or {}
    colours = [BASELINE_COLOUR] + [
        SCENARIO_COLOURS[place % len(SCENARIO_COLOURS)] for place in range(len(names) - 1)
    ]
    marks = tuple(
        ScenarioMark(
            name, colour, departure_weeks.get(name), counterparts.get(name), name in successors
        )
        for name, colour in zip(names, colours, strict=True)
    )
    return Lineup(marks, source, over or Over())


def source_line(study: str, seed: int, replicates: int, version: str) -> str:
    """Say where a figure comes from: ``Humana-like · seed 1, 20 replicates · uptake 0.1.0``."""
    runs = "1 replicate" if replicates == 1 else f"{replicates} replicates"
    return f"{study} · seed {seed}, {runs} · uptake {version}"
