"""Runs give the bits they gave before; see golden.py for how to renew them."""

from __future__ import annotations

import json

import golden
import pytest

KEPT = json.loads(golden.FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_run_gives_the_bits_it_gave_before(name):
    digest, weekly = golden.play(KEPT[name]["scenario"])
    for measure, values in KEPT[name]["weekly"].items():
        assert weekly[measure] == values, measure
    assert digest == KEPT[name]["digest"]
