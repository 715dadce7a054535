from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

from uptake.chance import seed_numpy
from uptake.study.fitting.kernel import (
    VARIANT,
    ScorePrior,
    ShrunkKernel,
    effective,
    flattened,
    told,
)


def kernel(scores, variant, weights, variants=3):
    names = tuple(f"p{place}" for place in range(scores.shape[1]))
    made = ShrunkKernel(ScorePrior(names, variants))
    rows = pd.DataFrame(scores, columns=list(names)).assign(**{VARIANT: variant})
    made.fit(rows, weights)
    return made


def drawn(made, count):
    seed_numpy(1, 0, 0)
    return pd.DataFrame([dict(made.rvs_single()) for _ in range(count)])


@pytest.fixture
def one_number():
    scores = np.array([[-1.0], [0.2], [0.6], [1.5]])
    return kernel(scores, [0, 0, 1, 1], np.array([0.4, 0.3, 0.2, 0.1]))


def test_the_density_of_candidates_sums_to_one(one_number):
    def density(score, variant):
        return one_number.pdf(pd.Series({"p0": score, VARIANT: variant}))

    whole = sum(integrate.quad(density, -9, 9, args=(v,), limit=200)[0] for v in range(3))
    assert whole == pytest.approx(1.0, abs=1e-6)


def test_candidates_are_drawn_by_their_density(one_number):
    found = drawn(one_number, 2000)
    for variant in range(3):
        here = found.loc[found[VARIANT] == variant, "p0"]
        grid = np.linspace(-9, 9, 4001)
        density = np.array([one_number.pdf(pd.Series({"p0": x, VARIANT: variant})) for x in grid])
        share = float(density.sum() * (grid[1] - grid[0]))
        assert len(here) / len(found) == pytest.approx(share, abs=0.035)
        cumulated = np.cumsum(density) / density.sum()
        tested = stats.kstest(here, lambda x, g=grid, c=cumulated: np.interp(x, g, c))
        assert tested.pvalue > 0.001


def test_a_variant_that_has_died_out_can_come_back(one_number):
    assert (drawn(one_number, 500)[VARIANT] == 2).sum() > 20


def test_candidates_keep_mean_and_spread_of_the_generation_they_come_from():
    normal = stats.norm.ppf(stats.qmc.Sobol(5, scramble=False).random_base2(9) * 0.998 + 0.001)
    mixing = np.array([[1, 0.6, 0, 0, 0], [0, 0.8, 0, 0, 0], [0, 0, 0.2, 0, 0],
                       [0, 0, 0, 1, 0], [0, 0, 0, 0, 1.0]])  # fmt: skip
    scores = normal @ mixing + np.array([1.0, 1.0, 0, 1.0, 1.0])
    made = kernel(scores, np.zeros(512, int), np.full(512, 1 / 512), variants=1)
    assert made.told.all()
    found = made.centres
    both = np.cov(found.T) + made.root @ made.root.T
    np.testing.assert_allclose(found.mean(axis=0), scores.mean(axis=0), atol=1e-9)
    np.testing.assert_allclose(both, np.cov(scores.T), atol=0.06)


EVEN = np.full(256, 1 / 256)


def normals(numbers):
    """256 particles of standard normal scores."""
    return np.random.default_rng(4).standard_normal((256, numbers))


def test_a_number_is_told_by_its_mean_its_spread_or_a_companion():
    scores = normals(6)
    scores[:, 1] += 0.5
    scores[:, 2] *= 0.5
    scores[:, 4] = 0.9 * scores[:, 3] + np.sqrt(0.19) * scores[:, 4]
    assert told(scores, EVEN).tolist() == [False, True, True, True, True, False]


def test_numbers_of_which_nothing_is_told_are_drawn_from_the_prior():
    scores = normals(4)
    scores[:, 2] = 2.0 + 0.1 * scores[:, 2]
    found = drawn(kernel(scores, np.zeros(256, int), EVEN, variants=1), 1500)
    for name in ("p0", "p1", "p3"):
        assert stats.kstest(found[name], "norm").pvalue > 0.001
    assert abs(found["p2"].median() - 2.0) < 0.05


def test_weights_of_many_numbers_stay_of_one_size_where_nothing_is_told():
    """Thirty numbers, none of them told: the prior and the proposal are the same."""
    made = kernel(normals(30), np.zeros(256, int), EVEN, variants=1)
    assert not made.told.any()
    found = drawn(made, 50)
    ratios = [made.prior.pdf(row) / made.pdf(row) for _, row in found.iterrows()]
    np.testing.assert_allclose(ratios, 1.0)


def test_weights_are_flattened_only_as_far_as_needed():
    few = np.array([0.9, 0.05, 0.03, 0.02])
    assert effective(flattened(few, 0.5)) == pytest.approx(2.0, abs=1e-3)
    assert (np.diff(flattened(few, 0.5)) < 0).all()
    np.testing.assert_allclose(flattened(EVEN, 0.5), EVEN)


def test_a_generation_of_which_nothing_is_told_has_the_density_of_the_prior():
    made = kernel(normals(2), np.zeros(256, int), EVEN, variants=1)
    at = pd.Series({"p0": 0.3, "p1": -1.0, VARIANT: 0})
    assert made.pdf(at) == pytest.approx(stats.norm.pdf(0.3) * stats.norm.pdf(1.0))


def test_the_prior_has_its_own_density():
    prior = ScorePrior(("a", "b"), 4)
    assert prior.pdf({"a": 0.3, "b": -1.0}) == pytest.approx(
        stats.norm.pdf(0.3) * stats.norm.pdf(-1.0) / 4
    )
    seed_numpy(1, 0, 0)
    found = pd.DataFrame([dict(prior.draw()) for _ in range(2000)])
    assert stats.kstest(found["a"], "norm").pvalue > 0.001
    assert found[VARIANT].value_counts().between(430, 570).all()
