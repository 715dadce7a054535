"""The momentum landscape of an organisation: drift against level, resting and tipping points."""

from uptake.study.landscape.landscape import Landscape, Side, States, measure_landscape
from uptake.study.landscape.points import Curve, Point, curve_of, points_of

__all__ = [
    "Curve",
    "Landscape",
    "Point",
    "Side",
    "States",
    "curve_of",
    "measure_landscape",
    "points_of",
]
