"""Scores of passages and documents as arrays, and the best of them; formula: ``ranking.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.engines.plan import AnyOf, Leaf
from indexer.engines.ranking import SECOND, idf
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.searching.index import ArrayIndex
from indexer.engines.whoosh.searching.matching import Matcher
from indexer.engines.whoosh.searching.posting_lists import (
    LeafRows,
    concatenated_ranges,
    offsets_among,
    run_starts,
)

SPARSE = 16
"""Where fewer than one document in so many is a hit, only the hits' rows are scored."""
LOOKUP = 8
"""If the hits' rows are so many times fewer than a leaf's, they are looked up among these."""
BLOCK = 64
"""Values of which ``kth_largest`` takes the maximum first."""
FEW_HITS = 64
"""Up to so many hits, sorting all is faster than selecting. All of these: chosen by hand."""


@dataclass(frozen=True)
class Scores:
    """The scores of the hits' matching passages.

    ``rows`` are ascending, ``passages`` their scores; ``starts`` are the offsets of the
    first row of each of ``documents``. ``best`` is the score of every hit's best passage,
    or of its title alone if no passage matches.
    """

    hits: Array
    rows: Array
    passages: Array
    documents: Array
    starts: Array
    best: Array

    def slices(self, documents: Array) -> Iterator[slice]:
        """The slice of ``rows`` that each document has."""
        first = np.searchsorted(self.documents, documents)
        after = np.searchsorted(self.documents, documents, side="right")
        ends = np.append(self.starts, len(self.rows))
        return map(slice, ends[first].tolist(), ends[after].tolist())

    def exact(self, chosen: Array) -> Array:
        """The scores of the hits at these offsets: ``best`` and a fraction of the second best."""
        best = self.best[chosen]
        if len(self.rows) == len(self.documents):
            return best
        documents = self.hits[chosen]
        found = np.searchsorted(self.documents, documents)
        found[found == len(self.documents)] = 0
        sizes = np.diff(self.starts, append=len(self.rows))[found]
        several = np.flatnonzero((self.documents[found] == documents) & (sizes > 1))
        if not len(several):
            return best
        sizes = sizes[several]
        begins = np.cumsum(sizes) - sizes
        group = np.repeat(np.arange(len(several)), sizes)
        own = self.passages[concatenated_ranges(self.starts[found[several]], sizes)]
        own = own[np.lexsort((-own, group))]
        best[several] = own[begins] + SECOND * own[begins + 1]
        return best


