"""Scores of passages and documents as arrays; the formula is that of ``ranking.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.engines.plan import Leaf
from indexer.engines.ranking import SECOND, idf
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.index import ArrayIndex, LeafRows, run_starts
from indexer.engines.whoosh.lists import places_among
from indexer.engines.whoosh.scratch import Scratch


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


SPARSE = 16
"""Hits with less than one row in so many are scored without looking at all rows."""


class Scoring:
    """Scores added up leaf by leaf. ``leaf`` says where one occurs.

    Scores stand in ``_totals``, at the row's number, or where the hits have few
    rows (``_rows``), at its place among these. ``_matched`` are the places of rows
    whose text has one of the leaves.
    """

    def __init__(
        self, index: ArrayIndex, hits: Array, leaf: Callable[[Leaf], LeafRows], narrowed: bool
    ) -> None:
        """``narrowed``: whether leaves may occur in documents that are no hits."""
        self._index, self._hits, self._leaf = index, hits, leaf
        self._narrowed = narrowed
        self._is_hit: Array | None = None
        self._rows: Array | None = None
        self._sizes = self._totals = self._matched = hits[:0]
        if narrowed and len(hits) * SPARSE < index.documents:
            self._rows, self._sizes = index.rows_of(hits)
        elif narrowed:
            self._is_hit = np.zeros(index.documents, dtype=bool)
            self._is_hit[hits] = True
        self._size = index.rows if self._rows is None else len(self._rows)
        self._scratch = index.scratch() if self._rows is None else Scratch(self._size)

    def match(self, weights: Mapping[Leaf, float]) -> Scores:
        """Score the passages that hold one of the leaves."""
        if len(weights) == 1 and not self._narrowed:
            [(leaf, weight)] = weights.items()
            found = self._leaf(leaf)
            if not len(found.titles):
                return self._scored(found.rows, self._value(found, weight) * found.impacts)
        self._totals = self._scratch.begin()
        titles = False
        mask = None if self._index.flat and not self._narrowed else self._mask()
        for leaf, weight in weights.items():
            found = self._leaf(leaf)
            places, impacts = self._inside(found)
            titles = titles or len(found.titles) > 0
            if mask is not None:
                mask[places] = True
            self._add(found, weight, places, impacts)
        if mask is None and titles:  # a hit may have it in the title alone
            mask = self._mask()
            for leaf in weights:
                mask[self._leaf(leaf).rows] = True
        self._matched = self._hits if mask is None else np.flatnonzero(mask)
        return self._scores()

    def add(self, weights: Mapping[Leaf, float]) -> Scores:
        """The passages that matched before, scored by these leaves as well."""
        matched = self._mask(self._matched)
        for leaf, weight in weights.items():
            found = self._leaf(leaf)
            places, impacts = self._inside(found)
            before = matched[places]
            self._add(found, weight, places[before], impacts[before])
        return self._scores()

    def _mask(self, places: Array | None = None) -> Array:
        """Of every total, whether it is at one of the places."""
        mask = np.zeros(self._size, dtype=bool)
        if places is not None:
            mask[places] = True
        return mask

    def _add(self, found: LeafRows, weight: float, places: Array, impacts: Array) -> None:
        value = self._value(found, weight)
        self._scratch.add(places, value * impacts)
        if len(found.titles):
            self._add_titles(found, value)

    def _value(self, found: LeafRows, weight: float) -> float:
        return weight * idf(len(found.documents), self._index.live_documents)

    def _inside(self, found: LeafRows) -> tuple[Array, Array]:
        """Where the totals of the hits' rows that hold the leaf are, and the leaf's impacts."""
        if self._rows is not None:
            places, held = places_among(found.rows, self._rows)
            return np.flatnonzero(held), found.impacts[places[held]]
        if self._is_hit is None:
            return found.rows, found.impacts
        owners = found.rows if self._index.flat else self._index.owners[found.rows]
        inside = self._is_hit[owners]
        return found.rows[inside], found.impacts[inside]

    def _add_titles(self, found: LeafRows, value: float) -> None:
        """A title counts for all rows of its document."""
        if self._rows is not None:
            places, held = places_among(found.titles, self._hits)
            impacts = np.where(held, found.title_impacts[places], 0.0)
            self._totals += np.repeat(value * impacts, self._sizes)
            return
        titles, impacts = found.titles, found.title_impacts
        if self._is_hit is not None:
            inside = self._is_hit[titles]
            titles, impacts = titles[inside], impacts[inside]
        rows, sizes = self._index.rows_of(titles)
        self._scratch.add(rows, np.repeat(value * impacts, sizes))

    def _scores(self) -> Scores:
        rows = self._matched if self._rows is None else self._rows[self._matched]
        return self._scored(rows, self._totals[self._matched])

    def _scored(self, rows: Array, passages: Array) -> Scores:
        index, hits = self._index, self._hits
        owners = rows if index.flat else index.owners[rows]
        starts = np.arange(len(rows)) if index.flat else run_starts(owners)
        documents = owners if index.flat else owners[starts]
        best = passages if index.flat or not len(rows) else np.maximum.reduceat(passages, starts)
        if len(documents) < len(hits):
            # a title alone gives every row the same, so that the first may speak for the document
            dense = self._rows is None
            first = index.first[hits] if dense else np.cumsum(self._sizes) - self._sizes
            all_best = self._totals[first]
            all_best[np.searchsorted(hits, documents)] = best
            best = all_best
        return Scores(hits, rows, passages, documents, starts, best)
