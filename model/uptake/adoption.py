"""The model: employees of an organisation take up a social network, or leave it, week by week."""

from __future__ import annotations

import copy
from functools import partial
from typing import Any

import mesa
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake import measures
from uptake.behaviour import joining, learning, managing, visiting, workforce
from uptake.chance import chance_key, uniforms
from uptake.employee import Employee
from uptake.numerics import logistic, normal_quantile
from uptake.organisation import Chart, Organisation, connect, synthetic_chart
from uptake.scenario import Scenario
from uptake.state import LONG_AGO, Leading, Levers, Rows, Staffing, Traits, Use, zeros
from uptake.week import PHASES

LONG_SERVICE_WEEKS = 260
"""Tenure of those whose hire date is unknown."""

LARGEST_TOPIC_COUNT = 65_535
LEAST_TOPIC_COUNT = 3
EXECUTIVE_LAYERS = 2
MOST_POSTS_COUNTED = 2000
EARLY_MEMBERS_SINCE = -13
EARLY_MEMBERS_HABIT = 0.3


class AdoptionModel(mesa.Model):  # type: ignore[misc]
    """Employees of one organisation under one scenario.

    Parameters
    ----------
    scenario : Scenario, optional
        The default scenario if left out.
    organisation : Organisation, optional
        A synthetic one of the scenario's size if left out.
    rng : int
        Seed of all chance, 0 to 2^63 - 1.
    replicate : int
        Number of the replicate; the same seed and another replicate are another history.
    collect : bool
        Whether `datacollector` collects the weekly measures (for notebooks and Mesa's tools).
    **assumptions
        Assumptions to change, by name, such as ``habit_gain=0.12``.

    Attributes
    ----------
    week : int
        Weeks simulated so far.
    latest : dict of str to float
        The measures of the latest week, by name.
    """

    def __init__(
        self,
        scenario: Scenario | None = None,
        organisation: Organisation | None = None,
        *,
        rng: int | None = None,
        seed: int | None = None,
        replicate: int = 0,
        collect: bool = True,
        **assumptions: Any,  # noqa: ANN401 (numbers and names of structural choices)
    ) -> None:
        chosen = seed if rng is None else rng
        master_seed = 1 if chosen is None else int(chosen)
        key = chance_key(master_seed, replicate)
        super().__init__(rng=master_seed)
        self.key = key
        self.scenario = _with_assumptions(scenario or Scenario(), assumptions)
        self.organisation = organisation or _made_up(self.scenario)
        self.week = 0
        self._set_up_arrays()
        self._set_up_people()
        self._views: dict[int, Employee] | None = None
        self.datacollector = (
            mesa.DataCollector({name: partial(_latest, name) for name in measures.NAMES})
            if collect
            else None
        )

    @property
    def scenario(self) -> Scenario:
        """The scenario that is simulated."""
        return self._scenario_simulated

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        # Since 3.4 Mesa has a property of this name, which would write into the scenario.
        self._scenario_simulated = scenario

    # Set-up.

    def _set_up_arrays(self) -> None:
        chart, assumptions = self.organisation.chart, self.scenario.assumptions
        rows, weeks = chart.manager.size, self.scenario.weeks
        self.p = assumptions.record()
        self.traits = zeros(Traits, rows)
        self.staffing = zeros(Staffing, rows)
        self.use = zeros(Use, rows)
        self.levers, self.leading = zeros(Levers, rows), zeros(Leading, rows + 1)
        # Unsigned rows spare the compiled loops a check for negative ones.
        self.manager = np.where(chart.manager < 0, rows, chart.manager).astype(np.uint32)
        contacts = self.organisation.contacts
        self.tie_start = contacts.start.astype(np.uint32)
        self.tie_end: Rows = contacts.neighbour.astype(np.uint32)
        if rows < 2**16:
            self.tie_end = contacts.neighbour.astype(np.uint16)
        self.managers = np.unique(chart.manager[chart.manager >= 0]).astype(np.int32)
        self.contact_effects = joining.contact_effects(assumptions)
        self.novelty = visiting.novelty_by_age(assumptions)
        self.openness = learning.openness_by_age(assumptions)
        self.separation = _weekly_separation(
            assumptions.separation_a_year, assumptions.first_year_separation_ratio
        )
        topics = int(rows / assumptions.employees_a_topic)
        self.topics = min(max(topics, LEAST_TOPIC_COUNT), LARGEST_TOPIC_COUNT)
        self.supply = np.zeros((2, self.topics), np.int32)
        self.home_topic = home_topics(chart, self.topics)
        self.words = np.empty((4, rows), np.uint32)
        self.changed = np.empty(rows, np.int32)
        self.row_buffer = np.empty(rows + 1, np.uint32)
        self.members = np.empty(rows + 1, np.uint32)
        self.visitors = self.row_buffer[:0]
        self.sums = np.empty((rows + 1, 3))
        self.reply_rates = np.empty(rows, np.float32)
        self.recent_posts = np.zeros((measures.WEEKS_OF_POSTS, rows), np.uint8)
        self.post_totals = np.zeros(rows, np.uint16)
        self.histogram = np.zeros(MOST_POSTS_COUNTED + 1, np.int32)
        months = weeks // measures.WEEKS_A_MONTH + 1
        self.retention = np.zeros((months, months, 2), np.int32)
        self.series = np.full((weeks, len(measures.NAMES)), np.nan)
        self.latest = dict.fromkeys(measures.NAMES, 0.0)
        self.memories: dict[str, dict[str, Any]] = {}
        self.audiences: dict[Any, NDArray[np.bool_]] = {}
        self.incidents_open = 0.0
        self.work_share = assumptions.belief_start

    def _set_up_people(self) -> None:
        chart, assumptions = self.organisation.chart, self.scenario.assumptions
        self.staffing.employed[:] = chart.staffed
        tenure = np.where(chart.tenure_weeks < 0, LONG_SERVICE_WEEKS, chart.tenure_weeks)
        self.staffing.hired[:] = np.where(chart.staffed, -tenure - 1, LONG_AGO)
        path = self.scenario.headcount_path
        self.headcount_wanted = None
        if path:
            weeks, employees = [at.week for at in path], [at.employees for at in path]
            self.headcount_wanted = np.interp(np.arange(self.scenario.weeks + 1), weeks, employees)
        self.staff_at_start = int(chart.staffed.sum())
        self.use.joined[:] = self.use.novel_since[:] = LONG_AGO
        self.leading.stance[-1] = 0.5
        self.leading.time[:] = 1.0
        self.leading.weight[:-1] = np.where(
            chart.level < EXECUTIVE_LAYERS, assumptions.executive_weight, 1.0
        )
        self.settle_in(np.flatnonzero(chart.staffed).astype(np.int32))
        self._give_first_accounts()
        managing.lead(self.managers, self.staffing, self.use, self.leading, self.p)

    def _give_first_accounts(self) -> None:
        """Accounts that exist before the first week go to the most interested, with some chance."""
        wanted = self.scenario.initial_accounts
        if not wanted:
            return
        drawn = uniforms(self.key, "initial.accounts", self.organisation.chart.employee_key)
        eager = np.array([normal_quantile(u) for u in drawn[0]]) + self.traits.interest
        eager[self.staffing.employed == 0] = -np.inf
        rows = np.argsort(-eager, kind="stable")[: min(wanted, self.staff_at_start)]
        visited = drawn[1][rows] < [logistic(x) for x in self.traits.interest[rows]]
        self.use.account[rows] = 1
        self.use.joined[rows] = self.use.novel_since[rows] = EARLY_MEMBERS_SINCE
        self.use.habit[rows] = EARLY_MEMBERS_HABIT
        self.use.visit_history[rows] = visited
        count = visiting.tell_contacts(self.use, self.tie_start, self.tie_end, self.row_buffer)
        self.latest["participation"] = count / self.staff_at_start
        self.latest["participation_four_weekly"] = count / self.staff_at_start

    def settle_in(self, rows: NDArray[np.int32]) -> None:
        """Draw the traits and first opinions of the employees in `rows`."""
        chart = self.organisation.chart
        workforce.settle_in(
            rows,
            self.traits,
            self.staffing,
            self.use,
            self.leading,
            chart.employee_key,
            chart.frontline,
            self.home_topic,
            self.topics,
            self.key,
            self.p,
        )

    # The week.

    def step(self) -> None:
        """Simulate one week: every phase of `uptake.week.PHASES`, in order."""
        for phase in PHASES:
            phase(self)
        self.week += 1
        self.running = self.week < self.scenario.weeks
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def run_model(self) -> None:
        """Simulate up to the horizon."""
        while self.week < self.scenario.weeks:
            self.step()

    def branch(self, scenario: Scenario) -> AdoptionModel:
        """Continue a copy of this run under another scenario, from the current week on.

        The copy shares everything up to now; it is the run of `scenario` if that one agrees with
        this model's up to the current week. Horizon and assumptions have to be the same.

        Raises
        ------
        ValueError
            If horizon or assumptions differ.
        """
        here = self.scenario
        if (scenario.weeks, scenario.assumptions) != (here.weeks, here.assumptions):
            raise ValueError("a branch keeps the horizon and the assumptions of its model")
        copied = copy.deepcopy(self)
        copied.scenario = scenario
        return copied

    def release(self) -> None:
        """Forget everything, so that its memory is free at once; the model is of no use then.

        Mesa's models refer to themselves, and would otherwise wait for the garbage collector by
        the hundred where many are run.
        """
        self.__dict__.clear()

    def hire_chance(self) -> float:
        """Chance of a vacant position to be filled this week.

        Without a headcount path positions are filled after `vacancy_weeks` on average; with one, as
        many people are hired as the path asks for.
        """
        if self.headcount_wanted is None:
            return 1.0 / self.scenario.assumptions.vacancy_weeks
        wanted = float(self.headcount_wanted[min(self.week + 1, self.headcount_wanted.size - 1)])
        employed = int(self.staffing.employed.sum())
        vacant = self.staffing.employed.size - employed
        staying = employed * (1.0 - self.separation[0])
        return min(1.0, max(0.0, (wanted - staying) / vacant)) if vacant else 0.0

    def record_week(self) -> None:
        """Keep the latest measures as the row of this week, up to the horizon."""
        if self.week < self.series.shape[0]:
            self.series[self.week] = [self.latest[name] for name in measures.NAMES]

    @property
    def weekly(self) -> pd.DataFrame:
        """The measures of all weeks so far: one row a week, one column a measure."""
        done = min(self.week, self.series.shape[0])
        weeks = pd.RangeIndex(done, name="week")
        return pd.DataFrame(self.series[:done], index=weeks, columns=list(measures.NAMES))

    # Employees as agents.

    @property
    def agents(self) -> Any:  # noqa: ANN401 (Mesa's AgentSet differs between versions)
        """The employees of the current week, as a Mesa ``AgentSet``; made when first asked for."""
        if hasattr(self, "_views"):
            self._follow_workforce()
        return self._all_agents

    @agents.setter
    def agents(self, agents: Any) -> None:  # noqa: ANN401
        raise AttributeError("model.agents follows the workforce and cannot be set")

    def employee(self, row: int) -> Employee | None:
        """The employee in a row; None if the row is negative or the position vacant."""
        self._follow_workforce()
        return self._views.get(row) if self._views is not None else None

    def _follow_workforce(self) -> None:
        if self._views is None:
            self._views = {}
            self._views_week = -1
        if self._views_week == self.week:
            return
        for row, view in list(self._views.items()):
            if not view.employed:
                view.remove()
                del self._views[row]
        for row in np.flatnonzero(self.staffing.employed).tolist():
            if row not in self._views:
                self._views[row] = Employee(self, row)
        self._views_week = self.week


