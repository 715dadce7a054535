"""Usage exports as systems write them, made up."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

SLACK_HEADER = (
    "Date,Total enabled membership,Enabled full members,Enabled guests,Daily active members,"
    "Daily members posting messages,Weekly active members,Weekly members posting messages,"
    'Messages in public channels,"Percentage of messages, public channels",Total members,'
    "Total claimed members,Name,Messages posted"
)
MONDAY = date(2024, 1, 1)


def write(folder: Path, *rows: str, name: str = "usage.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def slack_row(day: int, shown: str = "%d/%m/%Y") -> str:
    """One day, counted from a Monday: 100 + day active in seven days of 1,000 members."""
    when = (MONDAY + timedelta(days=day)).strftime(shown)
    return f"{when},1100,1100,0,{50 + day % 7},9,{100 + day},20,5,0.25,1200,1000,3,{10 * day}"


def slack(folder: Path, days: range | list[int] = range(70), shown: str = "%d/%m/%Y") -> Path:
    return write(folder, SLACK_HEADER, *(slack_row(day, shown) for day in days))


def weekly(folder: Path, values: list[object], header: str = "week,active") -> Path:
    return write(folder, header, *(f"{week},{value}" for week, value in enumerate(values)))
