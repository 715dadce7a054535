"""Chance is keyed: it depends on who, what and when, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from uptake.chance import LARGEST_SEED, STREAMS, chance_key, fill_words, philox, uniforms

WORD = st.integers(0, 2**32 - 1)

# Known answers of the authors' Random123 library, file kat_vectors, "philox4x32 10".
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    (
        (0xFFFFFFFF,) * 4,
        (0xFFFFFFFF,) * 2,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def philox_by_the_paper(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        high_0, low_0 = divmod(0xD2511F53 * c0, 2**32)
        high_1, low_1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_known_answers(counter, key, answer):
    assert tuple(int(word) for word in philox(*counter, *key)) == answer
    assert philox_by_the_paper(counter, key) == answer


@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_philox_is_what_the_paper_says(counter, key):
    assert tuple(int(word) for word in philox(*counter, *key)) == philox_by_the_paper(counter, key)


@given(WORD, WORD, st.integers(0, 10_000), st.sampled_from(sorted(STREAMS)))
def test_a_block_of_draws_is_philox_of_each_employee(employee, hire, week, stream):
    key = chance_key(5, 2)
    employees = np.array([employee, 7], np.uint32)
    hires = np.array([hire, 0], np.uint32)
    words = np.empty((4, 2), np.uint32)
    fill_words(words, key, employees, hires, week, STREAMS[stream])
    expected = philox_by_the_paper((employee, hire, week, STREAMS[stream]), tuple(map(int, key)))
    assert tuple(words[:, 0].tolist()) == expected


@settings(max_examples=30)
@given(st.permutations(range(12)), st.integers(1, 12))
def test_a_draw_does_not_depend_on_who_else_draws_or_in_which_order(order, drawn):
    key = chance_key(1)
    employees = np.arange(100, 112, dtype=np.uint32)
    everyone = uniforms(key, "week", employees, week=3)
    chosen = np.array(order[:drawn])
    np.testing.assert_array_equal(
        uniforms(key, "week", employees[chosen], week=3), everyone[:, chosen]
    )


def test_a_draw_depends_on_everything_it_is_keyed_by():
    employees = np.arange(50, dtype=np.uint32)
    hires = np.ones(50, np.uint32)
    draws = [
        uniforms(chance_key(1), "week", employees),
        uniforms(chance_key(2), "week", employees),
        uniforms(chance_key(2**40 + 1), "week", employees),
        uniforms(chance_key(1, 1), "week", employees),
        uniforms(chance_key(1), "traits", employees),
        uniforms(chance_key(1), "week", employees, hires),
        uniforms(chance_key(1), "week", employees, week=1),
        uniforms(chance_key(1), "week", employees + np.uint32(50)),
    ]
    values = np.concatenate([draw.ravel() for draw in draws])
    assert np.unique(values).size == values.size


def test_streams_have_a_number_each_that_no_post_uses():
    numbers = list(STREAMS.values())
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 1024 for number in numbers)
    with pytest.raises(TypeError):
        STREAMS["another"] = 1  # type: ignore[index]


def test_the_numbers_of_streams_in_compiled_code_are_those_of_the_registry():
    from uptake.behaviour import workforce

    assert STREAMS["traits"] == workforce.TRAITS_STREAM
    assert STREAMS["traits.topics"] == workforce.TOPICS_STREAM


@pytest.mark.parametrize("seed", [-1, LARGEST_SEED + 1])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        chance_key(seed)


@pytest.mark.parametrize("replicate", [-1, 2**32])
def test_a_replicate_out_of_range_is_refused(replicate):
    with pytest.raises(ValueError, match="replicate"):
        chance_key(0, replicate)


def test_seeds_of_63_bits_give_different_keys():
    keys = {tuple(chance_key(seed, r)) for seed in (0, 1, 2**32, 2**63 - 1) for r in range(50)}
    assert len(keys) == 200


def test_draws_are_uniform_and_never_0_or_1():
    drawn = uniforms(chance_key(11), "week", np.arange(50_000, dtype=np.uint32), week=9)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    for word in drawn:
        assert stats.kstest(word, "uniform").pvalue > 0.001


def test_draws_of_neighbours_weeks_streams_and_words_are_unrelated():
    employees = np.arange(20_000, dtype=np.uint32)
    key = chance_key(11)
    this_week, next_week = (uniforms(key, "week", employees, week=w)[0] for w in (4, 5))
    pairs = [
        (this_week, next_week),
        (this_week[:-1], this_week[1:]),
        (this_week, uniforms(key, "traits.topics", employees, week=4)[0]),
        (this_week, uniforms(key, "week", employees, week=4)[1]),
        (this_week, uniforms(chance_key(12), "week", employees, week=4)[0]),
        (this_week, uniforms(chance_key(11, 1), "week", employees, week=4)[0]),
    ]
    for one, other in pairs:
        table, _, _ = np.histogram2d(one, other, bins=10, range=[[0, 1], [0, 1]])
        assert stats.chi2_contingency(table).pvalue > 0.001
        assert abs(np.corrcoef(one, other)[0, 1]) < 4.0 / np.sqrt(one.size)
