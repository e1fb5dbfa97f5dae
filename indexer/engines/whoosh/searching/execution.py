"""Executing a query over arrays: matching, facet counts, ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.engines import feedback
from indexer.engines.answering import MAX_FRAGMENTS, Found, Ranked
from indexer.engines.faceting import values_of, year_range
from indexer.engines.plan import AnyOf, Leaf, Plan, Step, make_plan
from indexer.engines.ranking import DIGITS, SECOND, document_score, weigh
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.searching.index import ArrayIndex
from indexer.engines.whoosh.searching.matching import Matcher
from indexer.engines.whoosh.searching.posting_lists import LeafRows
from indexer.engines.whoosh.searching.scoring import Scores, Scoring, first_hits, kth_largest
from indexer.model import Facet, Query

MAX_RATIO = 1 + SECOND
"""The highest ratio of a document's score to that of its best passage."""
ROUNDING = 10.0**-DIGITS
MAX_CACHED_ROWS = 1_250_000
"""Once a query's leaves have so many rows, further ones are not cached; bounds its memory."""


class Execution:
    """One query being executed. ``check_time`` raises when it is past its deadline."""

    def __init__(self, index: ArrayIndex, query: Query, check_time: Callable[[], None]) -> None:
        self.index = index
        self.query = query
        self.check_time = check_time
        self._used: set[Leaf] = set()
        self._rows_used = 0
        self.plan: Plan = make_plan(query, index.vocabulary, index.aliases)

    def leaf(self, leaf: Leaf) -> LeafRows:
        """Where a leaf occurs."""
        self.check_time()
        keep = self._rows_used < MAX_CACHED_ROWS
        found = self.index.leaf(leaf.forms, leaf.where, self.check_time, keep)
        if leaf not in self._used:
            self._used.add(leaf)
            self._rows_used += len(found.rows)
        return found

    def matched(self) -> Array:
        """The documents the query text holds for, before any filter."""
        if self.query.nothing:
            return np.empty(0, dtype=np.int64)
        if self.plan.root is None:
            return np.flatnonzero(self.index.live)
        # not an attribute, which would make a reference cycle that keeps the index
        index = self.index
        matcher = Matcher(index.documents, index.live, lambda leaf: self.leaf(leaf).documents)
        return matcher.documents(self.plan.root).numbers

    # ------------------------------------------------------------ the answer

    def outcome(self) -> Found:
        """See ``QueryRun.outcome``."""
        matched = self.matched()
        hits, facets = self.narrow(matched)
        self.check_time()
        if not len(hits):
            return Found(0, 0, facets, ())
        if not self.plan.wanted:
            passages = int(self.index.passages[hits].sum())
            return Found(len(hits), passages, facets, self._browsed(hits))
        narrowed = len(hits) < len(matched) or not _any_will_do(self.plan.root)
        passages, page = self._ranked(hits, narrowed)
        return Found(len(hits), passages, facets, page)

    def count(self) -> int:
        """See ``QueryRun.count``."""
        return len(self.hits())

    def holds(self, leaf: Leaf) -> bool:
        """See ``QueryRun.holds``."""
        return len(self.leaf(leaf).documents) > 0

    # ------------------------------------------------------------ the page

    def _browsed(self, hits: Array) -> tuple[Ranked, ...]:
        """The page for a query without leaves to rank by."""
        by_date = self.query.sort != "relevance"
        values = self._dates(hits) if by_date else np.zeros(len(hits))
        documents = hits[self._page(hits, values)].tolist()
        counts = self.index.passages[documents].tolist()
        return tuple(
            Ranked(document, 0.0, count, self._first_passage(document))
            for document, count in zip(documents, counts, strict=True)
        )

    def _ranked(self, hits: Array, narrowed: bool) -> tuple[int, tuple[Ranked, ...]]:
        """How many passages match, and the page in order of score or date."""
        weights = weigh(self.plan.wanted)
        scoring = Scoring(self.index, hits, self.leaf, narrowed)
        own = scores = scoring.match(weights)
        if feedback.applies(self.query, weights):
            heaviest = max(weights.values())
            expansion = self._expansion(own)
            scores = scoring.add({leaf: heaviest * share for leaf, share in expansion.items()})
        if self.query.sort == "relevance":
            page = self._best(scores)
        else:
            page = self._page(hits, self._dates(hits))
        return len(own.rows), self._shown(page, own, scores)

    def _page(self, hits: Array, values: Array) -> Array:
        """The offsets of the hits on the page asked for, in order."""
        end = self.query.page * self.query.size
        return first_hits(self.index, hits, values, end)[end - self.query.size :]

    def _dates(self, hits: Array) -> Array:
        """Values that sort the hits by date as asked for, undated ones last."""
        dates = self.index.dates(self.query.sort)[hits]
        values = dates if self.query.sort == "newest" else -dates
        return np.where(dates == 0, -np.inf, values)

    def _best(self, scores: Scores) -> Array:
        """The offsets of the hits on the page asked for, by score."""
        wanted = self.query.page * self.query.size
        single = len(scores.rows) == len(scores.documents)
        candidates = _candidates(scores.best, wanted, 1.0 if single else MAX_RATIO)
        exact = scores.exact(candidates).round(DIGITS)
        return candidates[self._page(scores.hits[candidates], exact)]

    def _shown(self, page: Array, own: Scores, scores: Scores) -> tuple[Ranked, ...]:
        """Hits with their scores, and their best passages by the query's own words only."""
        documents = scores.hits[page]
        if self.index.flat and len(own.rows) == len(own.hits):
            found = zip(documents.tolist(), scores.best[page].tolist(), strict=True)
            return tuple([Ranked(document, best, 1, (document,)) for document, best in found])
        ranked = []
        for document, rows, best in zip(
            documents.tolist(), own.slices(documents), scores.best[page].tolist(), strict=True
        ):
            shown = _best_first(own, rows)
            if shown:
                best = document_score(scores.passages[rows].tolist())
            shown_first = tuple(shown[:MAX_FRAGMENTS]) or self._first_passage(document)
            ranked.append(Ranked(document, best, len(shown), shown_first))
        return tuple(ranked)

    def _first_passage(self, document: int) -> tuple[int, ...]:
        return (int(self.index.first[document]),) if self.index.passages[document] else ()

    def _expansion(self, own: Scores) -> dict[Leaf, float]:
        """Leaves from pseudo-relevance feedback on the best passages of the first hits."""
        held = np.searchsorted(own.hits, own.documents)
        held = held[_candidates(own.best[held], feedback.PASSAGES)]
        exact = own.exact(held).round(DIGITS)
        first = first_hits(self.index, own.hits[held], exact, feedback.PASSAGES)
        documents = own.hits[held][first]
        best = [_best_first(own, found)[0] for found in own.slices(documents)]
        texts = [self.index.passage(row).text for row in best]
        return feedback.expand(
            texts,
            self.index.vocabulary,
            lambda leaf: self.index.holding(leaf.forms, lambda: self.leaf(leaf)),
            self.index.live_documents,
        )

    # ------------------------------------------------------------ filters and facets

    def _allowed(self, documents: Array) -> Array:
        """Those of the documents in the range of years and without a value left out."""
        unwanted = values_of(self.query.filters.excluded)
        for facet, values in zip(self.index.facets, unwanted, strict=True):
            if values:
                documents = documents[~facet.having(values.__contains__)[documents]]
        limit = year_range(self.query.filters)
        if limit is None:
            return documents
        position, passes = limit
        return documents[self.index.facets[position].having(passes)[documents]]

    def narrow(self, matched: Array) -> tuple[Array, tuple[Facet, ...]]:
        """The hits, and the facets, each counted without its own chosen values."""
        matched = self._allowed(matched)
        filters = self.query.filters
        passing = [
            facet.having(chosen.__contains__)[matched] if chosen else None
            for facet, chosen in zip(self.index.facets, values_of(filters.chosen), strict=True)
        ]
        self.check_time()
        facets = tuple(
            facet.result(_passing_all(matched, passing, aside=position), filters)
            for position, facet in enumerate(self.index.facets)
        )
        return _passing_all(matched, passing), facets

    def hits(self) -> Array:
        """The documents found, after filters, without counting facets."""
        found = self._allowed(self.matched())
        chosen = values_of(self.query.filters.chosen)
        for facet, values in zip(self.index.facets, chosen, strict=True):
            if values:
                found = found[facet.having(values.__contains__)[found]]
        return found


