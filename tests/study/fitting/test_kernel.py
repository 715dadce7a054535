from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

from uptake.chance import seed_numpy
from uptake.study.fitting.kernel import VARIANT, ScorePrior, ShrunkKernel


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
    found = drawn(one_number, 4000)
    for variant in range(3):
        here = found.loc[found[VARIANT] == variant, "p0"]
        grid = np.linspace(-9, 9, 4001)
        density = np.array([one_number.pdf(pd.Series({"p0": x, VARIANT: variant})) for x in grid])
        share = float(density.sum() * (grid[1] - grid[0]))
        assert len(here) / len(found) == pytest.approx(share, abs=0.025)
        cumulated = np.cumsum(density) / density.sum()
        tested = stats.kstest(here, lambda x, g=grid, c=cumulated: np.interp(x, g, c))
        assert tested.pvalue > 0.001


def test_a_variant_that_has_died_out_can_come_back(one_number):
    assert (drawn(one_number, 500)[VARIANT] == 2).sum() > 20


def test_candidates_keep_mean_and_spread_of_the_generation_they_come_from():
    normal = stats.norm.ppf(stats.qmc.Sobol(5, scramble=False).random_base2(9) * 0.998 + 0.001)
    mixing = np.array([[1, 0.6, 0, 0, 0], [0, 0.8, 0, 0, 0], [0, 0, 0.2, 0, 0],
                       [0, 0, 0, 1, 0], [0, 0, 0, 0, 1.0]])  # fmt: skip
    scores = normal @ mixing + np.array([1.0, 0, 0, 0, 0])
    made = kernel(scores, np.zeros(512, int), np.full(512, 1 / 512), variants=1)
    found = made.centres
    both = np.cov(found.T) + made.root @ made.root.T
    np.testing.assert_allclose(found.mean(axis=0), scores.mean(axis=0), atol=1e-9)
    np.testing.assert_allclose(both, np.cov(scores.T), atol=0.06)


def test_the_prior_has_its_own_density():
    prior = ScorePrior(("a", "b"), 4)
    assert prior.pdf({"a": 0.3, "b": -1.0}) == pytest.approx(
        stats.norm.pdf(0.3) * stats.norm.pdf(-1.0) / 4
    )
    seed_numpy(1, 0, 0)
    found = pd.DataFrame([dict(prior.draw()) for _ in range(2000)])
    assert stats.kstest(found["a"], "norm").pvalue > 0.001
    assert found[VARIANT].value_counts().between(430, 570).all()
