"""An employee as a Mesa agent: a view on one row of the model's arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from uptake.state import FOUR_WEEKS

if TYPE_CHECKING:
    from uptake.adoption import AdoptionModel


class Employee(mesa.Agent):  # type: ignore[misc]
    """One person for as long as they are employed; everything is read from the model's arrays.

    Attributes
    ----------
    row : int
        Row of the position, in the order of `model.organisation.chart`.
    hire : int
        Number of the hire on this position.
    """

    model: AdoptionModel

    def __init__(self, model: AdoptionModel, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.hire = int(model.staffing.hire[row])

    def __repr__(self) -> str:
        return f"Employee(row={self.row}, hire={self.hire})"

    @property
    def employed(self) -> bool:
        """Whether this person still holds the position."""
        staffing = self.model.staffing
        return bool(staffing.employed[self.row]) and int(staffing.hire[self.row]) == self.hire

    @property
    def position(self) -> int:
        """The row, for as long as the person is employed.

        Raises
        ------
        LookupError
            If the person has left: the position has forgotten them.
        """
        if not self.employed:
            raise LookupError(f"{self!r} has left the organisation")
        return self.row

    @property
    def department(self) -> str:
        """Name of the department."""
        chart = self.model.organisation.chart
        return str(chart.department_names[chart.department[self.row]])

    @property
    def site(self) -> str:
        """Name of the site."""
        chart = self.model.organisation.chart
        return str(chart.site_names[chart.site[self.row]])

    @property
    def level(self) -> int:
        """Layers below the head of the organisation."""
        return int(self.model.organisation.chart.level[self.row])

    @property
    def is_manager(self) -> bool:
        """Whether the position has reports."""
        return bool(np.isin(self.row, self.model.managers))

    @property
    def manager(self) -> Employee | None:
        """The manager; None at the top or while that position is vacant."""
        return self.model.employee(int(self.model.organisation.chart.manager[self.row]))

    @property
    def contacts(self) -> list[Employee]:
        """The contacts who are employed now."""
        contacts = self.model.organisation.contacts
        rows = contacts.neighbour[contacts.start[self.row] : contacts.start[self.row + 1]]
        found = (self.model.employee(int(row)) for row in rows)
        return [employee for employee in found if employee is not None]

    @property
    def weeks_employed(self) -> int:
        """Full weeks since being hired."""
        return self.model.week - int(self.model.staffing.hired[self.position])

    @property
    def has_account(self) -> bool:
        """Whether they joined the network."""
        return bool(self.model.use.account[self.position])

    @property
    def visited(self) -> bool:
        """Whether they visited in the latest week."""
        return bool(self.model.use.visit_history[self.position] & np.uint32(1))

    @property
    def visited_in_four_weeks(self) -> bool:
        """Whether they visited in the latest four weeks."""
        return bool(self.model.use.visit_history[self.position] & FOUR_WEEKS)

    @property
    def posts(self) -> int:
        """Posts in the latest week."""
        return int(self.model.use.posts[self.position])

    @property
    def habit(self) -> float:
        """Habit, 0 to 1."""
        return float(self.model.use.habit[self.position])

    @property
    def value(self) -> float:
        """Perceived value, 0 to 1."""
        return float(self.model.use.value[self.position])

    @property
    def belief(self) -> float:
        """Belief that the tool is for work, 0 to 1."""
        return float(self.model.use.belief[self.position])

    @property
    def interest(self) -> float:
        """General interest in such tools, in logits."""
        return float(self.model.traits.interest[self.position])

    @property
    def stance(self) -> float:
        """A manager's stance towards the tool, 0 to 1; NaN for others."""
        row = self.position
        return float(self.model.leading.stance[row]) if self.is_manager else float("nan")
