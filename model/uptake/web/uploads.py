"""Read a file that was opened in the page, in a process of its own that is given little.

What was handed over goes to that process by a pipe and never to a disk. The process has a limit
of time and of memory, and can neither write, connect nor start anything (`uptake.web.confinement`).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from uptake.errors import InputError, Problem
from uptake.organisation import Repairs

Task = Literal["organisation", "scenario", "ensemble"]
Encoding = Literal["utf-8", "windows-1252", "mac-roman"]
SECONDS: Final = 20.0
MEMORY: Final = 2 << 30
"""Bytes of address space; Python and its libraries take about a fifth of it."""
AT_ONCE: Final = 2
"""Files that are read at the same time; others wait."""
KEPT_VARIABLES: Final = ("PATH", "PYTHONPATH", "SYSTEMROOT", "HOME", "XDG_CACHE_HOME", "LANG")
FEW_THREADS: Final = {
    f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMBA")
}
"""Each thread would reserve memory. Compiled code is left alone: its cache lies on a disk."""
LONGEST_NAME: Final = 100


class Handed(BaseModel):
    """What the page says about a file that it hands over.

    Attributes
    ----------
    name : str
        What the file is called; folders in front of it are dropped.
    columns : dict of str to str
        Header to field, for a staff file.
    repairs : Repairs
        What to mend in a staff file.
    encoding : str
        How the text of a staff file is encoded.
    organisation : str
        Key of the organisation that is chosen in the page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("file", min_length=1)
    columns: dict[str, str] = Field(default_factory=dict, max_length=200)
    repairs: Repairs = Field(default_factory=Repairs)
    encoding: Encoding = "utf-8"
    organisation: str = "thousand"

    @field_validator("name")
    @classmethod
    def _plain(cls, name: str) -> str:
        last = name.replace("\\", "/").rpartition("/")[2]
        return "".join(c for c in last if c.isprintable())[-LONGEST_NAME:].lstrip(".") or "file"


@dataclass(frozen=True)
class Reading:
    """What came of it: words and numbers, and bytes if there is more."""

    said: Mapping[str, Any]
    content: bytes = field(repr=False)


class UnreadableError(InputError):
    """What was handed over cannot be used: the problems, and the columns that a staff file has."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        super().__init__([Problem(**one) for one in said["problems"]])
        self.columns: list[dict[str, Any]] = said.get("columns", [])


def divided(body: bytes) -> tuple[Handed, bytes]:
    """Divide a request into what it says (one line of JSON) and the content of the file.

    Raises
    ------
    InputError
        If its first line is something else.
    """
    line, _, content = body.partition(b"\n")
    try:
        return Handed.model_validate_json(line), content
    except ValidationError as error:
        raise InputError(
            [
                Problem("the request", ".".join(map(str, one["loc"])), one["msg"])
                for one in error.errors()
            ]
        ) from None


class Readers:
    """Processes that read; only a few at a time.

    Parameters
    ----------
    seconds : float
        How long one may take, its start included.
    memory : int
        Bytes of address space that one may have.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def read(self, task: Task, handed: Handed, content: bytes) -> Reading:
        """Read a file in a process of its own.

        Raises
        ------
        UnreadableError
            With every problem of the file, or that it took too long or too much.
        """
        asked = {"task": task, **handed.model_dump(mode="json")}
        async with self._turns:
            out = await self._run(json.dumps(asked).encode() + b"\n" + content, handed.name)
        line, _, rest = out.partition(b"\n")
        said = json.loads(line)
        if "problems" in said:
            raise UnreadableError(said)
        return Reading(said, rest)

    async def _run(self, given: bytes, name: str) -> bytes:
        # -P: no module of the folder that the app was started in; -B: no file of compiled code.
        command = (sys.executable, "-P", "-B", "-m", "uptake.web.reading")
        limits = (str(self._memory), str(int(self._seconds) + 1))
        process = await asyncio.create_subprocess_exec(
            *command,
            *limits,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            out, _ = await asyncio.wait_for(process.communicate(given), self._seconds)
        except TimeoutError:
            wrong = f"takes longer to read than the {self._seconds:g} seconds it is given here"
            raise UnreadableError(_said(name, wrong)) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0 or b"\n" not in out:
            wrong = "cannot be read: it takes more memory or time than a file is given here"
            raise UnreadableError(_said(name, wrong))
        return out


def _said(name: str, wrong: str) -> dict[str, Any]:
    right = "a smaller file, or the command line"
    return {"problems": [{"where": name, "key": "", "wrong": wrong, "right": right}]}


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, **FEW_THREADS, "NUMBA_DISABLE_JIT": "1"}
