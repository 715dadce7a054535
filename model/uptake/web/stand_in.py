"""A small organisation that answers for a large one until the large one has been simulated.

It has as many of the champion's hours, deputies and money a head as the large one, so that what is
counted in shares comes out about the same, and differences between programmes more nearly so.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from uptake.organisation import Organisation, connect, synthetic_chart
from uptake.scenario import Headcount, Scenario
from uptake.web.bands import Series
from uptake.web.runs import SHOWN

LARGE: Final = 4_000
"""Employees above which a first answer comes from a stand-in."""

HEADCOUNT: Final = 1_000
WHOLE_HOURS: Final = (
    "hours_an_issue", "hours_a_week", "hours", "hours_a_report", "money", "answering_hours",
)  # fmt: skip
"""Fields that are spent once whatever the headcount; what is spent on each person stays."""

SHARES: Final = frozenset(
    {
        "participation", "participation_four_weekly", "account_share", "work_share",
        "manager_stance", "managers_visiting", "value", "belief",
    }
)  # fmt: skip
"""Measures that do not grow with the headcount."""


def small_organisation(organisation: Organisation) -> Organisation:
    """A made-up organisation of `HEADCOUNT` with the same share of frontline staff."""
    chart = organisation.chart
    share = float(chart.frontline[chart.staffed].mean())
    return connect(synthetic_chart(HEADCOUNT, frontline_share=round(share, 3)), 0)


def small_scenario(scenario: Scenario, ratio: float) -> Scenario:
    """The scenario for an organisation `ratio` times smaller; what is spent a head stays."""
    champion = scenario.champion and scenario.champion.model_copy(
        update=_divided(scenario.champion, ratio)
    )
    programme = {
        name: one.model_copy(update={**_divided(one, ratio), **_fewer(one, ratio)})
        for name, one in scenario.programme.items()
    }
    path = tuple(
        Headcount(week=at.week, employees=max(1, round(at.employees / ratio)))
        for at in scenario.headcount_path
    )
    return scenario.model_copy(
        update={
            "champion": champion,
            "programme": programme,
            "headcount_path": path,
            "initial_accounts": round(scenario.initial_accounts / ratio),
        }
    )


def scaled_up(series: Series, ratio: float) -> Series:
    """The measures of a small organisation as those of one `ratio` times larger."""
    factors = np.array([1.0 if name in SHARES else ratio for name in SHOWN], np.float32)
    return series * factors


def _divided(model: Any, ratio: float) -> dict[str, float]:  # noqa: ANN401 (any intervention)
    fields = type(model).model_fields
    return {name: getattr(model, name) / ratio for name in WHOLE_HOURS if name in fields}


def _fewer(model: Any, ratio: float) -> dict[str, float]:  # noqa: ANN401 (any intervention)
    """Fewer deputies, whose hours come to the same a head."""
    if not hasattr(model, "number") or not model.number:
        return {}
    number = max(1, round(model.number / ratio))
    return {"number": number, "hours_each": model.hours_each * model.number / ratio / number}
