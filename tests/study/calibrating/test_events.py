from __future__ import annotations

import numpy as np
import pytest
from made_usage import dated, usage

from uptake.errors import InputError
from uptake.study.calibrating.events import Events, read_events, week_of


@pytest.mark.parametrize("text", ["4", "2024-W05", "2024W05", "2024-01-29", "2024-02-04"])
def test_a_week_is_found_by_number_iso_week_and_any_date_in_it(text):
    assert week_of(dated(), text) == 4


@pytest.mark.parametrize("text", ["30", "2023-W52", "2023-12-31", "2024-07-29", "soon", ""])
def test_what_is_no_week_of_the_data_is_not_found(text):
    assert week_of(dated(), text) is None


def test_numbered_weeks_have_no_dates():
    assert week_of(usage(np.full(30, 9)), "2024-01-29") is None
    assert week_of(usage(np.full(30, 9)), "7") == 7


def test_events_are_counted_from_the_first_week():
    found = read_events(dated(), "2024-W02", "3", "20", ["9", "2024-W07"])
    assert found == Events(1, 3, 20, (6, 9))
    assert found.by_name["conference"] == (6, 9)


def test_every_mistake_is_named():
    with pytest.raises(InputError) as caught:
        read_events(dated(), "soon", None, "10", ["4", "4", "12"])
    text = str(caught.value)
    assert "--launch: no such week in the file; found soon" in text
    assert "2024-W01 to 2024-W30, or a date in it" in text
    assert "--conference: names a week twice" in text
    assert "--conference: lies after the champion left" in text
    assert len(caught.value.problems) == 3
