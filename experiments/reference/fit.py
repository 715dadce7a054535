"""Fit the assumptions to the Humana case and the published patterns, all at once, as a set.

    python experiments/reference/fit.py --out results/reference

History matching (Craig et al. 1997; Vernon, Goldstein & Bower 2010): run the model at many points,
emulate it, look for the points at which the emulators expect every fitted pattern, run the model
there, and so on, closer each time. The last wave is run several times at each point, and the points
nearest to the bands become the members of the reference ensemble. Humana is simulated at a tenth of
its size; what comes of the members at its real size, with other seeds, is what ``uptake validate``
says. Waves are kept in --out/waves, so that a fit that was interrupted goes on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
from assumed import NAMES, PARAMETERS, STRUCTURES, assumptions_at, draw_structures, to_unit
from emulator import Emulator
from evaluation import QUANTITIES, evaluate
from loky import get_reusable_executor
from numpy.typing import NDArray
from proposing import CHAINS, propose
from targets import FITTED, bands, losses, scales, transformed

from uptake.parameters import Assumptions
from uptake.study.ensemble import ensemble_text

FIRST_WAVE, WAVES, LAST_RUNS, MEMBERS = 1000, 5, 2, 64
AROUND = 0.22
"""Spread of the first wave around the defaults, as a share of each range."""
DEFAULT_STRUCTURE = 0
BLOCK = 80
"""Runs that are kept at a time."""


def main() -> None:
    """Fit, write the tables, and print the defaults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kept = options.out / "waves"
    kept.mkdir(parents=True, exist_ok=True)
    waves: list[Wave] = []
    said = [f"command: python experiments/reference/fit.py --out {options.out}"]
    for number in range(1, WAVES + 1):
        sampler = np.random.default_rng([options.seed, number])
        found = kept / f"{number}.npz"
        if not found.exists():
            points, structures = first(sampler) if not waves else closer(waves, sampler)
            runs = LAST_RUNS if number == WAVES else 1
            run_wave(found, number, points, structures, runs, options.workers)
        waves.append(Wave(found))
        told = waves[-1].told(scales(np.vstack([wave.values for wave in waves])))
        said.append(f"wave {number}: {told}")
        print(said[-1], flush=True)
    chosen = nearest(waves, MEMBERS)
    order = np.random.default_rng([options.seed, 0]).permutation(len(chosen))
    last = waves[-1]
    sets = [assumptions_at(last.points[at], last.structures[at]) for at in chosen[order]]
    (options.out / "reference.csv").write_text(ensemble_text(sets), encoding="utf-8")
    said.append(f"members: {members_told(waves, chosen)}")
    (options.out / "made.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    informed(last.points[chosen]).to_csv(options.out / "informed.csv", index=False)
    default = next(at for at in nearest(waves) if (last.structures[at] == DEFAULT_STRUCTURE).all())
    numbers = assumptions_at(last.points[default], last.structures[default])
    print("defaults, the nearest of all with the default structure:")
    print(json.dumps({name: float(f"{numbers[name]:.3g}") for name in NAMES}, indent=1))


class Wave:
    """One wave as it was run.

    Attributes
    ----------
    points, structures : arrays of shape (points, parameters), (points, choices)
        Where the model was run.
    values : array of shape (points, quantities)
        Means over the runs of each point, on the scale of the fit.
    """

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            self.points, self.structures = held["points"], held["structures"]
            self.values = np.nanmean(transformed(held["values"]), axis=1)

    def told(self, scale: NDArray[np.float64]) -> str:
        """How near the wave came, in words."""
        loss = losses(self.values, scale)
        low, high = bands()
        inside = (self.values >= low) & (self.values <= high) | np.isnan(self.values)
        share = inside[:, FITTED].mean(axis=1)
        return (
            f"{len(self.points)} points, loss {np.median(loss):.2f} (best {loss.min():.2f}), "
            f"{np.median(share):.0%} of fitted quantities in their bands (best {share.max():.0%})"
        )


def members_told(waves: list[Wave], chosen: NDArray[np.int64]) -> str:
    """How near the members come and which structures they have, in words."""
    last = waves[-1]
    loss = losses(last.values, scales(np.vstack([wave.values for wave in waves])))[chosen]
    counts = [
        f"{int((last.structures[chosen, at] == place).sum())} {option}"
        for at, options in enumerate(STRUCTURES.values())
        for place, option in enumerate(options)
    ]
    return f"{len(chosen)}, loss {loss.min():.2f} to {loss.max():.2f}; {', '.join(counts)}"


def first(sampler: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points around the defaults and, one in four, between them and anywhere."""
    defaults = np.clip(to_unit(Assumptions().model_dump()), 0.05, 0.95)
    near = sampler.normal(defaults, AROUND, (FIRST_WAVE * 3 // 4, len(NAMES)))
    anywhere = sampler.random((FIRST_WAVE - len(near), len(NAMES)))
    points = np.vstack([np.clip(near, 0.0, 1.0), 0.6 * anywhere + 0.4 * defaults])
    return points, draw_structures(sampler, len(points))


def closer(
    waves: list[Wave], sampler: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points where the emulators of all waves so far expect the patterns."""
    points = np.vstack([wave.points for wave in waves])
    structures = np.vstack([wave.structures for wave in waves])
    values = np.vstack([wave.values for wave in waves])
    loss = losses(values, scales(values))
    # Runs far away count little: the emulators should be good where it matters.
    weights = 1.0 / (1.0 + (loss / np.quantile(loss, 0.3)) ** 2)
    emulator = Emulator(points, structures, values, weights)
    best = np.argsort(loss)[:CHAINS]
    return propose(emulator, points[best].copy(), structures[best].copy(), values, sampler)


def run_wave(
    file: Path,
    number: int,
    points: NDArray[np.float64],
    structures: NDArray[np.int64],
    runs: int,
    workers: int,
) -> None:
    """Run the model at all points and keep what it gave."""
    sets = [assumptions_at(*at) for at in zip(points, structures, strict=True) for _ in range(runs)]
    seeds = [1_000_000 * number + place for place in range(len(sets))]
    executor = get_reusable_executor(max_workers=workers, timeout=600)
    begun, made, found = time.monotonic(), 0, []
    for start in range(0, len(sets), BLOCK):
        block, part = slice(start, start + BLOCK), file.with_suffix(f".{start}.npy")
        if not part.exists():
            values = np.array(list(executor.map(evaluate, sets[block], seeds[block], chunksize=4)))
            _keep(part, lambda to, values=values: np.save(to, values))
            made += len(values)
        found.append(np.load(part))
        done = start + len(found[-1])
        left = (len(sets) - done) * (time.monotonic() - begun) / max(made, 1)
        print(f"wave {number}: {done} of {len(sets)} runs, {left:.0f} s left", flush=True)
    values = np.concatenate(found).reshape(len(points), runs, len(QUANTITIES))
    wave = {"points": points, "structures": structures, "values": values}
    _keep(file, lambda to: np.savez_compressed(to, **wave))


def _keep(file: Path, save: Callable[[BinaryIO], None]) -> None:
    """Save under another name and rename, so that no file is ever half-written."""
    unfinished = file.with_name(file.name + ".tmp")
    with unfinished.open("wb") as to:
        save(to)
    unfinished.replace(file)


def nearest(waves: list[Wave], count: int | None = None) -> NDArray[np.int64]:
    """Points of the last wave nearest to the bands, the nearest first."""
    scale = scales(np.vstack([wave.values for wave in waves]))
    return np.argsort(losses(waves[-1].values, scale))[:count]


def informed(points: NDArray[np.float64]) -> pd.DataFrame:
    """How much of each plausible range is left to the middle 90 % of the members."""
    low, high = np.quantile(points, [0.05, 0.95], axis=0)
    ends = [assumptions_at(end, np.zeros(len(STRUCTURES), np.int64)) for end in (low, high)]
    table = pd.DataFrame(
        {
            "assumption": NAMES,
            "unit": [one.unit for one in PARAMETERS],
            "plausible_low": [one.low for one in PARAMETERS],
            "plausible_high": [one.high for one in PARAMETERS],
            "members_low": [ends[0][name] for name in NAMES],
            "members_high": [ends[1][name] for name in NAMES],
            "share_left": (high - low) / 0.9,
        }
    )
    return table.sort_values("share_left")


if __name__ == "__main__":
    main()
