"""One file in, what became of it out: the work that is done in worker processes."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from indexer.errors import NotADocument, PageError
from indexer.formats.containers import warc
from indexer.metadata.descriptions import Context, Identity
from indexer.model import Entry, Repeated, SourceFile
from indexer.reading import Given, make_entry
from indexer.reading import read_page as read_and_clean
from indexer.rebuilding import sources
from indexer.rebuilding.inventory import Fate
from indexer.rebuilding.jobs import Outcome, Page, Setup, Task, Whole, broken
from indexer.rebuilding.pool import restart_clock
from indexer.rebuilding.spool import fetch


def work(setup: Setup, task: Task | Page | Whole) -> Outcome | Entry:
    """Whatever there is to do with a file or page."""
    if isinstance(task, Page):
        return _entry(setup, task.task, fetch(task.spool, task.place), task.repeated)
    if isinstance(task, Task):
        return _outcome(setup, task)
    outcome = _outcome(setup, task.task)
    if outcome.trace is None:
        return outcome
    repeated = task.profiles.get(outcome.trace.site, frozenset())
    return replace(outcome, entry=_entry(setup, task.task, outcome.content, repeated))


def _outcome(setup: Setup, task: Task) -> Outcome:
    """Read and clean one file of the corpus, or one record of a WARC file.

    Of a WARC file itself it is told which records are to be read.
    """
    try:
        if task.place is not None:
            return _read_record(setup, task)
        if _is_container(task.file):
            return _survey(setup, task)
        content = sources.read(task.file, setup.file_megabytes)
    except PageError as error:
        return Outcome("", "failed", str(error))
    identity = Identity(task.id, task.path)
    return _cleaned(setup, task, content, identity, Given(megabytes=setup.file_megabytes))


def _cleaned(setup: Setup, task: Task, content: bytes, identity: Identity, given: Given) -> Outcome:
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        page, trace = read_and_clean(content, identity, _context(setup, task), given)
    except NotADocument as error:
        return Outcome(sha256, "skipped", str(error))
    except PageError as error:
        return Outcome(sha256, "failed", str(error))
    page = replace(page, page=replace(page.page, source=""))
    put_aside = zlib.compress(pickle.dumps((page, identity), pickle.HIGHEST_PROTOCOL), 1)
    return Outcome(sha256, "indexed", content=put_aside, trace=trace)


def _entry(setup: Setup, task: Task, content: bytes, repeated: Repeated) -> Entry:
    page, identity = pickle.loads(zlib.decompress(content))
    return make_entry(page, identity, _context(setup, task), repeated)


def _context(setup: Setup, task: Task) -> Context:
    this_year = datetime.now(UTC).year
    return Context(setup.authority, task.override, task.collection, latest_year=this_year)


def _is_container(file: SourceFile) -> bool:
    with sources.opened(file) as stream:
        return warc.is_container(stream.read(warc.HEAD), file.path)


def _survey(setup: Setup, task: Task) -> Outcome:
    """What a WARC file holds; each of its records may take the time of a page."""
    sha256 = sources.checksum(task.file, restart_clock)
    with sources.opened(task.file) as stream:
        found = warc.survey(stream, setup.file_megabytes, restart_clock)
    failed = tuple((place, broken(reason)) for place, reason in found.broken)
    if not (found.pages or failed or found.others):
        return Outcome(sha256, "skipped", "is a WARC or ARC file without records")
    fate: Fate = "skipped" if found.others else "opened"
    return Outcome(sha256, fate, found.others, pages=found.pages, broken=failed)


def _read_record(setup: Setup, task: Task) -> Outcome:
    try:
        capture = _reader(task.file, setup.file_megabytes).capture(task.place or "")
    except PageError as error:
        _reader.cache_clear()
        return broken(str(error))
    identity = Identity(task.id, task.path, capture.url, capture.captured)
    given = Given(capture.name, capture.charset, setup.file_megabytes)
    return _cleaned(setup, task, capture.content, identity, given)


@lru_cache(maxsize=1)
def _reader(file: SourceFile, megabytes: int) -> warc.Reader:
    """Stays open from one record of a file to the next."""
    return warc.Reader(sources.opened(file), megabytes)
