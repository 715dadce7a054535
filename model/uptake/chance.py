"""All chance of the model: keyed, so that two scenarios share every event that both have.

A draw depends on the seed, the replicate, the decision (its *stream*), the employee's key for life
(key of the position, number of the hire) and the week, and on nothing else: not on the order of
events, the scenario, or how many workers share the runs. The generator is Philox4x32-10 (Salmon,
Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): the counter holds
(employee key, hire, week, stream), the key is derived from (seed, replicate).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.compilation import compiled, merged

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW_HALF = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
UNIT = 2.0**-32
Word = int | np.uint32 | np.uint64
LARGEST_SEED: Final = 2**63 - 1

STREAMS: Final = MappingProxyType(
    {
        # One number a decision, for ever: renumbering changes every result.
        "week": 1,
        "traits": 2,
        "traits.topics": 3,
        "initial.accounts": 4,
        "programme.own": 33,
        "programme.desk_drop": 34,
        "programme.deputies": 35,
        "organisation.tree": 64,
        "organisation.people": 65,
        "organisation.growth": 66,
        "ties.team": 80,
        "ties.department": 81,
        "ties.groups": 82,
        "ties.sociability": 83,
        "ties.paths": 84,
        "study.resamples": 96,
        "study.fitting": 97,
        "study.observing": 98,
        "game.events": 112,
        "game.search": 113,
    }
)
"""The registry of decisions left to chance. Streams from 1024 on are the posts of a week."""


@merged
def philox(
    counter_0: Word, counter_1: Word, counter_2: Word, counter_3: Word, key_0: Word, key_1: Word
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Ten rounds of Philox4x32: four words of 32 bits (held as uint64) from counter and key."""
    c0, c1 = np.uint64(counter_0), np.uint64(counter_1)
    c2, c3 = np.uint64(counter_2), np.uint64(counter_3)
    k0, k1 = np.uint64(key_0), np.uint64(key_1)
    for _ in range(10):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0 = (product_1 >> HALF) ^ c1 ^ k0
        c1 = product_1 & LOW_HALF
        c2 = (product_0 >> HALF) ^ c3 ^ k1
        c3 = product_0 & LOW_HALF
        k0 = (k0 + WEYL_0) & LOW_HALF
        k1 = (k1 + WEYL_1) & LOW_HALF
    return c0, c1, c2, c3


def chance_key(seed: int, replicate: int = 0) -> NDArray[np.uint32]:
    """Derive the generator's key, shape (2,), from a seed (0 to 2^63 - 1) and a replicate number.

    Raises
    ------
    ValueError
        If seed or replicate is out of range.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"a seed lies between 0 and 2^63 - 1, not {seed}")
    if not 0 <= replicate < 2**32:
        raise ValueError(f"a replicate number lies between 0 and 2^32 - 1, not {replicate}")
    low, high = seed & 0xFFFFFFFF, seed >> 32
    words = philox(low, high, replicate, 0x7570746B, 0, 0)
    return np.array([int(words[0]), int(words[1])], np.uint32)


@compiled
def fill_words(
    words: NDArray[np.uint32],
    key: NDArray[np.uint32],
    employee_key: NDArray[np.uint32],
    hire: NDArray[np.uint32],
    week: int,
    stream: int,
) -> None:
    """Fill `words`, shape (4, employees), with the four draws of one stream in one week."""
    first, second, third, fourth = words[0], words[1], words[2], words[3]
    key_0, key_1 = np.uint64(key[0]), np.uint64(key[1])
    for i in range(employee_key.size):
        w0, w1, w2, w3 = philox(employee_key[i], hire[i], week, stream, key_0, key_1)
        first[i] = w0
        second[i] = w1
        third[i] = w2
        fourth[i] = w3


def uniforms(
    key: NDArray[np.uint32],
    stream: str,
    employee_key: NDArray[np.uint32],
    hire: NDArray[np.uint32] | None = None,
    week: int = 0,
) -> NDArray[np.float64]:
    """Four uniform draws in (0, 1) an employee, shape (4, employees).

    Parameters
    ----------
    key : array of shape (2,)
        From `chance_key`.
    stream : str
        A name of `STREAMS`.
    employee_key, hire : arrays of shape (employees,)
        The employee's key and number of the hire (zeros if left out).
    week : int
        The week, or any other counter the decision needs.
    """
    hires = np.zeros(employee_key.size, np.uint32) if hire is None else hire
    words = np.empty((4, employee_key.size), np.uint32)
    fill_words(words, key, employee_key, hires, week, STREAMS[stream])
    return (words.astype(np.float64) + 0.5) * UNIT


def seed_numpy(seed: int, generation: int, candidate: int) -> None:
    """Seed NumPy's global generator, the only one pyABC draws from, by what is drawn for.

    This and `numpy_uniforms` are the only places that touch it. Seeded anew before each candidate
    of a fit, it gives that candidate the same draws in whichever process and order it is made.

    Parameters
    ----------
    seed : int
        Of the fit, 0 to 2^63 - 1.
    generation, candidate : int
        Numbers of the generation and of the candidate in it, below 2^32.
    """
    key = chance_key(seed)
    words = philox(candidate, generation, 0, STREAMS["study.fitting"], key[0], key[1])
    np.random.seed([int(word) for word in words])  # noqa: NPY002 (what pyABC draws from)


def numpy_uniforms(count: int) -> NDArray[np.float64]:
    """Draw from (0, 1) with NumPy's global generator, as `seed_numpy` left it; shape (count,)."""
    drawn = np.random.random_sample(count)  # noqa: NPY002
    return np.asarray(drawn * (1.0 - 2.0**-52) + 2.0**-53)
