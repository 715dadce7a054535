from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_usage import usage

pytest.importorskip("pyabc", reason="needs uptake[calibrate]")

from uptake.errors import InputError
from uptake.study.calibrating.asked import Effort, ask, up_to
from uptake.study.calibrating.calibration import calibrate, weighted_quantiles
from uptake.study.calibrating.counts import Network
from uptake.study.calibrating.events import Events
from uptake.study.calibrating.informed import informed
from uptake.study.calibrating.sentences import (
    best_baseline,
    effective_said,
    headline,
    misfit_said,
    read_said,
)
from uptake.study.calibrating.situation import Situation, open_community_of
from uptake.study.variants import variants

WEEKS, PEOPLE = 24, 60
EFFORT = Effort(particles=50, most_runs=260, draws=20)
TRUTH = {"observation_noise": 0.05, "join_alone": 0.004, "visit_level": -2.0}


def made():
    network = Network(Situation(open_community_of(PEOPLE), True, Events(), 20), seed=8)
    counts = network.counts(TRUTH, 0, WEEKS)
    return usage(counts["active"], members=counts["members"], masked=[7])


def asked_of(data, **changes):
    settings = {"people": PEOPLE, "effort": EFFORT, "seed": 2, **changes}
    return ask(data, Events(), variants(), **settings)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit")
    return calibrate(asked_of(made(), beyond=3), folder, workers=1)


def test_the_forecast_reaches_from_the_split_to_beyond_the_data(found):
    assert found.asked.place == 17
    np.testing.assert_array_equal(found.forecast.weeks, np.arange(18, 27))
    assert found.bands.shape == (5, WEEKS + 3)
    assert (np.diff(found.bands, axis=0) >= 0).all()


def test_errors_are_those_of_the_weeks_after_the_split(found):
    actual = found.asked.usage.active[18:]
    middle = found.bands[2, 18:WEEKS]
    assert found.errors.weeks == WEEKS - 18
    assert found.errors.mae == pytest.approx(np.abs(middle - actual).mean())
    low, high = found.bands[0, 18:WEEKS], found.bands[4, 18:WEEKS]
    assert found.errors.within_most == pytest.approx(((low <= actual) & (actual <= high)).mean())


def test_what_counts_comes_nearer_to_the_weeks_fitted(found):
    assert found.fitted.off == min(found.plain.off, found.corrected.off)


def test_a_particle_stays_within_its_ranges(found):
    for fitted in (found.plain, found.corrected):
        assert ((fitted.units >= 0) & (fitted.units <= 1)).all()
        assert fitted.weights.sum() == pytest.approx(1.0)


def test_weights_of_structures_sum_to_one(found):
    assert set(found.variant_weights) == {"simple", "reinforced", "none"}
    assert sum(found.variant_weights.values()) == pytest.approx(1.0)


def test_numbers_are_sorted_by_how_much_they_narrowed(found):
    rows = informed(found)
    assert [one.left for one in rows] == sorted(one.left for one in rows)
    assert {one.name for one in rows} == set(found.posterior.prior.names)
    for one in rows:
        assert one.values == tuple(sorted(one.values))


def test_the_headline_says_who_came_nearest(found):
    best = best_baseline(found)
    said = headline(found)
    wins = found.errors.mae <= best.errors.mae
    assert ("the model came nearest" in said) == wins
    assert best.name in said


def test_a_fit_that_does_not_follow_its_weeks_is_called_none(found):
    near = dataclasses.replace(found.plain, off=1.2)
    far = dataclasses.replace(found.plain, off=4.0)
    assert misfit_said(dataclasses.replace(found, plain=near, corrected=far)) == ""
    said = misfit_said(dataclasses.replace(found, plain=far, corrected=far))
    assert "does not follow the weeks it was fitted to" in said
    assert "4.0 times" in said


def test_few_particles_of_weight_are_told(found):
    even = dataclasses.replace(found.fitted, weights=np.full(50, 0.02))
    most = np.r_[0.9, np.full(49, 0.1 / 49)]
    uneven = dataclasses.replace(even, weights=most)
    said = [
        effective_said(dataclasses.replace(found, plain=one, corrected=one))
        for one in (even, uneven)
    ]
    assert said[0] == "Weights are those of 50 equal particles, of 50."
    assert said[1].startswith("Weights are those of 1 equal particles, of 50: few.")


def test_what_was_read_is_said(found):
    said = " ".join(read_said(found.asked))
    assert "24 weeks, 0 to 23; one week masked" in said
    assert "17 usable weeks up to 17, and to who was active and members" in said
    assert "an open community of 60 (--size)" in said
    assert "No events were given." in said


@pytest.mark.slow
def test_later_weeks_change_nothing_but_the_errors(found, tmp_path):
    data = made()
    later = data.active.copy()
    later[18:] = 1
    members = data.members.copy()
    members[18:] = 55
    other = dataclasses.replace(data, active=later, members=members)
    again = calibrate(asked_of(other, beyond=3), tmp_path, workers=1)
    np.testing.assert_array_equal(found.fitted.units, again.fitted.units)
    np.testing.assert_array_equal(found.bands, again.bands)
    assert again.errors.mae != found.errors.mae


def test_the_size_of_a_community_does_not_know_later_weeks():
    members = np.r_[np.full(18, 100.0), np.full(6, 900.0)]
    asked = ask(usage(np.full(24, 30.0), members=members), Events(), variants())
    assert asked.situation.people == 150


def test_too_few_weeks_are_refused_in_the_words_of_usage():
    data = usage(np.full(9, 20.0))
    with pytest.raises(InputError, match="only 9 weeks can be used; a forecast needs at least 10"):
        asked_of(data)


def test_a_size_smaller_than_what_was_seen_is_refused():
    with pytest.raises(InputError, match="is fewer than the 80 seen"):
        asked_of(usage(np.full(24, 80.0)))


def test_more_seen_than_the_staff_file_has_is_refused():
    staff = open_community_of(40)
    with pytest.raises(InputError, match="80 were seen here, and the staff file has 40 people"):
        asked_of(usage(np.full(24, 80.0)), organisation=staff, people=None)


@pytest.mark.parametrize(("split", "wrong"), [("99", "no such week"), ("5", "only 6 usable weeks")])
def test_a_split_that_cannot_be_is_refused(split, wrong):
    with pytest.raises(InputError, match=wrong):
        asked_of(made(), split=split)


def test_the_weeks_up_to_one_are_the_same_weeks():
    data = made()
    past = up_to(data, 9)
    np.testing.assert_array_equal(past.active, data.active[:10])
    assert past.reasons == data.reasons[:10]


def test_weighted_quantiles_of_equal_weights_are_the_usual_ones():
    values = np.arange(101.0)[::-1]
    found = weighted_quantiles(values, np.full(101, 1 / 101), (0.05, 0.5, 0.95))
    np.testing.assert_allclose(found, [4.55, 50.0, 95.45], atol=0.01)
