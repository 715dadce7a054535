"""What a comparison says, in sentences that claim no more than the runs show."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.study.frontier import CostPoint
from uptake.study.statistics import Interval
from uptake.study.wording import counted, listed, money, number, percent, sentence
from uptake.web.pinned import Outcome


def amount(value: float, outcome: Outcome) -> str:
    """The size of a difference, without its sign: ``2.1 points``, ``$4,200``, ``310``."""
    size = abs(value) * outcome.scale
    if outcome.name == "money":
        return money(size)
    decimals = 0 if outcome.name == "accounts" else 1
    text = number(size, decimals)
    if not outcome.unit:
        return text
    return f"{text} {outcome.unit}{'' if text == '1.0' else 's'}"


def between(low: float, high: float, outcome: Outcome) -> str:
    """An interval in numbers alone: ``0.3 to 4.0``."""
    if outcome.name == "money":
        return f"{money(low)} to {money(high)}"
    decimals = 0 if outcome.name == "accounts" else 1
    ends = (number(value * outcome.scale, decimals) for value in (low, high))
    return " to ".join(ends)


def difference_heading(outcome: Outcome, baseline: str) -> str:
    """What differences are of, and from what."""
    return f"{sentence(outcome.words)}, against “{baseline}”:"


def difference_sentence(
    name: str, found: Interval, each: NDArray[np.float64], outcome: Outcome
) -> str:
    """Say what a programme changes against the baseline, and how sure that is.

    Parameters
    ----------
    name : str
        Of the programme, and what it decides otherwise.
    found : Interval
        The mean of the differences with its interval.
    each : array of shape (runs,)
        The difference in each run.
    outcome : Outcome
        What is compared.
    """
    runs = each.size
    more, fewer = int((each > 0.0).sum()), int((each < 0.0).sum())
    if more == fewer == 0:
        return f"{name}: the same in {_every(runs)}."
    up = found.mean > 0.0
    direction = "more" if up else outcome.less
    if not amount(found.mean, outcome).strip("0.$ abcdefghijklmnopqrstuvwxyz"):
        return f"{name}: practically the same."
    size = f"{amount(found.mean, outcome)} {direction}"
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return f"{name}: {size} in a single run, which says little."
    in_runs = f"{direction} in {more if up else fewer} of {counted(runs, 'run')}"
    if found.low <= 0.0 <= found.high:
        unit = f" {outcome.unit}s" if outcome.unit else ""
        span = between(found.low, found.high, outcome)
        return f"{name}: no clear difference, {span}{unit}; {in_runs}."
    low, high = sorted((abs(found.low), abs(found.high)))
    return f"{name}: {size}, {between(low, high, outcome)}; {in_runs}."


def _every(runs: int) -> str:
    return "the one run" if runs == 1 else f"all {runs} runs"


@dataclass(frozen=True)
class Beaten:
    """What beats a programme in cost and participation.

    Attributes
    ----------
    better : str
        A programme that costs no more and brings more on average.
    runs, of : int
        In how many runs it does bring more, and of how many.
    clear : bool
        Whether the interval of the mean gain leaves out nought.
    """

    better: str
    runs: int
    of: int
    clear: bool


def frontier_sentences(
    points: Sequence[CostPoint],
    frontier: Sequence[CostPoint],
    worse: Mapping[str, Beaten],
) -> list[str]:
    """Name the programmes that none beats in both cost and participation, and who beats the others.

    Parameters
    ----------
    points, frontier : sequences of CostPoint
        All programmes, and those on the frontier, cheapest first.
    worse : mapping of str to Beaten
        What beats the programmes off the frontier.
    """
    if len(points) < 2:
        return ["Pin a second programme to see what participation costs."]
    names = [f"“{point.name}” ({percent(point.participation)}, {money(point.money_a_year)})"
             for point in frontier]  # fmt: skip
    told = [
        f"Nothing pinned brings more for the same money than {listed(names)}, on average over "
        "the runs."
    ]
    for name, by in worse.items():
        clear = "" if by.clear else ", though the difference is not clear"
        told.append(
            f"“{by.better}” brings more than “{name}” on average and costs no more; it brings more "
            f"in {by.runs} of {counted(by.of, 'run')}{clear}."
        )
    return told


def departure_sentence(
    name: str, left: NDArray[np.float64], watched: int, half_lives: NDArray[np.float64]
) -> str:
    """Say what is left of the activity after a departure, and when half of what was built is gone.

    Parameters
    ----------
    name : str
        Of the programme.
    left : array of shape (runs,)
        Share of the activity before that is left at the end of what is watched; nan unknown.
    watched : int
        Weeks from the departure until then.
    half_lives : array of shape (runs,)
        Weeks; infinite is never in that run, nan where nothing had been built.
    """
    known = left[np.isfinite(left)]
    if not known.size or watched < 1:
        return f"“{name}”: too few weeks follow the departure to say anything."
    low, high = np.quantile(known, (0.05, 0.95))
    said = (
        f"“{name}”: {counted(watched, 'week')} after the champion leaves, "
        f"{percent(float(known.mean()), 0)} of the activity before is left"
    )
    if known.size > 1:
        said += f" ({percent(float(low), 0)} to {percent(float(high), 0)} in 9 of 10 runs)"
    return f"{said}. {half_life_words(half_lives, watched)}"


def half_life_words(half_lives: NDArray[np.float64], watched: int) -> str:
    """Say when half of what had been built above an unmanaged network is gone."""
    built = half_lives[~np.isnan(half_lives)]
    if not built.size:
        return "Nothing had been built above an unmanaged network."
    never = int(np.isinf(built).sum())
    middle = float(np.quantile(built, 0.5, method="lower"))
    what = "Half of what had been built above an unmanaged network"
    not_gone = f"{what} is not gone within {counted(watched, 'week')}"
    if never == built.size:
        return f"{not_gone} in any run."
    if math.isinf(middle):
        return f"{not_gone} in {never} of {counted(built.size, 'run')}."
    said = f"{what} is gone after {counted(round(middle), 'week')} in the middle run"
    if not never:
        return f"{said}."
    return f"{said}; in {never} of {built.size} it never is within the {watched} weeks watched."


def crossing_sentence(shares: NDArray[np.float64], replies: int) -> str:
    """Say which share of first replies crosses departments, over the runs.

    Parameters
    ----------
    shares : array of shape (runs,)
        Share in each run; nan without a reply.
    replies : int
        First replies in all runs together.
    """
    known = shares[np.isfinite(shares)]
    if not known.size:
        return "Nobody answered anybody in the last year."
    said = (
        f"{percent(float(known.mean()), 0)} of first replies in the last year come from another "
        "department"
    )
    if known.size > 1:
        low, high = (percent(float(end), 0) for end in (known.min(), known.max()))
        said += f", {low} to {high} over {counted(known.size, 'run')}"
    return f"{said} ({replies:,} replies in all)."
