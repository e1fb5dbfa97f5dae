"""The books of a rebuild: the outcome of every file, and the pages that are to be cleaned again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.model import Entry
from indexer.rebuilding.changes import Changes
from indexer.rebuilding.inventory import Fate, Record, indexed, trusted
from indexer.rebuilding.progress import Progress
from indexer.rebuilding.sites import Sites, altered_sites, find_sites
from indexer.rebuilding.spool import Extent, Spool
from indexer.rebuilding.workers.jobs import (
    Cleaned,
    Describe,
    Failed,
    Outcome,
    Retry,
    Skipped,
    Surveyed,
    Task,
)
from indexer.rebuilding.workers.readers import Readers


class Ledger:
    """Keeps the record and the trace of every file, and where each page is in the spool.

    ``sites`` are those the kept documents were cleaned with; ``scanned`` is when
    the corpus was listed, in nanoseconds since the epoch.
    """

    def __init__(self, changes: Changes, sites: Sites, scanned: int) -> None:
        self.inventory: dict[str, Record] = dict(changes.kept)
        self.sites = sites
        self.removed = changes.removed
        self._changes = changes
        self._old_sites = sites
        self._scanned = scanned
        kept = indexed(changes.kept)
        self._traces = {key: trace for key, trace in sites.traces.items() if key in kept}
        self._spooled: dict[str, tuple[Task, Extent]] = {}

    def read(self, readers: Readers, spool: Spool, progress: Progress) -> None:
        """Read new and changed files, then kept pages on which other lines repeat than before."""
        progress.reading(len(self._changes.to_read))
        self._read(self._changes.to_read, readers, spool, progress)
        found = find_sites(dict(self._traces), self._old_sites)
        stale = self._stale(found)
        progress.more(len(stale))
        self._read([self._changes.known[key] for key in stale], readers, spool, progress)
        self.sites = Sites(self._traces, found.profiles)
        self.removed = (*self._changes.removed, *stale)

    def entries(self, readers: Readers, spool: Spool, progress: Progress) -> Iterator[Entry]:
        """The entries of the pages read, each without what repeats on its site."""
        pages = [
            Describe(task, spool.path, extent, self.sites.repeated(key))
            for key, (task, extent) in self._spooled.items()
        ]
        progress.describing(len(pages))
        for task, result in readers.describe(pages):
            progress.advance()
            if isinstance(result, Entry):
                yield result
            else:
                self.inventory[task.id] = self._record(task, result)
        progress.finishing()

    def _stale(self, found: Sites) -> list[str]:
        """The ids of kept pages from which other lines are to be dropped than before."""
        altered = altered_sites(found, self._old_sites)
        return [
            key
            for key in self._changes.kept
            if key in self._traces
            and self._traces[key].site in altered
            and found.repeated(key) != self._old_sites.repeated(key)
        ]

    def _read(
        self,
        tasks: Sequence[Task],
        readers: Readers,
        spool: Spool,
        progress: Progress,
    ) -> None:
        for task, outcome in readers.read(tasks):
            if isinstance(outcome, Surveyed):
                progress.more(len(outcome.pages))
            if task.locator is None or not isinstance(outcome, Failed | Retry):
                progress.advance()
            record = self._record(task, outcome)
            before = self._changes.kept.get(task.id)
            if before is not None and before.sha256 != record.sha256:
                # It changed after the corpus was compared: leave it to the next rebuild.
                record = record._replace(sha256="")
            self.inventory[task.id] = record
            self._traces.pop(task.id, None)
            if isinstance(outcome, Cleaned):
                self._traces[task.id] = outcome.trace
                self._spooled[task.id] = (task, spool.put(outcome.content))

    def _record(self, task: Task, outcome: Outcome) -> Record:
        sha256, fate, reason = _status(outcome)
        context = self._changes.contexts[task.container or task.id]
        modified = -1 if task.container else trusted(task.file.modified, self._scanned)
        size = 0 if task.container else task.file.size
        return Record(task.path, size, modified, sha256, context, fate, reason, task.container)


def _status(outcome: Outcome) -> tuple[str, Fate, str]:
    """SHA-256, fate and reason, as the inventory records them."""
    match outcome:
        case Cleaned(sha256=sha256):
            return sha256, "indexed", ""
        case Skipped(sha256, reason):
            return sha256, "skipped", reason
        case Failed(sha256, reason):
            return sha256, "failed", reason
        case Retry(reason):
            return "", "failed", reason
        case Surveyed(sha256=sha256, others=others):
            return sha256, "skipped" if others else "opened", others
