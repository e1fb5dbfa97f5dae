"""The work that is done in worker processes: one file or record in, what comes of it out."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from indexer.errors import NotADocument, PageError
from indexer.formats.containers import HEAD, Container, ContainerReader, find_container
from indexer.metadata.descriptions import Context, Identity
from indexer.model import Entry, Repeated, SourceFile
from indexer.reading import PageHints, make_entry, read_page
from indexer.rebuilding import sources
from indexer.rebuilding.spool import fetch
from indexer.rebuilding.workers.jobs import (
    Cleaned,
    Describe,
    Explain,
    Failed,
    Outcome,
    Read,
    Retry,
    Setup,
    Skipped,
    Surveyed,
    Task,
    Work,
)
from indexer.rebuilding.workers.pool import restart_clock


def do(setup: Setup, work: Work) -> Entry | Outcome:
    """Do one piece of work. Describing gives an entry; explaining too, unless reading fails."""
    match work:
        case Read(task):
            return _read(setup, task)
        case Describe(task, spool, extent, repeated):
            return _describe(setup, task, fetch(spool, extent), repeated)
        case Explain(task, profiles):
            outcome = _read(setup, task)
            if not isinstance(outcome, Cleaned):
                return outcome
            repeated = profiles.get(outcome.trace.site, frozenset())
            return _describe(setup, task, outcome.content, repeated)


def _read(setup: Setup, task: Task) -> Outcome:
    """Read and clean a file or record, or survey a container."""
    if task.locator is not None:
        return _read_record(setup, task, task.locator)
    try:
        container = _container_of(task.file)
        if container:
            return _survey(container, setup, task)
        content = sources.read(task.file, setup.file_megabytes)
    except PageError as error:
        return Retry(str(error))
    identity = Identity(task.id, task.path)
    hints = PageHints(megabytes=setup.file_megabytes)
    return _clean(content, identity, _context(setup, task), hints)


def _read_record(setup: Setup, task: Task, locator: str) -> Outcome:
    try:
        page = _reader(task.file, setup.file_megabytes).read(locator)
    except PageError as error:
        _reader.cache_clear()
        return _damaged(str(error))
    identity = Identity(task.id, task.path, page.url, page.captured)
    hints = PageHints(page.name, page.charset, setup.file_megabytes)
    return _clean(page.content, identity, _context(setup, task), hints)


def _clean(content: bytes, identity: Identity, context: Context, hints: PageHints) -> Outcome:
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        page, trace = read_page(content, identity, context, hints)
    except NotADocument as error:
        return Skipped(sha256, str(error))
    except PageError as error:
        return Failed(sha256, str(error))
    page = replace(page, page=replace(page.page, source=""))
    spooled = zlib.compress(pickle.dumps((page, identity), pickle.HIGHEST_PROTOCOL), 1)
    return Cleaned(sha256, spooled, trace)


def _describe(setup: Setup, task: Task, spooled: bytes, repeated: Repeated) -> Entry:
    page, identity = pickle.loads(zlib.decompress(spooled))
    return make_entry(page, identity, _context(setup, task), repeated)


def _context(setup: Setup, task: Task) -> Context:
    this_year = datetime.now(UTC).year
    return Context(setup.authority, task.override, task.collection, latest_year=this_year)


# ---------------------------------------------------------------- containers


def _container_of(file: SourceFile) -> Container | None:
    with sources.opened(file) as stream:
        return find_container(stream.read(HEAD), file.path)


def _survey(container: Container, setup: Setup, task: Task) -> Outcome:
    """What a container holds. The time limit of a page applies to each of its records."""
    sha256 = sources.checksum(task.file, restart_clock)
    with sources.opened(task.file) as stream:
        found = container.survey(stream, setup.file_megabytes, restart_clock)
    if not (found.pages or found.damaged or found.others):
        return Skipped(sha256, f"is {container.label} without records")
    damaged = tuple((locator, _damaged(reason)) for locator, reason in found.damaged)
    return Surveyed(sha256, container.label, found.pages, damaged, found.others)


@lru_cache(maxsize=1)
def _reader(file: SourceFile, megabytes: int) -> ContainerReader:
    """The reader of a container, kept open from one of its records to the next."""
    container = _container_of(file)
    if container is None:
        raise PageError("is no longer a file that holds records")
    return container.open(sources.opened(file), megabytes)


def _damaged(reason: str) -> Failed:
    """The outcome of a damaged record, which stays the same until its file changes."""
    return Failed(hashlib.sha256(reason.encode()).hexdigest(), reason)
