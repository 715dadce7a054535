"""YAML documents whose every key and value knows where it stands.

YAML 1.2 is read (``no`` and ``on`` are words, not truth values); a key that stands twice in a
mapping is refused. What a document says is checked in `uptake.checking`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.text_files import LINE_BREAKS, line_and_column, path_of, read_text

Place = tuple[str | int, ...]
"""Keys and list indices from the top of a document to a value."""

PLAIN_TYPES = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))


@dataclass(frozen=True)
class Mark:
    """Where something stands.

    Attributes
    ----------
    file : Path
        The file, as it was asked for.
    line, column : int
        Counted from 1.
    text : str
        The line itself.
    """

    file: Path
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def excerpt(self) -> str:
        """The line with a caret under the column."""
        indent = re.sub(r"[^\t]", " ", self.text[: self.column - 1])
        return f"{self.text}\n{indent}^"


@dataclass(frozen=True)
class Document:
    """What a file says, and where.

    Attributes
    ----------
    file : Path
        The file, as it was asked for.
    data : dict
        Plain data: dicts, lists, text, numbers, truth values and None.
    values, keys : mapping from place to Mark
        Where each value, and the key in front of it, stands; the top has the place ``()``.
    """

    file: Path
    data: dict[str, Any]
    values: Mapping[Place, Mark] = field(repr=False)
    keys: Mapping[Place, Mark] = field(repr=False)

    def mark(self, place: Place) -> Mark:
        """Where the value at a place stands, or else the nearest thing around it."""
        while place not in self.values:
            place = place[:-1]
        return self.values[place]

    def key_mark(self, place: Place) -> Mark:
        """Where the key of a place stands, or else the nearest thing around it."""
        return self.keys[place] if place in self.keys else self.mark(place)

    def problem(self, place: Place, wrong: str, found: str = "", right: str = "") -> Problem:
        """A mistake in the value at a place."""
        mark = self.mark(place)
        return Problem(str(mark), dotted(place), wrong, found, right, mark.excerpt)

    def key_problem(self, place: Place, wrong: str, found: str = "", right: str = "") -> Problem:
        """A mistake in the key of a place."""
        mark = self.key_mark(place)
        return Problem(str(mark), dotted(place), wrong, found, right, mark.excerpt)


def dotted(place: Place) -> str:
    """Write a place as ``programme.newsletter.quality`` or ``headcount_path[1].week``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


def read_document(source: Path | Given) -> Document:
    """Read a YAML file, or what it would hold, whose top is a mapping.

    Raises
    ------
    InputError
        If the file cannot be read or is not YAML, with line and column; if its top is no mapping;
        or with every key that is no text or stands twice in its mapping.
    """
    path, text = path_of(source), read_text(source)
    lines = LINE_BREAKS.split(text)
    node = _composed(path, text, lines)
    if node is None:
        wrong = "the file says nothing"
        raise InputError(
            [Problem(str(path), "", wrong, right="keys with values, as in name: Plan")]
        )
    reader = _Reader(path, lines)
    data = reader.read(node, (), frozenset())
    if not isinstance(data, dict):
        wrong = "the file is not a mapping"
        mark = reader.values[()]
        right = "keys with values, as in name: Plan"
        reader.problems.append(Problem(str(mark), "", wrong, right=right, excerpt=mark.excerpt))
    if reader.problems:
        raise InputError(reader.problems)
    return Document(path, data, reader.values, reader.keys)


def part_of(document: Document, place: Place) -> Document:
    """The mapping at a place of a document as a document of its own, whose values keep their marks.

    Parameters
    ----------
    document : Document
        The whole.
    place : Place
        Where a mapping stands in it.
    """
    data: Any = document.data
    for part in place:
        data = data[part]
    depth = len(place)
    values, keys = (
        {there[depth:]: mark for there, mark in marks.items() if there[:depth] == place}
        for marks in (document.values, document.keys)
    )
    return Document(document.file, data, values, keys)


