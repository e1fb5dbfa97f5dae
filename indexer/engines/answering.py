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
from indexer.engines.scoring import Ranked, rank
from indexer.model import Fragment, Hit, Passage, Query, Results, Suggestion
from indexer.query import with_match_any

MAX_FRAGMENTS = 3
MAX_SUGGESTIONS = 3


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

    # ------------------------------------------------------------ results

    def results(self) -> Results:
        hits, facets = self.folding.narrow(self.folding.matched())
        ranked = rank(self.folding, hits)
        browse = not self.plan.wanted
        start = (self.query.page - 1) * self.query.size
        shown = ranked[start : start + self.query.size]
        passages = sum(
            self.index.rows[row.document].count if browse else len(row.passages) for row in ranked
        )
        return Results(
            query=self.query,
            reading=self.plan.reading,
            parts=self.plan.parts,
            documents=len(hits),
            passages=passages,
            hits=tuple(self.hit(start + i, row) for i, row in enumerate(shown, 1)),
            facets=facets,
            suggestions=self.suggestions() if not hits else (),
            missing=self.missing() if not hits else (),
            any_documents=self.any_documents() if not hits else None,
            warnings=(*self.query.warnings, *self.plan.warnings),
            pages=max(1, math.ceil(len(hits) / self.query.size)),
        )

    def hit(self, place: int, ranked: Ranked) -> Hit:
        row = self.index.rows[ranked.document]
        best = ranked.passages[:MAX_FRAGMENTS] or row.passages[:1]
        fragments = tuple(self.fragment(self.index.passage(number)) for number in best)
        count = len(ranked.passages) if self.plan.wanted else row.count
        return Hit(place, round(ranked.score, 4), count, row.card, fragments)

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
