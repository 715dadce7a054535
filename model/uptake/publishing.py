"""From a finished study to its folder: tables, figures and the report, all or nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from uptake.figures import GalleryData, Lineup, draw_gallery, lineup, source_line
from uptake.parameters import Assumptions, Parameter, parameters_of
from uptake.programme import Champion
from uptake.report import Assumption, ReportContent, ScenarioDetail, write_report
from uptake.scenario import Scenario
from uptake.study.assumed import under
from uptake.study.manifest import manifest_of
from uptake.study.result_folder import result_folder, write_results
from uptake.study.study import StudyResult
from uptake.study.units import over

ASSUMPTIONS_SHOWN = 12
FIGURES_FOLDER = "figures"


def publish(
    result: StudyResult,
    out: Path,
    *,
    title: str,
    question: str,
    command: Sequence[str],
    started: datetime,
    seconds: Mapping[str, float],
    workers: int | None = None,
    currency: str = "$",
) -> ReportContent:
    """Write everything about a study into a folder and return what the report says.

    Parameters
    ----------
    result : StudyResult
        The study.
    out : Path
        The folder; see `uptake.study.result_folder` for what is refused.
    title, question : str
        Of the report.
    command, started, seconds, workers
        For the manifest; see `uptake.study.manifest.manifest_of`.
    currency : str
        Sign before an amount of money.

    Raises
    ------
    InputError
        If the folder cannot take the results.
    """
    with result_folder(out, result.fingerprint) as folder:
        before = time.perf_counter()
        content = report_content(result, title, question, currency)
        gallery = GalleryData(
            weekly=content.weekly,
            summary=content.summary,
            comparison=content.comparison,
            weeks=content.weeks,
            hourly_rate=content.hourly_rate,
            currency=currency,
            retention={name: result.retention[name] for name in _shown_closely(result)},
            people={name: result.people[name] for name in _shown_closely(result)},
            department_names=result.organisation.chart.department_names,
        )
        figures = draw_gallery(gallery, content.lineup, folder / FIGURES_FOLDER)
        spent = {**seconds, "figures": time.perf_counter() - before}
        manifest = manifest_of(result, command, started, spent, workers)
        content = replace(content, figures=figures, manifest=_in_brief(manifest))
        write_report(content, folder)
        write_results(result, manifest, folder)
    return content


def report_content(
    result: StudyResult, title: str, question: str, currency: str = "$"
) -> ReportContent:
    """What a report says about a study, without figures and manifest."""
    rate = result.scenarios[0].hour_cost
    return ReportContent(
        title=title,
        question=question,
        lineup=lineup_of(result),
        weekly=result.weekly,
        summary=_without_champion(result.summary, rate),
        comparison=result.comparison,
        variants=result.variants,
        weeks=max(scenario.weeks for scenario in result.scenarios),
        hourly_rate=rate,
        currency=currency,
        details=tuple(
            ScenarioDetail(one.name, one.description, _settings(one)) for one in result.scenarios
        ),
        assumptions=most_doubtful(_assumed(result)),
    )


def lineup_of(result: StudyResult) -> Lineup:
    """How the scenarios of a study are shown."""
    scenarios = result.scenarios
    chart = result.organisation.chart
    employees = f"{int(chart.staffed.sum()):,}"
    label = chart.name if employees in chart.name else f"{chart.name}, {employees} employees"
    leaving = {one.name: week for one in scenarios if (week := one.departure_week) is not None}
    staying = {one.fingerprint: one.name for one in scenarios if one.name not in leaving}
    counterparts = {name: staying.get(_staying_fingerprint(scenarios, name)) for name in leaving}
    return lineup(
        [one.name for one in scenarios],
        source_line(label, result.seed, len(result.replicates), version("uptake")),
        departure_weeks=leaving,
        counterparts={name: other for name, other in counterparts.items() if other is not None},
        successors={
            one.name
            for one in scenarios
            if one.name in leaving and one.champion is not None and one.champion.successor
        },
        over=replace(over(result.summary), ensemble=result.ensemble.name),
    )


def most_doubtful(assumed: Sequence[Assumptions]) -> tuple[Assumption, ...]:
    """The assumed numbers with the widest plausible range for their size, widest first.

    Parameters
    ----------
    assumed : sequence of Assumptions
        All under which runs were made.
    """
    declared = [
        one for one in parameters_of(Assumptions, "assumptions", "uncertainty") if one.status == "A"
    ]
    widest = sorted(declared, key=_doubt, reverse=True)[:ASSUMPTIONS_SHOWN]
    return tuple(
        Assumption(
            name=one.path.removeprefix("assumptions."),
            value=f"{_value(assumed, one)} (plausible {one.low:g} to {one.high:g})",
            unit=one.unit,
            meaning=one.meaning,
            status=one.status,
        )
        for one in widest
    )


def _doubt(parameter: Parameter) -> float:
    return (parameter.high - parameter.low) / (abs(parameter.high) + abs(parameter.low))


def _value(assumed: Sequence[Assumptions], parameter: Parameter) -> str:
    """The value, or the least and the largest."""
    name = parameter.path.removeprefix("assumptions.")
    values = [float(getattr(one, name)) for one in assumed]
    low, high = min(values), max(values)
    return f"{low:g}" if low == high else f"{low:.3g} to {high:.3g}"


def _assumed(result: StudyResult) -> list[Assumptions]:
    """The assumptions under which the first scenario was run, each once."""
    members = {number % len(result.ensemble.members) for number in result.replicates}
    first = result.scenarios[0]
    return [under(first, result.ensemble.members[one]).assumptions for one in sorted(members)]


def _staying_fingerprint(scenarios: Sequence[Scenario], name: str) -> str:
    """Fingerprint of a scenario were its champion to stay."""
    (scenario,) = (one for one in scenarios if one.name == name)
    assert scenario.champion is not None
    departure = ("leaves_in_week", "notice_weeks", "successor", "playbook")
    defaults = {field: Champion.model_fields[field].default for field in departure}
    champion = scenario.champion.model_copy(update=defaults)
    return scenario.model_copy(update={"champion": champion}).fingerprint


def _without_champion(summary: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Money apart from the champion's hours: figures and report add those at their rate."""
    apart = summary["money_total"] - rate * summary["champion_hours_total"]
    return summary.assign(money_total=apart)