def merged(base: Document, own: Document, kept_nulls: Collection[Place] = ()) -> Document:
    """Lay a document over its base: mappings merge deeply, null removes, all else replaces.

    Parameters
    ----------
    base, own : Document
        Values of `own` win; every value keeps the mark of the file it came from.
    kept_nulls : collection of places
        Where null is a value of its own and removes nothing.
    """
    values, keys = dict(base.values), dict(base.keys)
    values[()] = own.values[()]

    def forget(place: Place) -> None:
        for marks in (values, keys):
            for known in [p for p in marks if p[: len(place)] == place]:
                del marks[known]

    def adopt(place: Place) -> None:
        for marks, source in ((values, own.values), (keys, own.keys)):
            marks.update({p: mark for p, mark in source.items() if p[: len(place)] == place})

    def lay_over(under: dict[str, Any], over: dict[str, Any], place: Place) -> dict[str, Any]:
        result = dict(under)
        for key, value in over.items():
            here = (*place, key)
            if value is None and key in under and here not in kept_nulls:
                forget(here)
                del result[key]
            elif isinstance(value, dict) and isinstance(under.get(key), dict):
                values[here], keys[here] = own.values[here], own.keys[here]
                result[key] = lay_over(under[key], value, here)
            else:
                forget(here)
                adopt(here)
                result[key] = value
        return result

    return Document(own.file, lay_over(base.data, own.data, ()), values, keys)


class _Reader:
    """Turns nodes into plain data and remembers where they stand."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path, self.lines = path, lines
        self.values: dict[Place, Mark] = {}
        self.keys: dict[Place, Mark] = {}
        self.problems: list[Problem] = []
        self.scalars = YAML(typ="safe", pure=True).constructor

    def read(self, node: Node, place: Place, above: frozenset[int]) -> Any:  # noqa: ANN401
        mark = self.values[place] = self._mark(node)
        if id(node) in above:
            self._complain(mark, place, "a value that contains itself")
            return None
        if isinstance(node, ScalarNode):
            return self._scalar(node, mark, place)
        inside = above | {id(node)}
        if isinstance(node, SequenceNode):
            return [self.read(item, (*place, i), inside) for i, item in enumerate(node.value)]
        assert isinstance(node, MappingNode)
        return self._mapping(node, place, inside)

    def _mapping(self, node: MappingNode, place: Place, inside: frozenset[int]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = self._mark(key_node)
            if not isinstance(key_node, ScalarNode):
                self._complain(mark, place, "a key that is no text")
                continue
            key = str(key_node.value)
            here = (*place, key)
            if key in result:
                first = self.keys[here]
                wrong = f"this key stands here for the second time (first in line {first.line})"
                self._complain(mark, here, wrong)
                continue
            self.keys[here] = mark
            result[key] = self.read(value_node, here, inside)
        return result

    def _scalar(self, node: ScalarNode, mark: Mark, place: Place) -> Any:  # noqa: ANN401
        if str(node.tag) not in PLAIN_TYPES:
            return str(node.value)
        try:
            return self.scalars.construct_object(node)
        except (ValueError, YAMLError):
            self._complain(mark, place, "a value that cannot be read", found=str(node.value))
            return None

    def _complain(self, mark: Mark, place: Place, wrong: str, found: str = "") -> None:
        self.problems.append(Problem(str(mark), dotted(place), wrong, found, excerpt=mark.excerpt))

    def _mark(self, node: Node) -> Mark:
        return _mark_at(self.path, self.lines, node.start_mark.line, node.start_mark.column)


def _mark_at(path: Path, lines: list[str], line: int, column: int) -> Mark:
    text = lines[line] if line < len(lines) else ""
    return Mark(path, line + 1, column + 1, text)


def _composed(path: Path, text: str, lines: list[str]) -> Node | None:
    try:
        return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = _mark_at(path, lines, at.line, at.column) if at else Mark(path, 1, 1, lines[0])
        wrong = "this is not YAML: " + _plain(error)
        raise InputError([Problem(str(mark), "", wrong, excerpt=mark.excerpt)]) from None
    except ReaderError as error:
        mark = _mark_at(path, lines, *line_and_column(text[: error.position]))
        wrong, found = "a character that YAML does not allow", f"U+{ord(text[error.position]):04X}"
        raise InputError([Problem(str(mark), "", wrong, found)]) from None
    except RecursionError:
        raise InputError([Problem(str(path), "", "nested too deeply")]) from None


def _plain(error: MarkedYAMLError) -> str:
    """The parser's complaint; the two that beginners meet most are said in plain words."""
    problem = str(error.problem or error.context or "it cannot be parsed")
    if "'\\t'" in problem:
        return "a tab; indent with spaces"
    if problem == "mapping values are not allowed here":
        return "a colon too many; put text that contains a colon in quotes"
    context = f" {error.context}" if error.context and error.problem else ""
    return problem + context
