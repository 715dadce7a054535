"""Programmes against the baseline: numbers worked out by hand and by brute force."""

import dataclasses
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from made_study import LABELS, SHARE, made_table
from scipy import stats

from uptake.study.lever_values import compare_levers, values_of
from uptake.study.pairs import ALL
from uptake.study.programmes import compare_programmes

GAINS = {0: (0.0, 0.0, 0.0), 1: (0.10, 0.20, -0.03), 2: (0.15, 0.05, 0.01), 3: (0.2, 0.2, 0.2)}


def by_hand(organisation, programme, world, replicate):
    level = 0.1 * world + 0.01 * replicate
    return {SHARE: level + GAINS[programme][world], "money_total": 100.0 * programme}


def row_of(found, programme, measure=SHARE, organisation="Acme"):
    chosen = found[
        (found["programme"] == programme)
        & (found["measure"] == measure)
        & (found["organisation"] == organisation)
    ]
    (row,) = chosen.to_dict("records")
    return row


def test_a_programme_is_compared_within_each_world():
    row = row_of(compare_programmes(made_table(by_hand)), 1)
    assert row["label"] == "Newsletter"
    assert row["baseline_value"] == pytest.approx(0.105)
    assert row["value"] == pytest.approx(0.195)
    assert row["difference"] == pytest.approx(0.09)
    half = stats.t.ppf(0.975, 2) * np.std([0.10, 0.20, -0.03], ddof=1) / math.sqrt(3)
    assert row["low"] == pytest.approx(0.09 - half)
    assert row["high"] == pytest.approx(0.09 + half)
    assert row["spread_low"] == pytest.approx(np.quantile([0.10, 0.20, -0.03], 0.05))
    assert row["helps_share"] == pytest.approx(2 / 3)
    assert (row["units"], row["worlds"], row["replicates"]) == ("worlds", 3, 2)


def test_regret_is_against_the_best_of_each_world():
    found = compare_programmes(made_table(by_hand, programmes=3))
    assert row_of(found, 1)["regret"] == pytest.approx((0.05 + 0.0 + 0.04) / 3)
    assert row_of(found, 1)["regret_largest"] == pytest.approx(0.05)
    assert row_of(found, 2)["regret_largest"] == pytest.approx(0.15)
    assert row_of(found, 0)["regret"] == pytest.approx((0.15 + 0.20 + 0.01) / 3)


def test_of_a_cost_less_is_better():
    found = compare_programmes(made_table(by_hand))
    row = row_of(found, 3, "money_total")
    assert row["better"] == "less"
    assert row["helps_share"] == 0.0
    assert row["regret"] == pytest.approx(300.0)
    assert row_of(found, 0, "money_total")["regret"] == 0.0


def test_the_better_side_can_be_turned_round():
    turned = compare_programmes(made_table(by_hand), {SHARE: "less"})
    assert row_of(turned, 1)["helps_share"] == pytest.approx(1 / 3)
    assert row_of(turned, 3)["regret"] == pytest.approx((0.2 + 0.2 + 0.23) / 3)


def test_in_a_single_world_replicates_are_the_units():
    def value(organisation, programme, world, replicate):
        return {SHARE: 0.1 + programme * 0.01 * (replicate + 1)}

    row = row_of(compare_programmes(made_table(value, worlds=1, replicates=4)), 1)
    assert row["units"] == "replicates"
    assert row["difference"] == pytest.approx(0.025)
    half = stats.t.ppf(0.975, 3) * np.std([0.01, 0.02, 0.03, 0.04], ddof=1) / 2
    assert row["high"] == pytest.approx(0.025 + half)
    assert row["worlds"] == 1


def test_many_replicates_of_a_world_do_not_outweigh_the_other_worlds():
    table = made_table(by_hand, programmes=2, replicates=5)
    thinned = table.runs[(table.runs["world"] != 0) | (table.runs["replicate"] == 0)]
    row = row_of(compare_programmes(dataclasses.replace(table, runs=thinned)), 1)
    assert row["difference"] == pytest.approx(0.09)


