"""Content that was handed over with a name, where a file is expected: nothing touches a disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Given:
    """What a file would hold.

    Attributes
    ----------
    name : str
        What the file is called, without folders; its ending counts as that of a file does.
    content : bytes
        All of it.
    """

    name: str
    content: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.name).suffix
