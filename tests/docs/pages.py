"""The pages of the documentation, and the blocks of code in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Code blocks of one language in a page, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


def named(name: str) -> set[str]:
    """Everything that a page sets in code type, inline or in an equation."""
    return named_in(page(name))


def named_in(text: str) -> set[str]:
    """Everything that a text sets in code type, inline or in an equation."""
    inline = re.findall(r"`([^`\n]+)`", text)
    equations = re.findall(r"\\texttt\{([^}]+)\}", text)
    return {*inline, *(word.replace("\\_", "_") for word in equations)}
