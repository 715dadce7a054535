"""Structural variants are found by name."""

from __future__ import annotations

import pytest

from uptake.errors import InputError
from uptake.parameters import Assumptions
from uptake.study.variants import chosen_variants, variants


def test_the_default_structure_comes_first_and_no_combination_is_missing():
    every = variants()
    assert len(every) == 9
    first = next(iter(every.values()))
    assert Assumptions(**first) == Assumptions()


@pytest.mark.parametrize(("asked", "count"), [("default", 1), ("all", 9), ("none/bottom_up", 1)])
def test_variants_are_asked_for_by_a_word(asked, count):
    found = chosen_variants(asked)
    assert len(found) == count
    assert found.items() <= variants().items()


def test_a_variant_that_is_none_is_refused_with_the_likeliest():
    with pytest.raises(InputError, match="none/bottom_up"):
        chosen_variants("none/botom_up")
