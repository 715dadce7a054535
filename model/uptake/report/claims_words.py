"""How claims, sizes and verdicts are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from uptake.figures.measure_words import difference_said, interval_said, measure_words, value_said
from uptake.study.claims.findings import Finding, Found
from uptake.study.claims.form import ClaimForm
from uptake.study.claims.outcomes import NO_DIRECTION, Outcome
from uptake.study.claims.placeholders import filled
from uptake.study.claims.verdict import VERDICTS, Verdict
from uptake.study.wording import NO_BREAK, counted, listed, number, percent, sentence

MEANING: Final[dict[Verdict, str]] = {
    "robust": "direction and size hold under every condition and in nine of ten members",
    "shifted": "the direction holds, the size does not hold everywhere",
    "fragile": "the direction fails under some condition, or in more than a tenth of the members",
    "undecided": "nothing fails, but the runs are too few to show the direction everywhere",
    "wrong": "it fails as stated or with fresh seeds",
}
OUTCOME_WORDS: Final[dict[Outcome, str]] = {
    "holds": "holds",
    "undecided": "undecided",
    "other size": "other size",
    "no effect": "no effect",
    "other sign": "other sign",
}


def size_said(form: ClaimForm, value: float) -> str:
    """Say a size with its unit: ``+6.7 percentage points``, ``0.52``, ``17.4 % of staff``."""
    if form.kind == "ratio":
        return number(value, 2)
    if form.kind == "level":
        return value_said(form.measure, value)
    return difference_said(form.measure, value)


def bare_size(form: ClaimForm, value: float) -> str:
    """Say a size without its unit, for a table: ``+6.7``, ``0.52``, ``17.4 %``."""
    if form.kind == "ratio":
        return number(value, 2)
    if form.kind == "level" and measure_words(form.measure).kind == "share":
        return percent(value)
    if form.kind == "level":
        return value_said(form.measure, value).split(NO_BREAK)[0]
    return size_said(form, value).replace(" percentage points", "").split(NO_BREAK)[0]


def size_interval(form: ClaimForm, one: Found) -> str:
    """Say the 95 % interval of a size without its unit: ``6.1 to 7.3``."""
    low, high = one.estimate.low, one.estimate.high
    if form.kind == "ratio":
        return f"{number(low, 2)} to {number(high, 2)}"
    return interval_said(form.measure, low, high)


def claimed_said(form: ClaimForm) -> str:
    """Say the range that is claimed, in the unit of the file: ``0.5 to 3``, ``at least 2``."""
    low, high = form.size.at_least, form.size.at_most
    if low is None or high is None:
        edge, value = ("at least", low) if high is None else ("at most", high)
        return f"{edge} {_edge(value)}"
    return f"{_edge(low)} to {_edge(high)}"


def statement_said(finding: Finding) -> str:
    """The statement of a claim with the numbers that were found as it is stated."""
    form, stated = finding.claim, finding.stated
    levels = [value_said(form.measure, level) for level in stated.levels]
    own = "gap" if form.kind == "order" else form.kind
    said: dict[str, str] = {own: size_said(form, stated.estimate.value)}
    if form.kind == "order":
        said["levels"] = listed(levels)
    elif form.kind != "level":
        said["baseline"], said["alternative"] = levels
    return filled(form.statement, said)


def claims_answer(found: Sequence[Finding]) -> str:
    """What is found of all claims, in a sentence."""
    counts = Counter(one.verdict for one in found)
    parts = [f"{counts[word]} {word}" for word in VERDICTS if counts[word]]
    return f"Of {counted(len(found), 'claim')}, {listed(parts)}."


def finding_sentence(finding: Finding) -> str:
    """What speaks most against a claim, and what its members say."""
    form, worst = finding.claim, finding.worst
    size = f"{size_said(form, worst.estimate.value)} ({size_interval(form, worst)})"
    said = f"Worst under “{condition_said(worst.name)}”: {size}, {OUTCOME_WORDS[worst.outcome]}."
    return f"{said} {members_sentence(finding)}"


def members_sentence(finding: Finding) -> str:
    """How many members of the ensemble speak for a claim and against it."""
    count = len(finding.members)
    no_direction = finding.members_that(*NO_DIRECTION)
    other_size = finding.members_that("other size")
    parts = [f"it holds in {finding.members_that('holds')} of {count} members"]
    if other_size:
        parts.append(f"has another size in {other_size}")
    if no_direction:
        parts.append(f"fails in direction in {no_direction}")
    undecided = finding.members_that("undecided")
    if undecided:
        parts.append(f"is undecided in {undecided}")
    return sentence(f"{listed(parts)}.")


def condition_said(name: str) -> str:
    """The name of a condition with spaces: ``simple / bottom up``."""
    return name.replace("_", " ").replace("/", " / ")


def _edge(value: float | None) -> str:
    return number(value or 0.0, 6).rstrip("0").rstrip(".")
