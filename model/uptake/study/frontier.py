"""What participation costs, and which programmes buy the most of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CostPoint:
    """What one scenario costs a year and how many it brings, as means of its runs."""

    name: str
    money_a_year: float
    hours_a_year: float
    participation: float

    def cost(self, hourly_rate: float) -> float:
        """Money a year with the champion's hours at a rate."""
        return self.money_a_year + hourly_rate * self.hours_a_year


def efficient(points: tuple[CostPoint, ...], hourly_rate: float) -> tuple[CostPoint, ...]:
    """Return the points that no other beats in both cost and participation, cheapest first."""
    frontier: list[CostPoint] = []
    for point in sorted(points, key=lambda p: (p.cost(hourly_rate), -p.participation)):
        if not frontier or point.participation > frontier[-1].participation:
            frontier.append(point)
    return tuple(frontier)
