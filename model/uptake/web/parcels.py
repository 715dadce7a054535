"""A chart as bytes and back: plain numbers and text, nothing that could run when it is read."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from io import BytesIO
from typing import Any

import numpy as np

from uptake.organisation import Chart

TEXTS = "texts"


def without_ids(chart: Chart) -> Chart:
    """The chart with numbers in place of employee ids, job titles and grades.

    What people do by chance hangs on the keys made of the ids, which stay: the organisation
    simulates exactly as it would with its ids.
    """
    return replace(
        chart,
        employee_ids=_numbers(len(chart.employee_ids)),
        role_names=_numbers(len(chart.role_names)),
        grade_names=_numbers(len(chart.grade_names)),
    )


def packed(chart: Chart) -> bytes:
    """Write a chart as an uncompressed ``.npz`` archive."""
    arrays = {field.name: getattr(chart, field.name) for field in fields(chart)}
    texts = {name: arrays.pop(name) for name in list(arrays) if _is_text(arrays[name])}
    arrays[TEXTS] = np.frombuffer(json.dumps(texts).encode(), np.uint8)
    out = BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def unpacked(content: bytes) -> Chart:
    """Read what `packed` wrote; pickled objects are refused.

    Raises
    ------
    ValueError
        If it is something else.
    """
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        parts: dict[str, Any] = {name: archive[name] for name in archive.files}
    texts = json.loads(parts.pop(TEXTS).tobytes())
    for name, value in texts.items():
        parts[name] = tuple(value) if isinstance(value, list) else value
    return Chart(**parts)


def _is_text(value: object) -> bool:
    return not isinstance(value, np.ndarray)


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, count + 1))
