"""What an analysis of sensitivity says, computed; the page and the terminal say the same."""

from __future__ import annotations

import math

from uptake.figures.sensitivity_words import input_name, outcome_words
from uptake.study.sensitivity.findings import SMALL_SHARE, About, Found, row_of
from uptake.study.sensitivity.screening import NEGLIGIBLE
from uptake.study.wording import INTERVAL, NO_BREAK, counted, listed, number, percent, sentence

MOST_IN_ANSWER = 4


def sensitivity_answer(found: Found, about: About) -> str:
    """Say what drives the outcome."""
    outcome = outcome_words(about)
    matter = found.with_verdict("matters")
    if not matter:
        if found.with_verdict("not sure", "not looked at"):
            return f"Nothing that was varied clearly drives {outcome}."
        return f"Nothing that was varied makes a difference worth speaking of to {outcome}."
    names = listed([input_name(name) for name in matter[:MOST_IN_ANSWER]])
    verb = "drives" if len(matter) == 1 else "drive"
    first = "Of what was varied, "
    if len(matter) > MOST_IN_ANSWER:
        first += f"{counted(len(matter), 'input')} matter; most of all, "
    return f"{first}{names} {verb} {outcome}."


def sensitivity_sentences(found: Found, about: About) -> tuple[str, ...]:
    """Say which inputs matter and which do not, and how much is chance."""
    said = []
    if found.indices is not None and found.indices["ST"].notna().any():
        said += [_index_sentence(found, name) for name in found.with_verdict("matters")]
        said += _together(found)
    elif found.screening is not None:
        said += [_effect_sentence(found, about, name) for name in found.with_verdict("matters")]
    small = percent(SMALL_SHARE, 0)
    idle = found.with_verdict("does not matter")
    if idle:
        verb = "does" if len(idle) == 1 else "do"
        said.append(f"{sentence(_names(idle))} {verb} not matter.")
    unsure = found.with_verdict("not sure")
    if unsure:
        what = f"the {INTERVAL} holds {small} of the variance"
        if found.indices is None:
            what = f"the {INTERVAL} holds what is negligible"
        verb = "matters" if len(unsure) == 1 else "matter"
        said.append(f"Whether {_names(unsure)} {verb} is not clear: {what}.")
    left = found.with_verdict("not looked at")
    if left:
        is_, are = ("was", "its usual value") if len(left) == 1 else ("were", "their usual values")
        said.append(
            f"{sentence(_names(left))} {is_} not looked at further and kept at {are}: only the "
            f"{counted(len(found.left), 'input')} with the largest effects in the screening were."
        )
    return (*said, chance_sentence(found, about))


def chance_sentence(found: Found, about: About) -> str:
    """Say how much of what runs differ by is chance."""
    chance = found.chance
    if math.isnan(chance.share):
        return "How much is chance is not known: that takes two replicates or more."
    single = "single pairs of runs" if about.baseline else "single runs"
    interval = f"{INTERVAL} {percent(chance.low, 0)} to {percent(chance.high, 0)}"
    said = (
        f"Chance is {percent(chance.share, 0)} ({interval}) of the variance of {single} in a "
        "world and with a seed drawn at random"
    )
    if not chance.apart:
        return f"{said}; worlds do not differ by more than chance."
    left = chance.in_means / (chance.between_worlds + chance.in_means)
    return (
        f"{said}, and {percent(left)} of the variance of means over "
        f"{counted(chance.replicates, 'replicate')}, which has been taken off the indices."
    )


def sensitivity_certainty(found: Found, about: About) -> tuple[str, ...]:
    """Say how sure that is, how it was found, and what it does not say."""
    said = []
    if found.screening is not None:
        rule = f"{percent(NEGLIGIBLE, 0)} of the largest"
        said.append(
            "The screening (Morris, with trajectories chosen to lie far apart) changes one input "
            "after the other and leaves out those whose mean effect, with its interval, is below "
            f"{rule}."
        )
    if found.indices is not None:
        said.append(
            "Indices (Sobol, by Saltelli's sample and Jansen's and Saltelli's estimators) are "
            "shares of the variance of the expected outcome; an input matters if its total index "
            f"is above {percent(SMALL_SHARE, 0)} with its whole {INTERVAL}, which comes from a "
            "bootstrap over the sample. Chance is found by an analysis of variance with worlds and "
            "replicates; what it adds to each numerator is known from the replicates of each pair "
            "of points, and taken off."
        )
        moved = found.largest_change()
        if not math.isnan(moved):
            said.append(
                "From half of the sample to all of it the total index that moves most moves by "
                f"{number(100.0 * moved)} percentage points."
            )
    for method, (lost, of) in found.lost.items():
        if lost:
            verb = "was" if lost == 1 else "were"
            said.append(
                f"{method}: {lost:,} of {of:,} parts of the sample {verb} left out, because a run "
                "failed or says nothing of the outcome."
            )
    said.append(
        "What an input accounts for depends on the range it was given: a wider one makes it matter "
        "more. The tornado changes one input at a time from the usual values and so shows nothing "
        "of what inputs do together."
    )
    return tuple(said)


def _index_sentence(found: Found, name: str) -> str:
    assert found.indices is not None
    first, low, high = row_of(found.indices, name, "S1", "S1_low", "S1_high")
    total, total_low, total_high = row_of(found.indices, name, "ST", "ST_low", "ST_high")
    return (
        f"{sentence(input_name(name))} accounts for {percent(max(total, 0.0), 0)} of the variance "
        f"with all it does together with others ({INTERVAL} {_shares(total_low, total_high)}), for "
        f"{percent(max(first, 0.0), 0)} alone ({_shares(low, high)})."
    )


def _together(found: Found) -> list[str]:
    """Say how much of the variance is what inputs do together."""
    assert found.indices is not None
    alone = float(found.indices["S1"].astype(float).sum())
    if not found.chance.apart or not 0.0 <= alone <= 1.0:
        return []
    return [
        f"One by one the inputs account for {percent(alone, 0)} of the variance; the other "
        f"{percent(1.0 - alone, 0)} is what they do together."
    ]


def _effect_sentence(found: Found, about: About, name: str) -> str:
    from uptake.report.cell_words import cell_interval, cell_size

    assert found.screening is not None
    size, low, high, mean = row_of(
        found.screening, name, "mu_star", "mu_star_low", "mu_star_high", "mu"
    )
    choices = found.input(name).varied.choices
    over = "from one value to another" if choices else "over its whole range"
    way = "up" if mean > 0.0 else "down"
    mixed = "" if abs(mean) > 0.9 * size else ", in some worlds the other way"
    return (
        f"{sentence(input_name(name))}, {over}, moves the outcome by "
        f"{cell_size(about.measure, size)}{_unit(about)} on average ({INTERVAL} "
        f"{cell_interval(about.measure, low, high)}), {way}{mixed}."
    )


def _unit(about: About) -> str:
    from uptake.figures.measure_words import measure_words

    words = measure_words(about.measure)
    return f"{NO_BREAK}{words.difference_unit}" if words.kind != "money" else ""


def _names(names: list[str]) -> str:
    return listed([input_name(name) for name in names])


def _shares(low: float, high: float) -> str:
    return f"{number(100.0 * low, 0)} to {percent(high, 0)}"
