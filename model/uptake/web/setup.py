"""What the page has to know before anything is asked."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from uptake import measures
from uptake.parameters import Assumptions, parameters_of
from uptake.study.variants import variants
from uptake.web.answers import REPLICATES
from uptake.web.controls import controls
from uptake.web.lessons import index
from uptake.web.runs import SHOWN


def setup() -> dict[str, Any]:
    """Levers, assumptions, presets, organisations, lessons and measures, ready for JSON."""
    known = controls()
    declared = {
        one.path.removeprefix("assumptions."): one
        for one in parameters_of(Assumptions, "assumptions", "uncertainty")
    }
    meanings = {measure.name: measure for measure in measures.WEEKLY}
    return {
        "version": version("uptake"),
        "replicates": REPLICATES,
        "organisations": {
            name: {"words": one.words, "headcount": one.synthetic.headcount}
            for name, one in known.organisations.items()
        },
        "levers": {
            name: {
                **lever.model_dump(exclude={"stops"}),
                "stops": [{"value": stop.value, "words": stop.words} for stop in lever.stops],
            }
            for name, lever in known.levers.items()
        },
        "assumptions": {
            name: {
                "words": one.words,
                "unit": one.unit,
                "low": declared[name].low,
                "high": declared[name].high,
                "default": declared[name].default,
                "meaning": declared[name].meaning,
                "source": declared[name].source,
                "status": declared[name].status,
            }
            for name, one in known.assumptions.items()
        },
        "variants": list(variants()),
        "presets": {name: one.model_dump() for name, one in known.presets.items()},
        "lessons": index(),
        "measures": {
            name: {"unit": meanings[name].unit, "meaning": meanings[name].meaning} for name in SHOWN
        },
    }