def test_a_run_without_its_partner_is_left_out():
    table = made_table(by_hand, programmes=2)
    lost = (table.runs["programme"] == 0) & (table.runs["world"] == 2)
    row = row_of(compare_programmes(dataclasses.replace(table, runs=table.runs[~lost])), 1)
    assert row["difference"] == pytest.approx(0.15)
    assert row["worlds"] == 2


def noisy(seed):
    random = np.random.default_rng(seed)

    def value(organisation, programme, world, replicate):
        return {SHARE: float(random.normal(programme)), "accounts_end": float(random.normal())}

    return value


def test_every_number_is_that_of_a_plain_loop():
    organisations = ("Acme", "Bolt")
    table = made_table(noisy(1), organisations, worlds=5, replicates=3)
    found = compare_programmes(table)
    cell = table.runs.set_index(["organisation", "programme", "world", "replicate"])[SHARE]
    for programme in range(4):
        gained = {
            (o, w): [
                np.mean([cell[o, p, w, r] - cell[o, 0, w, r] for r in range(3)]) for p in range(4)
            ]
            for o, w in itertools.product(organisations, range(5))
        }
        ours = np.array([world[programme] for world in gained.values()])
        regrets = np.array([max(world) - world[programme] for world in gained.values()])
        row = row_of(found, programme, organisation=ALL)
        assert row["difference"] == pytest.approx(ours.mean())
        together = ours.reshape(2, 5).mean(axis=0)
        assert row["helps_share"] == pytest.approx((together > 0).mean())
        assert row["regret"] == pytest.approx(regrets.mean())
        assert row["regret_largest"] == pytest.approx(regrets.max())
        assert row["worlds"] == 5
        half = stats.t.ppf(0.975, 4) * together.std(ddof=1) / math.sqrt(5)
        assert row["low"] == pytest.approx(ours.mean() - half)
        one = row_of(found, programme, organisation="Bolt")
        assert one["difference"] == pytest.approx(ours[5:].mean())


def test_one_organisation_has_no_rows_of_all():
    assert set(compare_programmes(made_table(by_hand))["organisation"]) == {"Acme"}


HALF_LIVES = {0: (4, 4, np.inf), 1: (10, np.inf, np.inf), 2: (2, 20, 20)}


def lives(organisation, programme, world, replicate):
    return {"half_life_weeks": float(HALF_LIVES[programme][world])}


def test_weeks_that_may_be_never_are_compared_by_medians():
    found = compare_programmes(made_table(lives, programmes=3, replicates=1))
    row = row_of(found, 1, "half_life_weeks")
    assert row["statistic"] == "median"
    assert row["value"] == math.inf
    assert row["baseline_value"] == 4.0
    assert row["difference"] == 6.0  # of 6, never and nought (never against never)
    assert row["never_share"] == pytest.approx(2 / 3)
    assert row["baseline_never_share"] == pytest.approx(1 / 3)
    assert row["helps_share"] == pytest.approx(2 / 3)
    assert row["regret"] == 0.0
    assert row["regret_largest"] == 0.0
    other = row_of(found, 2, "half_life_weeks")
    assert other["regret_largest"] == math.inf
    assert other["difference"] == -2.0


def test_no_infinite_number_reaches_a_mean():
    found = compare_programmes(made_table(lives, programmes=3, replicates=2))
    means = found[found["statistic"] == "mean"]
    numbers = means.select_dtypes("number").to_numpy()
    assert not np.isinf(numbers).any()


def test_never_breaking_even_is_the_latest_week():
    def value(organisation, programme, world, replicate):
        return {"break_even_week": (np.nan, 30.0, 50.0)[programme]}

    found = compare_programmes(made_table(value, programmes=3))
    row = row_of(found, 1, "break_even_week")
    assert row["value"] == 30.0
    assert row["difference"] == -math.inf
    assert row["helps_share"] == 1.0
    assert row["baseline_never_share"] == 1.0
    assert row_of(found, 2, "break_even_week")["regret"] == 20.0


