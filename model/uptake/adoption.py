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
from uptake.chance import chance_key
from uptake.compiled_week import Halves
from uptake.employee import Employee
from uptake.organisation import Organisation, connect, synthetic_chart
from uptake.programme.audience import Audience
from uptake.programme.week_plan import in_order
from uptake.scenario import Scenario
from uptake.setting_up import settle_in, starting_state
from uptake.state import Posts, zeros
from uptake.week import play


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
        self.scenario = _with_assumptions(scenario or Scenario(), assumptions)
        self.organisation = organisation or _made_up(self.scenario)
        self.week = 0
        self.state = starting_state(self.scenario, self.organisation, key)
        self.halves = Halves(self.state)
        people, company, counts = self.state[:5], self.state.company, self.state.counts
        self.traits, self.staffing, self.use, self.leading, self.levers = people
        self.manager, self.managers = company.manager, company.managers
        self.recent_posts, self.post_totals = counts.recent_posts, counts.post_totals
        self.retention = counts.retention
        self.posts = zeros(Posts, 0)
        self.series = np.full((self.scenario.weeks, len(measures.NAMES)), np.nan)
        self.memories: dict[str, dict[str, Any]] = {}
        self.audiences: dict[int, tuple[Audience, NDArray[np.bool_]]] = {}
        self.staff_at_start = int(self.staffing.employed.sum())
        self.headcount_wanted = _headcount_wanted(self.scenario)
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
        self.programme = in_order(scenario.programme)

    def settle_in(self, rows: NDArray[np.int32]) -> None:
        """Draw the traits and first opinions of the employees in `rows`."""
        settle_in(self.state, rows)

    @property
    def latest(self) -> dict[str, float]:
        """The measures of the latest week, by name."""
        return dict(zip(measures.NAMES, self.state.counts.latest[0].tolist(), strict=True))

    @property
    def hired(self) -> NDArray[np.int32]:
        """Rows of those hired this week."""
        latest = self.state.counts.latest[0]
        leavers, hires = int(latest["leavers"]), int(latest["hires"])
        return self.state.room.changed[leavers : leavers + hires]

    @property
    def visitors(self) -> NDArray[np.uint32]:
        """Rows of those who visited this week."""
        return self.state.room.visitors[: int(self.state.counts.latest[0]["visitors"])]

    @property
    def post_count(self) -> int:
        """How many of `posts` were written and not taken down."""
        return int(self.state.counts.latest[0]["posts"])

    @property
    def work_share(self) -> float:
        """Share of recent posts that ask a question or share work, as people take it to be."""
        return float(self.state.counts.now[0]["work_share"])

    # The week.

    def step(self) -> None:
        """Simulate one week: every phase of `uptake.week.PHASES`, in order."""
        play(self)
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
        staying = employed * (1.0 - float(self.state.counts.now[0]["leaving"]))
        return min(1.0, max(0.0, (wanted - staying) / vacant)) if vacant else 0.0

    def record_week(self) -> None:
        """Keep the latest measures as the row of this week, up to the horizon."""
        if self.week < self.series.shape[0]:
            self.series[self.week] = self.state.counts.latest.view(np.float64)

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
    return float(model.state.counts.latest[0][name])


def _with_assumptions(scenario: Scenario, changes: dict[str, Any]) -> Scenario:
    if not changes:
        return scenario
    assumptions = {**scenario.assumptions.model_dump(), **changes}
    return Scenario.model_validate({**dict(scenario), "assumptions": assumptions})


def _made_up(scenario: Scenario) -> Organisation:
    source = scenario.organisation.synthetic
    options = source.model_dump() if source is not None else {}
    return connect(synthetic_chart(**options), seed=scenario.organisation.tie_seed)


def _headcount_wanted(scenario: Scenario) -> NDArray[np.float64] | None:
    """Employees wanted at the start of each week; None without a path."""
    path = scenario.headcount_path
    if not path:
        return None
    weeks, employees = [at.week for at in path], [at.employees for at in path]
    return np.interp(np.arange(scenario.weeks + 1), weeks, employees)
