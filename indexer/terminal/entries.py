"""The page to explain: a file read as in a rebuild, or a document of the index."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from indexer import identifiers
from indexer.errors import EngineError, SourceError, UnreadableSchema
from indexer.model import Entry, Repeated
from indexer.rebuilding import sources
from indexer.rebuilding.catalogue import read_catalogue
from indexer.rebuilding.previous import SITES_FILE
from indexer.rebuilding.sites import read_sites
from indexer.rebuilding.versions import pipeline_version
from indexer.rebuilding.workers.jobs import Failed, Retry, Skipped, Surveyed, Task
from indexer.rebuilding.workers.readers import explain_task
from indexer.settings import Settings
from indexer.store import generations
from indexer.store.reader import Archive


def find_entry(what: str, settings: Settings) -> Entry:
    """The entry of the file at the path ``what``, else of the document with that id.

    Raises:
        SourceError: if there is neither, or the file is not a document.
        ConfigError: if a description file in a folder above it cannot be used.
        EngineError: if the index of its corpus is damaged.
    """
    path = Path(what)
    if os.path.isfile(what):  # unlike Path.is_file, it accepts a name of any length
        return _entry_of_file(path, settings)
    file, _, locator = what.rpartition("#")
    if locator and os.path.isfile(file):
        return _entry_of_file(Path(file), settings, locator)
    if os.path.exists(what):
        raise SourceError(f"{what} is not a file; give the path of a page to explain")
    try:
        entry = Archive(settings.index).answer(lambda opened: opened.engine.entry(what))
    except EngineError as error:
        raise SourceError(
            f"there is no file {what}, and no document to look up: {error}"
        ) from error
    if entry is None:
        raise SourceError(f"there is no file {what}, and no document with that id in the index")
    return entry


def _entry_of_file(path: Path, settings: Settings, locator: str | None = None) -> Entry:
    """Read as in a rebuild: in a separate process under the same limits.

    ``locator`` is that of a record, if the file is a container.
    """
    location, corpus = path.resolve(), settings.corpus.resolve()
    if corpus not in location.parents:
        corpus = sources.corpus_of(location)
    file = sources.source_file(location, corpus)
    catalogue = read_catalogue(
        sources.descriptions_above(location, corpus), settings.file_megabytes
    )
    identity = identifiers.document_id(sources.raw_path(file, corpus))
    task = Task(identity, file, *catalogue.of(file.path), inside=catalogue.inside(file.path))
    task = task if locator is None else task.record(locator, corpus)
    profiles = _profiles(corpus, settings.index)
    match explain_task(task, catalogue.authority, settings, profiles):
        case Entry() as entry:
            return entry
        case Surveyed(label=label, pages=pages, damaged=damaged, others=others):
            if not (pages or damaged):
                raise SourceError(f"{path} is not a document: {others}")
            raise SourceError(
                f"{path} is {label} with {len(pages)} pages; choose one of them: "
                f"{', '.join(f'{path}#{page}' for page in pages[:3])}"
            )
        case Skipped(reason=reason):
            raise SourceError(f"{path} is not a document: {reason}")
        case Failed(reason=reason) | Retry(reason=reason):
            raise SourceError(f"{path} cannot be explained: {reason}")


def _profiles(corpus: Path, index: Path) -> Mapping[str, Repeated]:
    """The repetition profiles of sites, if the index has this corpus and pipeline version."""
    if not generations.exists(index):
        return {}
    try:
        manifest = generations.load(index, generations.current(index))
    except UnreadableSchema:
        return {}
    indexed = (manifest.corpus, manifest.pipeline)
    if indexed != (sources.readable(os.fsencode(corpus)), pipeline_version()):
        return {}
    generations.check_files(index, manifest, read=lambda name, size: name == SITES_FILE)
    return read_sites(
        (generations.generation_folder(index, manifest.id) / SITES_FILE).read_bytes()
    ).profiles
