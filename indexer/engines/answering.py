"""A query answered: hits ranked, fragments cut, help where nothing is found.

Engines that fulfil ``Index`` get their ``search`` from here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from indexer import grammar
from indexer.engines.folding import TIME_LIMIT, Folding, Index
from indexer.engines.fragments import Span, best_window, find_marks
from indexer.engines.plan import Leaf, make_plan
from indexer.engines.ranking import Scorer, document_score
from indexer.model import Fragment, Hit, Passage, Query, Results, Suggestion
from indexer.query import with_match_any

MAX_FRAGMENTS = 3
MAX_SUGGESTIONS = 3

Ranked = tuple[int, float, list[tuple[int, float]]]
"""A document's number and score, and its matched passages with theirs, best first."""


def answer(index: Index, query: Query) -> Results:
    """Answer a query from an index.

    Raises:
        QueryTimeout: if it takes longer than ``TIME_LIMIT``.
    """
    return _Answer(index, query, time.monotonic() + TIME_LIMIT).results()


def marker(index: Index, query: Query) -> Callable[[str], tuple[Span, ...]]:
    """See ``Engine.marker``."""
    wanted = make_plan(query, index.vocabulary, index.aliases).wanted
    return lambda text: find_marks(text, wanted) if wanted else ()


class _Answer:
    """The answer to one query in the making."""

    def __init__(self, index: Index, query: Query, deadline: float) -> None:
        self.index = index
        self.query = query
        self.folding = Folding(index, query, deadline)
        self.plan = self.folding.plan

    # ------------------------------------------------------------ ranking

    def passage_scores(self, hits: set[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Scores of the matched passages of the hits, and of their titles alone by document."""
        scorer, owners = Scorer(self.index.lengths), self.index.owners
        wanted = [self.folding.occurrences(leaf) for leaf in self.plan.wanted]
        scores: dict[int, float] = dict.fromkeys(
            (p for found in wanted for p in found.passages if owners[p] in hits), 0.0
        )
        titles: dict[int, float] = {}
        for found in wanted:
            self.folding.check_time()
            held = {owners[passage] for passage in found.passages}
            lone = sum(self.index.rows[d].count for d in found.titles if d not in held)
            idf = scorer.idf(found, lone)
            for passage, times in found.passages.items():
                if passage in scores:
                    document = owners[passage]
                    in_title = found.titles.get(document, 0)
                    scores[passage] += scorer.leaf_score(idf, passage, times, document, in_title)
            for document, times in found.titles.items():
                if document in hits:
                    score = scorer.leaf_score(idf, None, 0, document, times)
                    titles[document] = titles.get(document, 0.0) + score
                    for passage in self.index.rows[document].passages:
                        if passage in scores and passage not in found.passages:
                            scores[passage] += score
        return scores, titles

    def ranked(self, hits: set[int]) -> list[Ranked]:
        """Hits in order, each with its score and its matched passages, best first."""
        scores, titles = self.passage_scores(hits)
        of_document: dict[int, list[tuple[int, float]]] = {document: [] for document in hits}
        for passage, score in scores.items():
            of_document[self.index.owners[passage]].append((passage, score))
        rows = []
        for document, passages in of_document.items():
            passages.sort(key=lambda item: (-item[1], item[0]))
            score = document_score([s for _, s in passages]) or titles.get(document, 0.0)
            rows.append((document, score, passages))
        rows.sort(key=self._order)
        return rows

    def _order(self, row: Ranked) -> tuple[object, ...]:
        document, score, _ = row
        card = self.index.rows[document].card
        if self.query.sort == "relevance":
            return (-score, card.path, card.id)
        dated = () if card.published is None else _date_key(card.published.value)
        if self.query.sort == "newest":
            dated = tuple(-part for part in dated)
        return (card.published is None, dated, card.path, card.id)

    # ------------------------------------------------------------ results

    def results(self) -> Results:
        hits, facets = self.folding.narrow(self.folding.matched())
        ranked = self.ranked(hits)
        browse = not self.plan.wanted
        start = (self.query.page - 1) * self.query.size
        shown = ranked[start : start + self.query.size]
        passages = sum(
            self.index.rows[document].count if browse else len(matched)
            for document, _, matched in ranked
        )
        return Results(
            query=self.query,
            reading=self.plan.reading,
            parts=self.plan.parts,
            documents=len(hits),
            passages=passages,
            hits=tuple(self.hit(start + i + 1, *row) for i, row in enumerate(shown)),
            facets=facets,
            suggestions=self.suggestions() if not hits else (),
            missing=self.missing() if not hits else (),
            any_documents=self.any_documents() if not hits else None,
            warnings=(*self.query.warnings, *self.plan.warnings),
            pages=max(1, math.ceil(len(hits) / self.query.size)),
        )

    def hit(self, rank: int, document: int, score: float, passages: list[tuple[int, float]]) -> Hit:
        row = self.index.rows[document]
        best = [number for number, _ in passages[:MAX_FRAGMENTS]] or list(row.passages[:1])
        fragments = tuple(self.fragment(self.index.passage(number)) for number in best)
        count = len(passages) if self.plan.wanted else row.count
        return Hit(rank, round(score, 4), count, row.card, fragments)

    def fragment(self, passage: Passage) -> Fragment:
        window = best_window(passage.text, find_marks(passage.text, self.plan.wanted))
        return Fragment(passage.id, passage.heading[-1] if passage.heading else "", *window)

    # ------------------------------------------------------------ nothing found

    def _absent(self) -> list[Leaf]:
        return [
            leaf
            for leaf in dict.fromkeys(self.plan.wanted)
            if leaf.part.kind != "alias" and not self.folding.documents(leaf)
        ]

    def missing(self) -> tuple[str, ...]:
        """The wanted words and phrases that no document has."""
        return tuple(dict.fromkeys(leaf.part.text for leaf in self._absent()))

    def any_documents(self) -> int | None:
        """How many documents any of the words would find; ``None`` if there is one word only."""
        if self.query.match == "any" or len(self.plan.wanted) < 2:
            return None
        return self.count(with_match_any(self.query))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The query with an absent word spelt as the archive has it, if that finds something."""
        found: dict[str, int] = {}
        for leaf in self._absent():
            if leaf.part.kind != "word" or len(leaf.forms[0].terms) > 1:
                continue
            for term in self.index.vocabulary.near(leaf.forms[0].terms[0]):
                text = self.query.given.replace(leaf.part.text, term, 1)
                reading = grammar.read(text, self.query.match)
                found[text] = self.count(replace(self.query, given=text, root=reading.root))
        best = sorted((item for item in found.items() if item[1]), key=lambda item: -item[1])
        return tuple(Suggestion(text, count) for text, count in best[:MAX_SUGGESTIONS])

    def count(self, query: Query) -> int:
        """How many documents another query finds, in what is left of this one's time."""
        other = Folding(self.index, query, self.folding.deadline)
        return len(other.narrow(other.matched())[0])


def _date_key(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split("-"))
