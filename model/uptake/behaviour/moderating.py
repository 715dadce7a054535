"""Moderating: posts that break the guidelines and stay in sight."""

from __future__ import annotations

from uptake.compilation import compiled


@compiled
def incidents_after(open_before: float, settled: float, fading: float, new: int) -> float:
    """Open incidents at the end of a week: the old, less the settled and the faded, and the new."""
    return max(0.0, open_before - settled) * (1.0 - fading) + new


@compiled
def exposure(incidents_open: float, posts: int) -> float:
    """Share of what a visitor sees that is an open incident, 0 to 1."""
    seen = incidents_open + posts
    return incidents_open / seen if seen > 0.0 else 0.0
