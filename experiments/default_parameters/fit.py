"""Fit the default assumptions to the patterns, within their plausible ranges.

    python experiments/default_parameters/fit.py --minutes 30

The cross-entropy method (Rubinstein 1999): sample sets of assumptions, keep the best, sample around
them. Prints the centre of the best sets; nothing is written. Humana is simulated at a tenth of its
size. What comes of the defaults at its real size, with other seeds, is what ``uptake validate``
says.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np
from evaluation import Finding, evaluate
from loky import get_reusable_executor

from uptake.parameters import Assumptions, parameters_of
from uptake.study.verdicts import miss

FITTED = (
    "separation_a_year", "join_alone", "join_contacts", "contact_strength", "join_manager",
    "join_newsletter", "join_interest", "purpose_floor", "desk_access", "frontline_access",
    "visit_level", "resume_level", "visit_habit", "visit_novelty", "visit_value",
    "visit_contacts", "visit_company", "visit_newsletter", "newsletter_afterglow",
    "posts_a_visit", "post_value", "post_novelty", "reply_rate_contact", "reply_rate_topic",
    "reply_rate_champion", "value_rate", "useful_posts", "social_posts_enjoyed",
    "social_weight", "pack_value", "habit_loss", "interest_spread", "contribution_spread",
    "stance_own_use", "value_start", "employees_a_topic", "novelty_half_life_weeks",
)  # fmt: skip
SAMPLES, KEPT, INERTIA = 48, 10, 0.35
CENTRE_WEIGHT = 0.01


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=json.loads, default={}, help="assumptions, as JSON")
    parser.add_argument("--spread", type=float, default=0.25, help="of the first samples")
    options = parser.parse_args()
    low, high, logarithmic = ranges()
    defaults = {**Assumptions().model_dump(), **options.start}
    mean = to_unit(np.array([defaults[name] for name in FITTED]), low, high, logarithmic)
    spread = np.full(len(FITTED), options.spread)
    sampler = np.random.default_rng(options.seed)
    executor = get_reusable_executor(max_workers=options.workers, timeout=600)
    end, generation = time.monotonic() + 60 * options.minutes, 0
    while time.monotonic() < end:
        points = np.clip(sampler.normal(mean, spread, (SAMPLES, len(FITTED))), 0.0, 1.0)
        points[0] = mean
        sets = [from_unit(point, low, high, logarithmic) for point in points]
        found = list(executor.map(evaluate, sets, [generation + 1] * SAMPLES, chunksize=4))
        losses = np.array([loss(one) for one in found])
        order = np.argsort(losses)
        elite = points[order[:KEPT]]
        mean = INERTIA * mean + (1 - INERTIA) * elite.mean(axis=0)
        spread = np.maximum(INERTIA * spread + (1 - INERTIA) * elite.std(axis=0), 0.01)
        generation += 1
        missed = [one.quantity.name for one in found[order[0]] if missed_by(one)]
        print(f"generation {generation}: loss of the centre {losses[0]:.3f}, ", end="")
        print(f"of the best {losses[order[0]]:.3f}, which misses {missed}; new centre:")
        centre = from_unit(mean, low, high, logarithmic)
        print(json.dumps({name: float(f"{value:.3g}") for name, value in centre.items()}))


def loss(found: list[Finding]) -> float:
    """Sum of squared misses, and a little for leaving the centre of bounded bands."""
    off_centre = [
        abs(value - 0.5 * (quantity.low + quantity.high)) / (quantity.high - quantity.low)
        for quantity, value in found
        if np.isfinite([quantity.low, quantity.high, value]).all()
    ]
    missed = sum(missed_by(one) ** 2 for one in found)
    return missed + CENTRE_WEIGHT * float(np.mean(off_centre))


def missed_by(one: Finding) -> float:
    """Distance from the band."""
    return miss(one.value, one.quantity)


def ranges() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Plausible ranges of the fitted assumptions, and which span so much that logs are used."""
    declared = {p.path.split(".")[-1]: p for p in parameters_of(Assumptions, "a", "uncertainty")}
    low = np.array([declared[name].low for name in FITTED])
    high = np.array([declared[name].high for name in FITTED])
    return low, high, (low > 0) & (high > 8 * low)


def to_unit(
    values: np.ndarray, low: np.ndarray, high: np.ndarray, logarithmic: np.ndarray
) -> np.ndarray:
    """Values as shares of their ranges."""
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(values / low) / np.log(high / low)
    return np.where(logarithmic, logs, (values - low) / (high - low))


def from_unit(
    point: np.ndarray, low: np.ndarray, high: np.ndarray, logarithmic: np.ndarray
) -> dict[str, float]:
    """The assumptions at a point of the unit cube."""
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = low * (high / low) ** point
    values = np.where(logarithmic, logs, low + point * (high - low))
    return dict(zip(FITTED, values.tolist(), strict=True))


if __name__ == "__main__":
    main()
