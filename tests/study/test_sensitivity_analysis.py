"""Sensitivity of functions whose indices are known, by the path that studies go."""

import numpy as np
import pytest

from fake_inputs import (
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    G,
    Runner,
    g_function,
    g_indices,
    ishigami,
    ishigami_inputs,
    number,
    words,
)
from uptake.study.sensitivity.analysis import ENDS, MORRIS, SOBOL, TooFewRunsError, analyse
from uptake.study.sensitivity.findings import Design


def by_input(table):
    return table.assign(input=table["input"].str.removeprefix("assumptions.")).set_index("input")


def independent(rng, points, replicates):
    return rng.normal(size=(points, replicates))


def shared(rng, points, replicates):
    return np.repeat(rng.normal(size=(1, replicates)), points, axis=0)


def test_indices_of_ishigamis_function_are_those_of_the_formula():
    run = Runner(ishigami)
    found = analyse(ishigami_inputs(), Design("sobol", samples=2048), run)
    table = by_input(found.indices)
    for name in "abc":
        assert table.at[name, "S1"] == pytest.approx(ISHIGAMI_FIRST[name], abs=0.015)
        assert table.at[name, "ST"] == pytest.approx(ISHIGAMI_TOTAL[name], abs=0.015)
    assert len(run.asked[SOBOL]) == 2048 * 5
    assert MORRIS not in run.asked


def test_intervals_hold_the_indices_of_the_g_function():
    first, total = g_indices()
    inputs = [number(name) for name in G]
    held = []
    for seed in range(3):
        found = analyse(inputs, Design("sobol", samples=512, seed=seed), Runner(g_function))
        table = by_input(found.indices)
        for name in G:
            held += [table.at[name, "S1_low"] <= first[name] <= table.at[name, "S1_high"]]
            held += [table.at[name, "ST_low"] <= total[name] <= table.at[name, "ST_high"]]
    assert np.mean(held) >= 0.9


