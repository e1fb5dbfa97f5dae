"""Merging segments without their deleted rows; only the vocabularies are sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.indexing.building import as_json, ranks
from indexer.engines.whoosh.indexing.inversion import (
    Postings,
    dictionary,
    narrowed,
    postings_of,
    term_chunks,
    texts_of,
)
from indexer.engines.whoosh.segment import ATTRIBUTIONS, FIELDS, Segment
from indexer.facets import FACETS

CHUNK = 1 << 19
"""Tokens that are merged together, which bounds memory; chosen by hand."""
ROW_BLOBS = ("heads",)
DOCUMENT_BLOBS = ("texts", "paths", "cards", "records")
ROW_ARRAYS = ("starts", "sizes", "passage_ids", "text.lengths")
DOCUMENT_ARRAYS = ("passages", "ids", "oldest", "newest", "title.lengths")


class LiveSegment:
    """What remains of a segment: its live documents, their rows, and these rows' new numbers."""

    def __init__(self, segment: Segment, live: Array, row_offset: int) -> None:
        """``live`` is a mask of documents; ``row_offset`` is the new number of the first row."""
        self.segment = segment
        self.arrays = segment.arrays
        self.documents = live
        self.counts = np.diff(self.arrays["first"])
        self.rows = np.repeat(live, self.counts)
        self.whole = bool(live.all())
        self.new_rows = np.cumsum(self.rows, dtype=np.int32) + np.int32(row_offset - 1)
        self.row_count = int(self.rows.sum())


def merge(segments: Sequence[tuple[Segment, Array]]) -> dict[str, Array]:
    """The arrays of one segment with the live documents of all, in their order.

    ``segments`` are pairs of a segment and a mask of its live documents.
    """
    parts: list[LiveSegment] = []
    row_count = 0
    for segment, live in segments:
        parts.append(LiveSegment(segment, live, row_count))
        row_count += parts[-1].row_count
    rows, documents = [part.rows for part in parts], [part.documents for part in parts]
    counts = np.concatenate([part.counts[part.documents] for part in parts])
    arrays = {"first": np.concatenate(([0], np.cumsum(counts))).astype(np.int32)}
    arrays["offsets"] = np.concatenate([part.segment.passage_starts()[part.rows] for part in parts])
    for field in FIELDS:
        arrays |= _merge_field(parts, field)
    arrays |= _merge_arrays(ROW_ARRAYS, parts, rows)
    arrays |= _merge_arrays(DOCUMENT_ARRAYS, parts, documents)
    arrays |= _merge_blobs(ROW_BLOBS, parts, rows)
    arrays |= _merge_blobs(DOCUMENT_BLOBS, parts, documents)
    for column in (*(facet.name for facet in FACETS), ATTRIBUTIONS):
        arrays |= _merge_facet(column, parts)
    paths = texts_of(arrays["paths"], arrays["paths.ends"])
    arrays["ranks"] = ranks(paths, arrays["ids"].tolist())
    return arrays


def _merge_arrays(
    names: Sequence[str], parts: Sequence[LiveSegment], live: Sequence[Array]
) -> dict[str, Array]:
    """The live items of each array; ``live`` is a mask for each segment."""
    return {
        name: np.concatenate(
            [part.arrays[name][stays] for part, stays in zip(parts, live, strict=True)]
        )
        for name in names
    }


def _merge_blobs(
    names: Sequence[str], parts: Sequence[LiveSegment], live: Sequence[Array]
) -> dict[str, Array]:
    merged: dict[str, Array] = {}
    for name in names:
        merged |= _merge_blob(name, parts, live)
    return merged


def _merge_blob(name: str, parts: Sequence[LiveSegment], live: Sequence[Array]) -> dict[str, Array]:
    contents, sizes = [], []
    for part, stays in zip(parts, live, strict=True):
        content, ends = part.arrays[name], part.arrays[f"{name}.ends"]
        lengths = np.diff(ends)
        contents.append(content if part.whole else content[np.repeat(stays, lengths)])
        sizes.append(lengths[stays])
    ends = narrowed(np.concatenate(([0], np.cumsum(np.concatenate(sizes)))))
    return {name: np.concatenate(contents), f"{name}.ends": ends}


def _merge_facet(name: str, parts: Sequence[LiveSegment]) -> dict[str, Array]:
    numbers: dict[str | int, int] = {}
    codes, sizes = [], []
    for part in parts:
        own = [numbers.setdefault(v, len(numbers)) for v in part.segment.values(name)]
        lengths = np.diff(part.arrays[f"{name}.ends"])
        stays = np.repeat(part.documents, lengths)
        codes.append(np.array(own, dtype=np.int32)[part.arrays[f"{name}.codes"][stays]])
        sizes.append(lengths[part.documents])
    ends = np.concatenate(([0], np.cumsum(np.concatenate(sizes)))).astype(np.int32)
    return {
        f"{name}.codes": np.concatenate(codes),
        f"{name}.ends": ends,
        f"{name}.values": as_json(list(numbers)),
    }


class _Chunk(NamedTuple):
    """Posting lists of consecutive terms, without deleted rows."""

    terms: Array
    """Their numbers in the merged segment."""
    frequencies: Array
    occurrences: Array
    rows: Array
    counts: Array
    positions: Array


