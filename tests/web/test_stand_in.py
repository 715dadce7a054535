"""A small organisation that answers for a large one."""

from __future__ import annotations

import numpy as np
import pytest

from uptake.organisation import connect, synthetic_chart
from uptake.study.assumed import under
from uptake.study.ensemble import reference
from uptake.web.choice import Choice, scenario_of
from uptake.web.controls import controls
from uptake.web.runs import SHOWN, run_once
from uptake.web.stand_in import SHARES, scaled_up, small_organisation, small_scenario


def test_hours_a_head_stay():
    scenario = scenario_of(Choice(levers={"deputies": "20 people"}))
    small = small_scenario(scenario, 10.0)
    assert small.champion.hours_a_week == pytest.approx(scenario.champion.hours_a_week / 10)
    newsletters = small.programme["newsletter"], scenario.programme["newsletter"]
    assert newsletters[0].hours_an_issue == pytest.approx(newsletters[1].hours_an_issue / 10)
    assert small.programme["welcome_pack"] == scenario.programme["welcome_pack"]
    small, large = small.programme["deputies"], scenario.programme["deputies"]
    assert small.number * small.hours_each == pytest.approx(large.number * large.hours_each / 10)


def test_every_lever_can_be_made_smaller():
    for name, lever in controls().levers.items():
        for stop in lever.values:
            small_scenario(scenario_of(Choice(levers={name: stop})), 26.0)


def test_counts_grow_and_shares_stay():
    series = np.ones((3, len(SHOWN)), np.float32)
    grown = dict(zip(SHOWN, scaled_up(series, 26.0)[0].tolist(), strict=True))
    assert all(grown[name] == (1.0 if name in SHARES else 26.0) for name in SHOWN)


def test_it_comes_near_a_large_organisation_in_what_a_departure_costs():
    large = connect(synthetic_chart(6_000, frontline_share=0.35), 0)
    small, ratio = small_organisation(large), 6.0
    stays = scenario_of(Choice(weeks=104))
    leaves = scenario_of(Choice(weeks=104, levers={"champion_leaves": "week 52"}))
    column = SHOWN.index("participation")

    def cost(organisation, change):
        lost = []
        for number in range(4):
            ends = [
                run_once(
                    under(change(scenario), reference().member(number)), organisation, 1, number
                )[-13:, column].mean()
                for scenario in (stays, leaves)
            ]
            lost.append(ends[0] - ends[1])
        return float(np.mean(lost))

    true = cost(large, lambda scenario: scenario)
    assert true > 0.02
    assert cost(small, lambda scenario: small_scenario(scenario, ratio)) == pytest.approx(
        true, abs=0.04
    )
