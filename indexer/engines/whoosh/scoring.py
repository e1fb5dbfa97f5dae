"""Scores of passages and documents as arrays; the formula is that of ``ranking.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.engines.plan import AnyOf, Leaf
from indexer.engines.ranking import SECOND, idf
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.index import ArrayIndex
from indexer.engines.whoosh.matching import Matcher
from indexer.engines.whoosh.posting_lists import (
    LeafRows,
    concatenated_ranges,
    offsets_among,
    run_starts,
)


@dataclass(frozen=True)
class Scores:
    """The hits' matched passages, scored.

    ``rows`` are ascending, with their ``passages`` scores; ``starts`` is where each
    of ``documents`` begins among them. ``best`` is of every hit: the score of its best
    passage, or of its title alone if no passage matched.
    """

    hits: Array
    rows: Array
    passages: Array
    documents: Array
    starts: Array
    best: Array

    def slices(self, documents: Array) -> Iterator[slice]:
        """Where the passages of each document stand among ``rows``."""
        first = np.searchsorted(self.documents, documents)
        after = np.searchsorted(self.documents, documents, side="right")
        ends = np.append(self.starts, len(self.rows))
        return map(slice, ends[first].tolist(), ends[after].tolist())

    def exact(self, places: Array) -> Array:
        """The scores of the hits at these places: ``best``, and a little of the second best."""
        best = self.best[places]
        if len(self.rows) == len(self.documents):
            return best
        documents = self.hits[places]
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


SPARSE = 16
"""Where fewer than one document in so many is a hit, only the hits' rows are looked at."""
FAR = 8
"""Rows so many times fewer than a leaf's are looked up among these."""


class Scoring:
    """Scores added up leaf by leaf. ``leaf`` says where one occurs.

    What texts count for is added up for rows, what titles do for hits. ``_candidates``
    are all rows of the hits, where these are few.
    """

    def __init__(
        self, index: ArrayIndex, hits: Array, leaf: Callable[[Leaf], LeafRows], narrowed: bool
    ) -> None:
        """``narrowed``: whether leaves may occur in documents that are no hits."""
        self._index, self._hits, self._leaf = index, hits, leaf
        self._narrowed = narrowed
        few = narrowed and (index.flat or len(hits) * SPARSE < index.documents)
        self._candidates = index.rows_of(hits) if few else None
        self._rows = hits[:0]
        self._texts = index.scratch()
        self._titles: Array | None = None

    def match(self, weights: Mapping[Leaf, float]) -> Scores:
        """Score the passages that hold one of the leaves."""
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
        """The passages that matched before, scored by these leaves as well."""
        for leaf, weight in weights.items():
            self._add(leaf, weight)
        return self._scored(self._rows, self._texts.at(self._rows))

    def _matched(self, leaves: Iterable[Leaf]) -> Array:
        """The hits' rows whose text holds one of the leaves."""
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
        if self._candidates is not None and len(self._candidates) * FAR < len(rows):
            places, held = offsets_among(rows, self._candidates)
            rows, impacts = self._candidates[held], impacts[places[held]]
        self._texts.add(rows, value * impacts)
        if len(found.titles):
            places, held = offsets_among(self._hits, found.titles)
            if self._titles is None:
                self._titles = np.zeros(len(self._hits))
            self._titles[places[held]] += value * found.title_impacts[held]

    def _scored(self, rows: Array, passages: Array) -> Scores:
        """Scores from those of the rows' texts; the title counts for every row of a document."""
        index, hits = self._index, self._hits
        starts, documents = np.arange(len(rows)), rows
        if not index.flat:
            owners = index.owners[rows]
            starts = run_starts(owners)
            documents = owners[starts]
        if self._titles is None and len(documents) == len(hits):
            return Scores(hits, rows, passages, documents, starts, _best(passages, starts))
        places = np.searchsorted(hits, documents)
        titles = np.zeros(len(hits)) if self._titles is None else self._titles.copy()
        passages = passages + np.repeat(titles[places], np.diff(starts, append=len(rows)))
        titles[places] = _best(passages, starts)
        return Scores(hits, rows, passages, documents, starts, titles)


def _best(passages: Array, starts: Array) -> Array:
    """The highest of each document's scores."""
    if len(starts) == len(passages):
        return passages
    best: Array = np.maximum.reduceat(passages, starts)
    return best


# ---------------------------------------------------------------- the first hits


def first_hits(index: ArrayIndex, hits: Array, values: Array, count: int) -> Array:
    """Places among the hits of the first ``count``, highest value first, then in order of path."""
    count = min(count, len(hits))
    if len(hits) <= FEW:
        return _sorted(index, hits, values)[:count]
    limit = kth_largest(values, count)
    certain = np.flatnonzero(values > limit)
    tied = np.flatnonzero(values == limit)
    candidates = np.concatenate((certain, _in_order(index, hits, tied, count - len(certain))))
    return candidates[_sorted(index, hits[candidates], values[candidates])]


BLOCK = 64
FEW = 64
"""So many hits are sorted faster than the first of them are found."""


def kth_largest(values: Array, k: int) -> float:
    """The ``k``-th largest value, of at least so many.

    The ``k``-th largest of the blocks' maxima is a bound that few values reach.
    """
    blocks = len(values) // BLOCK
    if blocks > k:
        maxima = values[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
        values = values[values >= np.partition(maxima, blocks - k)[blocks - k]]
    return float(np.partition(values, len(values) - k)[len(values) - k])


def _in_order(index: ArrayIndex, hits: Array, tied: Array, count: int) -> Array:
    """Of equal hits at least the first ``count`` in order of path: those of every segment."""
    if len(tied) <= count:
        return tied
    chosen = []
    for start, end, segment in index.segment_bounds():
        own = tied[(hits[tied] >= start) & (hits[tied] < end)]
        ranks = segment.arrays["ranks"][hits[own] - start]
        if len(own) > count:
            own = own[np.argpartition(ranks, count - 1)[:count]]
        chosen.append(own)
    places = np.concatenate(chosen)
    if len(index.segments) == 1:
        return places
    equal = np.zeros(len(places))
    return places[_sorted(index, hits[places], equal)[:count]]


def _sorted(index: ArrayIndex, hits: Array, values: Array) -> Array:
    """The order of a few hits: by value, highest first, then by path and id."""
    paths = map(index.path, hits.tolist())
    keyed = sorted(zip((-values).tolist(), paths, range(len(hits)), strict=True))
    return np.array([place for _, _, place in keyed], dtype=np.int64)
