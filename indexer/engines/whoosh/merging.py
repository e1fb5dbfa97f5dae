"""Segments made into one, without what is deleted; nothing is sorted but the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.building import as_json, ranks
from indexer.engines.whoosh.inversion import (
    FIELDS,
    Postings,
    dictionary,
    narrowed,
    postings_of,
    texts_of,
)
from indexer.engines.whoosh.segment import ATTRIBUTIONS, Segment
from indexer.facets import FACETS

ROW_BLOBS = ("heads",)
DOCUMENT_BLOBS = ("texts", "paths", "cards", "records")
ROW_ARRAYS = ("starts", "sizes", "passage_ids", "text.lengths")
DOCUMENT_ARRAYS = ("passages", "ids", "oldest", "newest", "title.lengths")


class Kept:
    """What stays of a segment: documents, their rows, and the numbers these get."""

    def __init__(self, segment: Segment, live: Array, row_offset: int) -> None:
        """``live`` says of each document whether it stays."""
        self.segment = segment
        self.arrays = segment.arrays
        self.documents = live
        self.counts = np.diff(self.arrays["first"])
        self.rows = np.repeat(live, self.counts)
        self.whole = bool(live.all())
        self.new_rows = np.cumsum(self.rows) - 1 + row_offset
        self.row_count = int(self.rows.sum())


def merge(segments: Sequence[tuple[Segment, Array]]) -> dict[str, Array]:
    """The arrays of one segment with the live documents of all, in their order.

    With each segment comes which of its documents are live.
    """
    kept: list[Kept] = []
    rows = 0
    for segment, live in segments:
        kept.append(Kept(segment, live, rows))
        rows += kept[-1].row_count
    counts = np.concatenate([part.counts[part.documents] for part in kept])
    arrays = {"first": np.concatenate(([0], np.cumsum(counts))).astype(np.int32)}
    for field in FIELDS:
        arrays |= _merge_field(kept, field)
    for name in ROW_ARRAYS:
        arrays[name] = np.concatenate([part.arrays[name][part.rows] for part in kept])
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


def _merge_blob(name: str, kept: Sequence[Kept], live: Sequence[Array]) -> dict[str, Array]:
    contents, sizes = [], []
    for part, stays in zip(kept, live, strict=True):
        content, ends = part.arrays[name], part.arrays[f"{name}.ends"]
        lengths = np.diff(ends)
        contents.append(content if part.whole else content[np.repeat(stays, lengths)])
        sizes.append(lengths[stays])
    ends = narrowed(np.concatenate(([0], np.cumsum(np.concatenate(sizes)))))
    return {name: np.concatenate(contents), f"{name}.ends": ends}


def _merge_facet(name: str, kept: Sequence[Kept]) -> dict[str, Array]:
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


class _Lists:
    """The posting lists of one segment without deleted rows, by merged term number."""

    def __init__(self, part: Kept, postings: Postings, numbers: Array) -> None:
        terms = np.repeat(numbers, np.diff(postings.lists))
        counts = postings.counts.astype(np.int64)
        self.rows, self.positions = part.new_rows[postings.rows], postings.positions
        if not part.whole:
            stays = part.rows[postings.rows]
            self.positions = self.positions[np.repeat(stays, counts)]
            self.rows, counts, terms = self.rows[stays], counts[stays], terms[stays]
        self.counts, self.terms = counts, terms

    def frequencies(self, terms: int) -> tuple[Array, Array]:
        """Of each merged term, the rows and the occurrences."""
        rows = np.bincount(self.terms, minlength=terms)
        occurrences = np.bincount(self.terms, weights=self.counts, minlength=terms)
        return rows, occurrences.astype(np.int64)


def _merge_field(kept: Sequence[Kept], field: str) -> dict[str, Array]:
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
    frequencies = [part.frequencies(len(terms)) for part in lists]
    rows = np.sum([found for found, _ in frequencies], axis=0)
    occurrences = np.sum([found for _, found in frequencies], axis=0)
    starts = np.concatenate(([0], np.cumsum(rows)))
    places = np.concatenate(([0], np.cumsum(occurrences)))
    merged = Postings(
        np.empty(starts[-1], dtype=np.int32),
        np.empty(starts[-1], dtype=np.int64),
        np.empty(places[-1], dtype=np.result_type(np.uint8, *(p.positions for p in lists))),
        starts,
        places,
    )
    next_row, next_place = starts[:-1].copy(), places[:-1].copy()
    for part, (own_rows, own_occurrences) in zip(lists, frequencies, strict=True):
        to = np.repeat(next_row - np.cumsum(own_rows) + own_rows, own_rows)
        to += np.arange(len(to))
        merged.rows[to], merged.counts[to] = part.rows, part.counts
        to = np.repeat(next_place - np.cumsum(own_occurrences) + own_occurrences, own_occurrences)
        to += np.arange(len(to))
        merged.positions[to] = part.positions
        next_row += own_rows
        next_place += own_occurrences
    return _without_empty(merged, rows > 0, terms, field)


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
