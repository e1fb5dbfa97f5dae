"""The engine seam: our types on both sides, one table of engines.

To add an engine, add a package that serves as an ``EngineType``, and its line to ``ENGINES``.
A new version replaces the old one at once or not at all (``store/`` sees to that); facet
counts are in documents; fragments are text with ranges of characters.
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

    Every method may raise DamagedError (see ``EngineType``).
    """

    info: ArchiveInfo
    authority: Authority

    def search(self, query: Query) -> Results:
        """Answer a query.

        Raises:
            QueryTimeout: if answering takes longer than the limit.
        """

    def marker(self, query: Query) -> Callable[[str], tuple[tuple[int, int], ...]]:
        """A function from a text to the ranges of it that match: in order, not overlapping."""

    def entry(self, document_id: str) -> Entry | None:
        """The document with its passages, exactly as written; ``None`` if there is none."""

    def document_of(self, passage_id: str) -> str | None:
        """The id of the document that a passage belongs to; ``None`` if there is none."""

    def cards(self) -> Iterator[Card]:
        """Every document, in order of path."""

    def close(self) -> None:
        """Release the files."""


@dataclass(frozen=True)
class Counts:
    """The size of a version that was written."""

    documents: int
    passages: int


class Older(Enum):
    """How far files of an earlier schema are supported."""

    SAME = "written the same"
    """Fully: ``open`` reads them, and ``write`` accepts them as its base."""
    READ = "only read"
    """``open`` reads them; a rebuild reads all pages again and writes everything anew."""


class EngineType(Protocol):
    """How an engine's files are written and opened; a package serves as one.

    ``SCHEMA`` names the format of the files that are written, and ``OLDER`` the
    formats of earlier versions that ``open`` still reads. A test compares what is
    stored with the description in ``tests/shapes/`` and says when to change the name.
    ``CHECKED`` are the suffixes of files whose content is verified while it is read:
    the engine raises DamagedError rather than answer from altered bytes. All other
    files must be verified before they are opened.
    """

    SCHEMA: str
    OLDER: Mapping[str, Older]
    CHECKED: tuple[str, ...]

    def write(
        self, base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
    ) -> Counts:
        """Write a version into the empty ``folder``: ``base`` without ``removed``, with ``added``.

        ``removed`` are document ids, removed before anything is added; a changed
        document is in both. Files of ``base`` are hard-linked, never written to.
        ``added`` is consumed once, in order.
        """

    def open(self, folder: Path, info: ArchiveInfo, authority: Authority) -> Engine:
        """Open what ``write`` wrote."""


def _stay(damage: DamagedError) -> None:
    """Keep the engine: there is no other."""


@dataclass(frozen=True)
class Opened:
    """An engine ready for a request, with a notice for readers, if there is one.

    Call ``leave`` with damage met while reading: the next request then gets another
    engine, if there is one.
    """

    engine: Engine
    notice: str | None = None
    leave: Callable[[DamagedError], None] = _stay


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
    """The engine that opens a generation of ``index`` written by engine ``name`` in ``schema``.

    Raises:
        UnreadableSchema: if this version of the program cannot read it.
    """
    if name not in ENGINES:
        raise UnreadableSchema(f"the index in {index}", f"engine {name}, not in this version")
    kind = engine_type(name)
    if schema != kind.SCHEMA and schema not in kind.OLDER:
        raise UnreadableSchema(f"the index in {index}", f"schema {schema}, not {kind.SCHEMA}")
    return kind


def can_extend(name: str, schema: str) -> bool:
    """Whether the engine ``name`` accepts files in ``schema`` as the base of a new version."""
    kind = engine_type(name)
    return schema == kind.SCHEMA or kind.OLDER.get(schema) is Older.SAME
