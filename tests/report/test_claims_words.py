from __future__ import annotations

import pytest

from uptake.report.claims_words import (
    bare_size,
    claimed_said,
    claims_answer,
    members_sentence,
    statement_said,
)
from uptake.study.claims.estimates import Estimate
from uptake.study.claims.findings import Finding, Found
from uptake.study.claims.form import ClaimForm
from uptake.study.claims.outcomes import claimed_of

FORMS = {
    "difference": ("by {difference} from {baseline} to {alternative}", ("a", "b"), "higher"),
    "ratio": ("{ratio} of {baseline}", ("a", "b"), "higher"),
    "level": ("{level} visit", ("a",), None),
    "order": ("{levels}, at least {gap} apart", ("a", "b", "c"), None),
}


def finding(kind: str, value: float, levels: tuple[float, ...], verdict="robust", members=()):
    statement, scenarios, direction = FORMS[kind]
    form = ClaimForm.model_validate(
        {"id": kind, "name": kind, "statement": statement, "kind": kind, "scenarios": scenarios,
         "direction": direction, "size": {"at_least": 2, "at_most": 7.5, "reason": "so"}}
    )  # fmt: skip
    stated = Found("as stated", Estimate(value, 0.01, 9), "holds", levels)
    found = tuple(Found("m", Estimate(value, 0.01, 9), one, levels) for one in members)
    return Finding(form, claimed_of(form, 0.01), (stated,), found, verdict)


@pytest.mark.parametrize(
    ("kind", "value", "levels", "expected"),
    [
        ("difference", 0.05, (0.1, 0.15),
         "by +5.0 percentage points from 10.0 % of staff to 15.0 % of staff"),
        ("ratio", 2.5, (0.04, 0.1), "2.50 of 4.0 % of staff"),
        ("level", 0.05, (0.05,), "5.0 % of staff visit"),
        ("order", 0.03, (0.1, 0.07, 0.04),
         "10.0 % of staff, 7.0 % of staff and 4.0 % of staff, at least +3.0 percentage points "
         "apart"),
    ],
)  # fmt: skip
def test_a_statement_has_the_numbers_that_were_found(kind, value, levels, expected):
    assert statement_said(finding(kind, value, levels)).replace("\u00a0", " ") == expected


def test_sizes_are_short_in_tables():
    said = [
        bare_size(finding(kind, 0.05, (0.05,) * 3).claim, 0.05).replace("\u00a0", " ")
        for kind in FORMS
    ]
    assert said == ["+5.0", "0.05", "5.0 %", "+5.0"]
    assert claimed_said(finding("level", 0.05, (0.05,)).claim) == "2 to 7.5"


def test_the_answer_counts_verdicts():
    found = [finding("level", 0.05, (0.05,), verdict) for verdict in ("robust", "wrong", "robust")]
    assert claims_answer(found) == "Of three claims, 2 robust and 1 wrong."


def test_members_are_told_by_what_becomes_of_them():
    members = ["holds"] * 5 + ["other size", "no effect", "other sign", "undecided"]
    said = members_sentence(finding("level", 0.05, (0.05,), members=members))
    assert said == (
        "It holds in 5 of 9 members, has another size in 1, fails in direction in 2 and is "
        "undecided in 1."
    )
