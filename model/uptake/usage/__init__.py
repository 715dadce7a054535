"""Weekly use of a network, read from exports (`read_usage`), and simple forecasts of it."""

from uptake.usage.columns import FIELDS
from uptake.usage.read_usage import read_usage
from uptake.usage.weekly_usage import Meaning, WeeklyUsage

__all__ = ["FIELDS", "Meaning", "WeeklyUsage", "read_usage"]
