"""The reading of pages as work for other processes: what goes out, what comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from indexer import identifiers
from indexer.authority import Authority
from indexer.metadata.descriptions import Collection, Override
from indexer.model import Entry, Repeated, SourceFile, Trace
from indexer.rebuilding import pool, sources
from indexer.rebuilding.inventory import Fate
from indexer.rebuilding.spool import Place
from indexer.settings import Settings


@dataclass(frozen=True)
class Setup:
    """What all files share."""

    authority: Authority
    file_megabytes: int


class Task(NamedTuple):
    """A file to read, or one record of a WARC file, and what was described of it in advance.

    ``place`` says which record. ``inside`` is what was described of records by
    their places, where the file turns out to have any.
    """

    id: str
    file: SourceFile
    override: Override | None
    collection: Collection | None
    place: str | None = None
    container: str = ""
    inside: Mapping[str, Override] = {}

    @property
    def path(self) -> str:
        """Where it is, as people are shown it: ``folder/file.warc.gz#1024`` for a record."""
        return self.file.path if self.place is None else f"{self.file.path}#{self.place}"

    def record(self, place: str, corpus: Path) -> Task:
        """The task to read one record of this file."""
        override = self.inside.get(place)
        if override is None and self.override is not None:
            override = replace(self.override, title=None, url=None)
        key = identifiers.record_id(sources.raw_path(self.file, corpus), place)
        return Task(key, self.file, override, self.collection, place, self.id)


@dataclass(frozen=True)
class Outcome:
    """What became of a file or record. ``sha256`` is "" if it is to be tried again next time.

    ``content`` is the page, parsed and cleaned, as the workers put it aside;
    ``entry`` is set only by ``read_one``. ``pages`` and ``broken`` are records
    of a WARC file by their places: those that are to be read, and those that
    cannot be.
    """

    sha256: str
    fate: Fate
    reason: str = ""
    content: bytes = b""
    trace: Trace | None = None
    entry: Entry | None = None
    pages: tuple[str, ...] = ()
    broken: tuple[tuple[str, Outcome], ...] = ()


@dataclass(frozen=True)
class Page:
    """A page that was read and put aside, and what repeats on it: it is left to make an entry."""

    task: Task
    spool: Path
    place: Place
    repeated: Repeated


@dataclass(frozen=True)
class Whole:
    """A file or record to make an entry of at once; ``profiles`` are those of sites."""

    task: Task
    profiles: Mapping[str, Repeated]


def broken(reason: str) -> Outcome:
    """What became of a record that is damaged, which stays so until its file changes."""
    return Outcome(hashlib.sha256(reason.encode()).hexdigest(), "failed", reason)


class Readers:
    """The processes that read; used as a context, at the end of which they are gone."""

    def __init__(self, authority: Authority, settings: Settings) -> None:
        limits = pool.Limits(settings.page_seconds, settings.page_megabytes)
        setup = Setup(authority, settings.file_megabytes)
        self._corpus = settings.corpus
        self._pool = pool.Pool(
            pool.Job("indexer.rebuilding.worker", "work", setup, limits), settings.jobs
        )

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()

    def read(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Read and clean files; the outcomes come in the order of ``tasks``.

        The records of WARC files come after all files.
        """
        records: list[Task] = []
        for task, outcome in self._outcomes(tasks, tasks):
            yield task, outcome
            for place, failure in outcome.broken:
                yield task.record(place, self._corpus), failure
            records += [task.record(place, self._corpus) for place in outcome.pages]
        yield from self._outcomes(records, records)

    def finish(self, pages: Sequence[Page]) -> Iterator[tuple[Task, Entry | Outcome]]:
        """Make entries of pages, in their order; an outcome instead says what went wrong."""
        for page, result in zip(pages, self._pool.run(pages), strict=True):
            yield page.task, _outcome(result)

    def read_whole(self, task: Task, profiles: Mapping[str, Repeated]) -> Outcome:
        """Read a file or record at once; of a WARC file, only what it holds."""
        return next(outcome for _, outcome in self._outcomes([task], [Whole(task, profiles)]))

    def _outcomes(
        self, tasks: Sequence[Task], work: Sequence[Task | Whole]
    ) -> Iterator[tuple[Task, Outcome]]:
        for task, result in zip(tasks, self._pool.run(work), strict=True):
            yield task, _outcome(result)


def read_one(
    task: Task,
    authority: Authority,
    settings: Settings,
    profiles: Mapping[str, Repeated] | None = None,
) -> Outcome:
    """Read one file or record in a worker process; of a WARC file, only what it holds."""
    with Readers(authority, settings) as readers:
        return readers.read_whole(task, profiles or {})


def _outcome(result: Any) -> Any:
    failed = isinstance(result, pool.Failure)
    return Outcome("", "failed", result.reason) if failed else result
