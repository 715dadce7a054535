from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_usage import usage

from uptake.study.calibrating.events import Events
from uptake.study.calibrating.fitted import prior_for, unit_and_meaning, variants_for
from uptake.study.calibrating.situation import Situation, open_community_of
from uptake.study.variants import variants

DATA = usage(np.full(20, 10.0))


@pytest.fixture(scope="module")
def situation():
    return Situation(open_community_of(40), True, Events(), None)


def test_only_what_the_data_can_speak_to_is_fitted(situation):
    plain = prior_for(situation, DATA, ("active",), [{}]).names
    posted = prior_for(situation, DATA, ("active", "posters"), [{}]).names
    assert set(posted) - set(plain) == {"contribution_spread", "posts_a_visit", "post_novelty"}
    assert {"visit_level", "habit_loss", "join_alone", "observation_noise"} <= set(plain)
    assert not {"visit_newsletter", "launch_size", "pack_value", "stance_chain"} & set(plain)


def test_events_bring_their_own_numbers(situation):
    events = Events(launch=1, newsletter_from=3, conferences=(5,))
    held = dataclasses.replace(situation, events=events, accounts=4)
    added = set(prior_for(held, DATA, ("active",), [{}]).names)
    added -= set(prior_for(situation, DATA, ("active",), [{}]).names)
    assert added == {
        "join_newsletter", "visit_newsletter", "launch_size", "launch_pull", "conference_size",
        "conference_pull",
    }  # fmt: skip


def test_accounts_at_first_are_fitted_where_they_are_not_known(situation):
    ranges = {one.name: one for one in prior_for(situation, DATA, ("active",), [{}]).ranges}
    assert (ranges["initial_accounts"].low, ranges["initial_accounts"].high) == (3.0, 40.0)
    known = dataclasses.replace(situation, accounts=4)
    assert "initial_accounts" not in prior_for(known, DATA, ("active",), [{}]).names


def test_without_managers_the_variants_differ_in_contagion_alone(situation):
    assert set(variants_for(situation, variants())) == {"simple", "reinforced", "none"}
    company = dataclasses.replace(situation, community=False)
    assert len(variants_for(company, variants())) == 9


def test_everything_fitted_has_a_unit_and_a_meaning(situation):
    events = Events(launch=1, newsletter_from=3, conferences=(5,))
    held = dataclasses.replace(situation, events=events)
    for name in prior_for(held, DATA, ("active", "posters"), [{}]).names:
        assert all(unit_and_meaning(name))