def test_elementary_effects_of_a_linear_function_are_its_slopes_over_whole_ranges():
    inputs = [number("a", 0.0, 2.0), number("b", -1.0, 1.0), number("c", 5.0, 5.5)]
    found = analyse(
        inputs, Design("morris"), Runner(lambda a, b, c: 3.0 * a - 4.0 * b + 2.0 * c + 7.0)
    )
    table = by_input(found.screening)
    assert table["mu"].tolist() == pytest.approx([6.0, -8.0, 1.0])
    assert table["mu_star"].tolist() == pytest.approx([6.0, 8.0, 1.0])
    assert table["sigma"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
    assert found.ranked() == ("assumptions.b", "assumptions.a", "assumptions.c")


def test_screening_leaves_out_what_does_nothing_and_the_rest_is_looked_at():
    inputs = [number("a"), number("idle"), number("b"), number("faint")]
    run = Runner(lambda a, b, idle, faint: a + 2.0 * b + 0.001 * faint)
    found = analyse(inputs, Design(samples=64), run)
    assert found.left == ("assumptions.a", "assumptions.b")
    assert found.indices["input"].tolist() == list(found.left)
    assert found.with_verdict("does not matter") == ["assumptions.faint", "assumptions.idle"]
    assert found.with_verdict("matters") == ["assumptions.b", "assumptions.a"]
    usual = {point["assumptions", "idle"].value for point in run.asked[SOBOL]}
    assert usual == {0.5}


def test_at_most_so_many_are_kept_and_the_others_are_named():
    inputs = [number(name) for name in "abcd"]
    function = Runner(lambda a, b, c, d: 4 * a + 3 * b + 2 * c + d)
    found = analyse(inputs, Design(samples=16, keep=2), function)
    assert found.left == ("assumptions.a", "assumptions.b")
    assert found.with_verdict("not looked at") == ["assumptions.c", "assumptions.d"]


def test_an_outcome_that_never_differs_is_driven_by_nothing():
    inputs = [number("a"), number("b")]
    found = analyse(inputs, Design(), Runner(lambda a, b: 0.1, replicates=3))
    assert found.left == ()
    assert found.indices is None
    assert found.chance.share == 0.0
    assert found.with_verdict("does not matter") == ["assumptions.a", "assumptions.b"]
    alone = analyse(inputs, Design("sobol", samples=16), Runner(lambda a, b: 0.1, replicates=3))
    assert alone.indices["ST"].isna().all()


def test_chance_has_no_part_in_a_function():
    found = analyse(ishigami_inputs(), Design("sobol", samples=64), Runner(ishigami, replicates=4))
    assert found.chance.share == pytest.approx(0.0, abs=1e-12)
    assert found.chance.high == pytest.approx(0.0, abs=1e-12)
    assert found.indices["ST"].tolist() == pytest.approx(found.indices["ST_means"].tolist())


def test_of_chance_alone_every_index_may_be_nought():
    inputs = [number("a"), number("b")]
    run = Runner(lambda a, b: 5.0, replicates=8, chance=independent)
    found = analyse(inputs, Design("sobol", samples=256), run)
    assert found.chance.share > 0.95
    assert not found.chance.apart
    for index in ("S1", "ST"):
        assert (found.indices[f"{index}_low"] <= 0.0).all()
        assert (found.indices[f"{index}_high"] >= 0.0).all()
    assert (found.indices["ST_means"] > 0.7).all(), "what it is when chance is not taken off"


def test_indices_of_means_are_corrected_for_the_chance_left_in_them():
    noise = 4.0
    run = Runner(ishigami, replicates=4, chance=lambda *size: noise * independent(*size))
    found = analyse(ishigami_inputs(), Design("sobol", samples=1024), run)
    table = by_input(found.indices)
    variance = 13.845
    assert found.chance.share == pytest.approx(noise**2 / (noise**2 + variance), abs=0.03)
    for name in "abc":
        assert table.at[name, "ST"] == pytest.approx(ISHIGAMI_TOTAL[name], abs=0.05)
        assert table.at[name, "S1"] == pytest.approx(ISHIGAMI_FIRST[name], abs=0.06)
    assert table.at["c", "ST_means"] > ISHIGAMI_TOTAL["c"] + 0.1


def test_a_seed_that_moves_all_worlds_alike_is_chance_for_a_run_but_not_between_worlds():
    run = Runner(ishigami, replicates=6, chance=shared)
    found = analyse(ishigami_inputs(), Design("sobol", samples=256), run)
    plain = analyse(ishigami_inputs(), Design("sobol", samples=256), Runner(ishigami))
    assert found.chance.within_worlds > 0.1
    assert found.chance.in_means == pytest.approx(0.0, abs=1e-12)
    assert found.indices["ST"].tolist() == pytest.approx(plain.indices["ST"].tolist())


def test_with_a_single_replicate_the_part_of_chance_is_not_known():
    found = analyse(ishigami_inputs(), Design(samples=16), Runner(ishigami))
    assert np.isnan(found.chance.share)
    assert found.screening["mu_star_chance"].isna().all()
    assert found.indices["ST"].tolist() == found.indices["ST_means"].tolist()


def test_the_effect_that_chance_alone_would_show_is_that_of_the_screening():
    inputs = [number("a"), number("b")]
    run = Runner(lambda a, b: 0.0, replicates=5, chance=independent)
    found = analyse(inputs, Design("morris", trajectories=60), run)
    assert found.screening["mu_star"].tolist() == pytest.approx(
        found.screening["mu_star_chance"].tolist(), rel=0.25
    )
    assert "matters" not in {found.verdict(one.name) for one in inputs}


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_words_are_inputs_like_numbers(method):
    inputs = [words("how", "little", "much", "most"), number("b")]
    worth = {"little": 0.0, "much": 1.0, "most": 5.0}
    run = Runner(lambda how, b: worth[how] + 0.1 * b)
    found = analyse(inputs, Design(method, samples=512), run)
    taken = [point["assumptions", "how"].value for point in run.asked[found_name(method)]]
    assert set(taken) == set(worth)
    assert found.ranked()[0] == "assumptions.how"
    ends = found.ends[found.ends["input"] == "assumptions.how"]
    assert ends["value"].tolist() == ["little", "much", "most"]
    assert ends["outcome"].tolist() == pytest.approx([0.05, 1.05, 5.05])
    if method == "sobol":
        variance = np.var([0.0, 1.0, 5.0])
        known = variance / (variance + 0.01 / 12)
        assert by_input(found.indices).at["how", "ST"] == pytest.approx(known, abs=0.02)


def found_name(method):
    return MORRIS if method == "morris" else SOBOL


def test_each_value_of_a_choice_of_two_is_half_of_a_morris_sample():
    run = Runner(lambda how, b: float(how == "on"))
    found = analyse([words("how", "off", "on"), number("b")], Design("morris"), run)
    taken = [point["assumptions", "how"].value for point in run.asked[MORRIS]]
    assert 0.4 < np.mean([one == "on" for one in taken]) < 0.6
    row = by_input(found.screening).loc["how"]
    assert (row["mu"], row["mu_star"], row["sigma"]) == pytest.approx((1.0, 1.0, 0.0))


def test_one_at_a_time_all_others_are_as_usual():
    run = Runner(lambda a, b: 10.0 * a + b, replicates=3, chance=shared)
    found = analyse([number("a"), number("b", 0.0, 4.0)], Design("morris"), run)
    assert found.ends["change"].tolist() == pytest.approx([0.0, -5.0, 5.0, -2.0, 2.0])
    assert found.ends["change_high"].tolist() == pytest.approx([0.0, -5.0, 5.0, -2.0, 2.0])
    assert len(run.asked[ENDS]) == 5


def test_convergence_looks_at_parts_of_the_sample_which_are_samples_themselves():
    found = analyse(ishigami_inputs(), Design("sobol", samples=256), Runner(ishigami))
    assert found.converging["samples"].unique().tolist() == [32, 64, 128, 256]
    half = analyse(ishigami_inputs(), Design("sobol", samples=128), Runner(ishigami))
    part = found.converging[found.converging["samples"] == 128]
    assert part["ST"].tolist() == half.indices["ST"].tolist()
    assert part["S1_low"].tolist() == half.indices["S1_low"].tolist()


def test_what_has_no_outcome_is_left_out_with_its_block():
    class Torn(Runner):
        def __call__(self, name, points):
            outcomes = super().__call__(name, points)
            if name == SOBOL:
                outcomes[7, 1] = np.nan
            return outcomes

    found = analyse(ishigami_inputs(), Design("sobol", samples=128), Torn(ishigami, 2))
    assert found.lost[SOBOL] == (1, 128)
    assert np.isfinite(found.indices["ST"].astype(float)).all()
    assert found.converging["samples"].unique().tolist() == [16, 32, 64, 128]


def test_an_analysis_of_next_to_nothing_is_refused():
    class Nothing(Runner):
        def __call__(self, name, points):
            return np.full((len(points), 2), np.nan)

    with pytest.raises(TooFewRunsError, match="only 0 of 16"):
        analyse(ishigami_inputs(), Design("sobol", samples=16), Nothing(ishigami))


def test_the_same_sample_is_drawn_again_and_another_seed_draws_another():
    inputs = ishigami_inputs()
    first, again, other = Runner(ishigami), Runner(ishigami), Runner(ishigami)
    for run, seed in ((first, 0), (again, 0), (other, 3)):
        analyse(inputs, Design(samples=16, seed=seed), run)
    assert first.asked == again.asked
    assert first.asked[MORRIS] != other.asked[MORRIS]
    assert first.asked[SOBOL] != other.asked[SOBOL]
