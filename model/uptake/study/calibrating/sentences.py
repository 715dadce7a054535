"""What a calibration says, in words: nothing that the numbers do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from uptake.study.calibrating.asked import Asked
from uptake.study.calibrating.calibration import Calibration
from uptake.study.calibrating.counts import ACTIVE, MEMBERS, NEWCOMERS, POSTERS
from uptake.study.calibrating.fitted import unit_and_meaning
from uptake.study.calibrating.informed import Informed
from uptake.study.wording import counted, listed, number, percent, sentence
from uptake.usage.baselines import Judged

MISFIT: Final = 2.5
"""Distance from the weeks fitted, in what chance makes, from which a fit is called none."""
FEW_PARTICLES: Final = 30
COUNT_WORDS = {
    ACTIVE: "who was active",
    POSTERS: "who wrote",
    MEMBERS: "members",
    NEWCOMERS: "newcomers",
}
CERTAINTY = (
    "Bands hold what is not known of the numbers fitted, chance, and the noise of counting. They "
    "leave out what the model does not know: holidays, reorganisations, another tool, and events "
    "that were not given.",
    "Numbers that were not fitted keep their defaults; bands do not hold how unsure those are. "
    "docs/parameters.md says where they come from.",
    "What fits past use says little of what a newsletter, a welcome pack or a manager would change "
    "where there was none: no such thing was seen in these weeks unless it was given as an event.",
    "One split in time can flatter or wrong a forecast. Try another with --split.",
)


def best_baseline(found: Calibration) -> Judged | None:
    """The simple forecast that came nearest to the later weeks; the first if none are known."""
    made = [one for one in found.judged if one.forecast is not None]
    known = [one for one in made if one.errors is not None and one.errors.weeks]
    if known:
        return min(known, key=_error)
    return made[0] if made else None


def headline(found: Calibration) -> str:
    """Say whether the model came nearer to the weeks it had not seen than simple forecasts did."""
    errors = found.errors
    if errors is None:
        return "There are no later weeks to judge the forecast by"
    off = f"{number(errors.mae)} people off a week"
    best = best_baseline(found)
    if best is None or best.errors is None:
        return f"In weeks not fitted the model was {off}"
    against = f"“{best.name}”, the best simple forecast, {number(best.errors.mae)}"
    if errors.mae <= best.errors.mae:
        return f"In weeks not fitted the model came nearest: {off}; {against}"
    beaten = sum(_error(one) > errors.mae for one in _known(found))
    others = counted(len(_known(found)), "simple forecast")
    rank = f"It beats {counted(beaten, '').strip()} of {others}"
    return f"In weeks not fitted the model was {off}; {against}. {rank}"


def coverage(found: Calibration) -> str:
    """Say how many of the later weeks lay in the bands."""
    errors = found.errors
    if errors is None:
        return ""
    return (
        f"Of the {counted(errors.weeks, 'usable week')} after the split "
        f"{percent(errors.within_most, 0)} lie "
        f"in the band of {percent(0.9, 0)}, {percent(errors.within_half, 0)} in that of "
        f"{percent(0.5, 0)}. The wide band is {number(errors.width_most, 0)} people wide."
    )


def informed_headline(rows: Sequence[Informed]) -> str:
    """Say of how many numbers the data say something."""
    clear = [one for one in rows if one.clearly]
    if not clear:
        return f"The data say little about any of the {len(rows)} numbers fitted"
    names = listed([one.name.replace("_", " ") for one in clear[:3]])
    most = "most about " if len(clear) > 3 else ""
    return f"The data speak to {len(clear)} of {len(rows)} numbers, {most}{names}"


def value_said(one: Informed) -> str:
    """Median and 90 % interval of a number, with its unit."""
    low, _, middle, _, high = (_digits(value) for value in one.values)
    return f"{middle} ({low} to {high}) {unit_and_meaning(one.name)[0]}"


def read_said(asked: Asked) -> list[str]:
    """What was read and assumed, a sentence each."""
    usage, situation = asked.usage, asked.situation
    last = len(usage.weeks) - 1
    masked = int(usage.masked.sum())
    fitted = int((~asked.past.masked).sum())
    community = "an open community" if situation.community else "the organisation"
    said = [
        f"{usage.source} ({usage.kind}): {counted(last + 1, 'week')}, {usage.label(0)} to "
        f"{usage.label(last)}; {counted(masked, 'week')} masked.",
        f"Fitted to {counted(fitted, 'usable week')} up to {usage.label(asked.place)}, and to "
        f"{listed([COUNT_WORDS[name] for name in asked.counts])}.",
        f"Who could take part: {community} of {situation.people:,} ({asked.people_from}).",
    ]
    if usage.meaning != "visited":
        said.append(
            "The file does not tell who visited: those it counts as active are taken for visitors."
        )
    if situation.community:
        said.append(
            "Nobody has a manager there, so that who follows whom makes no difference; nobody "
            "leaves but by staying away."
        )
    events = [
        f"{name} {listed([usage.label(week) for week in weeks])}"
        for name, weeks in situation.events.by_name.items()
    ]
    said.append(f"Events: {listed(events)}." if events else "No events were given.")
    return said


def variants_said(found: Calibration) -> str:
    """The weights of the structural variants."""
    weights = sorted(found.variant_weights.items(), key=lambda one: -one[1])
    if len(weights) == 1:
        return f"One structure was fitted: {weights[0][0]}."
    said = listed([f"{name} {percent(weight, 0)}" for name, weight in weights])
    even = percent(1 / len(weights), 0)
    return f"Weight of each structure, of which each had {even} before: {said}."


def misfit_said(found: Calibration) -> str:
    """Say if the model does not even follow the weeks it was fitted to; empty if it does."""
    off = found.fitted.off
    if off < MISFIT:
        return ""
    return (
        f"The model does not follow the weeks it was fitted to: its runs are off by "
        f"{number(off)} times what chance alone makes. Wide bands make up for that, and the "
        "numbers fitted mean little."
    )


def effective_said(found: Calibration) -> str:
    """How many particles carry the weight, and what to do if they are few."""
    weights = found.fitted.weights
    effective = 1.0 / float(weights @ weights)
    said = f"Weights are those of {effective:.0f} equal particles, of {weights.size}"
    if effective >= FEW_PARTICLES:
        return f"{said}."
    return f"{said}: few. Intervals are rough; more --most-runs make them better."


def corrected_said(found: Calibration) -> str:
    """Whether the correction by regression was taken, and why."""
    plain, corrected = number(found.plain.off, 2), number(found.corrected.off, 2)
    verb = "is" if found.is_corrected else "is not"
    return (
        f"The correction by regression {verb} used: runs are {corrected} from the fitted weeks "
        f"with it and {plain} without, in what chance alone makes."
    )


def meaning_said(name: str) -> str:
    """What a number means."""
    unit, meaning = unit_and_meaning(name)
    return sentence(f"{unit} {meaning}")


def _known(found: Calibration) -> list[Judged]:
    return [one for one in found.judged if one.errors is not None and one.errors.weeks]


def _error(one: Judged) -> float:
    assert one.errors is not None
    return one.errors.mae


def _digits(value: float) -> str:
    text = f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3g}"
    return text.replace("-", "−")