def test_without_any_pair_the_programme_keeps_its_own_value():
    def value(organisation, programme, world, replicate):
        return {"self_sustaining": (np.nan, float(world == 0))[programme]}

    row = row_of(compare_programmes(made_table(value, programmes=2)), 1, "self_sustaining")
    assert row["value"] == pytest.approx(1 / 3)
    assert math.isnan(row["difference"])
    assert row["worlds"] == 0


def test_the_interval_of_a_median_holds_it_as_often_as_it_says():
    from uptake.study.centres import centre_of

    random = np.random.default_rng(3)
    held = [
        found.low <= 0.0 <= found.high
        for found in (centre_of(random.normal(size=15), "median") for _ in range(2000))
    ]
    assert 0.95 <= np.mean(held) <= 0.985
    assert math.isnan(centre_of(range(5), "median").low)
    assert centre_of(range(6), "median").low == 0.0


def test_a_lever_is_told_value_by_value():
    found = compare_levers(made_table(by_hand))
    chosen = found[(found["lever"] == "programme.newsletter") & (found["measure"] == SHARE)]
    weekly = chosen[chosen["value"] == "weekly"].iloc[0]
    worlds = [(0.10 + 0.2) / 2, (0.20 + 0.2) / 2, (-0.03 + 0.2) / 2]
    assert weekly["difference"] == pytest.approx(np.mean(worlds))
    half = stats.t.ppf(0.975, 2) * np.std(worlds, ddof=1) / math.sqrt(3)
    assert weekly["low"] == pytest.approx(np.mean(worlds) - half)
    assert weekly["programmes"] == 2
    assert weekly["unit_count"] == 3
    none = chosen[chosen["value"] == "none"].iloc[0]
    assert none["difference"] == pytest.approx(np.mean([0.15, 0.05, 0.01]) / 2)
    packs = found[(found["lever"] == "programme.packs") & (found["measure"] == SHARE)]
    assert list(packs["value"]) == ["0", "1"]


def test_a_baseline_outside_of_the_design_weighs_on_no_lever():
    table = made_table(by_hand, levers=("programme.newsletter", "programme.packs"))
    outside = table.runs.assign(
        **{"programme.packs": table.runs["programme"].map({0: -1.0, 2: 1.0})}
    )
    runs = outside.fillna({"programme.packs": 0.0})
    found = compare_levers(dataclasses.replace(table, runs=runs))
    assert set(found["value"]) == {"none", "weekly", "0", "1"}
    chosen = found[(found["value"] == "none") & (found["measure"] == SHARE)].iloc[0]
    assert chosen["programmes"] == 1
    assert chosen["difference"] == pytest.approx(np.mean([0.15, 0.05, 0.01]))
    alone = compare_levers(dataclasses.replace(table, levers=("programme.newsletter",)))
    none = alone[(alone["value"] == "none") & (alone["measure"] == SHARE)].iloc[0]
    assert none["programmes"] == 2


def test_a_lever_of_many_numbers_is_told_by_ranges():
    table = made_table(by_hand, programmes=1)
    runs = pd.DataFrame({"programme": range(20), "programme.packs": np.arange(20) / 10.0})
    many = dataclasses.replace(table, runs=runs, levers=("programme.packs",))
    found = values_of(many, "programme.packs")
    assert next(iter(found)) == "0 to 0.3"
    assert [len(programmes) for programmes in found.values()] == [4] * 5


def test_labels_are_those_of_the_study():
    found = compare_programmes(made_table(by_hand))
    assert dict(zip(found["programme"], found["label"], strict=True)) == LABELS
    assert list(found.loc[found["baseline"], "programme"].unique()) == [0]


def test_levers_of_a_mere_list_are_not_told_apart():
    full = made_table(lambda *_: {SHARE: 0.1})
    table = dataclasses.replace(full, design="list")
    assert table.levers_apart == ()
    assert compare_levers(table).empty
    assert len(compare_programmes(table)) == len(compare_programmes(full))