class _Lists:
    """The posting lists of one segment; ``numbers`` are those of its terms after merging."""

    def __init__(self, part: LiveSegment, postings: Postings, numbers: Array) -> None:
        self._part, self._postings, self._numbers = part, postings, numbers

    def chunks(self) -> Iterator[_Chunk]:
        """All lists in order of the terms, in chunks that bound memory."""
        part, postings = self._part, self._postings
        for low, high in term_chunks(postings.places, CHUNK):
            rows = slice(postings.lists[low], postings.lists[high])
            chunk = _Chunk(
                self._numbers[low:high],
                np.diff(postings.lists[low : high + 1].astype(np.int64)),
                np.diff(postings.places[low : high + 1].astype(np.int64)),
                postings.rows[rows],
                postings.counts[rows],
                postings.positions[postings.places[low] : postings.places[high]],
            )
            yield chunk if part.whole else _live(chunk, part.rows[chunk.rows])

    def new_rows(self, chunk: _Chunk) -> Array:
        """The new numbers of the rows of a chunk."""
        rows: Array = self._part.new_rows[chunk.rows]
        return rows


def _live(chunk: _Chunk, stays: Array) -> _Chunk:
    """A chunk without deleted rows; ``stays`` is a mask of the live ones."""
    terms = np.repeat(np.arange(len(chunk.terms)), chunk.frequencies)[stays]
    counts = chunk.counts[stays]
    occurrences = np.bincount(terms, weights=counts, minlength=len(chunk.terms))
    return _Chunk(
        chunk.terms,
        np.bincount(terms, minlength=len(chunk.terms)),
        occurrences.astype(np.int64),
        chunk.rows[stays],
        counts,
        chunk.positions[np.repeat(stays, chunk.counts)],
    )


def _merge_field(parts: Sequence[LiveSegment], field: str) -> dict[str, Array]:
    vocabularies = [
        texts_of(part.arrays[f"{field}.terms"], part.arrays[f"{field}.term_ends"]) for part in parts
    ]
    terms = sorted(set().union(*vocabularies))
    number_of = {term: number for number, term in enumerate(terms)}
    lists = [
        _Lists(
            part,
            postings_of(part.arrays, field),
            np.array([number_of[term] for term in vocabulary], dtype=np.int64),
        )
        for part, vocabulary in zip(parts, vocabularies, strict=True)
    ]
    return _join(lists, terms, field)


def _join(lists: Sequence[_Lists], terms: Sequence[str], field: str) -> dict[str, Array]:
    """Concatenate the segments' lists of each term."""
    rows, occurrences = np.zeros((2, len(terms)), dtype=np.int64)
    kinds = []
    for part in lists:
        for chunk in part.chunks():
            rows[chunk.terms] += chunk.frequencies
            occurrences[chunk.terms] += chunk.occurrences
            kinds.append((chunk.counts.dtype, chunk.positions.dtype))
    merged = _allocated(rows, occurrences, kinds)
    next_row, next_position = merged.lists[:-1].copy(), merged.places[:-1].copy()
    for part in lists:
        for chunk in part.chunks():
            to = _allot(next_row, chunk.terms, chunk.frequencies)
            merged.rows[to], merged.counts[to] = part.new_rows(chunk), chunk.counts
            to = _allot(next_position, chunk.terms, chunk.occurrences)
            merged.positions[to] = chunk.positions
    return _without_empty(merged, rows > 0, terms, field)


def _allocated(rows: Array, occurrences: Array, kinds: Sequence[tuple[Any, Any]]) -> Postings:
    """Uninitialised posting lists of these sizes, in types wide enough for every segment's."""
    counts, positions = zip((np.uint8, np.uint8), *kinds, strict=True)
    row_offsets = np.concatenate(([0], np.cumsum(rows)))
    position_offsets = np.concatenate(([0], np.cumsum(occurrences)))
    return Postings(
        np.empty(row_offsets[-1], dtype=np.int32),
        np.empty(row_offsets[-1], dtype=np.result_type(*counts)),
        np.empty(position_offsets[-1], dtype=np.result_type(*positions)),
        row_offsets,
        position_offsets,
    )


def _allot(free: Array, terms: Array, sizes: Array) -> Array:
    """The offsets for ``sizes`` items of each of these terms; ``free`` is moved past them."""
    offsets = np.repeat(free[terms] - np.cumsum(sizes) + sizes, sizes)
    offsets += np.arange(len(offsets))
    free[terms] += sizes
    return offsets


def _without_empty(
    merged: Postings, stays: Array, terms: Sequence[str], field: str
) -> dict[str, Array]:
    """The field without terms that no longer occur; ``stays`` is a mask of the others."""
    last = np.ones(1, dtype=bool)
    postings = Postings(
        merged.rows,
        merged.counts,
        merged.positions,
        merged.lists[np.concatenate((stays, last))],
        merged.places[np.concatenate((stays, last))],
    )
    left = [term for term, stay in zip(terms, stays.tolist(), strict=True) if stay]
    return dictionary(field, left) | postings.arrays(field)
