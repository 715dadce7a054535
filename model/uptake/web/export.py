"""A copy of the page to take home: one file that needs neither server nor network."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from uptake.errors import InputError, Problem
from uptake.study.whole_files import whole_file
from uptake.web.answers import Answers
from uptake.web.controls import controls
from uptake.web.copying import Runs, choices_with_people, make_runs, stored_choices
from uptake.web.grid import STORED
from uptake.web.method import method
from uptake.web.opened import Opened
from uptake.web.places import Places
from uptake.web.pool import Pool
from uptake.web.setup import setup

Told = Callable[[int, int], None]
"""Hears how many pieces of work are done, of how many."""

PAGE: Final = Path(str(files("uptake.web") / "page"))
PLOTLY: Final = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
SERVED_ONLY: Final = ("main.js",)
"""Modules that need a server."""


def export(path: Path, workers: int | None, told: Told) -> int:
    """Write a copy of the page; returns its size in bytes.

    Raises
    ------
    InputError
        If the file cannot be made there.
    """
    _check(path)
    runs = asyncio.run(_runs(workers, told))
    text = copy_of_page(runs).encode()
    with whole_file(path, path.absolute().parent) as temporary:
        temporary.write_bytes(text)
    return len(text)


def _check(path: Path) -> None:
    """Refuse a place where no file can be made, before any run is."""
    folder = path.absolute().parent
    wrong = ""
    if path.is_dir():
        wrong = "is a folder"
    elif not folder.is_dir():
        wrong = "lies in a folder that is not there"
    elif not os.access(folder, os.W_OK):
        wrong = "lies in a folder that cannot be written to"
    if wrong:
        right = "a file such as uptake.html"
        raise InputError([Problem("the command", "--export", wrong, str(path), right)])


async def _runs(workers: int | None, told: Told) -> Runs:
    places = Places()
    pool, made = Pool(places, workers), Runs()
    try:
        answers = Answers(pool, places, Opened())
        whole = (stored_choices(), choices_with_people())
        async for done, of in make_runs(pool, answers, "", made, *whole):
            told(done, of)
    finally:
        pool.close()
    return made


def copy_of_page(runs: Runs) -> str:
    """The page with everything in it, its runs included."""
    known = {
        "/api/setup": setup_of_copy(),
        "/api/method": method(),
        "runs": runs.head(),
    }
    modules = {
        f"uptake/{path.name}": _data("text/javascript", path.read_bytes())
        for path in sorted(PAGE.glob("*.js"))
        if path.name not in SERVED_ONLY
    }
    template = Environment(autoescape=True).from_string(
        (PAGE.parent / "copy.html").read_text(encoding="utf-8")
    )
    index = (PAGE / "index.html").read_text(encoding="utf-8")
    return template.render(
        body=index.partition("<body>")[2].partition("</body>")[0].strip(),
        style="\n".join(path.read_text("utf-8") for path in sorted(PAGE.glob("*.css"))),
        icon=_data("image/svg+xml", (PAGE / "icon.svg").read_bytes()),
        modules=json.dumps({"imports": modules}),
        plotly=_packed(PLOTLY.read_bytes()),
        known=_packed(json.dumps(known, separators=(",", ":")).encode()),
        content=_packed(bytes(runs.content)),
    )


def setup_of_copy() -> dict[str, Any]:
    """What a copy lets one move: the levers whose runs it holds."""
    whole = setup()
    organisation = "thousand"
    return {
        **whole,
        "levers": {name: whole["levers"][name] for name in whole["levers"] if name in STORED},
        "organisations": {organisation: whole["organisations"][organisation]},
        "assumptions": {},
        "variants": [],
        "presets": {
            name: preset
            for name, preset in whole["presets"].items()
            if set(preset["levers"]) <= set(STORED)
        },
        "horizons": [156],
        "copy": f"{len(STORED)} of {len(controls().levers)} levers",
    }


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
