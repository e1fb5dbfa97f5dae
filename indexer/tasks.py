"""The reading of pages as work for other processes: what goes out, what comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer import sources, workers
from indexer.authority import Authority
from indexer.inventory import Fate
from indexer.metadata.descriptions import Collection, Override
from indexer.model import Entry, SourceFile
from indexer.settings import Settings


@dataclass(frozen=True)
class Setup:
    """What all files share."""

    authority: Authority
    file_megabytes: int


@dataclass(frozen=True)
class Task:
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
    inside: Mapping[str, Override] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it is, as people are shown it: ``folder/file.warc.gz#1024`` for a record."""
        return self.file.path if self.place is None else f"{self.file.path}#{self.place}"

    def record(self, place: str, corpus: Path) -> Task:
        """The task to read one record of this file."""
        override = self.inside.get(place)
        if override is None and self.override is not None:
            override = replace(self.override, title=None, url=None)
        key = sources.record_id(sources.raw_path(self.file, corpus), place)
        return Task(key, self.file, override, self.collection, place, self.id)


@dataclass(frozen=True)
class Outcome:
    """What became of a file or record. ``sha256`` is "" if it is to be tried again next time.

    ``pages`` and ``broken`` are records of a WARC file by their places: those
    that are to be read, and those that cannot be.
    """

    sha256: str
    fate: Fate
    reason: str = ""
    entry: Entry | None = None
    pages: tuple[str, ...] = ()
    broken: tuple[tuple[str, Outcome], ...] = ()


def broken(reason: str) -> Outcome:
    """What became of a record that is damaged, which stays so until its file changes."""
    return Outcome(hashlib.sha256(reason.encode()).hexdigest(), "failed", reason)


def read_all(
    tasks: Sequence[Task], authority: Authority, settings: Settings
) -> Iterator[tuple[Task, Outcome]]:
    """Read files in worker processes; the outcomes come in the order of ``tasks``.

    The records of WARC files come after all files.
    """
    records: list[Task] = []
    for task, outcome in _read(tasks, authority, settings):
        yield task, outcome
        for place, failure in outcome.broken:
            yield task.record(place, settings.corpus), failure
        records += [task.record(place, settings.corpus) for place in outcome.pages]
    yield from _read(records, authority, settings)


def read_one(task: Task, authority: Authority, settings: Settings) -> Outcome:
    """Read one file or record in a worker process; of a WARC file, only what it holds."""
    return next(outcome for _, outcome in _read([task], authority, settings))


def _read(
    tasks: Sequence[Task], authority: Authority, settings: Settings
) -> Iterator[tuple[Task, Outcome]]:
    job = workers.Job(
        "indexer.intake",
        "read_page",
        Setup(authority, settings.file_megabytes),
        workers.Limits(settings.page_seconds, settings.page_megabytes),
    )
    for task, result in zip(tasks, workers.run(job, tasks, settings.jobs), strict=True):
        if isinstance(result, workers.Failure):
            yield task, Outcome("", "failed", result.reason)
        else:
            yield task, result
