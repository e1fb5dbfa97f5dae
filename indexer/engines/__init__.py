"""The engine seam: our types on both sides, one table of engines.

A new version replaces the old at once or not at all (``store.py`` sees to that);
facet counts are in documents; fragments travel as text and character ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from indexer.authority import Authority
from indexer.errors import ConfigError, DamagedError, UnreadableSchema
from indexer.model import ArchiveInfo, Card, Entry, Query, Results


class Engine(Protocol):
    """One version of the archive, opened for reading. Safe to use from several threads.

    Everything asked of it may raise DamagedError (see ``EngineType``).
    """

    info: ArchiveInfo
    authority: Authority

    def search(self, query: Query) -> Results:
        """Answer a query.

        Raises:
            QueryTimeout: if it takes longer than the limit.
        """

    def marker(self, query: Query) -> Callable[[str], tuple[tuple[int, int], ...]]:
        """A function that gives the ranges of any text that match the query, in order and apart."""

    def entry(self, document_id: str) -> Entry | None:
        """The document with its passages, as it was written."""

    def document_of(self, passage_id: str) -> str | None:
        """The id of the document a passage belongs to."""

    def cards(self) -> Iterator[Card]:
        """Every document, in order of path."""

    def close(self) -> None:
        """Let go of the files."""


@dataclass(frozen=True)
class Counts:
    """What a written version holds."""

    documents: int
    passages: int


class Older(Enum):
    """What can be done with files of an earlier schema."""

    SAME = "written the same"
    """All: ``write`` takes them as its base."""
    READ = "only read"
    """They are opened; a rebuild reads all pages anew."""


class EngineType(Protocol):
    """How an engine's files are written and opened; a module serves as one.

    ``SCHEMA`` names the shape of the files that are written, and ``OLDER`` the
    shapes of earlier versions that ``open`` still reads. What ``tests/shapes/``
    holds under that name is kept by a test, which says when to change it.
    ``CHECKED`` are the endings of files whose content is checked as it is read:
    the engine opened raises DamagedError rather than answer from what is not as
    it was written. All others must be verified before they are opened.
    """

    SCHEMA: str
    OLDER: Mapping[str, Older]
    CHECKED: tuple[str, ...]

    def write(
        self, base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
    ) -> Counts:
        """Write a version into the empty ``folder``: ``base`` less ``removed`` plus ``added``.

        ``removed`` are document ids, taken out before anything is added; a
        changed document is in both. Files of ``base`` are hard-linked, never
        written to. ``added`` is consumed once, in order.
        """

    def open(self, folder: Path, info: ArchiveInfo, authority: Authority) -> Engine:
        """Open what ``write`` wrote."""


def _nowhere(damage: DamagedError) -> None:
    """There is nothing to go to."""


@dataclass(frozen=True)
class Opened:
    """An engine ready for a request, and what readers should be told about it.

    ``leave`` is to be called with damage that was met while reading: whoever
    opened this engine then has another one, if there is any.
    """

    engine: Engine
    notice: str | None = None
    leave: Callable[[DamagedError], None] = _nowhere


ENGINES = {
    "memory": "indexer.engines.reference",
    "whoosh": "indexer.engines.whoosh",
}
"""Engine names and the modules that serve as their ``EngineType``."""


def engine_type(name: str = "whoosh") -> EngineType:
    """The engine called ``name``; its module is imported on first use.

    Raises:
        ConfigError: if there is no such engine.
    """
    if name not in ENGINES:
        raise ConfigError(f"no engine called {name!r}; choose one of {', '.join(sorted(ENGINES))}")
    return cast(EngineType, import_module(ENGINES[name]))


def reader_of(index: Path, name: str, schema: str) -> EngineType:
    """The engine to open a generation of ``index`` with, written by ``name`` in ``schema``.

    Raises:
        UnreadableSchema: if this version of the program has none.
    """
    if name not in ENGINES:
        raise UnreadableSchema(f"the index in {index}", f"engine {name}, not in this version")
    kind = engine_type(name)
    if schema != kind.SCHEMA and schema not in kind.OLDER:
        raise UnreadableSchema(f"the index in {index}", f"schema {schema}, not {kind.SCHEMA}")
    return kind


def can_extend(name: str, schema: str) -> bool:
    """Whether the engine ``name`` can build upon files in the shape ``schema``."""
    kind = engine_type(name)
    return schema == kind.SCHEMA or kind.OLDER.get(schema) is Older.SAME
