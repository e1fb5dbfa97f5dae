"""Writing a version of the index: segments built, merged and linked, and the list of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError

from indexer.engines import Counts
from indexer.engines.whoosh.arrays import Array, write_arrays
from indexer.engines.whoosh.codec import INDEX_NAME, ArraySegment, opened
from indexer.engines.whoosh.indexing.building import SegmentBuilder
from indexer.engines.whoosh.indexing.merging import merge
from indexer.engines.whoosh.schema import make_schema
from indexer.engines.whoosh.segment import Segment
from indexer.errors import UnreadableSchema
from indexer.model import Entry

MAX_ROWS = 60_000
MAX_TERMS = 600_000
"""Rows, and terms of texts, of a merged segment; bounds memory (``ARCHITECTURE.md``, "Merging")."""


@dataclass
class _OwnSegment:
    """A segment of the version being written, with a mask of its live documents.

    ``info``, its entry in the list of segments, is ``None`` while it is in memory only.
    """

    info: ArraySegment | None
    segment: Segment
    live: Array

    @property
    def rows(self) -> int:
        """The number of live rows."""
        return int(np.diff(self.segment.arrays["first"])[self.live].sum())

    @property
    def terms(self) -> int:
        """The number of terms of texts, those of deleted rows included."""
        return len(self.segment.arrays["text.lists"]) - 1

    @property
    def passages(self) -> int:
        return int(self.segment.arrays["passages"][self.live].sum())


def write_version(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """See ``EngineType.write``."""
    generation, parts = (0, []) if base is None else _read(base)
    _delete(parts, removed)
    written, rest = _build(added, folder)
    parts = _merge([*parts, *written], rest, folder)
    for part in parts:
        _keep(part, base, folder)
    _write_toc(TOC(make_schema(), [part.info for part in parts], generation + 1), folder)
    return Counts(sum(int(part.live.sum()) for part in parts), sum(part.passages for part in parts))


def _write_toc(toc: TOC, folder: Path) -> None:
    """Written to memory first: on a full disk, Whoosh would leave an open, half-written file."""
    written = RamStorage()
    toc.write(written, INDEX_NAME)
    for name in written.list():
        (folder / name).write_bytes(written.files[name])


def _build(added: Iterable[Entry], folder: Path) -> tuple[list[_OwnSegment], list[_OwnSegment]]:
    """Build segments: those that are full are written, the last one stays in memory."""
    written: list[_OwnSegment] = []
    builder = SegmentBuilder()
    for entry in added:
        builder.add(entry)
        if builder.full:
            written.append(_write(_in_memory(builder), folder))
            builder = SegmentBuilder()
    return written, [_in_memory(builder)] if len(builder) else []


class _Storage(FileStorage):
    """Whoosh's own storage takes a folder that cannot be listed for an empty one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))  # type: ignore[no-untyped-call] # Whoosh's

    def list(self) -> list[str]:
        return os.listdir(self.folder)


def read_segments(folder: Path) -> tuple[int, list[ArraySegment]]:
    """A version's list of segments, after the number of that list.

    Raises:
        UnreadableSchema: if it was written by a version of the program or of Whoosh that
            cannot be read.
    """
    try:
        toc = TOC.read(_Storage(folder), INDEX_NAME)
    except (WhooshIndexError, ImportError, AttributeError) as error:
        raise UnreadableSchema(
            f"the index in {folder}", f"its list of segments: {error}"
        ) from error
    return toc.generation, list(toc.segments)


def _read(base: Path) -> tuple[int, list[_OwnSegment]]:
    generation, segments = read_segments(base)
    storage = FileStorage(str(base))
    parts = []
    for info in segments:
        segment = opened(storage, info)
        parts.append(_OwnSegment(info, segment, info.live(segment.documents)))
    return generation, parts


def _delete(parts: Iterable[_OwnSegment], removed: Iterable[str]) -> None:
    ids = np.array([document_id.encode() for document_id in removed])
    if len(ids):
        for part in parts:
            part.live &= ~np.isin(part.segment.arrays["ids"], ids)


def _in_memory(builder: SegmentBuilder) -> _OwnSegment:
    return _all_live(Segment(builder.arrays()))


def _all_live(segment: Segment) -> _OwnSegment:
    """A segment in memory, without deletions."""
    return _OwnSegment(None, segment, np.ones(segment.documents, dtype=bool))


def _write(part: _OwnSegment, folder: Path) -> _OwnSegment:
    info = ArraySegment(part.segment.rows)
    write_arrays(folder / info.file_name, part.segment.arrays)
    return _OwnSegment(info, opened(FileStorage(str(folder)), info), part.live)


def _merge(parts: list[_OwnSegment], new: list[_OwnSegment], folder: Path) -> list[_OwnSegment]:
    """Merge what is new, still in memory, with those segments that ``_divide`` chooses."""
    merged, kept = _divide(parts, new)
    merged = [part for part in merged if part.live.any()]
    if len(merged) == 1 and merged[0].live.all():
        return [*kept, merged[0] if merged[0].info is not None else _write(merged[0], folder)]
    if not merged:
        return kept
    segment = Segment(merge([(part.segment, part.live) for part in merged]))
    for part in merged:
        if part.info is not None:
            (folder / part.info.file_name).unlink(missing_ok=True)
    return [*kept, _write(_all_live(segment), folder)]


def _divide(
    parts: list[_OwnSegment], new: list[_OwnSegment]
) -> tuple[list[_OwnSegment], list[_OwnSegment]]:
    """The segments to merge, new ones included, and those that stay as they are.

    From the smallest on, a segment is merged if it has at most twice as many live rows
    as will be written anyway, so that the number of segments grows with the logarithm
    of the rows, and any segment of which over half is deleted; as long as the merged one
    has no more than ``MAX_ROWS`` and ``MAX_TERMS``.
    """
    merged, kept = list(new), []
    rows, terms = sum(part.rows for part in new), sum(part.terms for part in new)
    for part in sorted(parts, key=lambda part: part.rows):
        stale = 2 * part.rows < part.segment.rows
        fits = rows + part.rows <= MAX_ROWS and terms + part.terms <= MAX_TERMS
        if fits and (stale or part.rows <= 2 * rows):
            merged.append(part)
            rows, terms = rows + part.rows, terms + part.terms
        else:
            kept.append(part)
    return merged, kept


def _keep(part: _OwnSegment, base: Path | None, folder: Path) -> None:
    """Update a segment's deletions, and link its file into the folder if need be."""
    if part.info is None:
        raise ValueError("a segment was not written")
    part.info.delete(~part.live, part.segment.rows - part.rows)
    name = part.info.file_name
    if base is not None and not (folder / name).exists():
        os.link(base / name, folder / name)
