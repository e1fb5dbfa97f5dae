"""What worker processes are asked to do with a file or record, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from indexer import identifiers
from indexer.authority import Authority
from indexer.metadata.descriptions import Collection, Override
from indexer.model import Repeated, SourceFile, Trace
from indexer.rebuilding import sources
from indexer.rebuilding.spool import Extent


@dataclass(frozen=True)
class Setup:
    """What the work on all files has in common."""

    authority: Authority
    file_megabytes: int


class Task(NamedTuple):
    """A file, or one record of a container, to be read, and how archivists described it.

    ``id`` is that of its document. ``locator`` identifies the record in its file,
    ``None`` for a whole file; ``container`` is the id of that file, "" for a file.
    ``inside`` are the descriptions of a file's records by locator.
    """

    id: str
    file: SourceFile
    override: Override | None
    collection: Collection | None
    locator: str | None = None
    container: str = ""
    inside: Mapping[str, Override] = {}

    @property
    def path(self) -> str:
        """The path as people are shown it: ``folder/file.warc.gz#1024`` for a record."""
        return self.file.path if self.locator is None else f"{self.file.path}#{self.locator}"

    def record(self, locator: str, corpus: Path) -> Task:
        """The task to read one record of this file."""
        override = self.inside.get(locator)
        if override is None and self.override is not None:
            override = replace(self.override, title=None, url=None)
        key = identifiers.record_id(sources.raw_path(self.file, corpus), locator)
        return Task(key, self.file, override, self.collection, locator, self.id)


# ---------------------------------------------------------------- work


@dataclass(frozen=True)
class Read:
    """Parse and clean a page, or survey a container."""

    task: Task


@dataclass(frozen=True)
class Describe:
    """Make the entry of a page that was read and spooled; ``repeated`` is what to drop of it."""

    task: Task
    spool: Path
    extent: Extent
    repeated: Repeated


@dataclass(frozen=True)
class Explain:
    """Read and describe a page in one go; ``profiles`` are the repeated lines of each site."""

    task: Task
    profiles: Mapping[str, Repeated]


Work = Read | Describe | Explain


# ---------------------------------------------------------------- outcomes


@dataclass(frozen=True)
class Cleaned:
    """A page, parsed and cleaned. ``content`` is what the spool keeps of it."""

    sha256: str
    content: bytes
    trace: Trace


@dataclass(frozen=True)
class Skipped:
    """A file that is not a document."""

    sha256: str
    reason: str


@dataclass(frozen=True)
class Failed:
    """A file or record that cannot be read, and is not tried again until it changes."""

    sha256: str
    reason: str


@dataclass(frozen=True)
class Retry:
    """A file or record that could not be read, and is tried again by every rebuild."""

    reason: str


@dataclass(frozen=True)
class Surveyed:
    """A container. Its records are accounted for one by one.

    ``label`` says what it is, with an article. ``pages`` are the locators of the
    records to read, ``damaged`` those of others that cannot be read. ``others`` is
    a sentence about the rest, "" if there are none.
    """

    sha256: str
    label: str
    pages: tuple[str, ...]
    damaged: tuple[tuple[str, Failed], ...]
    others: str


NotAPage = Skipped | Failed | Retry | Surveyed
Outcome = Cleaned | NotAPage
