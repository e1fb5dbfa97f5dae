"""Where the time of a rebuild goes, one page after the other in one process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from indexer import identifiers
from indexer.authority import shipped
from indexer.cleaning import clean
from indexer.cleaning.judges.repetition import drop_repeated
from indexer.cleaning.site_traces import site_of, trace_of
from indexer.engines import engine_type
from indexer.errors import NotADocument, PageError
from indexer.formats import parse
from indexer.metadata import address_of, describe
from indexer.metadata.descriptions import Context, Identity
from indexer.model import CleanPage, Entry, SourceFile, Trace
from indexer.passages import split_document
from indexer.rebuilding import sources
from indexer.rebuilding.sites import find_sites
from indexer.settings import Settings
from tests.benchmarks.measuring import size_of

Made = TypeVar("Made")


class Stopwatch:
    """Processor seconds by the name of what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, make: Callable[..., Made], *given: Any) -> Made:
        began = time.process_time()
        try:
            return make(*given)
        finally:
            spent = time.process_time() - began
            self.seconds[name] = self.seconds.get(name, 0.0) + spent


def measure(corpus: Path, pages: int) -> dict[str, Any]:
    """Seconds by stage for the first ``pages`` files of a corpus, archives of pages left out."""
    watch = Stopwatch()
    listing = watch.time("list", sources.scan, corpus)
    context = Context(shipped())
    cleaned: dict[str, tuple[Identity, CleanPage]] = {}
    traces: dict[str, Trace] = {}
    unread = 0
    for file in islice(_evenly(listing.files, pages), pages):
        identity = Identity(identifiers.document_id(file.path.encode()), file.path)
        try:
            page = _clean(watch, file, identity)
        except (NotADocument, PageError):
            unread += 1
            continue
        cleaned[identity.id] = (identity, page)
        site = site_of(file.path, address_of(page.page, identity, context))
        traces[identity.id] = watch.time("repetition", trace_of, page, site)
    sites = watch.time("repetition", find_sites, traces)
    entries: list[Entry] = []
    for identity, page in cleaned.values():
        repeated = sites.repeated(identity.id)
        rest = watch.time("repetition", drop_repeated, page, repeated)
        document = watch.time("describe", describe, rest, identity, context)
        passages = watch.time("split", split_document, document, context.authority)
        entries.append(Entry(document, passages))
    return {
        "pages": len(entries),
        "unread": unread,
        "passages": sum(len(entry.passages) for entry in entries),
        "text_bytes": sum(len(entry.document.text.encode()) for entry in entries),
        **_write(watch, entries),
        "cpu_seconds": {name: round(spent, 3) for name, spent in watch.seconds.items()},
        "pages_per_cpu_second": round(len(entries) / sum(watch.seconds.values()), 1),
    }


def _clean(watch: Stopwatch, file: SourceFile, identity: Identity) -> CleanPage:
    data = watch.time("read", sources.read, file, Settings.file_megabytes)
    page = watch.time("parse", parse, data, identity.path)
    return watch.time("clean", clean, page)


def _write(watch: Stopwatch, entries: Iterable[Entry]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="pressmark-benchmark-") as folder:
        watch.time("write", engine_type().write, None, (), entries, Path(folder))
        return {"index_bytes": size_of(Path(folder))}


def _evenly(files: tuple[SourceFile, ...], number: int) -> Iterable[SourceFile]:
    """Files from all over the corpus, in order."""
    return files[:: max(1, len(files) // number)]
