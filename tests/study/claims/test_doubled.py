from __future__ import annotations

import pytest

import worlds
from uptake.figures.measure_words import MEASURE_WORDS
from uptake.programme import KINDS
from uptake.scenario import OrganisationSource, Scenario
from uptake.scenario_files import load_organisation
from uptake.simulation import simulate
from uptake.study.claims.doubled import COUNTS, FIXED_AMOUNTS, doubled, doubled_source
from uptake.study.claims.findings import SHARES

FOR_EACH = {
    ("welcome_pack", "hours_each"), ("welcome_pack", "money_each"), ("desk_drop", "money_each"),
    ("induction", "hours_each"), ("moderation", "hours_an_incident"), ("deputies", "hours_each"),
    ("manager_engagement", "hours_a_manager"), ("manager_engagement", "managers_own_hours"),
}  # fmt: skip
"""Levers that say what one person, post or manager takes: twice the people take twice as much."""
AMOUNTS = ("hours", "hours a week", "money", "people")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_amount_of_an_intervention_is_doubled_or_for_each(kind):
    for name, field in KINDS[kind].model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and extra.get("unit") in AMOUNTS:
            doubles = name in FIXED_AMOUNTS.get(kind, ())
            assert doubles != ((kind, name) in FOR_EACH), f"{kind}.{name}"


def test_counts_and_shares_are_those_that_are_said_so():
    kinds = {name: words.kind for name, words in MEASURE_WORDS.items()}
    assert {name for name, kind in kinds.items() if kind == "share"} == SHARES
    assert {name for name, kind in kinds.items() if kind in ("count", "money", "hours")} == COUNTS


def test_twice_the_people_have_twice_the_champion_and_what_a_piece_takes_stays():
    programme = {name: dict(entry) for name, entry in worlds.EVERYTHING.items()}
    path = [{"week": 0, "employees": 100}]
    one = worlds.scenario(20, programme, champion={"hours_a_week": 9}, headcount_path=path,
                          initial_accounts=7)  # fmt: skip
    two = doubled(one)
    assert (two.champion.hours_a_week, two.champion.answering_hours) == (18.0, 12.0)
    assert (two.initial_accounts, two.headcount_path[0].employees) == (14, 200)
    assert two.programme["deputies"].number == 2 * one.programme["deputies"].number
    assert two.programme["welcome_pack"] == one.programme["welcome_pack"]
    assert doubled(one.unmanaged()).champion is None
    assert one.champion.hours_a_week == 9.0, "the scenario itself stays"


def test_an_organisation_from_a_file_is_not_doubled():
    assert doubled_source(OrganisationSource(file="staff.csv")) is None
    assert doubled_source(OrganisationSource()).synthetic.headcount == 2000


@pytest.mark.slow
def test_work_gets_done_to_the_same_share_in_twice_the_organisation():
    """Too few hours for everything: what is left undone shows whether an hour buys the same."""
    source = OrganisationSource.model_validate({"synthetic": {"headcount": 400, "seed": 4}})
    programme = {"newsletter": {"hours_an_issue": 8}, "welcome_pack": {"hours_each": 0.5},
                 "manager_engagement": {}}  # fmt: skip
    one = worlds.scenario(
        60, programme, champion={"hours_a_week": 12}, initial_accounts=60, organisation=source
    )
    two = doubled(one).model_copy(update={"organisation": doubled_source(source)})
    found = []
    for scenario in (one, two):
        organisation = load_organisation(Scenario(organisation=scenario.organisation))
        runs = [simulate(scenario, organisation, 1, n).weekly for n in range(6)]
        people = len(organisation.chart)
        found.append(
            [sum(run[name].sum() for run in runs) / people
             for name in ("champion_hours", "manager_hours", "packs_sent", "visitors")]
        )  # fmt: skip
    for mine, theirs in zip(*found, strict=True):
        assert theirs == pytest.approx(mine, rel=0.15)
