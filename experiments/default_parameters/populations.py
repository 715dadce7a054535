"""The scenarios in which the patterns are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

import pandas as pd

from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation, connect, grow, synthetic_chart
from uptake.programme import Champion
from uptake.scenario import Scenario
from uptake.scenario_files import read_scenario

DEPARTURE_WEEK = 156
ISSUE_WEEK = 110
TRUNKS = {
    "champion_leaves": ("managed", DEPARTURE_WEEK - Champion().notice_weeks),
    "one_issue": ("no_issue", ISSUE_WEEK),
}
"""Scenarios that agree with another one up to a week."""

HOURS_A_PIECE = {
    "welcome_pack": "hours_each",
    "manager_engagement": "hours_a_manager",
    "moderation": "hours_an_incident",
}


@dataclass(frozen=True)
class Populations:
    """Scenarios by name, each with its organisation."""

    scenarios: dict[str, Scenario]
    organisations: dict[str, Organisation]

    def run_all(self, assumptions: dict[str, float], seed: int) -> dict[str, pd.DataFrame]:
        """Weekly measures of one run of each scenario with some assumptions changed.

        Runs that agree up to a week share it.
        """
        models: dict[str, AdoptionModel] = {}
        for name in self.scenarios:
            if name in TRUNKS:
                continue
            model = self.model(name, assumptions, seed)
            for branch, (of, at) in TRUNKS.items():
                if of == name:
                    while model.week < at:
                        model.step()
                    other = self.scenarios[branch].model_copy(
                        update={"assumptions": model.scenario.assumptions}
                    )
                    models[branch] = model.branch(other)
            models[name] = model
        for model in models.values():
            model.run_model()
        return {name: model.weekly for name, model in models.items()}

    def model(self, name: str, assumptions: dict[str, float], seed: int) -> AdoptionModel:
        """The model of one scenario before its first week."""
        return AdoptionModel(
            self.scenarios[name],
            self.organisations[name],
            rng=seed,
            collect=False,
            **assumptions,
        )


def populations(shrink: int = 1, company: int = 5000) -> Populations:
    """Humana at one in `shrink` of its size, and a company of constant size.

    In a smaller Humana each pack, briefing and incident takes the champion as many hours as
    `shrink` of them would in the real one: the hours then buy the same share of the organisation.
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
        "unmanaged": {"weeks": 209, "programme": {"launch_campaign": {**launch, "size": 0.05}}},
        "champion_leaves": {**managed, "champion": leaves},
        "launch": {"weeks": 60, "programme": {"launch_campaign": launch}},
        "gradual": {"weeks": 60, "programme": {"launch_campaign": gradual}},
        "no_issue": steady,
        "one_issue": {**steady, "programme": {**no_letter, "newsletter": one_issue}},
    }  # fmt: skip
    scenarios = {name: Scenario.model_validate(content) for name, content in dicts.items()}
    most = max(one.positions_needed for one in scenarios.values())
    source = scenarios["managed"].organisation.synthetic
    assert source is not None
    large = connect(grow(synthetic_chart(**source.model_dump()), most))
    small = connect(synthetic_chart(company, seed=1))
    return Populations(
        scenarios,
        {name: large if one.positions_needed else small for name, one in scenarios.items()},
    )


def case(name: str) -> dict[str, Any]:
    """A scenario of the Humana case as plain data."""
    with as_file(files("uptake") / "cases" / "humana" / f"{name}.yaml") as path:
        return read_scenario(path).model_dump(mode="json", exclude_unset=True)


def shrunk(scenario: dict[str, Any], factor: int) -> dict[str, Any]:
    """The same scenario at one in `factor` of its size."""
    path = [
        {**point, "employees": point["employees"] // factor} for point in scenario["headcount_path"]
    ]
    synthetic = scenario["organisation"]["synthetic"]
    programme = {name: dict(entry) for name, entry in scenario.get("programme", {}).items()}
    defaults = Scenario.model_validate({"programme": programme}).programme
    for name, key in HOURS_A_PIECE.items():
        if name in programme:
            programme[name][key] = getattr(defaults[name], key) * factor
    return {
        **scenario,
        "organisation": {"synthetic": {**synthetic, "headcount": synthetic["headcount"] // factor}},
        "initial_accounts": scenario["initial_accounts"] // factor,
        "headcount_path": path,
        "programme": programme,
    }
