"""What becomes of every file while a rebuild reads it, and which pages are to be cleaned again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.model import Entry, Trace
from indexer.rebuilding.changes import Changes
from indexer.rebuilding.inventory import Record, indexed, trusted
from indexer.rebuilding.jobs import Outcome, Page, Readers, Task
from indexer.rebuilding.progress import Progress
from indexer.rebuilding.sites import Sites, altered_sites, find_sites
from indexer.rebuilding.spool import Place, Spool


class Ledger:
    """Keeps the record and the trace of every file, and the place of every page put aside.

    ``base`` are the sites as the kept documents were cleaned; ``scanned`` is
    when the corpus was listed, in nanoseconds since the epoch.
    """

    def __init__(self, changes: Changes, base: Sites, scanned: int) -> None:
        self.inventory: dict[str, Record] = dict(changes.kept)
        self.sites = base
        self.removed = changes.removed
        self._changes = changes
        self._base = base
        self._scanned = scanned
        kept = indexed(changes.kept)
        self._traces = {key: trace for key, trace in base.traces.items() if key in kept}
        self._pages: dict[str, tuple[Task, Place]] = {}

    def read(self, readers: Readers, spool: Spool, progress: Progress) -> None:
        """Read what is to be read, then the kept pages that other lines repeat on now."""
        progress.reading(len(self._changes.to_read))
        self._read(self._changes.to_read, readers, spool, progress)
        found = find_sites(dict(self._traces), self._base)
        altered = altered_sites(found, self._base)
        stale = [
            key
            for key in self._changes.kept
            if key in self._traces
            and self._traces[key].site in altered
            and found.repeated(key) != self._base.repeated(key)
        ]
        progress.more(len(stale))
        self._read([self._changes.known[key] for key in stale], readers, spool, progress)
        self.sites = Sites(self._traces, found.profiles)
        self.removed = (*self._changes.removed, *stale)

    def entries(self, readers: Readers, spool: Spool, progress: Progress) -> Iterator[Entry]:
        """The entries of the pages read, each without what repeats on its site."""
        pages = [
            Page(task, spool.path, place, self.sites.repeated(key))
            for key, (task, place) in self._pages.items()
        ]
        progress.describing(len(pages))
        for task, result in readers.finish(pages):
            progress.advance()
            if isinstance(result, Entry):
                yield result
            else:
                self.inventory[task.id] = self._record(task, result)
        progress.finishing()

    def _read(
        self,
        tasks: Sequence[Task],
        readers: Readers,
        spool: Spool,
        progress: Progress,
    ) -> None:
        for task, outcome in readers.read(tasks):
            progress.more(len(outcome.pages))
            if outcome.fate != "failed" or not task.place:
                progress.advance()
            before = self._changes.kept.get(task.id)
            if before is not None and before.sha256 != outcome.sha256:
                # It changed since the corpus was compared: the next rebuild sees to it.
                outcome = replace(outcome, sha256="")
            self.inventory[task.id] = self._record(task, outcome)
            self._keep(task, outcome.trace)
            if outcome.trace is not None:
                self._pages[task.id] = (task, spool.put(outcome.content))

    def _keep(self, task: Task, trace: Trace | None) -> None:
        self._traces.pop(task.id, None)
        if trace is not None:
            self._traces[task.id] = trace

    def _record(self, task: Task, outcome: Outcome) -> Record:
        context = self._changes.contexts[task.container or task.id]
        modified = -1 if task.container else trusted(task.file.modified, self._scanned)
        size = 0 if task.container else task.file.size
        sha256, fate, reason = outcome.sha256, outcome.fate, outcome.reason
        return Record(task.path, size, modified, sha256, context, fate, reason, task.container)
