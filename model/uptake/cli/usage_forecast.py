"""What ``uptake usage forecast`` does: split, fit, judge, print, and write a folder."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from uptake.cli.output import output
from uptake.cli.working import RESULTS
from uptake.errors import InputError, Problem
from uptake.figures.forecast import forecast_figure, forecast_headline
from uptake.figures.style import file_name, save
from uptake.study.result_folder import MANIFEST, check_folder, result_folder
from uptake.study.whole_files import write_table
from uptake.study.wording import NO_BREAK, number
from uptake.usage.baselines import Judged, judge, series_of
from uptake.usage.baselines.tables import errors_table, paths_table
from uptake.usage.weekly_usage import FEWEST_WEEKS_TO_FORECAST, WeeklyUsage

FITTED_SHARE = 0.75
"""Share of the usable weeks that is fitted to if the user does not say."""


def forecast_usage(
    usage: WeeklyUsage, fit_until: str | None, horizon: int | None, out: Path | None
) -> None:
    """Forecast a usage export by all baselines, judge them by later weeks, and write the results.

    Parameters
    ----------
    usage : WeeklyUsage
        What was read.
    fit_until : str or None
        Last week that is fitted to, by number or name; by default after three quarters.
    horizon : int or None
        Weeks to forecast; by default to the end of the file.
    out : Path or None
        Folder of the results.

    Raises
    ------
    InputError
        If nothing can be forecast from this file or the split, with why.
    """
    if usage.refuse_forecast:
        raise InputError([Problem(usage.source, "", usage.refuse_forecast)])
    place = _split(usage, fit_until)
    weeks_ahead = horizon or len(usage.weeks) - 1 - place
    if weeks_ahead < 1:
        wrong = "no week is left to forecast"
        right = "--horizon, or an earlier --fit-until"
        raise InputError([Problem("the command", "--fit-until", wrong, usage.label(place), right)])
    fingerprint = _fingerprint(usage, place, weeks_ahead)
    target = out or RESULTS / f"{file_name(usage.source.split('.')[0])}-forecast-{fingerprint[:8]}"
    check_folder(target, fingerprint)
    split = int(usage.weeks[place])
    with Console(stderr=True).status("Fitting forecasts"):
        judged = judge(series_of(usage), split, weeks_ahead)
        source = f"Source: {usage.source} ({usage.kind}); uptake {version('uptake')}"
        figure = forecast_figure(usage, judged, split, source=source)
        with result_folder(target, fingerprint) as folder:
            write_table(errors_table(judged), folder / "errors.csv")
            write_table(paths_table(usage, judged), folder / "forecasts.csv")
            save(figure, folder, "forecast")
            (folder / MANIFEST).write_text(
                _manifest(usage, fingerprint, place, weeks_ahead), encoding="utf-8"
            )
    console = output()
    console.print(forecast_headline(usage, judged), style="bold", highlight=False, markup=False)
    console.print(_span(usage, place, weeks_ahead), highlight=False, markup=False)
    console.print()
    console.print(judged_table(judged))
    _print_notes(console, usage, judged)
    console.print(f"\nResults: {target}", markup=False, highlight=False, soft_wrap=True)


def judged_table(judged: Sequence[Judged]) -> Table:
    """Lay out every baseline with its errors in the weeks that it had not seen."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Forecast", no_wrap=True)
    table.add_column("Fitted to", ratio=1)
    for heading in (
        "Off by\n(mean)",
        "Root mean\nsquare",
        "MASE",
        f"In the 50{NO_BREAK}%\nband",
        f"In the 90{NO_BREAK}%\nband",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in judged:
        if one.fit is None or one.errors is None:
            table.add_row(one.name, f"not fitted: {one.refused}", *["–"] * 5)
            continue
        found = one.errors
        cells = ["–"] * 5
        if found.weeks:
            cells = [
                number(found.mae),
                number(found.rmse),
                number(found.mase, 2),
                f"{found.within_half:.0%}",
                f"{found.within_most:.0%}",
            ]
        table.add_row(one.name, one.fit.fitted_to, *cells)
    return table


def _print_notes(console: Console, usage: WeeklyUsage, judged: Sequence[Judged]) -> None:
    weeks = max((one.errors.weeks for one in judged if one.errors), default=0)
    said = [
        f"Errors in people, over the {weeks} usable weeks that were forecast. MASE: against the "
        "mean change from one week to the next before it." if weeks else "",
        "Bands come from how far the fitted weeks were off; they leave out how unsure the "
        "parameters are.",
        *usage.notes,
    ]  # fmt: skip
    console.print()
    for line in said:
        if line:
            console.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)


def _split(usage: WeeklyUsage, fit_until: str | None) -> int:
    """Place of the last week that is fitted to."""
    known = [place for place, reason in enumerate(usage.reasons) if not reason]
    if fit_until is None:
        least = FEWEST_WEEKS_TO_FORECAST
        return known[max(round(FITTED_SHARE * len(known)), least) - 1]
    place = usage.place_of(fit_until)
    right = f"a week from {usage.label(0)} to {usage.label(len(usage.weeks) - 1)}"
    if place is None:
        wrong = "no such week in the file"
        raise InputError([Problem("the command", "--fit-until", wrong, fit_until, right)])
    fitted = sum(one <= place for one in known)
    if fitted < FEWEST_WEEKS_TO_FORECAST:
        wrong = f"only {fitted} usable weeks to fit to; {FEWEST_WEEKS_TO_FORECAST} are needed"
        right = f"{usage.label(known[FEWEST_WEEKS_TO_FORECAST - 1])} or later"
        raise InputError([Problem("the command", "--fit-until", wrong, fit_until, right)])
    return place


def _span(usage: WeeklyUsage, place: int, horizon: int) -> str:
    fitted = f"Fitted to weeks {usage.label(0)} to {usage.label(place)}"
    return f"{fitted}; {horizon} weeks forecast; {int(usage.masked.sum())} masked."


def _fingerprint(usage: WeeklyUsage, place: int, horizon: int) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for array in (usage.weeks, usage.active, usage.members, usage.newcomers, usage.masked):
        digest.update(array.tobytes())
    digest.update(f"{usage.source} {place} {horizon} {version('uptake')}".encode())
    return digest.hexdigest()


def _manifest(usage: WeeklyUsage, fingerprint: str, place: int, horizon: int) -> str:
    content = {
        "study": fingerprint,
        "command": " ".join(["uptake", *sys.argv[1:]]),
        "source": usage.source,
        "kind": usage.kind,
        "active_means": usage.meaning,
        "columns": dict(usage.headers),
        "weeks": [usage.label(0), usage.label(len(usage.weeks) - 1)],
        "fit_until": usage.label(place),
        "horizon": horizon,
        "masked": {usage.label(i): reason for i, reason in enumerate(usage.reasons) if reason},
        "notes": list(usage.notes),
        "version": version("uptake"),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
