"""The Whoosh engine: Whoosh's own segments, written and read through its public classes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import whoosh.index
from whoosh.codec.base import Segment
from whoosh.index import FileIndex
from whoosh.query.terms import Term
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer import analysis, facets, model
from indexer.authority import Authority
from indexer.engines import Counts, folding
from indexer.engines.whoosh import schema
from indexer.engines.whoosh.reader import WhooshEngine
from indexer.engines.whoosh.schema import HEAD, make_schema, rows
from indexer.model import ArchiveInfo, Entry

__all__ = ["SCHEMA", "open", "write"]

MEMORY_MB = 256
"""Postings gathered in memory before they are spilled to disk."""


def _schema_version() -> str:
    """Changes with every module whose values or terms are stored in an index."""
    digest = hashlib.sha256()
    for module in (analysis, facets, folding, model, schema):
        digest.update(Path(str(module.__file__)).read_bytes())
    return f"whoosh-{digest.hexdigest()[:12]}"


SCHEMA = _schema_version()


def write(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """See ``EngineType.write``; segments are merged as ``_merge`` says."""
    index = _create(folder) if base is None else _continue(base, folder)
    writer = index.writer(limitmb=MEMORY_MB)
    try:
        for document_id in removed:
            writer.delete_by_term("document", document_id)
        for entry in added:
            for row in rows(entry):
                writer.add_document(**row)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_merge)
    for lock in folder.glob("*_WRITELOCK"):
        lock.unlink()
    return _count(folder)


def open(folder: Path, info: ArchiveInfo, authority: Authority) -> WhooshEngine:
    """See ``EngineType.open``."""
    return WhooshEngine(whoosh.index.open_dir(str(folder)), info, authority)


def _create(folder: Path) -> FileIndex:
    return whoosh.index.create_in(str(folder), make_schema())


def _continue(base: Path, folder: Path) -> FileIndex:
    """Whoosh never writes to a segment file once it is made, so links to ``base`` are safe."""
    for file in sorted(base.iterdir()):
        os.link(file, folder / file.name)
    return whoosh.index.open_dir(str(folder))


def _merge(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Copy small and mostly deleted segments into the one being written; the others stay.

    From the smallest on, a segment is copied if it has at most twice as many
    live rows as will be written anyway, so that their number grows with the
    logarithm of the rows, and any segment once over half of it is deleted.
    """
    kept = []
    written = writer.doc_count()
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        live, rows = segment.doc_count(), segment.doc_count_all()
        if live > 2 * written and 2 * live >= rows:
            kept.append(segment)
            continue
        written += live
        if live:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return kept


def _count(folder: Path) -> Counts:
    """Live rows: each document has a head and a record besides its passages."""
    index = whoosh.index.open_dir(str(folder))
    with index.searcher() as searcher:
        documents = sum(1 for _ in searcher.docs_for_query(Term("kind", HEAD)))
        live = searcher.doc_count()
    index.close()
    return Counts(documents, live - documents * schema.PASSAGES_AFTER_HEAD)
