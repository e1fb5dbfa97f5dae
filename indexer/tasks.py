"""The reading of pages as work for other processes: what goes out, what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import workers
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
    """A file to read, and what was described of it in advance."""

    id: str
    file: SourceFile
    override: Override | None
    collection: Collection | None


@dataclass(frozen=True)
class Outcome:
    """What became of a file. ``sha256`` is "" if it is to be tried again next time."""

    sha256: str
    fate: Fate
    reason: str = ""
    entry: Entry | None = None


def read_all(
    tasks: Sequence[Task], authority: Authority, settings: Settings
) -> Iterator[tuple[Task, Outcome]]:
    """Read files in worker processes; the outcomes come in the order of ``tasks``."""
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
