"""Cells get replicates until their difference is known well enough, and no more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from uptake.study.precision import more_replicates
from uptake.study.statistics import mean_interval
from uptake.study.study_form import Until

MEASURE = "participation_last_half_year"


def until(narrower_than: float, at_most: int = 500) -> Until:
    return Until(measure=MEASURE, narrower_than=narrower_than, at_most=at_most)


def runs(values: dict[int, list[float]], world: int = 0) -> pd.DataFrame:
    """Runs of programmes in one world, by programme."""
    return pd.DataFrame(
        [
            ("Firm", world, programme, replicate, value)
            for programme, of in values.items()
            for replicate, value in enumerate(of)
        ],
        columns=["organisation", "world", "programme", "replicate", MEASURE],
    )


def cells(counts: dict[int, int]) -> dict[tuple[int, int, int], range]:
    return {(0, 0, programme): range(count) for programme, count in counts.items()}


def test_a_difference_that_is_known_needs_nothing_more():
    have = cells({0: 3, 1: 3})
    known = runs({0: [0.1, 0.5, 0.9], 1: [0.2001, 0.6, 0.9999]})
    assert more_replicates(known, ["Firm"], have, until(0.01)) == have


def test_it_is_the_paired_difference_that_counts():
    have = cells({0: 3, 1: 3})
    # The same values in another order: the means agree, the pairs do not.
    unpaired = runs({0: [0.1, 0.5, 0.9], 1: [0.9999, 0.2001, 0.6]})
    assert len(more_replicates(unpaired, ["Firm"], have, until(0.01))[0, 0, 1]) == 6


def test_a_wide_interval_at_most_doubles_the_replicates():
    have = cells({0: 4, 1: 4})
    wide = runs({0: [0.0] * 4, 1: [0.0, 1.0, 0.0, 1.0]})
    assert more_replicates(wide, ["Firm"], have, until(1e-6)) == cells({0: 8, 1: 8})


def test_the_guess_grows_with_the_square_of_the_width():
    values = [0.0, 1.0, 0.0, 1.0, 0.5, 0.4]
    width = 2 * (mean_interval(values).high - mean_interval(values).mean)
    have = cells({0: 6, 1: 6})
    known = runs({0: [0.0] * 6, 1: values})
    more = more_replicates(known, ["Firm"], have, until(width / 1.2))
    assert len(more[0, 0, 1]) == int(np.ceil(6 * 1.44))


def test_there_are_never_more_than_allowed():
    have = cells({0: 4, 1: 4})
    wide = runs({0: [0.0] * 4, 1: [0.0, 1.0, 0.0, 1.0]})
    assert more_replicates(wide, ["Firm"], have, until(1e-6, at_most=5)) == cells({0: 5, 1: 5})


def test_each_cell_gets_its_own_and_the_baseline_as_many_as_the_neediest():
    have = cells({0: 4, 1: 4, 2: 4})
    known = runs({0: [0.0] * 4, 1: [0.5] * 4, 2: [0.0, 1.0, 0.0, 1.0]})
    more = more_replicates(known, ["Firm"], have, until(0.01))
    assert more == cells({0: 8, 1: 4, 2: 8})


def test_a_study_of_one_programme_looks_at_the_measure_itself():
    have = cells({0: 4})
    assert more_replicates(runs({0: [0.5] * 4}), ["Firm"], have, until(0.01)) == have
    wide = runs({0: [0.0, 1.0, 0.0, 1.0]})
    assert more_replicates(wide, ["Firm"], have, until(0.01)) == cells({0: 8})


def test_runs_that_failed_are_left_out_pair_by_pair():
    have = cells({0: 4, 1: 4})
    known = runs({0: [0.1, 0.2, 0.3, 0.4], 1: [0.2, 0.3, 0.4, 0.5]})
    known = known[~((known["programme"] == 0) & (known["replicate"] == 1))]
    assert more_replicates(known, ["Firm"], have, until(0.01)) == have
    nobody = known[known["programme"] == 0]
    assert more_replicates(nobody, ["Firm"], have, until(0.01)) == cells({0: 8, 1: 8})


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_runs_does_not_matter(order):
    have = cells({0: 4, 1: 4})
    known = runs({0: [0.1, 0.2, 0.3, 0.4], 1: [0.3, 0.2, 0.4, 0.7]})[::order]
    assert len(more_replicates(known, ["Firm"], have, until(0.2))[0, 0, 1]) == 8