class Scoring:
    """Scores summed up leaf by leaf (term at a time). ``leaf`` returns a leaf's rows.

    Impacts of texts are summed by row, those of titles by hit. ``_candidates`` are all
    rows of the hits, if these are few.
    """

    def __init__(
        self, index: ArrayIndex, hits: Array, leaf: Callable[[Leaf], LeafRows], narrowed: bool
    ) -> None:
        """``narrowed``: whether leaves may occur in documents that are not hits."""
        self._index, self._hits, self._leaf = index, hits, leaf
        self._narrowed = narrowed
        few = narrowed and (index.flat or len(hits) * SPARSE < index.documents)
        self._candidates = index.rows_of(hits) if few else None
        self._rows = hits[:0]
        self._texts = index.accumulator()
        self._titles: Array | None = None

    def match(self, weights: Mapping[Leaf, float]) -> Scores:
        """Score the passages with at least one of the leaves."""
        if len(weights) == 1 and not self._narrowed:
            [(leaf, weight)] = weights.items()
            found = self._leaf(leaf)
            if not len(found.titles):
                return self._scored(found.rows, self._value(found, weight) * found.impacts)
        self._texts.begin()
        for leaf, weight in weights.items():
            self._add(leaf, weight)
        self._rows = self._matched(weights)
        return self._scored(self._rows, self._texts.at(self._rows))

    def add(self, weights: Mapping[Leaf, float]) -> Scores:
        """Add these leaves' scores to the passages that ``match`` found."""
        for leaf, weight in weights.items():
            self._add(leaf, weight)
        return self._scored(self._rows, self._texts.at(self._rows))

    def _matched(self, leaves: Iterable[Leaf]) -> Array:
        """The hits' rows with at least one of the leaves in their text."""
        if self._candidates is not None:
            return self._candidates[self._texts.at(self._candidates) > 0]
        index = self._index
        if index.flat and self._titles is None:
            return self._hits
        matcher = Matcher(index.rows, index.live_rows, lambda leaf: self._leaf(leaf).rows)
        rows = matcher.documents(AnyOf(tuple(leaves))).numbers
        if self._narrowed:
            is_hit = np.zeros(index.documents, dtype=bool)
            is_hit[self._hits] = True
            rows = rows[is_hit[index.owners[rows]]]
        return rows

    def _value(self, found: LeafRows, weight: float) -> float:
        return weight * idf(len(found.documents), self._index.live_documents)

    def _add(self, leaf: Leaf, weight: float) -> None:
        found = self._leaf(leaf)
        value = self._value(found, weight)
        rows, impacts = found.rows, found.impacts
        if self._candidates is not None and len(self._candidates) * LOOKUP < len(rows):
            offsets, held = offsets_among(rows, self._candidates)
            rows, impacts = self._candidates[held], impacts[offsets[held]]
        self._texts.add(rows, value * impacts)
        if len(found.titles):
            offsets, held = offsets_among(self._hits, found.titles)
            if self._titles is None:
                self._titles = np.zeros(len(self._hits))
            self._titles[offsets[held]] += value * found.title_impacts[held]

    def _scored(self, rows: Array, passages: Array) -> Scores:
        """The scores, given those of texts; a title's score is added to each row of a document."""
        index, hits = self._index, self._hits
        starts, documents = np.arange(len(rows)), rows
        if not index.flat:
            owners = index.owners[rows]
            starts = run_starts(owners)
            documents = owners[starts]
        if self._titles is None and len(documents) == len(hits):
            return Scores(hits, rows, passages, documents, starts, _best(passages, starts))
        offsets = np.searchsorted(hits, documents)
        titles = np.zeros(len(hits)) if self._titles is None else self._titles.copy()
        passages = passages + np.repeat(titles[offsets], np.diff(starts, append=len(rows)))
        titles[offsets] = _best(passages, starts)
        return Scores(hits, rows, passages, documents, starts, titles)


def _best(passages: Array, starts: Array) -> Array:
    """The highest of each document's scores."""
    if len(starts) == len(passages):
        return passages
    best: Array = np.maximum.reduceat(passages, starts)
    return best


# ---------------------------------------------------------------- the first hits


def first_hits(index: ArrayIndex, hits: Array, values: Array, count: int) -> Array:
    """The offsets of the first ``count`` hits by value, highest first, then by path."""
    count = min(count, len(hits))
    if len(hits) <= FEW_HITS:
        return _sorted(index, hits, values)[:count]
    limit = kth_largest(values, count)
    certain = np.flatnonzero(values > limit)
    tied = np.flatnonzero(values == limit)
    candidates = np.concatenate((certain, _in_order(index, hits, tied, count - len(certain))))
    return candidates[_sorted(index, hits[candidates], values[candidates])]


def kth_largest(values: Array, k: int) -> float:
    """The ``k``-th largest of at least ``k`` values.

    Only values that reach the ``k``-th largest of the blocks' maxima need be compared.
    """
    blocks = len(values) // BLOCK
    if blocks > k:
        maxima = values[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
        values = values[values >= np.partition(maxima, blocks - k)[blocks - k]]
    return float(np.partition(values, len(values) - k)[len(values) - k])


def _in_order(index: ArrayIndex, hits: Array, tied: Array, count: int) -> Array:
    """The first ``count`` by path of hits with equal values, perhaps unsorted, or all if fewer."""
    if len(tied) <= count:
        return tied
    chosen = []
    for start, end, segment in index.segment_bounds():
        own = tied[(hits[tied] >= start) & (hits[tied] < end)]
        ranks = segment.arrays["ranks"][hits[own] - start]
        if len(own) > count:
            own = own[np.argpartition(ranks, count - 1)[:count]]
        chosen.append(own)
    offsets = np.concatenate(chosen)
    if len(index.segments) == 1:
        return offsets
    equal = np.zeros(len(offsets))
    return offsets[_sorted(index, hits[offsets], equal)[:count]]


def _sorted(index: ArrayIndex, hits: Array, values: Array) -> Array:
    """The order of a few hits: by value, highest first, then by path and id."""
    paths = map(index.path, hits.tolist())
    keyed = sorted(zip((-values).tolist(), paths, range(len(hits)), strict=True))
    return np.array([offset for _, _, offset in keyed], dtype=np.int64)
