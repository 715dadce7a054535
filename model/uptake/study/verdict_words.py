"""Verdicts on patterns in words: values with their units, bands, and what holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from uptake.study.patterns import Quantity
from uptake.study.validation import Scale
from uptake.study.verdicts import Found, by_pattern, pattern_verdict
from uptake.study.wording import NO_BREAK, counted, listed, number, percent, sentence

SMALL = "change"
SHARES = ("share", "chance", SMALL)
WHOLE = ("accounts", "joins a week")


def value_said(value: float, unit: str, *, bare: bool = False) -> str:
    """Write a value as its unit asks for; `bare` leaves the sign of the unit out."""
    if unit in SHARES:
        decimals = 2 if unit == SMALL else 1
        return number(100 * value, decimals) if bare else percent(value, decimals)
    if unit == "points":
        return number(100 * value) if bare else f"{number(100 * value)}{NO_BREAK}points"
    return number(value, 0 if unit in WHOLE else 2)


def measured_said(found: Found) -> str:
    """Write the mean with its interval: ``30.5 % (30.2 to 30.8)``."""
    interval, unit = found.interval, found.quantity.unit
    if math.isnan(interval.mean):
        return "not measured"
    said = value_said(interval.mean, unit)
    if math.isnan(interval.low):
        return said
    low, high = (value_said(edge, unit, bare=True) for edge in (interval.low, interval.high))
    return f"{said} ({low} to {high})"


def band_said(quantity: Quantity) -> str:
    """Write a band: ``30.0 to 47.0``, ``1.00 or more``; a dash if there is none."""
    low, high = (
        value_said(edge, quantity.unit, bare=True) for edge in (quantity.low, quantity.high)
    )
    if quantity.band is None:
        return "–"
    if math.isinf(quantity.high):
        return f"{low} or more"
    return f"{high} or less" if math.isinf(quantity.low) else f"{low} to {high}"


def in_band_said(found: Found) -> str:
    """Say how many of those measured lie in the band: ``41 of 64``; a dash if there is no band."""
    if found.quantity.band is None:
        return "–"
    return f"{int(found.inside.sum())} of {found.measured}"


def spread_said(found: Found) -> str:
    """Write the middle 90 % of the values: ``21.3 to 39.8``; empty if there is nothing to say."""
    interval, unit = found.interval, found.quantity.unit
    if interval.count < 2:
        return ""
    low, high = (
        value_said(edge, unit, bare=True) for edge in (interval.spread_low, interval.spread_high)
    )
    return f"{low} to {high}"


def over_said(found: Sequence[Found]) -> str:
    """Say what means and intervals are over: ``64 sets of assumptions``."""
    one = found[0]
    many = ("set of assumptions", "sets of assumptions")
    words = many if one.over == "members" else ("replicate", "replicates")
    return counted(one.values.size, *words)


def verdict_said(found: Found) -> str:
    """Say the verdict; a question mark where the interval leaves it undecided: ``misses ?``."""
    return f"{found.verdict}{NO_BREAK}?" if found.undecided else found.verdict


def status_said(quantity: Quantity) -> str:
    """Say how well the fact and the edges of the band are known: ``R / A``."""
    return f"{quantity.status} / {quantity.band_status}" if quantity.band else quantity.status


def answer(found: Sequence[Found]) -> str:
    """Say in one sentence how many patterns hold."""
    verdicts = [pattern_verdict(them) for them in by_pattern(found)]
    judged = [one for one in found if one.quantity.band is not None]
    holding = sum(one.verdict == "holds" for one in judged)
    in_part, not_at_all = (verdicts.count(kind) or "none" for kind in ("in part", "misses"))
    return (
        f"{verdicts.count('holds')} of {len(verdicts)} patterns hold in full, "
        f"{in_part} in part and {not_at_all} not at all: "
        f"{holding} of {len(judged)} quantities lie in their bands."
    )


def apart(found: Sequence[Found]) -> str:
    """Say how many of the quantities hold that were fitted, and of those that were held back."""
    said = []
    for fitted, words in ((True, "that were fitted"), (False, "that were held back")):
        judged = [one for one in found if one.quantity.band and one.quantity.fitted is fitted]
        holding = sum(one.verdict == "holds" for one in judged)
        said.append(f"{holding} of {len(judged)} {words}")
    return f"Quantities that hold: {listed(said)}."


def by_member(found: Sequence[Found]) -> str:
    """Say how much holds in single sets of assumptions, which a mean over them can hide.

    Returns
    -------
    str
        Empty where the values are over replicates of one set.
    """
    judged = [one for one in found if one.quantity.band and one.over == "members"]
    if not judged:
        return ""
    holding = np.sum([one.inside for one in judged], axis=0)
    hidden = [
        one.quantity.name
        for one in judged
        if one.verdict == "holds" and one.inside.sum() < 0.5 * one.measured
    ]
    said = (
        f"Single sets of assumptions have {holding.min()} to {holding.max()} of the {len(judged)} "
        f"quantities in their bands, half of them {math.ceil(float(np.median(holding)))} or more."
    )
    if any(one.measured < one.values.size for one in judged):
        said += " What a set lacks the structure for counts as outside."
    if not hidden:
        return f"{said} What holds in the mean holds in at least half of the sets."
    return f"{said} In the mean, but in fewer than half of the sets: {listed(hidden)}."


def open_questions(found: Sequence[Found]) -> str:
    """Say how many verdicts might turn with more values."""
    undecided = sum(one.undecided for one in found)
    said = counted(undecided, "interval lies", "intervals lie")
    return f"{sentence(said)} across an edge of the band: undecided, marked by a question mark."


def pattern_sentences(found: Sequence[Found], *, fitted: bool) -> list[str]:
    """Say of each pattern what misses of what was fitted, or of what was held back."""
    sentences = []
    for them in by_pattern(found):
        missing = [
            one
            for one in them
            if one.verdict in ("misses", "not measured") and one.quantity.fitted is fitted
        ]
        if missing:
            said = [
                f"{one.quantity.name}: {measured_said(one)}, band {band_said(one.quantity)}, "
                f"in it {in_band_said(one)}"
                for one in missing
            ]
            sentences.append(f"{them[0].pattern.number} {them[0].pattern.name}: {'; '.join(said)}.")
    return sentences


def agreement(found: Mapping[str, Sequence[Found]]) -> list[str]:
    """Say of each variant how much holds."""
    return [f"{variant}: {answer(them)}" for variant, them in found.items()]


def run_said(scale: Scale, found: Sequence[Found]) -> str:
    """Say how much was run."""
    humana = "Humana at its real size" if scale.shrink == 1 else f"Humana at 1/{scale.shrink}"
    return f"{humana}, other companies of {scale.company:,} employees, {over_said(found)}"