def _shown_closely(result: StudyResult) -> tuple[str, ...]:
    """The baseline, and the scenario that ends with most weekly visitors."""
    means = result.summary.groupby("scenario")["participation_last_half_year"].mean()
    return tuple(dict.fromkeys((result.scenarios[0].name, str(means.idxmax()))))


def _settings(scenario: Scenario) -> dict[str, str]:
    """Key and value of everything that differs from the defaults."""
    content = scenario.model_dump(
        mode="json", exclude_defaults=True, exclude={"name", "description", "organisation"}
    )
    if scenario.champion is None:
        content["champion"] = "nobody"
    settings: dict[str, str] = {}
    for name in content.pop("programme", {}):
        levers = scenario.programme[name].model_dump(mode="json", exclude_defaults=True)
        kind = scenario.programme[name].kind
        said = {} if kind == name else {"kind": kind}
        settings[f"programme.{name}"] = _said({**said, **levers}) or "as it is by default"
    for key, value in content.items():
        settings[key] = _said(value)
    return settings


def _said(value: Any) -> str:  # noqa: ANN401 (anything a scenario may hold)
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_nested(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_said(inner) for inner in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _nested(value: Any) -> str:  # noqa: ANN401
    return f"({_said(value)})" if isinstance(value, Mapping) else _said(value)


def _in_brief(manifest: Mapping[str, object]) -> dict[str, object]:
    """The manifest for a reader: without the scenarios, which the report shows, and timing."""
    return {key: manifest[key] for key in manifest if key not in ("scenarios", "timing")}
