from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

import toy_fit

import uptake
from uptake.errors import InputError
from uptake.study.fitting.priors import Prior, Range
from uptake.study.fitting.smc import POPULATIONS, fit, generations_in


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return toy_fit.fit_toy(tmp_path_factory.mktemp("alone"))


def assert_same(one, other):
    assert one.members == other.members
    assert one.generations == other.generations
    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.distances, other.distances)
    assert one.simulated.keys() == other.simulated.keys()
    for name, values in one.simulated.items():
        np.testing.assert_array_equal(values, other.simulated[name])


@pytest.mark.parametrize("workers", [2, pytest.param(3, marks=pytest.mark.slow)])
def test_workers_change_no_bit(alone, tmp_path, workers, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    other = toy_fit.fit_toy(tmp_path, workers=workers)
    assert_same(alone, other)


def test_another_seed_gives_another_result(alone, tmp_path):
    other = toy_fit.fit_toy(tmp_path, seed=6)
    assert not np.array_equal(alone.distances, other.distances)


def test_the_budget_is_kept_and_used(alone):
    assert alone.runs == 700
    assert len(alone.members) == 60
    assert alone.weights.sum() == pytest.approx(1.0)


def test_each_generation_is_nearer_than_the_one_before(alone):
    epsilons = [one.epsilon for one in alone.generations]
    assert len(epsilons) >= 4
    assert all(a > b for a, b in pairwise(epsilons))
    assert alone.distances.max() <= epsilons[-1]


def test_the_distances_are_those_of_the_simulations_kept(alone):
    for place in range(len(alone.members)):
        there = {name: values[place] for name, values in alone.simulated.items()}
        assert toy_fit.distance(there, toy_fit.OBSERVED) == alone.distances[place]


def test_what_was_observed_comes_out_and_an_unlikely_variant_does_not(alone):
    level = np.array([member["level"] for member in alone.members])
    assert alone.weights @ level == pytest.approx(0.5, abs=0.15)
    rates = np.log([member["rate"] for member in alone.members])
    assert alone.weights @ rates == pytest.approx(np.log(0.1), abs=0.15)
    names = [member["contagion"] for member in alone.members]
    shares = {name: float(alone.weights[np.array(names) == name].sum()) for name in set(names)}
    assert shares.get("none", 0.0) < 0.02
    assert min(shares["simple"], shares["reinforced"]) > 0.2


def begun(folder):
    return (folder / POPULATIONS).exists()


def kill_when(process, ready):
    """End a process as a power cut would, once `ready` holds."""
    end = time.monotonic() + 60
    while not ready() and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(
    "generations", [*(pytest.param(count, marks=pytest.mark.slow) for count in (0, 1)), 2]
)
def test_a_killed_fit_goes_on_and_ends_the_same(alone, tmp_path, generations):
    root = Path(uptake.__file__).parent.parent
    driver = subprocess.Popen(
        [sys.executable, toy_fit.__file__, str(tmp_path / "fit")],
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    kill_when(
        driver,
        lambda: begun(tmp_path / "fit") and generations_in(tmp_path / "fit") >= generations,
    )
    assert driver.returncode == -signal.SIGKILL, "it ended before it was killed"
    before = generations_in(tmp_path / "fit")
    told = []
    again = toy_fit.fit_toy(tmp_path / "fit", tell=lambda done, of: told.append((done, of)))
    assert_same(alone, again)
    assert before >= generations
    if generations > 0:
        assert told[0][0] > 60, "the generations that were there were made again"


def test_a_finished_fit_is_read_and_not_made_again(alone, tmp_path):
    toy_fit.fit_toy(tmp_path)
    calls = []

    def counted(assumptions, replicate):
        calls.append(replicate)
        return toy_fit.simulate(assumptions, replicate)

    assert_same(alone, toy_fit.fit_toy(tmp_path, simulate=counted))
    assert len(calls) == 1, "one run compiles, and no more are made"


def test_a_folder_of_another_fit_is_refused(tmp_path):
    toy_fit.fit_toy(tmp_path)
    with pytest.raises(InputError, match="holds another fit"):
        toy_fit.fit_toy(tmp_path, seed=6)


def test_progress_is_told_up_to_the_budget(tmp_path):
    told = []
    toy_fit.fit_toy(tmp_path, tell=lambda done, of: told.append((done, of)))
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert told[-1] == (700, 700)


def test_what_goes_wrong_in_a_run_is_told(tmp_path):
    def broken(assumptions, replicate):
        if replicate > 10:
            raise ZeroDivisionError("no result")
        return toy_fit.simulate(assumptions, replicate)

    with pytest.raises(ZeroDivisionError, match="no result"):
        toy_fit.fit_toy(tmp_path, simulate=broken)


def test_a_distance_that_is_not_finite_is_near_nothing(tmp_path):
    def sometimes_nan(assumptions, replicate):
        found = toy_fit.simulate(assumptions, replicate)
        return {**found, "mean": np.nan if assumptions["rate"] > 0.1 else found["mean"]}

    found = toy_fit.fit_toy(tmp_path, simulate=sometimes_nan)
    assert np.isfinite(found.distances).all()
    assert max(member["rate"] for member in found.members) <= 0.1


def test_a_budget_of_less_than_two_generations_is_refused(tmp_path):
    with pytest.raises(ValueError, match="119 runs"):
        toy_fit.fit_toy(tmp_path, most_runs=119)


FORTY = Prior(tuple(Range(f"p{number}", 0.0, 1.0) for number in range(40)))


def one_of_forty(assumptions, replicate):
    return {"seen": stats.norm.ppf(assumptions["p7"]) + 0.5 * toy_fit.normals(replicate, 1)[0]}


def off(simulated, observed):
    return abs(simulated["seen"] - observed["seen"])


@pytest.mark.slow
def test_forty_numbers_of_which_one_is_seen_give_the_exact_posterior(tmp_path):
    """A normal prior and a normal error of half its size: the posterior is known."""
    found = fit(
        one_of_forty, {"seen": 1.0}, off, FORTY,
        particles=200, most_runs=2400, seed=3, folder=tmp_path, fingerprint="", workers=1,
    )  # fmt: skip
    scores = stats.norm.ppf(found.units)
    mean = found.weights @ scores
    spread = np.sqrt(found.weights @ (scores - mean) ** 2)
    assert mean[7] == pytest.approx(0.8, abs=0.12)
    assert spread[7] == pytest.approx(np.sqrt(0.2), rel=0.25)
    others = np.arange(40) != 7
    assert np.abs(mean[others]).max() < 0.35
    assert np.abs(spread[others].mean() - 1.0) < 0.07
    assert found.generations[-1].effective > 80
