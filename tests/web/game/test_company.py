"""A company follows from its number alone."""

from __future__ import annotations

import pytest

from uptake.errors import InputError
from uptake.study.ensemble import reference
from uptake.web.game.company import EARLIEST_AND_LATEST, STAFF, company_of, organisation_of


def test_two_or_three_different_events_happen_in_their_time():
    for number in range(60):
        events = company_of(number).events
        kinds = {one.kind for one in events}
        assert len(kinds) == len(events)
        assert len(events) in (2, 3)
        assert [one.week for one in events] == sorted(one.week for one in events)
        for one in events:
            earliest, latest = EARLIEST_AND_LATEST[one.kind]
            assert earliest <= one.week <= latest


def test_companies_differ_and_every_event_spares_some_of_them():
    companies = [company_of(number) for number in range(60)]
    assert len({one.events for one in companies}) > 50
    for kind in EARLIEST_AND_LATEST:
        met = sum(any(event.kind == kind for event in one.events) for one in companies)
        assert 30 <= met <= 58


def test_its_people_are_the_same_for_everybody():
    one = organisation_of(3)
    organisation_of.cache_clear()
    assert organisation_of(3).fingerprint == one.fingerprint
    assert one.chart.staffed.sum() == STAFF
    assert organisation_of(4).fingerprint != one.fingerprint


def test_companies_meet_other_sets_of_assumptions():
    members = len(reference().members)
    first = {company_of(number).replicates[0] % members for number in range(16)}
    assert len(first) == 16
    assert len(company_of(5).replicates) == 20


@pytest.mark.parametrize("number", [-1, 10_000, "seven", 2.0, True, None, [1]])
def test_what_is_no_number_of_a_company_is_refused(number):
    company_of(2)
    with pytest.raises(InputError, match="from 0 to 9999"):
        company_of(number)