def _best_first(scores: Scores, found: slice) -> list[int]:
    """Some matching rows, the best first."""
    rows: list[int] = scores.rows[found].tolist()
    if len(rows) < 2:
        return rows
    values = np.round(scores.passages[found], DIGITS).tolist()
    return [row for _, row in sorted(zip([-value for value in values], rows, strict=True))]


def _any_will_do(step: Step | None) -> bool:
    """Whether any one leaf of the step is enough for a document to match."""
    if isinstance(step, AnyOf):
        return all(map(_any_will_do, step.children))
    return isinstance(step, Leaf)


def _candidates(best: Array, wanted: int, highest: float = MAX_RATIO) -> Array:
    """The offsets of hits that may be among the first ``wanted``, by their best passages.

    No hit scores more than ``highest`` times its best passage.
    """
    if len(best) <= wanted:
        return np.arange(len(best))
    limit = kth_largest(best, wanted)
    return np.flatnonzero(best >= limit / highest - ROUNDING)


def _passing_all(
    matched: Array, passing: Sequence[Array | None], aside: int | None = None
) -> Array:
    """The documents that pass every filter, but for the one at ``aside``."""
    stays: Array | None = None
    for position, passed in enumerate(passing):
        if passed is not None and position != aside:
            stays = passed if stays is None else stays & passed
    return matched if stays is None else matched[stays]
