"""Write the numbers of docs/trust.md from results/: ``python docs/generate_trust.py``.

Each stands between a line that names its part and a line that ends it; the words around them are
written by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from uptake.parameters import Assumptions, parameters_of
from uptake.study.patterns import all_quantities
from uptake.study.verdict_words import value_said
from uptake.study.wording import listed, number, percent

DOCUMENT = Path(__file__).with_name("trust.md")
RESULTS = Path(__file__).resolve().parents[1] / "results"
STATUSES = {
    "R": "read in the source",
    "R2": "quoted by others",
    "D": "derived by arithmetic from what was read",
    "A": "judged",
    "B": "commonly cited, not checked",
}
END = "<!-- end -->"
LANDSCAPES = {
    "managed": "managed for two years",
    "never_managed": "never managed",
    "reinforced": "managed, reinforced contagion",
    "strong_feedback": "managed, all feedback at the strong end",
}
DECIDING = 6
"""So many inputs with the largest total indices are shown."""


def filled(page: str) -> str:
    """The page with every part written anew.

    Raises
    ------
    ValueError
        If the page does not have each part exactly once.
    """
    for name, lines in PARTS.items():
        begin = f"<!-- {name}: written by docs/generate_trust.py -->"
        found = re.findall(rf"{re.escape(begin)}.*?{re.escape(END)}", page, re.DOTALL)
        if len(found) != 1:
            raise ValueError(f"docs/trust.md has {len(found)} parts that begin with {begin}")
        page = page.replace(found[0], "\n".join([begin, "", *lines(), END]))
    return page


def statuses() -> Iterable[str]:
    """How well the numbers that go in, and the facts and bands they are judged by, are known."""
    uncertain = parameters_of(Assumptions, "assumptions", "uncertainty")
    counts = {
        "assumptions (values and ranges)": Counter(one.status for one in uncertain),
        "facts behind the patterns": Counter(one.status for one in all_quantities()),
        "edges of their bands": Counter(one.band_status for one in all_quantities() if one.band),
    }
    yield from _table(
        ["status", "means", *counts],
        [
            [f"**{key}**", means, *(str(count[key]) for count in counts.values())]
            for key, means in STATUSES.items()
        ],
    )


def patterns() -> Iterable[str]:
    """Which of the fourteen patterns hold, of what was fitted and of what was held back."""
    found = _read("validate/patterns.csv")
    first = found.iloc[0]
    yield (
        f"{_holding(found)}: {_share(found[found['fitted']])} that were fitted, "
        f"**{_share(found[~found['fitted']])} that were held back**. Means over {first['count']} "
        f"{_over(first)}; the last column counts those in which a quantity that misses is in its "
        "band, of those in which it could be measured."
    )
    yield ""
    rows = []
    for (place, name), them in found.groupby(["pattern", "pattern_name"], sort=True):
        judged = them[them["band_low"].notna()]
        missing = judged[judged["verdict"] != "holds"]
        rows.append(
            [
                f"{place} {name}",
                _verdict(judged),
                _of(judged[judged["fitted"]]),
                _of(judged[~judged["fitted"]]),
                "; ".join(_missed(one) for _, one in missing.iterrows()),
            ]
        )
    yield from _table(
        ["pattern", "holds", "fitted, in band", "held back, in band", "what misses"], rows
    )


def structures() -> Iterable[str]:
    """How much holds under each structure of the model."""
    found = _read("validate/variants.csv")
    rows = []
    for name, them in found.groupby("variant", sort=False):
        judged = them[them["band_low"].notna()]
        verdicts = [_verdict(one) for _, one in judged.groupby("pattern")]
        whole = f"{verdicts.count('yes')} of {len(verdicts)}"
        parts = [_of(judged[judged["fitted"]]), _of(judged[~judged["fitted"]])]
        rows.append([f"`{name}`", whole, *parts])
    yield from _table(
        ["`contagion`/`manager_influence`", "patterns in full", "fitted", "held back"], rows
    )


def sensitivity() -> Iterable[str]:
    """Which inputs decide the gain of a programme."""
    found = _read("sensitivity/sensitivity.csv").nlargest(DECIDING, "ST")
    rows = [
        [
            f"`{row['input'].rpartition('.')[2]}`",
            row["values"],
            _interval(*(row[name] for name in ("ST", "ST_low", "ST_high")), decimals=0),
            percent(row["S1"], 0),
        ]
        for _, row in found.iterrows()
    ]
    yield from _table(["input", "varied over", "share of the variance", "alone"], rows)


def landscape() -> Iterable[str]:
    """Where activity rests and tips."""
    rows = []
    for folder, name in LANDSCAPES.items():
        points = _read(f"landscape/{folder}/points.csv")
        own = points[points["past"] == "own"]
        cells = []
        for regime in ("programme", "unmanaged"):
            for kind in ("resting", "tipping"):
                here = own[(own["regime"] == regime) & (own["kind"] == kind)]
                said = [
                    _interval(*(one[name] for name in ("level", "low", "high")), decimals=1)
                    for _, one in here.iterrows()
                ]
                cells.append(listed(said) if said else "–")
        rows.append([name, *cells])
    yield from _table(
        ["organisation", "rests, with the programme", "tips", "rests, without", "tips"], rows
    )


PARTS: dict[str, Callable[[], Iterable[str]]] = {
    "statuses": statuses,
    "patterns": patterns,
    "structures": structures,
    "sensitivity": sensitivity,
    "landscape": landscape,
}


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(RESULTS / name, encoding="utf-8-sig")


def _holding(found: pd.DataFrame) -> str:
    judged = found[found["band_low"].notna()]
    verdicts = Counter(_verdict(one) for _, one in judged.groupby("pattern"))
    return (
        f"{verdicts['yes']} of {verdicts.total()} patterns hold in full, {verdicts['in part']} in "
        f"part and {verdicts['no']} not at all; {_share(judged)} quantities lie in their bands"
    )


def _share(found: pd.DataFrame) -> str:
    judged = found[found["band_low"].notna()]
    return f"{(judged['verdict'] == 'holds').sum()} of {len(judged)}"


def _of(judged: pd.DataFrame) -> str:
    return _share(judged) if len(judged) else "–"


def _verdict(judged: pd.DataFrame) -> str:
    holds = judged["verdict"] == "holds"
    return "yes" if holds.all() else "in part" if holds.any() else "no"


def _over(row: pd.Series) -> str:
    return "sets of assumptions" if row["over"] == "members" else "replicates"


def _interval(value: float, low: float, high: float, *, decimals: int) -> str:
    said = f"{number(100 * low, decimals)} to {number(100 * high, decimals)}"
    return f"{percent(value, decimals)} ({said})"


def _missed(row: pd.Series) -> str:
    unit = row["unit"]
    if pd.isna(row["value"]):
        return f"{row['quantity']}: not measured"
    low, high = (value_said(row[edge], unit, bare=True) for edge in ("low", "high"))
    edges = [value_said(row[edge], unit, bare=True) for edge in ("band_low", "band_high")]
    band = f"{edges[0]} to {edges[1]}"
    if row["band_high"] == float("inf"):
        band = f"{edges[0]} or more"
    elif row["band_low"] == float("-inf"):
        band = f"{edges[1]} or less"
    doubt = ", undecided" if row["undecided"] else ""
    said = f"{row['quantity']}: **{value_said(row['value'], unit)}** ({low} to {high}{doubt})"
    return f"{said}, band {band}, in {row['in_band']:.0f} of {row['measured']}"


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterable[str]:
    heads = list(columns)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


if __name__ == "__main__":
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
