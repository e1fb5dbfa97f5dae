"""Scores of passages and documents as arrays; the formula is that of ``ranking.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.engines.plan import Leaf
from indexer.engines.ranking import SECOND, idf
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.index import ArrayIndex, LeafRows, run_starts


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

    def ranges(self, documents: Array) -> Iterator[slice]:
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
        within = np.arange(len(group)) - np.repeat(begins, sizes)
        own = self.passages[np.repeat(self.starts[found[several]], sizes) + within]
        own = own[np.lexsort((-own, group))]
        best[several] = own[begins] + SECOND * own[begins + 1]
        return best


class Scoring:
    """Scores added up leaf by leaf. ``leaf`` says where one occurs."""

    def __init__(
        self, index: ArrayIndex, hits: Array, leaf: Callable[[Leaf], LeafRows], narrowed: bool
    ) -> None:
        """``narrowed``: whether leaves may occur in documents that are no hits."""
        self._index, self._hits, self._leaf = index, hits, leaf
        self._is_hit: Array | None = None
        if narrowed:
            self._is_hit = np.zeros(index.documents, dtype=bool)
            self._is_hit[hits] = True

    def match(self, weights: Mapping[Leaf, float]) -> Scores:
        """Score the passages that hold one of the leaves."""
        if self._is_hit is None and len(weights) == 1:
            [(leaf, weight)] = weights.items()
            found = self._leaf(leaf)
            if not len(found.titles):
                return self._scored(found.rows, self._value(found, weight) * found.impacts)
        self._totals = self._index.scratch()
        self._matched = np.zeros(self._index.rows, dtype=bool)
        for leaf, weight in weights.items():
            found = self._leaf(leaf)
            rows, impacts = self._inside(found)
            self._matched[rows] = True
            self._add(found, weight, rows, impacts)
        return self._scores()

    def add(self, weights: Mapping[Leaf, float]) -> Scores:
        """The passages that matched before, scored by these leaves as well."""
        for leaf, weight in weights.items():
            found = self._leaf(leaf)
            rows, impacts = self._inside(found)
            before = self._matched[rows]
            self._add(found, weight, rows[before], impacts[before])
        return self._scores()

    def _add(self, found: LeafRows, weight: float, rows: Array, impacts: Array) -> None:
        value = self._value(found, weight)
        self._totals[rows] += value * impacts
        if len(found.titles):
            self._add_titles(found, value)

    def _value(self, found: LeafRows, weight: float) -> float:
        return weight * idf(len(found.documents), self._index.live_documents)

    def _inside(self, found: LeafRows) -> tuple[Array, Array]:
        """The rows of hits that hold the leaf, and their impacts."""
        if self._is_hit is None:
            return found.rows, found.impacts
        owners = found.rows if self._index.flat else self._index.owners[found.rows]
        inside = self._is_hit[owners]
        return found.rows[inside], found.impacts[inside]

    def _add_titles(self, found: LeafRows, value: float) -> None:
        """A title counts for all rows of its document."""
        titles, impacts = found.titles, found.title_impacts
        if self._is_hit is not None:
            inside = self._is_hit[titles]
            titles, impacts = titles[inside], impacts[inside]
        rows, sizes = self._index.rows_of(titles)
        self._totals[rows] += np.repeat(value * impacts, sizes)

    def _scores(self) -> Scores:
        rows = np.flatnonzero(self._matched)
        return self._scored(rows, self._totals[rows])

    def _scored(self, rows: Array, passages: Array) -> Scores:
        index, hits = self._index, self._hits
        owners = rows if index.flat else index.owners[rows]
        starts = np.arange(len(rows)) if index.flat else run_starts(owners)
        documents = owners if index.flat else owners[starts]
        best = passages if index.flat or not len(rows) else np.maximum.reduceat(passages, starts)
        if len(documents) < len(hits):
            # a title alone gives every row the same, so that the first may speak for the document
            all_best = self._totals[index.first[hits]]
            all_best[np.searchsorted(hits, documents)] = best
            best = all_best
        return Scores(hits, rows, passages, documents, starts, best)
