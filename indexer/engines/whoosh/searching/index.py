"""A whole version of the index: its segments, concatenated as arrays in memory.

Documents and rows are numbered through all segments, deleted ones included;
statistics are of live ones only.
"""

from __future__ import annotations

import threading
import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

import numpy as np

from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.faceting import given_names, label_of
from indexer.engines.ranking import K1, TITLE_WEIGHT, B
from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.searching.accumulator import Accumulator
from indexer.engines.whoosh.searching.cache import ByteCache, bytes_of
from indexer.engines.whoosh.searching.facet_counts import FacetIndex
from indexer.engines.whoosh.searching.lexicon import SegmentLexicon
from indexer.engines.whoosh.searching.posting_lists import (
    NOWHERE,
    LeafRows,
    Occurrences,
    concatenated_ranges,
    distinct,
    occurrences,
    run_starts,
)
from indexer.engines.whoosh.segment import ATTRIBUTIONS, Segment
from indexer.facets import FACETS
from indexer.model import Attribution, Card, Entry, Passage

CACHE_BYTES = 128_000_000
"""For the rows and impacts of leaves; chosen by hand."""
CACHED_ITEMS = 4096
"""Cards, and passages, that are cached; chosen by hand."""
DENSE = 8
"""Frequencies are summed in an array of all rows if more than one row in so many has some.

Chosen by hand.
"""