def _latest(name: str, model: AdoptionModel) -> float:
    """Report one measure of the latest week; Mesa takes a partial of it and can pickle that."""
    return float(model.latest[name])


def _with_assumptions(scenario: Scenario, changes: dict[str, Any]) -> Scenario:
    if not changes:
        return scenario
    assumptions = {**scenario.assumptions.model_dump(), **changes}
    return Scenario.model_validate({**dict(scenario), "assumptions": assumptions})


def _made_up(scenario: Scenario) -> Organisation:
    source = scenario.organisation.synthetic
    options = source.model_dump() if source is not None else {}
    return connect(synthetic_chart(**options), seed=scenario.organisation.tie_seed)


def home_topics(chart: Chart, topics: int) -> NDArray[np.uint16]:
    """The topic of each position's part of the organisation, shape (positions,).

    People next to each other in the tree share one; a planned position has that of its manager.
    """
    staff = int(chart.staffed.sum())
    topic = np.zeros(chart.manager.size, np.int64)
    topic[chart.staffed] = np.arange(staff) * topics // max(1, staff)
    for row in np.flatnonzero(~chart.staffed & (chart.manager >= 0)):
        topic[row] = topic[chart.manager[row]]
    return topic.astype(np.uint16)


def _weekly_separation(a_year: float, first_year_ratio: float) -> tuple[float, float]:
    """Weekly chances of leaving after and in the first year, for an annual share of all staff.

    In a steady state the share of staff in their first year is about the annual share itself.
    """
    if a_year == 0.0:
        return 0.0, 0.0
    later = 1.0 / (1.0 / a_year + first_year_ratio - 1.0 + 1e-9) / workforce.WEEKS_A_YEAR
    return min(1.0, later), min(1.0, later * first_year_ratio)
