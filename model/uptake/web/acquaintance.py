"""How people are called in a story: by their place in the organisation, and never by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from uptake.behaviour.replying import CHAMPION
from uptake.organisation import Chart
from uptake.organisation.departments import (
    NO_DEPARTMENT,
    OTHER,
    Departments,
    departments_of,
)
from uptake.scenario import Scenario
from uptake.setting_up import EXECUTIVE_LAYERS
from uptake.study.wording import counted

INTERVENTION_WORDS: Final[Mapping[str, str]] = {
    "newsletter": "the newsletter",
    "welcome_pack": "a welcome pack",
    "desk_drop": "a leaflet on the desk",
    "launch_campaign": "the launch campaign",
    "induction": "the induction",
}


@dataclass(frozen=True, eq=False)
class Acquaintance:
    """What the holder of a position calls others.

    Attributes
    ----------
    row : int
        Of the position in the chart.
    chart : Chart
        The organisation's.
    departments : Departments
        Those shown.
    scenario : Scenario
        Says whether there are deputies, and when there is a champion.
    """

    row: int
    chart: Chart
    departments: Departments
    scenario: Scenario

    @classmethod
    def of(cls, row: int, chart: Chart, scenario: Scenario) -> Acquaintance:
        """The acquaintance of a position."""
        return cls(row, chart, departments_of(chart), scenario)

    def within(self, row: int) -> str:
        """The department that is shown, as in `` in Finance``; empty where nobody knows it."""
        name = self.departments.names[self.departments.codes[row]]
        if name == NO_DEPARTMENT:
            return ""
        return " in a small department" if name == OTHER else f" in {name}"

    def person(self, row: int, week: int) -> str:
        """What to call who replied or was replied to."""
        if row == CHAMPION:
            return self._champion(week)
        manager = self.chart.manager
        if manager[self.row] == row:
            return "their manager"
        if manager[row] == self.row:
            return "someone who reports to them"
        if manager[row] >= 0 and manager[row] == manager[self.row]:
            return "a team mate"
        where = self.within(row)
        # Small departments stand together: of two people in them nobody can tell.
        same = self.departments.codes[row] == self.departments.codes[self.row]
        if same and where and self.departments.names[self.departments.codes[row]] != OTHER:
            return "someone in their own department"
        return f"someone{where or ' else'}"

    def intervention(self, kind: str) -> str:
        """What to call an intervention; a user's own by its kind."""
        return INTERVENTION_WORDS.get(kind, f"“{kind.replace('_', ' ')}”")

    def position(self) -> str:
        """The position in a sentence."""
        row, chart = self.row, self.chart
        where = f"A position{self.within(row)}"
        reports, layers = int(chart.span[row]), int(chart.level[row])
        what = f"manages {counted(reports, 'person', 'people')}" if reports else "has no reports"
        if chart.manager[row] >= 0:
            below = f"{counted(layers, 'layer')} below the head"
        else:
            below = "at the head of its line" if reports else "without a manager"
        place = "away from a desk" if chart.frontline[row] else "at a desk"
        return f"{where}, {below}; {what}, works {place}."

    def briefer(self, week: int) -> str:
        """Who speaks with managers; the champion, their deputies or both."""
        return self._champion(week)

    @property
    def weight_of_manager(self) -> float:
        """Influence of the position's manager: that of the top layers differs."""
        manager = int(self.chart.manager[self.row])
        executive = manager >= 0 and self.chart.level[manager] < EXECUTIVE_LAYERS
        return self.scenario.assumptions.executive_weight if executive else 1.0

    def _champion(self, week: int) -> str:
        champion = self.scenario.champion
        there = champion is not None and champion.presence(week).in_post
        deputies = any(one.kind == "deputies" for one in self.scenario.programme.values())
        if not deputies:
            return "the champion"
        return "the champion or a deputy" if there else "a deputy"