class ArrayIndex:
    """The opened segments of a version."""

    def __init__(self, segments: Sequence[tuple[Segment, Array]], authority: Authority) -> None:
        """``segments`` are pairs of a segment and a mask of its live documents."""
        self.authority = authority
        self.aliases = Aliases(authority)
        self.segments = [segment for segment, _ in segments]
        self.document_offsets = _offsets([segment.documents for segment in self.segments])
        self.row_offsets = _offsets([segment.rows for segment in self.segments])
        self.documents, self.rows = self.document_offsets[-1], self.row_offsets[-1]
        self.live = _joined([live for _, live in segments], bool)
        self.all_live = bool(self.live.all())
        self.passages = self._of_documents("passages")
        sizes = _joined([np.diff(segment.arrays["first"]) for segment in self.segments])
        self.first = np.concatenate(([0], np.cumsum(sizes)))
        self.flat = self.documents == self.rows
        """Whether every document has one row, so that both have the same numbers."""
        self.owners = np.repeat(np.arange(self.documents), sizes)
        self.live_rows = self.live if self.flat else self.live[self.owners]
        self.live_documents = int(np.count_nonzero(self.live))
        self._measure_lengths()
        self.names = given_names(self._live_attributions())
        # What the index owns refers to it weakly, so that its files are released with the last
        # reader of a version, not when the garbage collector next looks for cycles.
        own, kind = weakref.proxy(self), ArrayIndex
        label = partial(label_of, authority=authority, names=self.names)
        self.facets = [FacetIndex(f, self.segments, partial(label, f)) for f in FACETS]
        self._cache = ByteCache(CACHE_BYTES)
        self.card = lru_cache(CACHED_ITEMS)(partial(kind._card, own))
        """The card of a document."""
        self.passage = lru_cache(CACHED_ITEMS)(partial(kind._passage, own))
        """The passage in a row."""
        self.path = lru_cache(16 * CACHED_ITEMS)(partial(kind._path, own))
        """The path and the id of a document."""
        self._of_thread = threading.local()
        self.vocabulary = SegmentLexicon(
            self.segments, None if self.all_live else partial(kind._live_rows_with, own)
        )

    # ------------------------------------------------------------ what is opened

    def _of_documents(self, name: str) -> Array:
        return _joined([segment.arrays[name] for segment in self.segments])

    def _measure_lengths(self) -> None:
        """``1 - b + b × length / mean length`` of every text and title; see ``ranking.py``."""
        texts = _joined([segment.arrays["text.lengths"] for segment in self.segments])
        titles = self._of_documents("title.lengths")
        live_passages = int(self.passages[self.live].sum())
        self.live_passages = live_passages
        mean = int(texts[self.live_rows].sum()) / live_passages if live_passages else 1.0
        live = self.live_documents
        title_mean = max(1.0, int(titles[self.live].sum()) / live) if live else 1.0
        self.text_norms = 1 - B + B * (texts / (mean or 1.0))
        self.title_norms = 1 - B + B * (titles / title_mean)

    def dates(self, sort: str) -> Array:
        """The documents' dates as numbers, for ``sort`` by ``oldest`` or ``newest``."""
        return self._cache.get(
            ("dates", sort), lambda: self._of_documents(sort), lambda dates: dates.nbytes
        )

    def _live_attributions(self) -> Iterator[Attribution]:
        for start, end, segment in self.segment_bounds():
            held = np.repeat(self.live[start:end], np.diff(segment.arrays[f"{ATTRIBUTIONS}.ends"]))
            codes = np.unique(segment.arrays[f"{ATTRIBUTIONS}.codes"][held])
            yield from (segment.attributions[code] for code in codes.tolist())

    # ------------------------------------------------------------ occurrences

    def occurrences(
        self, name: str, form: Form, check_time: Callable[[], None] = lambda: None
    ) -> Occurrences:
        """The live rows in which a form occurs, in the field ``text`` or ``title``."""
        found = [occurrences(segment, name, form, check_time) for segment in self.segments]
        placed = [
            # 64-bit row numbers index arrays twice as fast, as numpy need not widen them
            np.add(own, offset, dtype=np.int64)
            for (own, _), offset in zip(found, self.row_offsets, strict=False)
        ]
        rows = _joined(placed)
        counts = _joined([counts for _, counts in found])
        if not self.all_live:
            live = self.live_rows[rows]
            rows, counts = rows[live], counts[live]
        return rows, counts

    def _live_rows_with(self, name: str, form: Form) -> int:
        return len(self.occurrences(name, form)[0])

    def leaf(
        self, forms: Sequence[Form], where: str, check_time: Callable[[], None], keep: bool = True
    ) -> LeafRows:
        """Where a leaf with these forms occurs; their frequencies are added up.

        ``keep`` is whether to cache it.
        """
        return self._cache.get(
            (where, forms),
            lambda: self._leaf(forms, where, check_time),
            lambda found: found.cost(forms),
            keep,
        )

    def holding(self, forms: Sequence[Form], look: Callable[[], LeafRows]) -> int:
        """In how many documents any of the forms occurs; calls ``look`` if that is not cached."""
        return self._cache.get(
            ("holding", forms), lambda: len(look().documents), lambda _: bytes_of(forms)
        )

    def _leaf(self, forms: Sequence[Form], where: str, check_time: Callable[[], None]) -> LeafRows:
        found: dict[str, list[Occurrences]] = {"text": [], "title": []}
        for form in forms:
            check_time()
            for name in ("text", "title") if where == "any" else ("title",):
                found[name].append(self.occurrences(name, form, check_time))
        rows, counts = self._summed(found["text"])
        heads, title_counts = self._summed(found["title"])
        titles = self.owners[heads]
        title_frequencies = TITLE_WEIGHT * title_counts / self.title_norms[titles]
        title_impacts = title_frequencies / (title_frequencies + K1)
        frequencies = counts / self.text_norms[rows]
        documents = rows if self.flat else distinct(self.owners[rows])
        if len(titles):
            documents = np.union1d(documents, titles)
            in_title = np.zeros(self.documents)
            in_title[titles] = title_frequencies
            own = in_title[self.owners[rows]]
            frequencies += own
            impacts = frequencies / (frequencies + K1) - own / (own + K1)
        else:
            impacts = frequencies / (frequencies + K1)
        return LeafRows(rows, impacts, titles, title_impacts, documents)

    def accumulator(self) -> Accumulator:
        """This thread's accumulator for scores by row."""
        if not hasattr(self._of_thread, "accumulator"):
            self._of_thread.accumulator = Accumulator(self.rows)
        accumulator: Accumulator = self._of_thread.accumulator
        return accumulator

    def rows_of(self, documents: Array) -> Array:
        """All rows of some documents."""
        if self.flat:
            return documents
        firsts = self.first[documents]
        return concatenated_ranges(firsts, self.first[documents + 1] - firsts)

    def _summed(self, found: Sequence[Occurrences]) -> Occurrences:
        """The occurrences of any of some forms; their frequencies are added up."""
        found = [item for item in found if len(item[0])]
        if len(found) < 2:
            return found[0] if found else NOWHERE
        if sum(len(rows) for rows, _ in found) * DENSE > self.rows:
            totals = np.zeros(self.rows, dtype=np.int32)
            for rows, counts in found:
                totals[rows] += counts
            rows = np.flatnonzero(totals)
            return rows, totals[rows]
        rows = np.concatenate([rows for rows, _ in found])
        counts = np.concatenate([counts for _, counts in found]).astype(np.int64)
        order = np.argsort(rows, kind="stable")
        rows, counts = rows[order], counts[order]
        starts = run_starts(rows)
        return rows[starts], np.add.reduceat(counts, starts)

    # ------------------------------------------------------------ what is stored

    def _locate(self, document: int) -> tuple[Segment, int, int]:
        """A document's segment, its number in it, and the segment's first row."""
        number = bisect_right(self.document_offsets, document) - 1
        own = document - self.document_offsets[number]
        return self.segments[number], own, self.row_offsets[number]

    def _card(self, document: int) -> Card:
        segment, own, _ = self._locate(document)
        return segment.card(own)

    def _passage(self, row: int) -> Passage:
        segment, own, offset = self._locate(int(self.owners[row]))
        return segment.passage(row - offset, own)

    def _path(self, document: int) -> tuple[str, str]:
        segment, own, _ = self._locate(document)
        return segment.item("paths", own).decode(), segment.arrays["ids"][own].decode()

    def entry_at(self, document: int) -> Entry:
        """A document with its passages."""
        segment, own, _ = self._locate(document)
        first = int(segment.arrays["first"][own])
        rows = range(first, first + int(segment.arrays["passages"][own]))
        return Entry(segment.document(own), tuple(segment.passage(row, own) for row in rows))

    def document_with_id(self, document_id: str) -> int | None:
        """The number of a live document."""
        return self._find("ids", document_id, self.document_offsets, self.live)

    def row_with_id(self, passage_id: str) -> int | None:
        """The row of a live passage."""
        return self._find("passage_ids", passage_id, self.row_offsets, self.live_rows)

    def _find(self, name: str, wanted: str, offsets: Sequence[int], live: Array) -> int | None:
        if not wanted or wanted.endswith("\0"):  # numpy ignores trailing zeros
            return None
        encoded = wanted.encode(errors="surrogatepass")
        for segment, offset in zip(self.segments, offsets, strict=False):
            for number in np.flatnonzero(segment.arrays[name] == encoded).tolist():
                if live[offset + number]:
                    return int(offset + number)
        return None

    def all_cards(self) -> Iterator[Card]:
        """Every live document, in order of path."""
        cards = [self.card(number) for number in np.flatnonzero(self.live).tolist()]
        return iter(sorted(cards, key=lambda card: (card.path, card.id)))

    def segment_bounds(self) -> Iterator[tuple[int, int, Segment]]:
        """Each segment with the numbers of its documents: first, last (exclusive)."""
        for i, segment in enumerate(self.segments):
            yield self.document_offsets[i], self.document_offsets[i + 1], segment


def _offsets(sizes: Sequence[int]) -> list[int]:
    offsets = [0]
    for size in sizes:
        offsets.append(offsets[-1] + size)
    return offsets


def _joined(arrays: Sequence[Array], kind: type = int) -> Array:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=kind)
