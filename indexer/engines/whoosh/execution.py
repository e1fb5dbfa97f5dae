"""A query run over arrays: what matches, what is counted, what comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.plan import Leaf, Plan, make_plan
from indexer.engines.answering import MAX_FRAGMENTS, Outcome, Ranked
from indexer.engines.ranking import DECAY, K1, TITLE_WEIGHT, document_score, idf
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.index import ArrayIndex, LeafRows, run_starts
from indexer.engines.whoosh.matching import Matcher
from indexer.engines.whoosh.order import first_hits
from indexer.facets import FACETS
from indexer.model import Facet, Query

RANKED_PASSAGES = 4
"""Passages of a document that count for its score."""
HIGHEST = sum(DECAY**rank for rank in range(RANKED_PASSAGES))
"""No document scores more than its best passage times this."""


def weigh(leaves: Sequence[Leaf]) -> list[tuple[Leaf, float]]:
    """Each leaf once, with the weight its occurrences in the query give it."""
    return [(leaf, float(count)) for leaf, count in Counter(leaves).items()]


@dataclass(frozen=True)
class Scores:
    """What matched of the hits, scored.

    ``rows`` are the matched passages of hits, ascending, with ``scores``;
    ``starts`` is where each of ``documents`` begins among them. ``lone`` are
    hits found by their title alone, with ``lone_scores``.
    """

    rows: Array
    scores: Array
    documents: Array
    starts: Array
    lone: Array
    lone_scores: Array


class Execution:
    """One query under way. ``check_time`` raises when its time is over."""

    def __init__(self, index: ArrayIndex, query: Query, check_time: Callable[[], None]) -> None:
        self.index = index
        self.query = query
        self.check_time = check_time
        self.plan: Plan = make_plan(query, index.vocabulary, index.aliases)
        self._matcher = Matcher(index.documents, index.live, lambda leaf: self.leaf(leaf).documents)

    def leaf(self, leaf: Leaf) -> LeafRows:
        """Where a leaf occurs."""
        self.check_time()
        return self.index.leaf(leaf.forms, leaf.where)

    def matched(self) -> Array:
        """The documents the query text holds for, before any filter."""
        if self.query.nothing:
            return np.empty(0, dtype=np.int64)
        if self.plan.root is None:
            return np.flatnonzero(self.index.live)
        return self._matcher.documents(self.plan.root).numbers

    # ------------------------------------------------------------ filters and facets

    def _selections(self) -> tuple[frozenset[str | int], ...]:
        """The selected values of each facet, in the order of ``FACETS``."""
        filters = self.query.filters
        by_name: dict[str, Iterable[str | int]] = {
            "organisation": filters.organisations,
            "mentions": filters.mentions,
            "year" if filters.date == "published" else "mentioned_year": filters.years,
        }
        return tuple(frozenset(by_name.get(facet.name, ())) for facet in FACETS)

    def _in_range(self, documents: Array) -> Array:
        """Those of the documents whose years touch the range asked for."""
        filters = self.query.filters
        if filters.first is None and filters.last is None:
            return documents
        name = "year" if filters.date == "published" else "mentioned_year"
        facet = next(facet for facet in self.index.facets if facet.facet.name == name)
        first, last = filters.first or 0, filters.last
        inside = facet.having(
            lambda year: isinstance(year, int) and first <= year and (last is None or year <= last)
        )
        return documents[inside[documents]]

    def narrow(self, matched: Array) -> tuple[Array, tuple[Facet, ...]]:
        """The hits, and the facets counted with each one's own selection left aside."""
        matched = self._in_range(matched)
        selections = self._selections()
        passing = [
            facet.having(selected.__contains__)[matched] if selected else None
            for facet, selected in zip(self.index.facets, selections, strict=True)
        ]
        self.check_time()
        facets = tuple(
            facet.result(_all(matched, passing, aside=position), selections[position])
            for position, facet in enumerate(self.index.facets)
        )
        return _all(matched, passing), facets

    def hits(self) -> Array:
        """The documents found, after filters, without counting facets."""
        matched = self._in_range(self.matched())
        for facet, selected in zip(self.index.facets, self._selections(), strict=True):
            if selected:
                matched = matched[facet.having(selected.__contains__)[matched]]
        return matched

    # ------------------------------------------------------------ the answer

    def outcome(self) -> Outcome:
        """Everything the page asked for needs."""
        hits, facets = self.narrow(self.matched())
        self.check_time()
        if not self.plan.wanted:
            passages = int(self.index.passages[hits].sum())
            return Outcome(len(hits), passages, facets, self._browsed(hits))
        scores = self.score(weigh(self.plan.wanted), hits)
        self.check_time()
        return Outcome(len(hits), len(scores.rows), facets, self._ranked(hits, scores))

    def count(self) -> int:
        """How many documents are found."""
        return len(self.hits())

    def holds(self, leaf: Leaf) -> bool:
        """Whether any document has the leaf."""
        return len(self.leaf(leaf).documents) > 0

    def _page(self, hits: Array, values: Array) -> Array:
        """Places among the hits of those on the page asked for, in order."""
        end = self.query.page * self.query.size
        return first_hits(self.index, hits, values, end)[end - self.query.size :]

    def _dates(self, hits: Array) -> Array:
        """Values that put the hits in the order of dates asked for, undated ones last."""
        dates = self.index.dates(self.query.sort)[hits]
        values = dates if self.query.sort == "newest" else -dates
        return np.where(dates == 0, -np.inf, values)

    def _browsed(self, hits: Array) -> tuple[Ranked, ...]:
        by_date = self.query.sort != "relevance"
        values = self._dates(hits) if by_date else np.zeros(len(hits))
        return tuple(
            Ranked(document, 0.0, passages, (first,) if passages else ())
            for document in hits[self._page(hits, values)].tolist()
            for passages in (int(self.index.passages[document]),)
            for first in (int(self.index.first[document]),)
        )

    def _ranked(self, hits: Array, scores: Scores) -> tuple[Ranked, ...]:
        """The hits of the page, by their scores or dates."""
        best = np.zeros(len(hits))
        if len(scores.rows):
            places = np.searchsorted(hits, scores.documents)
            best[places] = np.maximum.reduceat(scores.scores, scores.starts)
        best[np.searchsorted(hits, scores.lone)] = scores.lone_scores
        if self.query.sort != "relevance":
            page = self._page(hits, self._dates(hits))
        else:
            candidates = self._candidates(best)
            exact = best[candidates]
            exact[:] = self._document_scores(hits[candidates], exact, scores)
            page = candidates[self._page(hits[candidates], exact)]
        return tuple(self._rank(hits[place], best[place], scores) for place in page.tolist())

    def _candidates(self, best: Array) -> Array:
        """Hits that may be on the page or before it, going by their best passages."""
        wanted = self.query.page * self.query.size
        if len(best) <= wanted:
            return np.arange(len(best))
        limit = np.partition(best, len(best) - wanted)[len(best) - wanted]
        return np.flatnonzero(best * HIGHEST >= limit)

    def _document_scores(self, documents: Array, best: Array, scores: Scores) -> Array:
        """The scores of documents; those without matched passages keep their ``best``."""
        places = np.searchsorted(scores.documents, documents)
        places[places == len(scores.documents)] = 0
        scored = len(scores.documents) > 0 and scores.documents[places] == documents
        ends = np.append(scores.starts[1:], len(scores.rows))
        sizes = np.where(scored, (ends - scores.starts)[places], 0) if np.any(scored) else None
        if sizes is None or sizes.max(initial=0) < 2:
            return best
        several = np.flatnonzero(sizes > 1)
        sizes = sizes[several]
        begins = np.cumsum(sizes) - sizes
        group = np.repeat(np.arange(len(several)), sizes)
        within = np.arange(len(group)) - np.repeat(begins, sizes)
        own = scores.scores[np.repeat(scores.starts[places[several]], sizes) + within]
        own = own[np.lexsort((-own, group))]
        own *= np.where(within < RANKED_PASSAGES, DECAY ** within.astype(float), 0.0)
        exact = best.copy()
        exact[several] = np.add.reduceat(own, begins)
        return exact

    def _rank(self, document: int, best: float, scores: Scores) -> Ranked:
        """One hit with its score and its best passages."""
        place = int(np.searchsorted(scores.documents, document))
        if place == len(scores.documents) or scores.documents[place] != document:
            first = int(self.index.first[document])
            shown = (first,) if self.index.passages[document] else ()
            return Ranked(int(document), float(best), 0, shown)
        start = scores.starts[place]
        end = scores.starts[place + 1] if place + 1 < len(scores.starts) else len(scores.rows)
        own = scores.scores[start:end].tolist()
        order = sorted(range(len(own)), key=lambda i: -own[i])
        score = document_score([own[i] for i in order[:RANKED_PASSAGES]])
        shown = tuple(int(scores.rows[start + i]) for i in order[:MAX_FRAGMENTS])
        return Ranked(int(document), score, len(own), shown)

    # ------------------------------------------------------------ scores

    def score(self, leaves: Sequence[tuple[Leaf, float]], hits: Array) -> Scores:
        """Score the passages of the hits that hold one of the leaves, each with its weight."""
        index = self.index
        is_hit = np.zeros(index.documents, dtype=bool)
        is_hit[hits] = True
        totals = np.zeros(index.rows)
        matched = np.zeros(index.rows, dtype=bool)
        in_title = False
        for leaf, weight in leaves:
            found = self.leaf(leaf)
            value = weight * idf(len(found.documents), index.live_documents)
            rows, impacts = self._impacts(found, is_hit)
            totals[rows] += value * impacts
            matched[rows] = True
            titles = self._in_titles(found, is_hit)
            if titles is not None:
                in_title = True
                totals[titles[0]] += value * titles[1]
        rows = np.flatnonzero(matched)
        owners = index.owners[rows]
        starts = run_starts(owners)
        documents = owners[starts]
        lone = np.setdiff1d(hits, documents, assume_unique=True) if in_title else hits[:0]
        return Scores(rows, totals[rows], documents, starts, lone, totals[index.first[lone]])

    def _impacts(self, found: LeafRows, is_hit: Array) -> tuple[Array, Array]:
        """The hits' rows that hold a leaf in their text, and what it adds there, idf aside.

        What the title alone would add is left out; ``_in_titles`` has it.
        """
        index = self.index
        inside = is_hit[found.rows] if index.flat else is_hit[index.owners[found.rows]]
        rows, counts = found.rows[inside], found.counts[inside]
        frequencies = counts / index.text_norms[rows]
        if not len(found.titles):
            return rows, frequencies / (frequencies + K1)
        of_document = np.zeros(index.documents)
        of_document[found.titles] = self._title_frequencies(found)
        titles = of_document[index.owners[rows]]
        frequencies += titles
        return rows, frequencies / (frequencies + K1) - titles / (titles + K1)

    def _title_frequencies(self, found: LeafRows) -> Array:
        return TITLE_WEIGHT * found.title_counts / self.index.title_norms[found.titles]

    def _in_titles(self, found: LeafRows, is_hit: Array) -> tuple[Array, Array] | None:
        """All rows of the hits that hold a leaf in their title, and what that adds."""
        inside = is_hit[found.titles]
        if not inside.any():
            return None
        frequencies = self._title_frequencies(found)[inside]
        documents = found.titles[inside]
        first = self.index.first[documents]
        sizes = self.index.first[documents + 1] - first
        rows = np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
        return rows, np.repeat(frequencies / (frequencies + K1), sizes)


def _all(matched: Array, passing: Sequence[Array | None], aside: int | None = None) -> Array:
    """The documents that pass every filter but the one left aside."""
    stays: Array | None = None
    for position, passed in enumerate(passing):
        if passed is not None and position != aside:
            stays = passed if stays is None else stays & passed
    return matched if stays is None else matched[stays]


