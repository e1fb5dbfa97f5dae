"""Segments made into one, without what is deleted; nothing is sorted but the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.building import as_json, ranks
from indexer.engines.whoosh.inversion import (
    FIELDS,
    Postings,
    dictionary,
    narrowed,
    postings_of,
    term_chunks,
    texts_of,
)
from indexer.engines.whoosh.segment import ATTRIBUTIONS, Segment
from indexer.facets import FACETS

CHUNK = 1 << 19
"""Tokens that are merged together, which bounds the memory of it."""
ROW_BLOBS = ("heads",)
DOCUMENT_BLOBS = ("texts", "paths", "cards", "records")
ROW_ARRAYS = ("starts", "sizes", "passage_ids", "text.lengths")
DOCUMENT_ARRAYS = ("passages", "ids", "oldest", "newest", "title.lengths")


class LiveSegment:
    """What stays of a segment: documents, their rows, and the numbers these get."""

    def __init__(self, segment: Segment, live: Array, row_offset: int) -> None:
        """``live`` says of each document whether it stays."""
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

    With each segment comes which of its documents are live.
    """
    kept: list[LiveSegment] = []
    rows = 0
    for segment, live in segments:
        kept.append(LiveSegment(segment, live, rows))
        rows += kept[-1].row_count
    counts = np.concatenate([part.counts[part.documents] for part in kept])
    arrays = {"first": np.concatenate(([0], np.cumsum(counts))).astype(np.int32)}
    for field in FIELDS:
        arrays |= _merge_field(kept, field)
    for name in ROW_ARRAYS:
        arrays[name] = np.concatenate([part.arrays[name][part.rows] for part in kept])
    arrays["offsets"] = np.concatenate([part.segment.passage_starts()[part.rows] for part in kept])
    for name in DOCUMENT_ARRAYS:
        arrays[name] = np.concatenate([part.arrays[name][part.documents] for part in kept])
    for name in ROW_BLOBS:
        arrays |= _merge_blob(name, kept, [part.rows for part in kept])
    for name in DOCUMENT_BLOBS:
        arrays |= _merge_blob(name, kept, [part.documents for part in kept])
    for column in (*(facet.name for facet in FACETS), ATTRIBUTIONS):
        arrays |= _merge_facet(column, kept)
    paths = texts_of(arrays["paths"], arrays["paths.ends"])
    arrays["ranks"] = ranks(paths, arrays["ids"].tolist())
    return arrays


def _merge_blob(name: str, kept: Sequence[LiveSegment], live: Sequence[Array]) -> dict[str, Array]:
    contents, sizes = [], []
    for part, stays in zip(kept, live, strict=True):
        content, ends = part.arrays[name], part.arrays[f"{name}.ends"]
        lengths = np.diff(ends)
        contents.append(content if part.whole else content[np.repeat(stays, lengths)])
        sizes.append(lengths[stays])
    ends = narrowed(np.concatenate(([0], np.cumsum(np.concatenate(sizes)))))
    return {name: np.concatenate(contents), f"{name}.ends": ends}


def _merge_facet(name: str, kept: Sequence[LiveSegment]) -> dict[str, Array]:
    numbers: dict[str | int, int] = {}
    codes, sizes = [], []
    for part in kept:
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
    """Posting lists of terms next to each other, without deleted rows."""

    terms: Array
    """Their numbers in the merged segment."""
    frequencies: Array
    occurrences: Array
    rows: Array
    counts: Array
    positions: Array


class _Lists:
    """The posting lists of one segment; ``numbers`` are those of its terms in the merged one."""

    def __init__(self, part: LiveSegment, postings: Postings, numbers: Array) -> None:
        self._part, self._postings, self._numbers = part, postings, numbers

    def chunks(self) -> Iterator[_Chunk]:
        """All lists, in order of the terms, so many at a time as bound the memory."""
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
        """The numbers that the rows of a chunk get."""
        rows: Array = self._part.new_rows[chunk.rows]
        return rows


def _live(chunk: _Chunk, stays: Array) -> _Chunk:
    """A chunk with those rows only that stay."""
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


def _merge_field(kept: Sequence[LiveSegment], field: str) -> dict[str, Array]:
    vocabularies = [
        texts_of(part.arrays[f"{field}.terms"], part.arrays[f"{field}.term_ends"]) for part in kept
    ]
    terms = sorted(set().union(*vocabularies))
    number_of = {term: number for number, term in enumerate(terms)}
    lists = [
        _Lists(
            part,
            postings_of(part.arrays, field),
            np.array([number_of[term] for term in vocabulary], dtype=np.int64),
        )
        for part, vocabulary in zip(kept, vocabularies, strict=True)
    ]
    return _join(lists, terms, field)


def _join(lists: Sequence[_Lists], terms: Sequence[str], field: str) -> dict[str, Array]:
    """Each list's postings go behind those of the lists before it, term by term."""
    rows, occurrences = np.zeros((2, len(terms)), dtype=np.int64)
    kinds = []
    for part in lists:
        for chunk in part.chunks():
            rows[chunk.terms] += chunk.frequencies
            occurrences[chunk.terms] += chunk.occurrences
            kinds.append((chunk.counts.dtype, chunk.positions.dtype))
    merged = _room(rows, occurrences, kinds)
    next_row, next_place = merged.lists[:-1].copy(), merged.places[:-1].copy()
    for part in lists:
        for chunk in part.chunks():
            to = _places(next_row, chunk.terms, chunk.frequencies)
            merged.rows[to], merged.counts[to] = part.new_rows(chunk), chunk.counts
            to = _places(next_place, chunk.terms, chunk.occurrences)
            merged.positions[to] = chunk.positions
    return _without_empty(merged, rows > 0, terms, field)


def _room(rows: Array, occurrences: Array, kinds: Sequence[tuple[Any, Any]]) -> Postings:
    """Posting lists still to be filled, in types wide enough for what comes."""
    counts, positions = zip((np.uint8, np.uint8), *kinds, strict=True)
    lists = np.concatenate(([0], np.cumsum(rows)))
    places = np.concatenate(([0], np.cumsum(occurrences)))
    return Postings(
        np.empty(lists[-1], dtype=np.int32),
        np.empty(lists[-1], dtype=np.result_type(*counts)),
        np.empty(places[-1], dtype=np.result_type(*positions)),
        lists,
        places,
    )


def _places(free: Array, terms: Array, sizes: Array) -> Array:
    """Where the items of these terms go, of which there are ``sizes``; moves what is free on."""
    places = np.repeat(free[terms] - np.cumsum(sizes) + sizes, sizes)
    places += np.arange(len(places))
    free[terms] += sizes
    return places


def _without_empty(
    merged: Postings, stays: Array, terms: Sequence[str], field: str
) -> dict[str, Array]:
    """Terms that occur nowhere any more are left out."""
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
