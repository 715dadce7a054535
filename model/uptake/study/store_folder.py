"""The folder of a store: what makes it one, and whether a folder can become one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from uptake.study.chunk_files import FAILED, RUNS, SERIES, TMP
from uptake.study.whole_files import PART, check_can_be_made, refuse_folder, whole_file

Record = dict[str, Any]

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PLAN: Final = "plan"
EXPORT: Final = "export"
FOLDERS: Final = (PLAN, RUNS, SERIES, FAILED, TMP, EXPORT)


def make_store(folder: Path, model: str) -> None:
    """Make a folder a store of runs of this model, if it is none yet.

    Raises
    ------
    InputError, DiskFullError
        As `uptake.study.store.Store.create_or_open`.
    """
    check_store(folder, model)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MANIFEST).exists():
            content = {"format": FORMAT, "model": model, "studies": {}}
            write_json(content, folder / MANIFEST, folder)
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        refuse_folder(folder, f"cannot be written to: {error.strerror}", "a folder of your own")


def check_store(folder: Path, model: str) -> None:
    """Make sure that a folder is, or can become, a store of runs of this model.

    Raises
    ------
    InputError
        As `uptake.study.store.Store.create_or_open`.
    """
    check_can_be_made(folder, folder)
    content = manifest_in(folder)
    new = "a new or empty folder"
    if content is None:
        if folder.is_dir() and set(folder.iterdir()) - beginnings(folder):
            refuse_folder(folder, "holds other files", f"{new}, or that of a sweep")
    elif content.get("format") != FORMAT:
        refuse_folder(folder, "holds results in the format of another version", new)
    elif content.get("model") != model:
        wrong = "holds results of another version of the model, which would not fit these"
        refuse_folder(folder, wrong, new)


def beginnings(folder: Path) -> set[Path]:
    """Files that were left where somebody began to make a store and was killed."""
    return set(folder.glob(f".{MANIFEST}-*{PART}"))


def manifest_in(folder: Path) -> Record | None:
    """The manifest of a store; None if there is none."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_store = isinstance(content, dict) and "format" in content
    return content if is_store else None


def write_json(content: Record, target: Path, temporary: Path) -> None:
    """Write a JSON file, whole or not at all.

    Raises
    ------
    DiskFullError
        If there is no space left.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False)
    with whole_file(target, temporary) as path:
        path.write_text(text + "\n", encoding="utf-8")
