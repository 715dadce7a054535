"""What was found of each claim: the size under each condition, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.claims.claims_file import Claim
from uptake.study.claims.conditions import DOUBLED, FRESH, RELABELLED, STATED, Condition
from uptake.study.claims.doubled import COUNTS
from uptake.study.claims.estimates import Estimate, size_of
from uptake.study.claims.form import ClaimForm
from uptake.study.claims.outcomes import OUTCOMES, Claimed, Outcome, claimed_of, outcomes
from uptake.study.claims.planned import Cell
from uptake.study.claims.planning import place_name
from uptake.study.claims.verdict import Verdict, verdict
from uptake.study.statistics import mean_interval

SHARES: Final = frozenset(
    {
        "participation_last_half_year",
        "visitors_four_weekly_last_half_year",
        "unmanaged_participation_last_half_year",
        "account_share_end",
        "work_share_last_half_year",
        "questions_answered_day_share_last_half_year",
        "first_posts_answered_share_last_half_year",
        "self_sustaining",
    }
)
"""Measures whose sizes are said in per cent and percentage points."""
ALIKE: Final = (STATED, FRESH, RELABELLED)
"""Conditions that differ by chance alone: their runs of a member go together."""

Values = Mapping[Cell, Mapping[str, NDArray[np.float64]]]


@dataclass(frozen=True)
class Found:
    """A claim under one condition or one member.

    Attributes
    ----------
    name : str
        The condition, or ``member N``.
    estimate : Estimate
        The size.
    outcome : Outcome
        What became of the claim.
    levels : tuple of float
        Mean of the measure under each scenario.
    """

    name: str
    estimate: Estimate
    outcome: Outcome
    levels: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Finding:
    """Everything that was found of a claim.

    Attributes
    ----------
    claim : ClaimForm
        What was claimed.
    claimed : Claimed
        The same in the unit of the measure.
    conditions : tuple of Found
        As stated first.
    members : tuple of Found
        One a member of the ensemble.
    verdict : Verdict
        In one word.
    """

    claim: ClaimForm
    claimed: Claimed
    conditions: tuple[Found, ...]
    members: tuple[Found, ...]
    verdict: Verdict

    @property
    def stated(self) -> Found:
        """As stated."""
        return self.conditions[0]

    @property
    def worst(self) -> Found:
        """The condition that speaks most against the claim; the farthest off among equals."""
        return max(
            self.conditions,
            key=lambda one: (
                OUTCOMES.index(one.outcome),
                -self.claimed.margin(one.estimate.value),
            ),
        )

    def members_that(self, *kinds: Outcome) -> int:
        """How many members have one of some outcomes."""
        return sum(one.outcome in kinds for one in self.members)


def findings(claims: Sequence[Claim], asked: Sequence[Condition], values: Values) -> list[Finding]:
    """Judge claims by the values of their runs.

    Parameters
    ----------
    claims : sequence of Claim
        In the order shown.
    asked : sequence of Condition
        Under which they were run.
    values : mapping
        From `uptake.study.claims.running.values_in`.
    """
    return [_finding(claim, [one.name for one in asked], values) for claim in claims]


def _finding(claim: Claim, names: Sequence[str], values: Values) -> Finding:
    form, place = claim.form, place_name(claim.source)
    claimed = claimed_of(form, _unit(form))
    known = {
        name: [
            values[Cell(name, place, file.scenario.name)][form.measure] * _scale(form, name)
            for file in claim.scenarios
        ]
        for name in names
        if Cell(name, place, claim.scenarios[0].scenario.name) in values
    }
    units = {name: [_by_member(one) for one in arrays] for name, arrays in known.items()}
    conditions = _judged(form, claimed, units, holm=True)
    members = _judged(form, claimed, _of_members(known), holm=False)
    by_name = {one.name: one.outcome for one in conditions}
    others = [one for name, one in by_name.items() if name not in (STATED, FRESH)]
    sides = [claimed.on_its_side(one.estimate.value) for one in members]
    word = verdict(by_name[STATED], by_name[FRESH], others, [one.outcome for one in members], sides)
    return Finding(form, claimed, tuple(conditions), tuple(members), word)


def _unit(form: ClaimForm) -> float:
    return 0.01 if form.measure in SHARES and form.kind != "ratio" else 1.0


def _scale(form: ClaimForm, condition: str) -> float:
    """In twice the organisation counts are halved, so that they can be held against the claim."""
    return 0.5 if condition == DOUBLED and form.measure in COUNTS else 1.0


def _by_member(runs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the replicates of each member that have a value."""
    return np.array([mean_interval(row).mean for row in runs])


def _of_members(
    known: Mapping[str, Sequence[NDArray[np.float64]]],
) -> dict[str, list[NDArray[np.float64]]]:
    """Runs of each member under the conditions that differ by chance alone, for each scenario."""
    alike = [known[name] for name in ALIKE if name in known]
    scenarios = [np.concatenate(arrays, axis=1) for arrays in zip(*alike, strict=True)]
    return {
        f"member {member}": [runs[member] for runs in scenarios]
        for member in range(len(scenarios[0]))
    }


def _judged(
    form: ClaimForm,
    claimed: Claimed,
    units: Mapping[str, Sequence[NDArray[np.float64]]],
    *,
    holm: bool,
) -> list[Found]:
    sizes = {name: size_of(form.kind, arrays) for name, arrays in units.items()}
    become = outcomes(claimed, list(sizes.values()), holm=holm)
    return [
        Found(name, size, outcome, tuple(mean_interval(one).mean for one in units[name]))
        for (name, size), outcome in zip(sizes.items(), become, strict=True)
    ]


def findings_table(found: Sequence[Finding], said: Sequence[str]) -> pd.DataFrame:
    """Every condition and member of every claim, a row each; shares as fractions of one.

    Parameters
    ----------
    found : sequence of Finding
        The claims.
    said : sequence of str
        The statement of each with its numbers.
    """
    return pd.DataFrame(
        [
            {
                "claim": one.claim.id,
                "statement": statement,
                "verdict": one.verdict,
                "condition": row.name,
                "measure": one.claim.measure,
                "kind": one.claim.kind,
                "claimed_low": one.claimed.low,
                "claimed_high": one.claimed.high,
                "value": row.estimate.value,
                "low": row.estimate.low,
                "high": row.estimate.high,
                "units": row.estimate.count,
                "outcome": row.outcome,
                "levels": " ".join(f"{level:.6g}" for level in row.levels),
            }
            for one, statement in zip(found, said, strict=True)
            for row in (*one.conditions, *one.members)
        ]
    )
