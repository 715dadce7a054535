"""Compile small functions with Numba, cached where a stale answer is impossible.

Numba's own cache notices a change in the file of a compiled function, but not one in a compiled
function it calls from another file, and then keeps answering with the old code. The cache used here
lies in a folder named after all sources of this package and the versions underneath, so that any
change starts an empty one.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., object])


SHOWING = (
    "checking.py",
    "cli",
    "documents.py",
    "errors.py",
    "figures",
    "publishing.py",
    "report",
    "given.py",
    "scenario_alone.py",
    "scenario_files.py",
    "study",
    "text_files.py",
    "usage",
    "web",
)
"""Parts of the package that read questions or show answers and hold no compiled code ..."""
SUMMING_UP = ("study/summary.py", "study/making.py")
"""... but for these files in them, which decide what a result is."""


@functools.cache
def code_digest() -> str:
    """Hash of every source file that decides what comes of a run: which model produced it."""
    digest = hashlib.blake2b(digest_size=10)
    root = Path(__file__).parent
    for source in sorted(root.rglob("*.py")):
        name = source.relative_to(root).as_posix()
        if name.split("/")[0] not in SHOWING or name in SUMMING_UP:
            digest.update(name.encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()


@functools.cache
def cache_folder() -> str:
    """Folder of the compiled code of exactly these sources and library versions."""
    versions = f"{numba.__version__}-{llvmlite.__version__}-{np.__version__}"
    name = hashlib.blake2b(f"{code_digest()}-{versions}".encode(), digest_size=10).hexdigest()
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "uptake" / f"compiled-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"uptake-compiled-{name}"
    return str(folder)


def compiled(function: Function) -> Function:
    """Compile `function` on its first call, without any relaxation of floating-point rules.

    With ``NUMBA_DISABLE_JIT=1`` the function stays as it is and gives the same result, slowly.
    """
    return _with_own_cache(function, inline="never")


def merged(function: Function) -> Function:
    """Compile a small rule into the body of what calls it: a loop that can then vectorise."""
    return _with_own_cache(function, inline="always")


def fixed(function: Function, arguments: tuple[object, ...]) -> Function:
    """What calls a compiled function for arguments of exactly these types, and asks no more.

    Numba looks up the type of every array at every call, which takes longer than a week of a small
    organisation. What is returned does not: it is for arguments whose types cannot change.

    Parameters
    ----------
    function
        A compiled function.
    arguments : tuple
        Arrays, and tuples of them.
    """
    settings: Any = numba.config
    if settings.DISABLE_JIT:
        return function
    known = function, _layout(arguments)
    if known not in _FIXED:
        dispatcher: Any = function
        types = tuple(numba.typeof(one) for one in arguments)
        dispatcher.compile(types)
        _FIXED[known] = dispatcher.overloads[types].entry_point
    return cast(Function, _FIXED[known])


_FIXED: dict[Any, Any] = {}
"""What `fixed` has found, by function and layout of its arguments."""


def _layout(thing: Any) -> Any:  # noqa: ANN401
    """What decides the type of an array, or of those in a tuple, in Numba's eyes."""
    if isinstance(thing, tuple):
        return type(thing), tuple(_layout(one) for one in thing)
    return thing.ndim, thing.dtype, thing.flags.num


def _with_own_cache(function: Function, inline: str) -> Function:
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = cache_folder()
    try:
        compiler: Any = numba.njit
        made = compiler(
            cache=True, no_cfunc_wrapper=True, error_model="numpy", nogil=True, inline=inline
        )(function)
        return cast(Function, made)
    finally:
        settings.CACHE_DIR = before
