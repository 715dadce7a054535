"""Distributions of the span of control: how many people report to a manager."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class SpanDistribution:
    """Spans by their quantiles, straight lines between them, rounded to whole people.

    Attributes
    ----------
    probabilities, spans : tuple of float
        The quantiles, ascending; probabilities from 0 to 1.
    source : str
        Where the quantiles were read.
    """

    probabilities: tuple[float, ...]
    spans: tuple[float, ...]
    source: str

    def quantile(self, probability: NDArray[np.float64]) -> NDArray[np.int32]:
        """Span that a share `probability` of managers does not exceed, at least 1."""
        value = np.interp(probability, self.probabilities, self.spans)
        return np.maximum(np.rint(value), 1).astype(np.int32)

    @property
    def mean(self) -> float:
        """Mean span."""
        return float(self.quantile((np.arange(10_000) + 0.5) / 10_000).mean())


SPAN_DISTRIBUTIONS: Final = MappingProxyType(
    {
        "public-sector": SpanDistribution(
            probabilities=(0.0, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0),
            spans=(0.5, 2.0, 4.0, 6.0, 8.0, 19.0, 30.0),
            source="2,175 senior managers of 116 published public-sector trees (data.gov.uk "
            "organograms): mean 4.5, median 4, p75 6, p90 8, p99 19",
        ),
        "survey": SpanDistribution(
            probabilities=(0.0, 0.25, 0.5, 0.66, 0.87, 0.97, 1.0),
            spans=(1.0, 3.0, 5.5, 9.5, 25.0, 50.0, 75.0),
            source="US managers asked by Gallup 2024/25: median 5 to 6, mean 10.9 to 12.1, 66 % "
            "below 10, 13 % at 25 or more",
        ),
    }
)
"""Span distributions that `synthetic_chart` knows by name."""
