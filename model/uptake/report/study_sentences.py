"""What a study says, computed; the page and the command line print the same sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from uptake.figures.measure_words import difference_said, measure_words, value_said
from uptake.report.cell_words import cell_interval, cell_value, noun_words
from uptake.report.variant_rows import reversal_sentence
from uptake.study.discovery import Discovery
from uptake.study.findings import Findings
from uptake.study.pairs import ALL, REPLICATES
from uptake.study.units import sets_said, whose_sets
from uptake.study.wording import INTERVAL, NO_BREAK, counted, percent

Row = dict[Hashable, Any]
"""A row of `uptake.study.programmes.compare_programmes`."""


def answer(findings: Findings) -> str:
    """Say which programme does best in the measure judged by, and how sure that is."""
    best, base, count = _best(findings.ranked())
    noun = noun_words(findings.measure)
    if best is None:
        value = value_said(findings.measure, base["value"] if base else float("nan"))
        return f"There is nothing to compare: {noun}, {value}."
    values = (
        f"{value_said(findings.measure, best['value'])} against "
        f"{cell_value(findings.measure, best['baseline_value'])}"
    )
    against = f"“{findings.table.labels[findings.table.baseline]}”"
    name = f"“{best['label']}”"
    if math.isnan(best["difference"]):
        return f"No programme can be compared with {against} in {noun}: no pair of runs has both."
    if not clear(best, findings.better):
        nobody = (
            f"{name} does not clearly do"
            if count == 1
            else f"None of the {counted(count, 'programme')} clearly does"
        )
        nearest = "" if count == 1 else f" The nearest is {name}."
        return f"{nobody} better than {against} in {noun}: {values} ({_difference(best)}).{nearest}"
    if count == 1:
        return f"{name} does better than {against} in {noun}: {values} ({_difference(best)})."
    return (
        f"Of {counted(count, 'programme')} compared with {against}, {name} does best in {noun}: "
        f"{values} ({_difference(best)})."
    )


def clear(row: Row, better: str) -> bool:
    """Whether the whole interval of a row lies on the better side of nought."""
    return bool(row["low"] > 0.0) if better == "more" else bool(row["high"] < 0.0)


def support(findings: Findings) -> tuple[str, ...]:
    """Say in how many worlds the best programme helps, and what it costs to be wrong."""
    order = findings.ranked()
    best, _, count = _best(order)
    if best is None or math.isnan(best["difference"]):
        return ()
    measure = findings.measure
    units = units_said(best)
    said = [f"“{best['label']}” helps in {percent(best['helps_share'], 0)} of {units}"]
    if not math.isnan(best["low"]):
        spread = cell_interval(measure, best["spread_low"], best["spread_high"])
        kind = " percentage points" if measure_words(measure).kind == "share" else ""
        said[0] += f"; in 90{NO_BREAK}% of them the difference is {spread}{kind}"
    said[0] += "."
    reversal = reversal_sentence(best["difference"], findings.variants, measure)
    said += [reversal] if reversal else []
    if count > 1:
        said.append(_regret(order, best, findings))
    return tuple(said)


def best_label(findings: Findings) -> str:
    """The best programme but the baseline, which there must be."""
    best, _, _ = _best(findings.ranked())
    assert best is not None
    return str(best["label"])


def by_organisation(findings: Findings) -> tuple[str, ...]:
    """Say what is best in each organisation; nothing if there is only one."""
    if len(findings.organisations) < 2:
        return ()
    found = []
    for name in findings.organisations:
        best, _, _ = _best(findings.ranked(name))
        if best is None or math.isnan(best["difference"]):
            found.append(f"{name}: nothing can be compared.")
            continue
        sure = "does best" if clear(best, findings.better) else "comes first, but not clearly"
        found.append(f"{name}: “{best['label']}” {sure} ({_difference(best)}).")
    return tuple(found)


def failure_sentences(found: Discovery, findings: Findings) -> tuple[str, ...]:
    """Say where programmes fail: how often, the rules, and whether these hold elsewhere."""
    who = _who(found, findings)
    if not found.cases:
        return (f"{who}: there are no cases to look at.",)
    measure = found.measure
    fails = (
        f"no better than “{findings.table.labels[findings.table.baseline]}”"
        if found.fails_below is None
        else f"below {value_said(measure, found.fails_below)}"
    )
    table = findings.table
    alone = len(found.programmes) == 1
    noun, nouns = (table.world, table.worlds) if alone else ("case", "cases")
    said = [
        f"{who}: {fails} in {found.failing:,} of {found.cases:,} {nouns} "
        f"({percent(found.failing_share, 0)})."
    ]
    if found.why_none in ("nothing fails", "everything fails"):
        return (*said, f"No rule found: {found.why_none}.")
    if not found.rules:
        tried = f" ({_accuracy(found)})" if math.isfinite(found.balanced_accuracy) else ""
        return (*said, f"No rule found: {found.why_none}{tried}.")
    said += [
        f"Where {rule}: {percent(rule.density, 0)} of {counted(rule.cases, noun, nouns)} fail, "
        f"which holds {percent(rule.coverage, 0)} of all failures."
        for rule in found.rules
    ]
    what = "This rule" if len(found.rules) == 1 else "These rules"
    hold = "holds" if len(found.rules) == 1 else "hold"
    return (*said, f"{what} {hold} in {table.worlds} held out: {_accuracy(found)}.")


def certainty(findings: Findings) -> tuple[str, ...]:
    """Say what the intervals mean, and what no interval covers."""
    order = findings.ranked()
    if not len(order):
        return ()
    row: Row = order.to_dict("records")[0]
    table = findings.table
    paired = (
        f"Programmes are compared in runs of the same organisation, {table.world} and replicate, "
        "which share every chance event that both programmes have."
    )
    if row["units"] != REPLICATES:
        what = (
            whose_sets(table.ensemble)
            if table.ensemble
            else "A world is one sample of what is not known."
        )
        said = (
            f"{what} The {INTERVAL} tells how well the {row['statistic']} over {table.worlds} is "
            f"known after {units_said(row)}; single {table.worlds} differ by more, as the middle "
            f"90{NO_BREAK}% of them shows."
        )
    else:
        said = (
            f"There is a single world, so the {INTERVAL} is over its replicates: it covers chance "
            "and nothing of what is not known."
        )
    said_of_regret = (
        f"Regret is how much better the best programme of the study does in the same {table.world}."
    )
    if row["statistic"] == "median":
        said += (
            " What may never happen is compared by medians, in which never is longer than any "
            "number of weeks, and ∞ is the way from a week to never; the median of differences "
            "need not be the difference of medians."
        )
    return (paired, said, said_of_regret)


def missing_sentence(findings: Findings, failed: int) -> str:
    """Say how many runs are missing; empty if none is."""
    missing = findings.table.missing
    if not missing:
        return ""
    if missing == 1:
        why = ", because it failed" if failed else ""
        return f"One run of the plan has no result{why}; it and its partner are left out."
    why = f", {failed:,} of them because they failed" if failed else ""
    return (
        f"{missing:,} runs of the plan have no result{why}; they and their partners are left out."
    )


def units_said(row: Row) -> str:
    """Say how many units a row rests on: ``40 worlds``, ``20 replicates of one world``."""
    if row["units"] != REPLICATES:
        several = " of all organisations" if row["organisation"] == ALL else ""
        count = int(row["worlds"])
        return (sets_said(count) if row["units"] == "sets" else counted(count, "world")) + several
    return f"{counted(int(row['replicates']), 'replicate')} of one world"


def _best(order: pd.DataFrame) -> tuple[Row | None, Row | None, int]:
    """The best programme but the baseline, the baseline, and how many others there are."""
    rows: list[Row] = order.to_dict("records")
    others = [row for row in rows if not row["baseline"]]
    base = next((row for row in rows if row["baseline"]), None)
    return (others[0] if others else None), base, len(others)


def _difference(row: Row) -> str:
    said = difference_said(row["measure"], row["difference"])
    if math.isnan(row["low"]):
        return f"{said}; {units_said(row)} give no interval"
    return f"{said}, {INTERVAL} {cell_interval(row['measure'], row['low'], row['high'])}"


def _regret(order: pd.DataFrame, best: Row, findings: Findings) -> str:
    measure = findings.measure
    if not best["regret_largest"] > 0.0:
        return f"No other programme does better in any {findings.table.world}."
    said = (
        f"In the same {findings.table.world} the best programme does better by "
        f"{_amount(measure, best['regret'])} ({best['statistic']}) and by "
        f"{_amount(measure, best['regret_largest'])} at most."
    )
    rows: list[Row] = order[order["regret_largest"].notna()].to_dict("records")
    safest = min(rows, key=lambda row: float(row["regret_largest"]))
    if safest["regret_largest"] < best["regret_largest"]:
        said += (
            f" “{safest['label']}” has the smallest largest regret: "
            f"{_amount(measure, safest['regret_largest'])}."
        )
    return said


def _amount(measure: str, size: float) -> str:
    """Write the size of a difference."""
    if math.isinf(size):
        return "the whole way to never"
    return difference_said(measure, abs(size)).lstrip("+")


def _who(found: Discovery, findings: Findings) -> str:
    if len(found.programmes) == 1:
        return f"“{findings.table.labels[found.programmes[0]]}”"
    return f"All {counted(len(found.programmes), 'programme')} together"


def _accuracy(found: Discovery) -> str:
    return (
        f"on average {percent(found.balanced_accuracy, 0)} of what fails and of what does not is "
        f"told right there, and a coin does so with 50{NO_BREAK}%"
    )
