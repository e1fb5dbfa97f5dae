"""One page explained: a file as a rebuild would read it, or a document as the index holds it."""

from __future__ import annotations

from pathlib import Path

from indexer import sources
from indexer.archive import Archive
from indexer.catalogue import read_catalogue
from indexer.errors import EngineError, PageError, SourceError
from indexer.metadata.descriptions import Context, Identity
from indexer.model import Entry
from indexer.settings import Settings


def explain_page(what: str, settings: Settings) -> Entry:
    """The entry of a file, if ``what`` is the path of one, else of the document with that id.

    Raises:
        SourceError: if there is neither, or the file is no document.
        ConfigError: if a description file above it cannot be used.
    """
    path = Path(what)
    if path.is_file():
        return _entry_of_file(path, settings)
    if path.exists():
        raise SourceError(f"{what} is not a file; name a page to explain")
    try:
        entry = Archive(settings.index).current().engine.entry(what)
    except EngineError as error:
        raise SourceError(
            f"there is no file {what}, and no document to look up: {error}"
        ) from error
    if entry is None:
        raise SourceError(f"there is no file {what}, nor a document of that id in the index")
    return entry


def _entry_of_file(path: Path, settings: Settings) -> Entry:
    from indexer.reading import read_entry

    location, corpus = path.resolve(), settings.corpus.resolve()
    if corpus not in location.parents:
        corpus = sources.corpus_of(location)
    file = sources.source_file(location, corpus)
    described = sources.descriptions_above(location, corpus)
    catalogue = read_catalogue(described, settings.file_megabytes)
    identity = Identity(sources.document_id(sources.raw_path(file, corpus)), file.path)
    context = Context(catalogue.authority, *catalogue.of(file.path))
    try:
        return read_entry(sources.read(file, settings.file_megabytes), identity, context)
    except PageError as error:
        raise SourceError(f"{path} is no document: {error}") from error
