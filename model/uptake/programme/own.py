"""An intervention of the user's own: one class in a Python file that a scenario names."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

import cloudpickle

from uptake.programme.base import Intervention


def is_own(kind: str) -> bool:
    """Whether a kind names a class in a file, as in ``coffee_corner.py:CoffeeCorner``."""
    return ".py:" in kind


def load_own(kind: str, folder: Path) -> type[Intervention]:
    """Load the class that `kind` names, from a path relative to `folder`.

    Raises
    ------
    ValueError
        If the file or the class is missing, the file does not run, or the class is no intervention.
    """
    file_name, _, class_name = kind.rpartition(":")
    path = folder / file_name
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    source = path.read_bytes()
    module_name = f"uptake_own_{hashlib.blake2b(source, digest_size=8).hexdigest()}"
    module = sys.modules.get(module_name)
    if module is None:
        spec = importlib.util.spec_from_file_location(module_name, path)
        if spec is None or spec.loader is None:
            raise ValueError(f"{path} is not a Python file")
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            del sys.modules[module_name]
            raise ValueError(f"{path} does not run: {type(error).__name__}: {error}") from error
        # Workers cannot import the file by name, so the class travels with its code.
        cloudpickle.register_pickle_by_value(module)
    found = getattr(module, class_name, None)
    if not (isinstance(found, type) and issubclass(found, Intervention)):
        raise ValueError(f"{path} has no class {class_name} derived from uptake.Intervention")
    return found


def code_of(intervention: Intervention) -> str:
    """Digest of the file that an own intervention was loaded from; empty for a built-in one."""
    module = type(intervention).__module__
    return module.removeprefix("uptake_own_") if module.startswith("uptake_own_") else ""
