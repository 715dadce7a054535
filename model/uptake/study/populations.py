"""The populations in which patterns are looked for: organisations, scenarios, and how they run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast

import pandas as pd

from uptake.adoption import AdoptionModel
from uptake.organisation import (
    GraphMeasures,
    Organisation,
    connect,
    grow,
    measure_graph,
    open_community,
    synthetic_chart,
)
from uptake.programme import Champion
from uptake.scenario import Scenario
from uptake.study.history import History, record
from uptake.study.humana import case, shrunk
from uptake.study.more_replies import step_with_more_replies

if TYPE_CHECKING:
    import networkx as nx

DEPARTURE_WEEK: Final = 156
ISSUE_WEEK: Final = 110
REPLIES_RAISED_WEEK: Final = 104
YEAR_AFTER_WEEK: Final = DEPARTURE_WEEK + 53
"""Where runs end that are looked at for a year after the departure at most."""
COMMUNITY: Final = 2000
"""Members-to-be of the open community; CollegeMsg had about as many users."""
COLLEAGUES: Final = 1000
"""Employees of the organisations whose contact graphs are measured."""

GROUPS: Final[tuple[tuple[str, ...], ...]] = (
    ("managed", "champion_leaves", "replies_raised"),
    ("no_top_down",),
    ("unmanaged", "launch", "gradual", "no_issue", "one_issue"),
    ("open_community",),
    ("colleagues",),
)
"""Populations that are run together: they share a past, or a quantity takes several of them."""


FIXED: Final[Mapping[str, Mapping[str, Any]]] = {
    "no_top_down": {"manager_influence": "bottom_up"},
    "open_community": {"separation_a_year": 0.0},
}
"""Assumptions that are part of a population, whatever the others are."""


@dataclass(frozen=True, eq=False)
class PopulationRun:
    """One run of one population, as the measures take it.

    Attributes
    ----------
    size : float
        Of the organisation, as a share of the real one.
    weekly : DataFrame
        The measures of `uptake.measures`, by week; empty where only the contacts are measured.
    history : History or None
        What everyone did, where individuals are followed.
    graph : GraphMeasures or None
        Measures of the contact graph.
    managers_lead : bool
        Whether people follow their managers in this variant of the model.
    """

    size: float = 1.0
    weekly: pd.DataFrame = field(default_factory=pd.DataFrame)
    history: History | None = None
    graph: GraphMeasures | None = None
    managers_lead: bool = True


@dataclass(frozen=True, eq=False)
class Branch:
    """A population that shares its first weeks with another.

    Attributes
    ----------
    trunk : str
        The other one.
    week : int
        First week in which they may differ.
    """

    trunk: str
    week: int


BRANCHES: Final = {
    "champion_leaves": Branch("managed", DEPARTURE_WEEK - Champion().notice_weeks),
    "replies_raised": Branch("managed", REPLIES_RAISED_WEEK),
    "one_issue": Branch("no_issue", ISSUE_WEEK),
}


@dataclass(frozen=True, eq=False)
class Population:
    """An organisation and a scenario in it.

    Attributes
    ----------
    scenario : Scenario
        What happens.
    organisation : Organisation
        To whom.
    size : float
        Of the organisation, as a share of the real one.
    step : callable
        Simulates one week.
    until : int or None
        Week up to which it is run, if no pattern looks at the rest of its scenario.
    followed : bool
        Whether what everyone did is recorded; the weekly measures always are.
    """

    scenario: Scenario
    organisation: Organisation
    size: float = 1.0
    step: Callable[[AdoptionModel], None] = AdoptionModel.step
    until: int | None = None
    followed: bool = True


@dataclass(frozen=True, eq=False)
class Populations:
    """All populations by name, but for ``colleagues``, which only talk."""

    by_name: Mapping[str, Population]

    def run(
        self, names: Iterable[str], assumptions: Mapping[str, Any], seed: int, replicate: int = 0
    ) -> dict[str, PopulationRun]:
        """Run some populations once.

        Parameters
        ----------
        names : iterable of str
            Which.
        assumptions : mapping
            Assumptions to change, by name.
        seed, replicate : int
            As in `AdoptionModel`.

        Returns
        -------
        dict of str to PopulationRun
            By name. Runs that agree up to a week share it.
        """
        wanted = set(names)
        runs: dict[str, PopulationRun] = {}
        if "colleagues" in wanted:
            runs["colleagues"] = colleagues(replicate)
        for name in self.by_name:
            branches = sorted(
                (branch.week, other)
                for other, branch in BRANCHES.items()
                if branch.trunk == name and other in wanted
            )
            if name in BRANCHES or not (name in wanted or branches):
                continue
            runs.update(self._run(name, branches, assumptions, seed, replicate))
        return runs

    def _run(
        self,
        name: str,
        branches: list[tuple[int, str]],
        assumptions: Mapping[str, Any],
        seed: int,
        replicate: int,
    ) -> dict[str, PopulationRun]:
        """Run one population and those that branch off from it."""
        population = self.by_name[name]
        model = AdoptionModel(
            population.scenario,
            population.organisation,
            rng=seed,
            replicate=replicate,
            collect=False,
            **{**assumptions, **FIXED.get(name, {})},
        )
        # Each week is simulated for the trunk once, and for a branch from where it leaves.
        others: dict[str, AdoptionModel] = {}

        def step(trunk: AdoptionModel) -> None:
            for week, branch in branches:
                if week == trunk.week:
                    scenario = self.by_name[branch].scenario.model_copy(
                        update={"assumptions": trunk.scenario.assumptions}
                    )
                    others[branch] = trunk.branch(scenario)
            population.step(trunk)

        runs = {name: _finished(model, population, step)}
        for branch, other in others.items():
            at = self.by_name[branch]
            runs[branch] = _finished(other, at, at.step)
        return runs


def decisive(group: tuple[str, ...], assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """What decides the runs of a group: the assumptions, apart from what its populations fix."""
    if group == ("colleagues",):
        return {}
    (fixed, *others) = (FIXED.get(name, {}) for name in group)
    return {**assumptions, **fixed} if all(one == fixed for one in others) else dict(assumptions)


def colleagues(seed: int) -> PopulationRun:
    """Measure the contacts in an organisation of a thousand; another seed, another one."""
    return PopulationRun(
        graph=measure_graph(connect(synthetic_chart(COLLEAGUES, seed=seed), seed=seed))
    )


def populations(shrink: int = 1, company: int = 5000) -> Populations:
    """Make the populations.

    Parameters
    ----------
    shrink : int
        Humana is simulated at one in so many of its size. Each pack, briefing and incident then
        takes the champion as many hours as `shrink` of them would in the real one: the hours buy
        the same share of the organisation.
    company : int
        Employees of the company of constant size.
    """
    humana = {name: shrunk(case(name), shrink) for name in ("nothing", "managers_late")}
    managed = humana["managers_late"]
    leaves = {**managed["champion"], "leaves_in_week": DEPARTURE_WEEK}
    launch = {"size": 0.25, "duration_weeks": 4, "hours_a_week": 0, "money": 0}
    gradual = {**launch, "size": 0.0625, "duration_weeks": 16, "visit_pull": 0.125}
    no_letter = {k: v for k, v in managed["programme"].items() if k != "newsletter"}
    one_issue = {"from_week": ISSUE_WEEK, "until_week": ISSUE_WEEK + 1}
    steady: dict[str, Any] = {"weeks": 130, "programme": no_letter, "champion": managed["champion"]}
    dicts: dict[str, dict[str, Any]] = {
        "managed": managed,
        "champion_leaves": {**managed, "champion": leaves},
        "replies_raised": managed,
        "no_top_down": managed,
        "unmanaged": {"weeks": 209, "programme": {"launch_campaign": {**launch, "size": 0.05}}},
        "launch": {"weeks": 60, "programme": {"launch_campaign": launch}},
        "gradual": {"weeks": 60, "programme": {"launch_campaign": gradual}},
        "no_issue": steady,
        "one_issue": {**steady, "programme": {**no_letter, "newsletter": one_issue}},
        "open_community": {
            "weeks": 130,
            "programme": {"launch_campaign": launch},
            "champion": {"leaves_in_week": 4, "notice_weeks": 0},
        },
    }  # fmt: skip
    scenarios = {name: Scenario.model_validate(content) for name, content in dicts.items()}
    most = max(one.positions_needed for one in scenarios.values())
    source = scenarios["managed"].organisation.synthetic
    assert source is not None
    large = connect(grow(synthetic_chart(**source.model_dump()), most))
    small = connect(synthetic_chart(company, seed=1))
    office = connect(synthetic_chart(COMMUNITY, frontline_share=0.0, seed=1))
    community = open_community(cast("nx.Graph[Hashable]", office.graph))
    others: dict[str, dict[str, Any]] = {
        "champion_leaves": {"until": YEAR_AFTER_WEEK, "followed": False},
        "replies_raised": {"until": YEAR_AFTER_WEEK, "step": step_with_more_replies},
        "open_community": {"organisation": community},
        **{name: {"followed": False} for name in ("launch", "gradual", "no_issue", "one_issue")},
    }
    by_name = {
        name: Population(one, large, 1.0 / shrink)
        if one.positions_needed
        else Population(one, small)
        for name, one in scenarios.items()
    }
    return Populations(
        {name: replace(one, **others.get(name, {})) for name, one in by_name.items()}
    )


def _finished(
    model: AdoptionModel, population: Population, step: Callable[[AdoptionModel], None]
) -> PopulationRun:
    """Run a model to its end, and let go of it."""
    until = population.until or model.scenario.weeks
    history = record(model, until, step) if population.followed else None
    while model.week < until:
        step(model)
    leads = model.scenario.assumptions.manager_influence == "middle_managers_lead"
    run = PopulationRun(population.size, model.weekly, history, managers_lead=leads)
    model.release()
    return run
