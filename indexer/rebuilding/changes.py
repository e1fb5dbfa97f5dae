"""The corpus compared with the index: what to read, what to keep, what to remove."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer import identifiers
from indexer.errors import PageError, ShrunkenCorpusError
from indexer.model import SourceFile, Unread
from indexer.rebuilding import sources
from indexer.rebuilding.catalogue import Catalogue
from indexer.rebuilding.inventory import Inventory, Record, indexed, members, trusted
from indexer.rebuilding.sources import Listing
from indexer.rebuilding.versions import pipeline_version
from indexer.rebuilding.workers.jobs import Task

_REASONS = 5
"""Files that are named where a shrunken corpus is refused."""


@dataclass(frozen=True)
class Changes:
    """What a rebuild has to do.

    ``kept`` are the records of files that need not be read again, ``known`` the
    tasks to read them after all, both by id. ``contexts`` are by id of file.
    ``removed`` are documents to remove from the generation built upon: their files
    have vanished or are to be read again. ``records`` are what it has on the
    records of containers that are to be read again.
    """

    kept: Inventory
    to_read: tuple[Task, ...]
    contexts: Mapping[str, str]
    removed: tuple[str, ...]
    records: Inventory = field(default_factory=dict)
    known: Mapping[str, Task] = field(default_factory=dict)

    @property
    def possible(self) -> frozenset[str]:
        """The ids of all documents there will be if every file can be read."""
        return (indexed(self.kept) | {task.id for task in self.to_read}) | indexed(self.records)

    def nothing(self, base: Inventory) -> bool:
        """Whether the index is up to date, as far as is known before reading pages."""
        return not self.to_read and self.kept.keys() == base.keys()

    def only_retries(self, base: Inventory) -> bool:
        """Whether all there is to do is to retry files that could not be read before."""
        return all(task.id in base and not base[task.id].sha256 for task in self.to_read) and len(
            self.kept
        ) + len(self.to_read) == len(base)


def compare(listing: Listing, catalogue: Catalogue, base: Inventory) -> Changes:
    """Compare by context, size and time, then by SHA-256. All is read if ``base`` is empty."""
    kept: dict[str, Record] = {}
    to_read: list[Task] = []
    again: dict[str, Record] = {}
    known: dict[str, Task] = {}
    contexts = _Contexts(catalogue)
    records = members(base)
    for file in listing.files:
        key = identifiers.document_id(sources.raw_path(file, listing.corpus))
        task = Task(key, file, *catalogue.of(file.path), inside=catalogue.inside(file.path))
        record = _unchanged(file, base.get(key), contexts.add(task), listing)
        if record is None:
            to_read.append(task)
            again |= records.get(key, {})
            continue
        kept[key], known[key] = record, task
        for member, found in records.get(key, {}).items():
            inner = task.record(found.locator, listing.corpus)
            if found.sha256:
                kept[member], known[member] = found, inner
            else:
                to_read.append(inner)
    removed = tuple(sorted(indexed(base) - kept.keys()))
    return Changes(kept, tuple(to_read), contexts.by_id, removed, again, known)


class _Contexts:
    """Hashes of all that the outcome of a file depends on besides its content, by id."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.by_id: dict[str, str] = {}
        self._general = pipeline_version(), catalogue.authority_sha
        # Most files of a folder are described by the same objects: they share one hash.
        self._shared: dict[tuple[int, int], str] = {}

    def add(self, task: Task) -> str:
        described = id(task.override), id(task.collection)
        context = "" if task.inside else self._shared.get(described, "")
        if not context:
            inside = sorted(task.inside.items())
            context = _fingerprint(*self._general, task.override, task.collection, *inside)
            if not inside:
                self._shared[described] = context
        self.by_id[task.id] = context
        return context


def expected(changes: Changes) -> Inventory:
    """The inventory that results if every file that is to be read becomes a document.

    A container is expected to hold the pages it held; a new one counts as a document.
    """
    files = {record.container for record in changes.records.values()}
    coming = {
        task.id: Record(task.path, task.file.size, -1, "", "", fate, container=task.container)
        for task in changes.to_read
        for fate in (("opened" if task.id in files else "indexed"),)
    }
    records = {key: record._replace(sha256="") for key, record in changes.records.items()}
    return {**changes.kept, **records, **coming}


def check_shrinkage(
    base: Inventory, remaining: frozenset[str], corpus: Path, unread: Sequence[Unread]
) -> None:
    """Check that most documents of ``base`` are among the ids ``remaining``.

    ``unread`` are the files of the corpus that are known so far to be no documents.

    Raises:
        ShrunkenCorpusError: if there are none at all, or over half are gone.
    """
    before = indexed(base)
    lost = before - remaining
    if remaining and 2 * len(lost) <= len(before):
        return
    if remaining:
        paths = {base[key].path for key in lost}
        blamed = [file for file in unread if file.path in paths]
        found = f"{len(lost)} of the {len(before)} documents indexed before are gone from"
    else:
        blamed = [file for file in unread if file.reason not in sources.LEFT_OUT]
        found = "there are no documents in"
    why = _reasons(blamed) if blamed else "is it the right folder, and is its disk mounted?"
    raise ShrunkenCorpusError(
        f"{found} the corpus {corpus}: {why} Nothing was changed; if that is right, run this "
        "again with --allow-removals"
    )


def _reasons(blamed: Sequence[Unread]) -> str:
    """Why files that exist are not documents; the first few."""
    count = f"{len(blamed)} file{'' if len(blamed) == 1 else 's'} there could not be indexed"
    reasons = [f"{file.path}: {file.reason}" for file in blamed[:_REASONS]]
    more = [f"and {len(blamed) - _REASONS} more"] if len(blamed) > _REASONS else []
    return f"{count} ({'; '.join([*reasons, *more])})."


def _unchanged(
    file: SourceFile, record: Record | None, context: str, listing: Listing
) -> Record | None:
    """The record to keep for a file, or ``None`` if the file must be read."""
    if record is None or record.context != context or not record.sha256:
        return None
    if record.size != file.size:
        return None
    if record.modified == file.modified:
        return record
    try:
        sha256 = sources.checksum(file)
    except PageError:
        return None  # reading it in a worker reports the reason
    if sha256 != record.sha256:
        return None
    return record._replace(modified=trusted(file.modified, listing.scanned))


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
